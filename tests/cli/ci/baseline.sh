# Only what an earlier report does not have counts; the rest is shown when asked for.
. "$SOURCE/tests/cli/ci/manifest.inc"
manifest aa unknown-a gone-a >a.yaml
"$TIZILIM" check a.yaml -f json=base.json -f sarif=base.sarif --as-of 2026-12-01 2>/dev/null
manifest aa unknown-a >a.yaml
echo "== nothing new, one gone"
findings a.yaml --baseline base.json
findings a.yaml --baseline base.sarif
echo "== moved lines are not new, another source is"
{ echo "# a comment" && manifest aa unknown-a unknown-b; } >a.yaml
findings a.yaml --baseline base.json
echo "== verbose shows what does not count"
"$TIZILIM" check a.yaml --baseline base.json -v --lang en --as-of 2026-12-01 | grep -A 9 unknown-a
echo "== the same, but severer, is new"
sed -i 's/"severity":"error"/"severity":"warning"/g' base.json
manifest aa unknown-a >a.yaml
findings a.yaml --baseline base.json
echo "== no report"
echo '{"findings": []}' >none.json
findings a.yaml --baseline none.json
findings a.yaml --baseline a.yaml
echo '{"runs": [{"tool": {"driver": {"name": "another"}}, "results": []}]}' >none.json
findings a.yaml --baseline none.json
findings a.yaml --baseline nowhere.json
echo "== every form says so"
for form in json sarif junit tap markdown csv; do
	"$TIZILIM" check a.yaml --baseline base.sarif -f $form --lang en --as-of 2026-12-01 >out
	echo "$form $? $(grep -c -e '"standing":"known"' -e '"baselineState":"unchanged"' -e 'known before' out)"
done
