# All that keeps a pack from loading is told at once, in the order of its places, and none of its rules counts.
. "$SOURCE/tests/cli/rules/pack.inc"
cp small/rules/TST.yaml sound.yaml
cp "$(ls "$SOURCE"/docs/examples/initiatives/* | head -n 1)" a.yaml
# A form that is wrong in one rule hides nothing of the others, nor of another file.
sed "s/src.owner != 'kuzr'/src.ownr != 'kuzr'/; s/^    at: \"s.agreement ?? s.source\"/    at: \"s.agreemnt\"/
s/^    all: { short: /    al: { short: /" sound.yaml >small/rules/TST.yaml
sed "s/TST-/TSU-/; s/inf-35-agreement\]/inf-35-agreemnt]/" sound.yaml >small/rules/TSU.yaml
sed "s/TST-/TSV-/; s/length < 40/lenght < 40/" sound.yaml >small/rules/TSV.yaml
printf 'rules: [\n' >small/rules/TSW.yaml
sed -i 's/^rules: \[TST.yaml\]/rules: [TSV.yaml, TST.yaml, TSW.yaml, TSU.yaml]/' small/pack.yaml
for lang in en ru kk; do
	"$TIZILIM" rules test small --lang $lang
	echo "rules test: $?"
done
"$TIZILIM" rules lint small TST-002 --lang en 2>all
echo "rules lint: $?"
"$TIZILIM" check a.yaml --pack small --lang en 2>all2
echo "check: $?"
cmp all all2 && echo "the same faults"
# One alone is told as the error itself; of very many the first.
cp sound.yaml small/rules/TST.yaml
sed -i 's/^rules: .*/rules: [TST.yaml, MANY.yaml]/' small/pack.yaml
rm small/rules/TS[UVW].yaml
python3 - <<'P'
text = open("sound.yaml", encoding="utf-8").read()
rule = text[text.index("  - id: TST-002"):].replace("length < 40", "lenght < 40")
open("small/rules/MANY.yaml", "w", encoding="utf-8").write("rules:\n" + "".join(rule.replace("TST-002", f"MNY-{i:03}") for i in range(1, 26)))
P
"$TIZILIM" rules test small --lang en 2>many
echo "many: $?, $(grep -c lenght many) shown"
tail -n 2 many
sed -i '2,1000{/^  - id: MNY-002/,$d}' small/rules/MANY.yaml
"$TIZILIM" rules test small --lang en
echo "one: $?"
