# An older version step by step: comments stay, what only a person knows is asked; planted steps, there is no older public version.
cases="$SOURCE/tests/cases/upgrade"
cp "$cases/old.yaml" "$cases/old.json" .
"$TIZILIM" upgrade --steps "$cases/steps" old.yaml old.json --lang en
echo "exit $?"
"$TIZILIM" upgrade --write --steps "$cases/steps" old.yaml old.json --lang kk
echo "written $?"
"$TIZILIM" upgrade --write --steps "$cases/steps" old.yaml old.json --lang ru
echo "again $?"
"$TIZILIM" validate -q old.yaml old.json --lang en
echo "valid $?"
echo "--- versions that are not known"
for version in '"0.7"' '"1.10"' 2.0 '"next"' null; do
	echo "schema_version: $version" >other.yaml
	"$TIZILIM" upgrade --write other.yaml --lang en
	echo "$version: exit $?"
	cat other.yaml
done
echo "short_name: x" >none.yaml
"$TIZILIM" upgrade none.yaml --lang en
echo "exit $?"
echo "--- steps that are none"
mkdir steps
echo 'steps: []' >steps/a.yaml
"$TIZILIM" upgrade --steps steps old.yaml --lang en
echo "exit $?"
"$TIZILIM" upgrade --help
