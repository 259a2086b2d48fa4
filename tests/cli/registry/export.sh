# All that one may see, for other programs: of other bodies' initiatives the cards, and no formula in a spreadsheet.
{
	"$TIZILIM" person add x.mz --name "M" --body mz
	"$TIZILIM" person add x.mt --name "T" --body mt
	"$TIZILIM" duty grant x.mz submitter mz
	"$TIZILIM" duty grant x.mt submitter mt
} >/dev/null 2>&1
cat >x.yaml <<'YAML'
schema_version: "1.0"
short_name: x-export
name: { kk: "=HYPERLINK(\"http://evil.example\";\"x\")", ru: "+7 (701), \"тест\"", en: "@SUM(1+1)*cmd|' /C calc'!A0" }
summary: { ru: "Нейросеть находит ямы и трещины на автомобильных дорогах по снимкам с камер" }
purpose: { ru: "HIDDEN" }
owner: { body: mz }
stage: design
functions: [fn-land-satellite]
product: { name: "-2+3" }
data_sources:
  - { source: "ЕГКН", obtained: authority, channel: ip-smart-bridge }
dates: { use: 2029-05-05 }
visibility:
  - { pointer: /purpose, class: rev, ground: "order" }
  - { pointer: /dates, class: rev, ground: "order" }
YAML
"$TIZILIM" submit x.yaml --as x.mz --fail-on never --json 2>/dev/null | sed 's/,"errors.*//'
"$TIZILIM" export --csv --as x.mz --lang en | sed -n '1p; /x-export/p'
"$TIZILIM" export --jsonl --as x.mz | grep x-export
# Another body sees the card, in both forms.
"$TIZILIM" export --csv --as x.mt | grep x-export
"$TIZILIM" export --jsonl --as x.mt | grep x-export
# As many as are listed, each line whole JSON, in a file the same.
"$TIZILIM" export --jsonl -o all.jsonl --lang en
test "$(grep -c . all.jsonl)" = "$("$TIZILIM" list --limit 100000 --status registered --json | grep -c '"id"')" && echo as many as are listed
python3 -c 'import json; print(all(json.loads(l)["manifest"]["short_name"] in l for l in open("all.jsonl", encoding="utf-8")))'
"$TIZILIM" export --jsonl | cmp - all.jsonl && echo the same bytes
"$TIZILIM" withdraw mz/x-export --as x.mz >/dev/null
"$TIZILIM" export --csv | grep -c x-export
"$TIZILIM" export --lang en || echo "exit $?"
"$TIZILIM" export --csv --jsonl --lang ru || echo "exit $?"
