. "$SOURCE/tests/cli/rules/pack.inc"
cat >a.yaml <<'YAML'
schema_version: "1.0"
short_name: a-b
name: { ru: Имя }
owner: { body: msh }
stage: idea
data_sources:
  - { source: gbd-fl, agreement: "No" }
  - { source: gbd-fl }
  - { source: nowhere }
YAML
"$TIZILIM" check a.yaml --pack small --lang en --explain --as-of 2026-11-26 | sed -n '/How it was judged/,$p'
sed 's/stage: idea/stage: design/' a.yaml >b.yaml
"$TIZILIM" check b.yaml --pack small --lang kk --rule TST-001 --as-of 2026-11-26 | sed -n '/Қалай бағаланды/,$p'
"$TIZILIM" check b.yaml --pack small --rule TST-001 -f json --as-of 2026-11-26 >report.json
grep -o '"outcome":"[a-z_]*"' report.json | sort | uniq -c
"$TIZILIM" validate report.json --schema "$SOURCE/schemas/report-1.0.json" --lang en -q
"$TIZILIM" check b.yaml --pack small --rule NONE-1
echo "exit $?"
# The text is about the rule that is named, and says what it leaves out; verdict and code are those of all rules.
sed 's/^short_name: .*/short_name: a-name-that-is-much-too-long-for-anybody-to-say/' b.yaml >c.yaml
echo 'short_name: [' >torn.yaml
sed 's/^stage: .*/stage: soon/' b.yaml >unsound.yaml
for rule in TST-001 TST-002; do
	"$TIZILIM" check a.yaml c.yaml --pack small --lang en --rule $rule -q --as-of 2026-11-26 | grep -v '^ '
	"$TIZILIM" check a.yaml c.yaml --pack small --lang en --rule $rule -f json --as-of 2026-11-26 | grep -o '"rule":"[A-Za-z/]*[-0-9a-z]*","severity"' | sort | uniq -c
done
"$TIZILIM" check a.yaml --pack small --lang ru --rule TST-002 --fail-on warning -v --as-of 2026-11-26
echo "exit $?"
# What keeps a rule from being asked is told.
"$TIZILIM" check a.yaml torn.yaml unsound.yaml --pack small --lang kk --rule TST-002 --as-of 2026-11-26
echo "exit $?"
# A rule that breaks is no pass, and the code says that something was not judged.
sed -i "s/all: { short: .*/all: { short: \"manifest.purpose.ru != 'x'\" }/" small/rules/TST.yaml
"$TIZILIM" check a.yaml --pack small --lang ru -q --as-of 2026-11-26
echo "exit $?"
