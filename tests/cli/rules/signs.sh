# Lists of signs: words that patterns share, and names that stand for none.
. "$SOURCE/tests/cli/rules/pack.inc"
# The lists grow: lines of theirs are no part of what is expected.
test_pack() {
	"$TIZILIM" rules test small --lang "$1" 2>told
	code=$?
	sed 's/signs.yaml:[0-9]*:/signs.yaml:LINE:/' told >&2
	return $code
}
test_pack en
echo "exit $?"
sed 's/@people/@poeple/' small/lists/signs.yaml >changed && mv changed small/lists/signs.yaml
test_pack en
echo "exit $?"
# Patterns that never match, and the nearest names.
cp "$SOURCE/checker/pack/digital-qazaqstan/lists/signs.yaml" sound.yaml
for pattern in 'блок*чейн*' '(блокчейн' 'блокчейн+' 'блокчейн|' '@peopl блок*' 'а б в г д е ж'; do
	cat sound.yaml - >small/lists/signs.yaml <<YAML
  - id: own-ledger
    signs: { kk: [], ru: ["блокчейн*", "$pattern"], en: [] }
    denials: { kk: [], ru: [], en: [] }
    denied_by: [denied]
YAML
	test_pack en
done
sed -i 's/"а б.*"\]/"блок*"]/; s/denied_by: \[denied\]$/denied_by: [denyed]/' small/lists/signs.yaml
test_pack kk
echo "exit $?"
