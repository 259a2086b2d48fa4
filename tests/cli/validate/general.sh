# A validator for anybody: any schema, any documents, in JSON, YAML and JSON lines, from files, folders and a pipe.
mkdir -p schemas/common orders/late
cat >schemas/order.yaml <<'YAML'
$schema: https://json-schema.org/draft/2020-12/schema
type: object
required: [id, lines]
properties:
  id: { $ref: "common/names.json#/$defs/id" }
  lines: { type: array, minItems: 1, items: { $ref: "https://example.org/line" } }
  on: { type: string, format: date }
additionalProperties: false
YAML
echo '{"$defs": {"id": {"type": "string", "pattern": "^o-[0-9]+$"}}}' >schemas/common/names.json
cat >schemas/common/line.json <<'JSON'
{"$id": "https://example.org/line", "type": "object", "required": ["item"],
 "properties": {"item": {"type": "string"}, "count": {"type": "integer", "minimum": 1}}}
JSON
order="$TIZILIM validate --lang en -q --schema schemas/order.yaml --ref schemas"
echo '{"id": "o-1", "lines": [{"item": "pen", "count": 2}]}' >orders/good.json
printf 'id: o-x\nlines:\n  - item: ink\n    count: 0\nnote: fast\n' >orders/late/bad.yaml
cat >orders/log.jsonl <<'JSONL'
{"id": "o-2", "lines": [{"item": "pen"}]}

{"id": "o-3", "lines": []}
{"id": "o-4", "lines": [{"item": 5}]
{"id": "o-5", "lines": [{"item": 5}], "on": "2026-02-30"}
JSONL
echo ignored >orders/readme.txt

echo "== one good file"
$order orders/good.json
echo "exit $?"
echo "== a folder with all below it"
$order orders
echo "exit $?"
echo "== formats asserted"
$order --formats orders/log.jsonl
echo "exit $?"
echo "== standard input, JSON and YAML"
echo '{"id": "o-7"}' | $order -
echo "exit $?"
printf 'id: o-7\nlines: [{item: 1}]\n' | $order - </dev/stdin
echo "exit $?"
echo "== the syntax said"
cp orders/log.jsonl log.txt
$order --syntax jsonl log.txt | tail -n 1
echo "== draft 7"
cat >seven.json <<'JSON'
{"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"n": {"type": "number"}},
 "items": [{"$ref": "#/definitions/n"}, {"type": "string"}], "additionalItems": false}
JSON
echo '[1, "a", true]' >list.json
"$TIZILIM" validate --lang en -q --schema seven.json list.json
echo "exit $?"
echo "== a shipped schema by its name"
"$TIZILIM" validate --lang en -q --schema list-1.0 list.json
echo "exit $?"
echo "== machine form"
"$TIZILIM" validate --schema seven.json list.json -f json >report.json
"$TIZILIM" validate --lang en -q --schema report-1.0 report.json
echo "exit $?"
