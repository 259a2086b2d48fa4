# The trend of the page: earlier reports as files, as a folder, and what is none.
cp "$SOURCE"/docs/examples/initiatives/a*.yaml .
mkdir reports
"$TIZILIM" check aktau-roads.yaml --as-of 2026-10-01 -f json=reports/2026-10-01.json --fail-on never
"$TIZILIM" check aktau-roads.yaml alemgpt.yaml --as-of 2026-11-01 -f json=reports/2026-11-01.json --fail-on never
days() { # days ARGUMENT…: those of the table, with the number of initiatives
	"$TIZILIM" check . --as-of 2026-12-01 --fail-on never --lang en -f html "$@" | sed -n 's/^<tr><th scope="row">\(20[0-9-]*\)<.*files">\([0-9]*\)<.*/\1/p'
}
echo "--- a folder"
days --earlier reports 2>/dev/null
echo "--- files, in any order"
days --earlier reports/2026-11-01.json --earlier reports/2026-10-01.json 2>/dev/null
echo "--- none"
days 2>/dev/null
echo "--- refused"
for bad in none reports/none.json aktau-roads.yaml bad.json; do
	echo '{"report": "1.0", "judged_by": "tomorrow", "counts": {}, "subjects": []}' >bad.json
	"$TIZILIM" check aktau-roads.yaml --earlier $bad -f html --lang en
	echo "code $?"
done
