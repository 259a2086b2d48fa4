# Repairs that the schema is sure of: a difference by default, --write makes them, what is left is said.
cat >a.yaml <<'YAML'
# Farmland watch
schema_version: 1.0   # the first
short_name: " egin"
name:
  ru: "Спутник"
onwer:
  bdoy: msh
stage: Desgin
dates:
  pilot_start: 01.03.2026
  use: '1 наурыз 2026'
data_sources:
  - source: egkn
    Obtained: autority
risks: 1
YAML
"$TIZILIM" fix a.yaml --lang en >difference
echo "exit $?"
cat difference
cp a.yaml b.yaml
if command -v patch >/dev/null; then patch -s -p1 <difference; else "$TIZILIM" fix --write a.yaml 2>/dev/null; fi
"$TIZILIM" fix --write b.yaml --lang ru
echo "written $?"
cmp a.yaml b.yaml
echo "--- nothing more"
"$TIZILIM" fix b.yaml --lang kk
echo "exit $?"
echo "--- a good one is left alone"
"$TIZILIM" new c.yaml 2>/dev/null
cp c.yaml d.yaml
"$TIZILIM" fix --write c.yaml --lang en
echo "exit $?"
cmp c.yaml d.yaml
echo "--- any document by its schema"
echo '{"properties": {"colour": {"enum": ["red", "dark blue"]}}, "additionalProperties": false}' >schema.json
echo '{"colur" : "Dark-Blue" }' | "$TIZILIM" fix --write --schema schema.json --lang en -
echo "exit $?"
