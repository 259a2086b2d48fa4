"$TIZILIM" chek
echo "exit $?"
"$TIZILIM" check --formt=json x
echo "exit $?"
"$TIZILIM" check x --as-of 2026-02-30
echo "exit $?"
"$TIZILIM" check -h
"$TIZILIM" --version | head -n 1
