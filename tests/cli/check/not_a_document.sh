printf 'name: [1, 2\nowner: x\n' >open.yaml
printf '{"a": 1, "a": 2, "b": 01}' >twice.json
"$TIZILIM" check open.yaml twice.json --lang en
echo "exit $?"
"$TIZILIM" check twice.json -f json | grep -c '"document/syntax"'
