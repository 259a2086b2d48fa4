shipped=$SOURCE/checker/pack/digital-qazaqstan
cp -r "$shipped" draft
sed -i 's/^version: .*/version: "2027.1"/; /^licence:/d' draft/pack.yaml
# Counts change with the facts; the form does not.
"$TIZILIM" pack list --pack draft --lang en | sed 's/   */  /g; s/  [0-9a-f]\{8\}  /  HASH  /; s/facts [0-9]*/facts N/; s/rules [0-9]*/rules N/'
"$TIZILIM" pack list --pack draft --format json | python3 -c '
import json, sys
for p in json.load(sys.stdin): print(p["name"], p["version"], p["place"], len(p["sha256"]), sorted(p["title"]))'
for lang in kk ru en; do
	"$TIZILIM" pack show draft --lang $lang --as-of 2026-03-01 | grep -E '2026-11-01|2026-03-01|:$' | sed 's/[0-9]* *$//; s/ [0-9][0-9]*;/ N;/g'
done
"$TIZILIM" pack show --as-of 2026-03-01 --format json | python3 -c '
import json, sys
p = json.load(sys.stdin)
print(p["licence"], p["as_of"], sorted(p["entries"]), sorted(p["norms"]))
print(sorted({(a["day"], a["field"]) for a in p["ahead"]}))
print(sum(map(sum, (e.values() for e in p["entries"].values()))) == p["without_address"] + sum(s["entries"] for s in p["sites"]))'
"$TIZILIM" pack show nowhere
echo "no such pack: $?"
"$TIZILIM" pack
echo "no second word: $?"
"$TIZILIM" pack --help
