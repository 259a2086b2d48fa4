# Groups, one initiative, forms for programs, and what is asked wrongly.
examples=$SOURCE/docs/examples/initiatives
mkdir set
cp "$examples/mammo.yaml" "$examples/dental-xray.yaml" "$examples/stroke.yaml" "$examples/landmap.yaml" \
	"$examples/aktau-roads.yaml" "$examples/roads-platform.yaml" set
$TIZILIM duplicates set --lang en
echo "code $?"
$TIZILIM duplicates set --by sector --lang kk | head -n 8
echo "--- one"
$TIZILIM duplicates mz/mammo set --lang ru
echo "code $?"
echo "--- csv"
$TIZILIM duplicates set -f csv --lang en
echo "--- json"
$TIZILIM duplicates set -f json --lang ru >ru.json
$TIZILIM duplicates set -f json --lang en >en.json
cmp ru.json en.json && python3 -c 'import json; d = json.load(open("en.json")); print(len(d["groups"]), d["groups"][0]["best"], d["compared"])'
python3 -c '
import json
pairs = [o for g in json.load(open("en.json"))["groups"] for o in g["others"]]
print(len(pairs), all(abs(sum(s["share"] for s in o["shared"]) + o["rest"] - o["score"]) < 1e-9 for o in pairs))'
for jobs in 1 3; do
	$TIZILIM duplicates set -f json --least 1 --jobs $jobs 2>/dev/null | cksum
done | uniq | wc -l
echo "--- wrong"
$TIZILIM duplicates mz/none set --lang en
echo "code $?"
$TIZILIM duplicates one/a one/b one/c --lang en
echo "code $?"
$TIZILIM duplicates set/landmap.yaml set/stroke.yaml --least 101
echo "code $?"
