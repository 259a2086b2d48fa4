mkdir d
cat >d/one.yaml <<'YAML'
schema_version: "1.0"
short_name: one-of-two
name: { ru: "Первая" }
owner: { body: mz }
stage: idea
YAML
sed 's/one-of-two/two-of-two/; s/body: mz/body: minzdrak/' d/one.yaml >d/two.yaml
"$TIZILIM" submit d -q >/dev/null
echo "unknown body: $?"
"$TIZILIM" list --body mz --json
sed -i 's/body: minzdrak/body: [mz]/' d/two.yaml
"$TIZILIM" submit d -q >/dev/null
echo "broken structure: $?"
cp d/one.yaml d/two.yaml
"$TIZILIM" submit d -q >/dev/null
echo "the same twice: $?"
sed -i 's/one-of-two/two-of-two/' d/two.yaml
"$TIZILIM" submit d --dry-run -q >/dev/null
echo "dry run: $?"
"$TIZILIM" list --body mz --json
"$TIZILIM" submit d --json
"$TIZILIM" submit d --fail-on info --json >/dev/null
echo "stricter: $?"
