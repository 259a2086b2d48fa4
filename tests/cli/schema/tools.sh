# Shipped schemas, a bad one, and what a change to one breaks.
"$TIZILIM" schema list --lang en 2>/dev/null | cut -d ' ' -f 1
"$TIZILIM" schema print initiative-1.0 | cmp - "$SOURCE/schemas/initiative-1.0.json" && echo "printed as it is"
"$TIZILIM" schema print list-1.0 --words ru | grep -n '"title"' | head -n 2
"$TIZILIM" schema print nothing
echo "exit $?"
echo "== check"
"$TIZILIM" schema check "$SOURCE/schemas" --lang en -q --fail-on warning | tail -n 1
echo '{"$defs": {"id": {"type": "string"}}}' >defs.json
cat >bad.json <<'JSON'
{
  "requird": ["id"],
  "properties": { "id": { "$ref": "defs.json#/$defs/id" }, "on": { "$ref": "#/none" }, "n": { "pattern": "(" } }
}
JSON
"$TIZILIM" schema check bad.json defs.json --lang en
echo "exit $?"
"$TIZILIM" schema check bad.json --lang kk -q
"$TIZILIM" schema check bad.json --ref defs.json --lang ru -q
printf '{"a": 1\n' >cut.json
"$TIZILIM" schema check cut.json nothing.json --lang en -q
echo "exit $?"
printf '{"items": [{"type": "string"}]}\n' >list.json
printf '{"$schema": "http://json-schema.org/draft-04/schema#"}\n' >old_draft.json
for lang in kk ru en; do
	"$TIZILIM" schema check list.json old_draft.json --lang $lang
done
echo "== diff"
cat >old.yaml <<'YAML'
type: object
required: [id]
properties:
  id: { type: string, maxLength: 20 }
  state: { enum: [new, done], title: State }
additionalProperties: false
YAML
cat >new.yaml <<'YAML'
type: object
required: [id, state]
properties:
  id: { type: string, maxLength: 30 }
  state: { enum: [new, open], title: State of it }
  note: { type: string }
additionalProperties: false
YAML
for lang in en ru kk; do
	"$TIZILIM" schema diff old.yaml new.yaml --lang $lang
	echo "exit $?"
done
"$TIZILIM" schema diff old.yaml old.yaml --lang en
echo "exit $?"
"$TIZILIM" schema diff old.yaml new.yaml -f json >changes.json
grep -c '"writers":"breaks"' changes.json
"$TIZILIM" schema diff bad.json new.yaml
echo "exit $?"
