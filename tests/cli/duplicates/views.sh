# Two side by side, the page and the map. Graphviz is played by a program of our own; the real one is asked when it is there.
examples=$SOURCE/docs/examples/initiatives
mkdir set bin
cp "$examples/mammo.yaml" "$examples/dental-xray.yaml" "$examples/stroke.yaml" "$examples/landmap.yaml" \
	"$examples/aktau-roads.yaml" "$examples/roads-platform.yaml" set
sed 's/en: "AI assessment/en: "<script>alert(1)<\/script> \\" AI assessment/; s/Finds road/<b onload=x> &/' \
	"$examples/aktau-roads.yaml" >set/aktau-roads.yaml
two() {
	$TIZILIM duplicates set mt/roads-platform akimat-mangystau/aktau-roads "$@"
}
two --lang en >two.txt 2>/dev/null
echo "code $?"
grep -A 2 -F '(en)' two.txt
echo "--- what is marked is the same in every form"
two -f json 2>/dev/null >two.json
python3 -c '
import json
d = json.load(open("two.json"))
print(d["duplicates"][0]["with"]["id"] if "duplicates" in d else sorted(d))
print([sorted(e) for e in d["beside"]][0])'
$TIZILIM duplicates set akimat-mangystau/aktau-roads mt/roads-platform -f json 2>/dev/null >turned.json
python3 -c '
import json
d, t = json.load(open("two.json")), json.load(open("turned.json"))
print([(f["first"], f["second"]) for f in d["beside"]] == [(f["second"], f["first"]) for f in t["beside"]])'
echo "--- pages"
two -f html --lang en 2>/dev/null >two.html
grep -c '<mark>' two.html
$TIZILIM duplicates set -f html --lang en 2>&1 >all.html | sort -u
cat two.html all.html | grep -c '<script\|<b onload\| href="http\| src='
echo "--- the map, by a program of our own"
cat >bin/dot <<-'EOF'
	#!/bin/sh
	[ "$1" = -Tsvg ] && [ $# = 1 ] && cat >"$SEEN"
	cat "$DRAWN"
	exit "${CODE-0}"
EOF
chmod +x bin/dot
export SEEN="$PWD/seen.dot" DRAWN="$PWD/drawn.svg"
printf '<?xml version="1.0"?>\n<!-- made -->\n<svg width="8pt"><g id="x" class="node"><title>n1</title></g></svg>\n' >drawn.svg
ours="$PWD/bin:$PATH"
PATH=$ours $TIZILIM duplicates set -f svg --lang en
echo "code $?"
cat seen.dot
PATH=$ours $TIZILIM duplicates set -f html --lang en 2>/dev/null | grep -A 1 '<span class="map"' | grep -c '<svg'
PATH=$ours $TIZILIM check set -f html --lang en 2>/dev/null | grep -A 1 '<span class="map"' | grep -c '<svg'
echo "--- a picture that could run or load something"
printf '<svg><script>alert(1)</script></svg>' >drawn.svg
PATH=$ours $TIZILIM duplicates set -f svg --lang en
echo "code $?"
PATH=$ours $TIZILIM duplicates set -f html --lang en 2>/dev/null | grep -c '<script\|<svg'
echo "--- a program that fails"
CODE=1 PATH=$ours $TIZILIM duplicates set -f svg --lang en
echo "code $?"
echo "--- no Graphviz"
rm bin/dot
for tool in sh cat; do ln -s "$(command -v $tool)" bin/; done
PATH="$PWD/bin" $TIZILIM duplicates set -f svg --lang ru
echo "code $?"
PATH="$PWD/bin" $TIZILIM duplicates set -f html --lang en >without.html
echo "code $?"
grep -c '<svg' without.html
echo "--- the real one"
if command -v dot >/dev/null; then
	$TIZILIM duplicates set -f svg --lang kk 2>/dev/null >real.svg
	python3 -c 'import xml.dom.minidom as m; d = m.parse("real.svg"); print(len([g for g in d.getElementsByTagName("g") if g.getAttribute("class") == "edge"]) > 0)'
else
	echo True
fi
echo "--- wrong"
$TIZILIM duplicates set mz/mammo mz/mammo --lang kk
echo "code $?"
two -f csv --lang ru
echo "code $?"
