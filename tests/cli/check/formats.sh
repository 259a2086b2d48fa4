# Several reports in one run; machine forms do not depend on the language; a failed write is an error.
"$TIZILIM" new a.yaml --lang en 2>/dev/null
"$TIZILIM" check a.yaml --as-of 2026-12-01 -f json=ru.json -f sarif=ru.sarif --lang ru
"$TIZILIM" check a.yaml --as-of 2026-12-01 -f json=kk.json -f sarif=kk.sarif --lang kk
cmp ru.json kk.json && cmp ru.sarif kk.sarif && echo equal
"$TIZILIM" check a.yaml --as-of 2026-12-01 -f html=r.html
head -c 15 r.html
echo
"$TIZILIM" check a.yaml -f nothing
echo "unknown format: $?"
"$TIZILIM" check a.yaml -f text -f json
echo "two to standard output: $?"
"$TIZILIM" check a.yaml -f json=one.txt -f "sarif=./one.txt"
echo "two to one file: $?"
ls one.txt 2>/dev/null
"$TIZILIM" check a.yaml -f text=/nowhere/x
echo "no such folder: $?"
"$TIZILIM" check a.yaml >/dev/full
echo "full disk: $?"
"$TIZILIM" check a.yaml -f json=half.json -f nothing --lang en
echo "an unknown format beside a good one: $?, $(ls half.json 2>/dev/null || echo nothing is written)"
# A report that there is not is told first: before a file, a pack or a registry is looked for.
for command in "check no.yaml --pack nowhere" "validate no.yaml" "pack lint nowhere" "rules lint nowhere" "schema check no.json" \
	"submit no.yaml --db host=/nowhere"; do
	"$TIZILIM" $command -f sarfi=out --lang en 2>&1 | head -n 1
done
"$TIZILIM" submit a.yaml --db host=/nowhere -f sarfi 2>/dev/null
echo "nothing is submitted: $?"
