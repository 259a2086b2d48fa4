# What cannot be done is said, and never looks like success.
echo '{}' >a.json
try() {
	"$TIZILIM" validate --lang en -q "$@"
	echo "exit $?"
}
echo '{"$ref": "other.json"}' >ref.json
echo '{"type": "strin"}' >bad.json
echo '{"type": ' >broken.json
echo '{"$id": "https://example.org/x"}' >one.json
echo '{"$id": "https://example.org/x", "type": "null"}' >two.json
mkdir empty
try --schema ref.json a.json
try --schema bad.json a.json
try --schema broken.json a.json
try --schema nothing.json a.json
try --schema bad.json --ref one.json --ref two.json a.json
try --schema one.json empty
try --schema one.json a.json nothing.json
try --schema one.json - -
try --schema one.json
try --schema one.json -j 1000 a.json
