# New manifests that refer to one another are judged together: each knows the others.
. "$SOURCE/tests/cli/ci/manifest.inc"
mkdir in
{ manifest aa && printf 'relations:\n  - { type: depends_on, initiative: msh/bb }\n'; } >in/a.yaml
{ manifest bb && printf 'relations:\n  - { type: depends_on, initiative: msh/cc }\n'; } >in/b.yaml
manifest cc >in/c.yaml
echo "== all of them"
findings in
echo "== one alone"
findings in/a.yaml
echo "== a ring"
printf 'relations:\n  - { type: depends_on, initiative: msh/aa }\n' >>in/c.yaml
findings in
