# What people say of pairs: silent until a text changes, counted for the others, in the history of both. A registry of its own.
export XDG_DATA_HOME="$PWD/data"
trap '"$TIZILIM" down >/dev/null 2>&1' EXIT
examples=$SOURCE/docs/examples/initiatives
mkdir data set
cp "$examples/mammo.yaml" "$examples/dental-xray.yaml" "$examples/stroke.yaml" "$examples/aktau-roads.yaml" \
	"$examples/roads-platform.yaml" set
$TIZILIM submit set >/dev/null 2>&1
pairs() { # of one: who, how likely, what was said
	$TIZILIM duplicates "$1" -f json 2>/dev/null | python3 -c '
import json, sys
for d in json.load(sys.stdin)["duplicates"]:
    j = d.get("judgement")
    print(d["with"]["id"], j and (j["verdict"], j["alike"], j["stands"], j["reviewer"], j["reason"]))'
}
found() { # findings about duplicates of one
	$TIZILIM check "$1" --registry -f json 2>/dev/null | python3 -c '
import json, sys
print(sum(f["rule"] == "DUP-001" for f in json.load(sys.stdin)["findings"]))'
}
pairs mt/roads-platform
echo "findings: $(found mt/roads-platform)"
$TIZILIM verdict mt/roads-platform akimat-mangystau/aktau-roads same-function --reason "both rate roads" --lang en
$TIZILIM verdict akimat-mangystau/aktau-roads mt/roads-platform same-function --reason "both rate roads" --lang ru
$TIZILIM verdict mz/stroke mz/mammo unrelated --reason "another organ" --lang kk
pairs mt/roads-platform
pairs mz/mammo
echo "findings: $(found mt/roads-platform)"
echo "--- groups"
$TIZILIM duplicates --lang en --least 40 2>/dev/null | grep -v '^      '
echo "--- texts change"
sed 's/Finds road defects/Finds road defects by video/' "$examples/aktau-roads.yaml" >roads.yaml
$TIZILIM submit roads.yaml --json 2>/dev/null
pairs mt/roads-platform
sed -e 's/Finds road defects/Counts birds on lakes/; s/Выявление дефектов дорог/Подсчёт птиц на озёрах/; s/Жол ақауларын анықтау/Көлдегі құстарды санау/' \
	-e 's/AI assessment of road quality in Aktau/Birds of lakes/; s/ИИ-оценка качества дорог в Актау/Птицы озёр/; s/Ақтаудағы жол сапасын ЖИ бағалауы/Көл құстары/' \
	-e 's/transport/environment/; s/fn-road-condition/fn-video-analytics/' "$examples/aktau-roads.yaml" >roads.yaml
$TIZILIM submit roads.yaml --json 2>/dev/null
$TIZILIM verdicts akimat-mangystau/aktau-roads --lang en 2>/dev/null
echo "--- all verdicts, and what follows"
$TIZILIM verdicts --lang ru 2>/dev/null
$TIZILIM verdicts --table -f json 2>/dev/null | python3 -c '
import json, sys
print(sum(b[k]["judged"] for b in json.load(sys.stdin) for k in ("nothing", "object", "function", "both")))'
$TIZILIM verdicts --table 2>/dev/null | sed -n 's/:.*//p' | head -n 2
$TIZILIM history mz/stroke --lang en 2>/dev/null | sed 's/^.*UTC  [a-z]*  //'
echo "--- wrong"
$TIZILIM verdict mz/stroke mz/mammo alike --reason x
echo "code $?"
$TIZILIM verdict mz/stroke mz/mammo related
echo "code $?"
$TIZILIM verdict mz/stroke mz/none related --reason x
echo "code $?"
$TIZILIM verdict mz/stroke mz/stroke related --reason x
echo "code $?"
echo "--- the index"
$TIZILIM index --check --lang en
echo "code $?"
$TIZILIM index --anew --lang en
$TIZILIM index --lang en
cp -r "$SOURCE/checker/pack/digital-qazaqstan" pack
sed -i '0,/^    ru: \[/s//    ru: ["пробное слово", /' pack/lists/concepts.yaml
$TIZILIM index --check --pack pack
echo "code $?"
$TIZILIM duplicates mz/mammo -f json 2>/dev/null >ours.json
$TIZILIM duplicates mz/mammo -f json --pack pack 2>/dev/null >theirs.json
cmp ours.json theirs.json && echo "few are compared by their cards"
