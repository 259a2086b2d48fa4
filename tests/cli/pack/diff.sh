shipped=$SOURCE/checker/pack/digital-qazaqstan
cp -r "$shipped" new
"$TIZILIM" pack diff new --lang en | tail -n 1
echo "the same: $?"
python3 - <<'P'
import re
def edit(path, *pairs):
    text = open(path, encoding="utf-8").read()
    for old, new in pairs:
        assert re.search(old, text, re.M), (path, old)
        text = re.sub(old, new, text, count=1, flags=re.M)
    open(path, "w", encoding="utf-8").write(text)
edit("new/pack.yaml", (r"^version: .*$", 'version: "2027.1"'))
edit("new/architecture/territories.yaml", (r"^territories:\n(  - id:.*\n(    .*\n)*)", "territories:\n"))
edit("new/architecture/people.yaml", (r"\Z", "\n  - id: test-group\n    name: {kk: Сынақ тобы, ru: Проба, en: Trial}\n    confidence: memory\n"))
edit("new/architecture/norms.yaml", (r'(id: inf-21-nodup\n(    .*\n)*?)    in_force_to: .*', r'\1    in_force_to: "2026-08-31"'))
edit("new/rules/GOV.yaml", (r"    severity: warning", "    severity: error"))
P
for lang in kk ru en; do "$TIZILIM" pack diff new --lang $lang | sed '1s/[0-9a-f]\{8\}/HASH/g'; done
"$TIZILIM" pack diff shipped new --format json >d.json
echo "different: $?"
python3 - <<'P'
import json
d = json.load(open("d.json"))
print(d["before"]["version"], d["after"]["version"])
for c in d["changes"]: print(c["section"], c["id"], c["change"], c["confidence"], [(f["op"], f["path"], f["before"], f["after"]) for f in c["fields"]])
P
# The order of a rule's conditions decides which explanation is given.
cp -r "$shipped" order
python3 - <<'P'
import re
path = "order/rules/GOV.yaml"
text = open(path, encoding="utf-8").read()
text = re.sub(r"(    all:\n)(      known_body:.*\n)(      active:.*\n)", r"\1\3\2", text, count=1)
open(path, "w", encoding="utf-8").write(text)
P
"$TIZILIM" pack diff order --lang en | tail -n 4
"$TIZILIM" pack diff new nowhere
echo "no pack: $?"
