printf 'name: [1, 2\nowner: x\n' >open.yaml
printf '{"a": 1, "a": 2, "b": 01}' >twice.json
"$TIZILIM" check open.yaml twice.json --lang en
echo "exit $?"
"$TIZILIM" check twice.json -f json | grep -c '"document/syntax"'
printf 'a: 1\nname: \377\376\n' >bytes.yaml
"$TIZILIM" check bytes.yaml --lang en -f text -f json=bytes.json
echo "exit $?"
mkdir odd
cp twice.json "$(printf 'odd/b\377.json')"
"$TIZILIM" check odd
echo "exit $?"
