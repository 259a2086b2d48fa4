# A pack as a signed file: written, proved, looked at, judged by; refused when it is altered or of another key.
. "$SOURCE/tests/cli/flip.inc"
"$TIZILIM" audit keygen publisher.key >publisher.pub 2>/dev/null
"$TIZILIM" audit keygen another.key >another.pub 2>/dev/null
cp -r "$SOURCE/checker/pack/digital-qazaqstan" draft
sed -i 's/^version: .*/version: "2027.1"/' draft/pack.yaml
cp "$SOURCE/docs/examples/initiatives/mammo.yaml" my.yaml
echo "--- made and signed"
"$TIZILIM" pack export one.pack --key publisher.key --pack draft --lang en | sed 's/(20.*Z)/(TIME)/; s/bytes: [0-9]*/bytes: N/'
for lang in kk ru en; do
	"$TIZILIM" pack verify one.pack --key publisher.pub --lang $lang 2>/dev/null | sed 's/(20.*Z)/(TIME)/'
	"$TIZILIM" pack info one.pack --lang $lang 2>/dev/null | sed 's/(20.*Z)/(TIME)/; s/: [0-9a-f]\{64\}/: HEX/'
done
"$TIZILIM" pack info one.pack -f json | python3 -c '
import json, sys
d = json.load(sys.stdin)
print(d["pack"], d["pack_version"], d["age_days"], d["key"] == open("publisher.pub").read().strip())'
echo "--- it judges as its folder does"
"$TIZILIM" check my.yaml --pack draft -f json >folder.json 2>/dev/null
"$TIZILIM" check my.yaml --pack one.pack --pack-key publisher.pub -f json >file.json 2>/dev/null
cmp folder.json file.json && echo same
"$TIZILIM" pack show one.pack --pack-key publisher.pub -f json | grep -c '"version":"2027.1"'
"$TIZILIM" pack diff draft one.pack --pack-key publisher.pub --lang en >diff.txt
echo "code $?"
sed 's/([0-9a-f]*)/(HASH)/g' diff.txt
echo "--- of the shipped pack"
"$TIZILIM" pack export shipped.pack --key publisher.key >/dev/null 2>&1
"$TIZILIM" check my.yaml -f json >shipped.json 2>/dev/null
"$TIZILIM" check my.yaml --pack shipped.pack --pack-key publisher.pub -f json 2>/dev/null | cmp - shipped.json && echo same
echo "--- refused"
try() { # try FILE KEY
	"$TIZILIM" check my.yaml --pack "$1" --pack-key "$2" --lang en -q -f summary 2>refused.txt
	echo "code $?"
	sed 's/near byte [0-9]*/near byte N/' refused.txt >&2
}
try one.pack another.pub
for at in 40 150 200 250 3000; do
	cp one.pack changed.pack
	flip changed.pack $at
	try changed.pack publisher.pub
	"$TIZILIM" pack info changed.pack >/dev/null 2>&1
	echo "info code $?"
done
head -c 5000 one.pack >cut.pack
try cut.pack publisher.pub
try my.yaml publisher.pub
try none.pack publisher.pub
try one.pack my.yaml
"$TIZILIM" check my.yaml --pack one.pack --lang en
echo "code $?"
"$TIZILIM" pack verify one.pack --key another.pub --lang ru
echo "code $?"
"$TIZILIM" pack verify one.pack --lang kk
echo "code $?"
"$TIZILIM" pack export two.pack --lang en
echo "code $?"
"$TIZILIM" pack export two.pack --key publisher.pub --lang en
echo "code $?"
