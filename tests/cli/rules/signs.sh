# Lists of signs: words that patterns share, and names that stand for none.
. "$SOURCE/tests/cli/rules/pack.inc"
"$TIZILIM" rules test small --lang en
echo "exit $?"
sed 's/@people/@poeple/' small/lists/signs.yaml >changed && mv changed small/lists/signs.yaml
"$TIZILIM" rules test small --lang en
echo "exit $?"
