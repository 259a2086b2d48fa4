# The canonical form: printed, named with --check, written with --write; comments go where their keys go.
cat >a.yaml <<'YAML'
# Farmland watch

stage:   "design"   # since spring
owner: {unit: "Digital office", body: msh}
# what it is called
name:
    ru: 'Спутник: поля'
    # to be agreed
    kk: "Жерсерік"
schema_version: '1.0'
mine: yes
short_name: egin
summary:
    ru: >-
      Находит поля,
      которые не засеяны
data_sources:
- source: egkn
  # the whole register
  objects: [parcel, owner]
# - source: gbd-fl
YAML
"$TIZILIM" fmt a.yaml
cat >b.json <<'JSON'
{"stage": "design", "short_name": "egin", "schema_version": "1.0", "name": {"ru": "\u041f\u043e\u043b\u0435"}, "keywords": []}
JSON
"$TIZILIM" fmt - <b.json
echo "--- any other document keeps its order"
printf 'b: 1\na: 2\n' | "$TIZILIM" fmt -
echo "--- unless a schema says one"
echo '{"properties": {"a": {}, "b": {}}}' >schema.json
printf 'b: 1\na: 2\n' | "$TIZILIM" fmt --schema schema.json -
echo "--- check"
"$TIZILIM" fmt --check a.yaml b.json
echo "exit $?"
chmod 600 a.yaml
"$TIZILIM" fmt --write a.yaml b.json
echo "written $?, rights $(stat -c %a a.yaml b.json | tr '\n' ' ')"
"$TIZILIM" fmt --check a.yaml b.json
echo "checked $?"
"$TIZILIM" fmt a.yaml | cmp - a.yaml
echo "--- wrong use"
"$TIZILIM" fmt a.yaml b.json
echo "exit $?"
"$TIZILIM" fmt --check --write a.yaml
echo "exit $?"
printf 'a: 1\na: 2\n' | "$TIZILIM" fmt - --lang en
echo "exit $?"
echo "--- a file that is no document does not stop the others"
printf 'a:   1\n' >c.yaml
"$TIZILIM" fmt --write broken.yaml c.yaml --lang en
echo "exit $?"
cat c.yaml
echo "--- a link stays a link"
printf 'a:   2\n' >target.yaml
ln -s target.yaml link.yaml
"$TIZILIM" fmt --write link.yaml
echo "exit $?, $(readlink link.yaml): $(cat target.yaml)"
echo "--- a document on each line"
printf '{"a":1}\n{"a":2}\n' >log.jsonl
for lang in kk ru en; do
	"$TIZILIM" fmt log.jsonl --lang $lang
done
echo "exit $?"
"$TIZILIM" fmt -h
