# Findings that someone answers for until a day; an entry that is past it, or not needed, is a finding itself.
. "$SOURCE/tests/cli/ci/manifest.inc"
mkdir in
manifest aa unknown-a unknown-b >in/a.yaml
manifest bb unknown-c >in/b.yaml
print=$("$TIZILIM" check in -f csv --lang en --as-of 2026-12-01 2>/dev/null | grep unknown-c | sed 's/.*,"\(.*\)"$/\1/')
entry() { # entry UNTIL REASON [field value]…
	printf '  - until: "%s"\n    reason: "%s"\n' "$1" "$2"
	shift 2
	while [ $# -gt 0 ]; do
		printf '    %s: "%s"\n' "$1" "$2"
		shift 2
	done
}
echo "== by rule and initiative, by file, by fingerprint"
{ echo "ignore:" && entry 2026-12-01 "the source is being described" rule SRC-001 initiative msh/aa; } >i.yaml
findings in --ignore i.yaml
{ echo "ignore:" && entry 2026-12-31 "the source is being described" rule SRC-001 file 'in/**/b.yaml'; } >i.yaml
findings in --ignore i.yaml
{ echo "ignore:" && entry 2026-12-31 "the source is being described" fingerprint "$print"; } >i.yaml
findings in --ignore i.yaml
echo "== past its day, not needed, about files that are not here"
{
	echo "ignore:"
	entry 2026-11-30 "the source is being described" rule SRC-001 initiative msh/aa
	entry 2026-12-31 "the source is being described" rule SRC-003 initiative msh/bb
	entry 2026-12-31 "the source is being described" rule SRC-001 initiative msh/zz
	entry 2026-12-31 "the source is being described" rule SRC-001
} >i.yaml
findings in --ignore i.yaml
echo "== a reason and a day are a must; then nothing is ignored"
printf 'ignore:\n  - rule: SRC-001\n  - { rule: SRC-001, reason: "because", until: "2026-02-30" }\n  - { reason: "no rule is named here", until: "2026-12-31" }\n' >i.yaml
findings in --ignore i.yaml
echo "== not a document"
echo 'ignore: [' >i.yaml
findings in --ignore i.yaml
echo "== what was not judged cannot be ignored"
echo '{"a": 1' >broken.json
{ echo "ignore:" && entry 2026-12-31 "it will be mended later" rule document/syntax file broken.json; } >i.yaml
findings broken.json --ignore i.yaml
echo "== nowhere"
findings in --ignore nowhere.yaml
echo "== the reason stands in every form"
{ echo "ignore:" && entry 2026-12-31 "the source is being described" rule SRC-001; } >i.yaml
for form in text json sarif junit gitlab github tap markdown csv; do
	"$TIZILIM" check in/b.yaml --ignore i.yaml -v -f $form --lang en --as-of 2026-12-01 >out
	echo "$form $? $(grep -c 'the source is being described' out)"
done
echo "== tizilim explain"
"$TIZILIM" explain ignore/unused --lang en
echo "== however the file is named, and wherever the folder stands"
{ echo "ignore:" && entry 2026-12-31 "the source is being described" rule SRC-001 file "$PWD/in/*.yaml"; } >i.yaml
findings in/b.yaml --ignore i.yaml | grep -e 'errors: ' -e exit
mkdir -p '[odd] *' elsewhere
cp -r in '[odd] *'
cd '[odd] *' || exit 1
{ echo "ignore:" && entry 2026-12-31 "the source is being described" rule SRC-001 file in/b.yaml; } >i.yaml
for name in in/b.yaml ./in/b.yaml in/../in//b.yaml "$PWD/in/b.yaml" "../[[]odd[]] ?/in/b.yaml"; do
	findings "$name" --ignore i.yaml | grep -e 'errors: ' -e exit
done
findings ../in/b.yaml --ignore i.yaml | grep -e 'errors: ' -e exit
sed 's|in/b.yaml|./../in/b.yaml|' i.yaml >up.yaml
findings ../in/b.yaml --ignore up.yaml | grep -e 'errors: ' -e exit
