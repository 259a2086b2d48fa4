# Standard input under the name of a file: of an editor's unsaved text, or of what an index holds.
. "$SOURCE/tests/cli/ci/manifest.inc"
mkdir in
manifest aa unknown-old >in/a.yaml
manifest bb >in/b.yaml
echo "== it has the file's name and replaces it"
manifest aa unknown-new | findings - in --stdin-path in/a.yaml
echo "== however the name is written"
manifest aa unknown-new | findings - in --stdin-path ./in//a.yaml
manifest aa unknown-new | findings - in --stdin-path "$PWD/in/a.yaml" | sed "s|$PWD/||"
echo "== the name says the syntax"
echo '{"a": 1, }' | findings - --stdin-path in/new.json
echo "== not read"
findings in --stdin-path in/a.yaml
echo "== read twice"
findings - - </dev/null
echo "== validate has it too"
manifest aa | sed 's/stage: .*/stage: dream/' | "$TIZILIM" validate - --stdin-path in/a.yaml -q --lang en | grep error
