# Lists of signs: words that patterns share, and names that stand for none.
. "$SOURCE/tests/cli/rules/pack.inc"
"$TIZILIM" rules test small --lang en
echo "exit $?"
sed 's/@people/@poeple/' small/lists/signs.yaml >changed && mv changed small/lists/signs.yaml
"$TIZILIM" rules test small --lang en
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
	"$TIZILIM" rules test small --lang en
done
sed -i 's/"а б.*"\]/"блок*"]/; s/denied_by: \[denied\]$/denied_by: [denyed]/' small/lists/signs.yaml
"$TIZILIM" rules test small --lang kk
echo "exit $?"
