# Four faults of structure, each at its place, with what to do.
cat >bad.yaml <<'YAML'
schema_version: "1.0"
short_name: Land Sat
name:
  ru: "Спутник"
owner:
  body: msh
stage: designn
data_sources:
  - source: egkn
    obtained: autority
risks: 1
YAML
"$TIZILIM" check bad.yaml --lang en
echo "exit $?"
"$TIZILIM" check bad.yaml --lang kk -q
"$TIZILIM" check bad.yaml --lang ru -q
