# Patterns are expanded by the program; what matches nothing is never a success.
. "$SOURCE/tests/cli/ci/manifest.inc"
mkdir -p in/deep/er in/.hidden
manifest aa unknown-a >in/a.yaml
manifest bb unknown-b >in/deep/er/b.yml
manifest cc unknown-c >in/.hidden/c.yaml
echo "not a manifest" >in/readme.md
echo "== one folder"
findings 'in/*.yaml'
echo "== any folders, two endings"
findings 'in/**/*.y*ml'
echo "== a file named three times is one"
findings in/a.yaml ./in//a.yaml 'in/[a-b].yaml'
echo "== hidden ones are asked for by a dot"
findings 'in/.*/*.yaml'
echo "== a folder is read without them"
findings in
findings in/.hidden
echo "== only documents"
findings 'in/*'
echo "== nothing matches"
findings 'in/*.json'
echo "== one of two matches nothing"
findings 'in/*.yaml' 'out/**'
