. "$SOURCE/tests/cli/rules/pack.inc"
"$TIZILIM" rules list --pack small --lang kk
"$TIZILIM" rules list --pack small --family TST-002 -f json
"$TIZILIM" rules show TST-001 --pack small --lang en --as-of 2026-03-01
"$TIZILIM" rules show TST-001 --pack small -f json --as-of 2026-03-01 | grep -c '"source":{"all":'
"$TIZILIM" rules show TST-01 --pack small
echo "exit $?"
"$TIZILIM" rules list --family SRC | grep -c '^SRC-'
