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
# What is no text of a name is percent-encoded as it stands, and what could not be read is told of like the rest.
cp twice.json 'odd/b\xFF.json'
cp open.yaml 'odd/к ш.yaml'
mkfifo odd/pipe.yaml
head -c 2000000 /dev/zero | tr '\0' ' ' >odd/long.yaml
"$TIZILIM" check odd odd/pipe.yaml ./twice.json -f sarif=odd.sarif -f json=odd.json
echo "exit $?"
python3 - <<'P'
import json, os
from urllib.parse import unquote_to_bytes
run = json.load(open("odd.sarif"))["runs"][0]
artifacts = [a["location"]["uri"] for a in run["artifacts"]]
results = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
for uri in artifacts:
    print(uri, os.path.lexists(unquote_to_bytes(uri)))
print(results <= set(artifacts), len(artifacts) == len(set(artifacts)))
print(sorted({f["file"] for f in json.load(open("odd.json"))["findings"]}))
P
