# A registry in a file: written, proved, and compared with like the registry itself, as one sees it who has no duties in it.
. "$SOURCE/tests/cli/flip.inc"
{
	"$TIZILIM" submit "$SOURCE/docs/examples/initiatives"
	"$TIZILIM" person add s.other --name "S" --body msh
} >/dev/null 2>&1
mkdir set
cp "$SOURCE"/tests/cases/portfolio/one/*0[1-5].yaml "$SOURCE"/tests/cases/portfolio/one/dup*.yaml set
cp "$SOURCE/docs/examples/initiatives/mammo.yaml" "$SOURCE/docs/examples/initiatives/stroke.yaml" set
sed 's/short_name: roads-platform/short_name: roads-again/' "$SOURCE/docs/examples/initiatives/roads-platform.yaml" >set/roads-again.yaml
echo "--- made and signed"
"$TIZILIM" audit keygen publisher.key --lang en >publisher.pub 2>/dev/null
tr -d '0-9a-f\n' <publisher.pub | wc -c
"$TIZILIM" audit keygen publisher.key --lang en
echo "code $?"
"$TIZILIM" snapshot export one.snapshot --key publisher.key --lang en | sed 's/bytes: [0-9]*/bytes: N/; s/initiatives: [0-9]*/initiatives: N/'
"$TIZILIM" snapshot verify one.snapshot --key publisher.pub --lang en 2>/dev/null | sed 's/of 20[^,]*, initiatives: [0-9]*/of TIME, initiatives: N/'
"$TIZILIM" snapshot info one.snapshot -f json | python3 -c '
import json, sys
d = json.load(sys.stdin)
print(d["initiatives"] >= 40, d["age_days"], d["pack"], d["key"] == open("publisher.pub").read().strip())'
echo "--- the same fingerprints and overlaps"
"$TIZILIM" check set --registry --as s.other -f json 2>/dev/null >registry.json
"$TIZILIM" check set --snapshot one.snapshot --key publisher.pub -f json 2>/dev/null >snapshot.json
"$TIZILIM" check set -f json 2>/dev/null >files.json
python3 -c '
import json
def read(name):
    d = json.load(open(name))
    return sorted(f["fingerprint"] for f in d["findings"]), d["overlaps"]
print(read("registry.json") == read("snapshot.json"), read("files.json") == read("snapshot.json"))'
echo "--- its own initiative is none of the others"
"$TIZILIM" check set/mammo.yaml --snapshot one.snapshot --key publisher.pub -f json 2>/dev/null | grep -c 'mz/mammo.*mz/mammo'
echo "--- refused"
try() { # try FILE KEY
	"$TIZILIM" check set/mammo.yaml --snapshot "$1" --key "$2" --lang en -q -f summary
	echo "code $?"
}
"$TIZILIM" audit keygen another.key >another.pub 2>/dev/null
try one.snapshot another.pub
for at in 40 150 250 3000; do
	cp one.snapshot changed.snapshot
	flip changed.snapshot $at
	try changed.snapshot publisher.pub
done
head -c 5000 one.snapshot >cut.snapshot
try cut.snapshot publisher.pub
try set/mammo.yaml publisher.pub
try none.snapshot publisher.pub
try one.snapshot set/mammo.yaml
"$TIZILIM" check set/mammo.yaml --snapshot one.snapshot --lang en
echo "code $?"
"$TIZILIM" check set/mammo.yaml --snapshot one.snapshot --key publisher.pub --registry --lang kk
echo "code $?"
"$TIZILIM" check mz/mammo --snapshot one.snapshot --key publisher.pub --lang en
echo "code $?"
chmod 644 publisher.key
"$TIZILIM" snapshot export two.snapshot --key publisher.key --lang ru
echo "code $?"
"$TIZILIM" snapshot export two.snapshot --key publisher.pub --lang en
echo "code $?"
echo "--- duplicates"
for id in '' mt/roads-platform 'mt/roads-platform akimat-mangystau/aktau-roads'; do
	# shellcheck disable=SC2086 # none, one or two ids
	"$TIZILIM" duplicates $id --as s.other -f json 2>/dev/null | sed 's/"portfolio": *{[^}]*}//' >registry.json
	# shellcheck disable=SC2086
	"$TIZILIM" duplicates $id --snapshot one.snapshot --key publisher.pub -f json 2>/dev/null | sed 's/"portfolio": *{[^}]*}//' >snapshot.json
	python3 -c '
import json
a, b = (json.load(open(n)) for n in ("registry.json", "snapshot.json"))
a.pop("portfolio", 0), b.pop("portfolio", 0)
print(a == b, len(open("registry.json").read()) > 500)'
done
"$TIZILIM" duplicates mz/none --snapshot one.snapshot --key publisher.pub --lang en
echo "code $?"
