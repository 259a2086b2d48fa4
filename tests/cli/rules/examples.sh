. "$SOURCE/tests/cli/rules/pack.inc"
"$TIZILIM" rules test small --lang en
echo "exit $?"
"$TIZILIM" rules coverage small TST-001 --lang en
echo "exit $?"
"$TIZILIM" rules coverage small TST-002 -f json
echo "exit $?"
"$TIZILIM" rules mutate small --parts --lang en
echo "exit $?"
"$TIZILIM" rules mutate small TST-002 --parts -f json
"$TIZILIM" rules lint small --lang en -q
echo "exit $?"
# An example that does not hold.
sed -i 's/pass: \[{ name: "as it is" }/pass: [{ name: "too long", patch: { short_name: "a-name-that-is-much-too-long-for-anybody-to-say" } }/' small/rules/TST.yaml
"$TIZILIM" rules test small TST-002 --lang ru
echo "exit $?"
"$TIZILIM" rules test small TST-003
echo "exit $?"
