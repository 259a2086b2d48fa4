# One portfolio judged by three days: the law of each decides what is found and how it is cited.
cat >a.yaml <<'Y'
schema_version: "1.0"
short_name: water-quality
name: { ru: "Оценка качества воды", kk: "Су сапасын бағалау", en: "Rating of water quality" }
owner: { body: msh }
stage: idea
data_sources:
  - { source: gbd-fl, objects: [person], obtained: people }
risk: { practices: [social_scoring] }
Y
count() { # findings by rule, and the rules that were not judged for want of a norm
	python3 -c '
import json, sys
from collections import Counter
r = json.load(open(sys.argv[1]))
print(r["judged_by"], sorted(Counter(f["rule"] for f in r["findings"]).items()))
print(sum("none of the norms" in n["text"]["en"] for n in r["notes"]), "rules without a norm in force")
for f in r["findings"]:
    for b in f["basis"]:
        print(" ", f["rule"], b["id"], b["state"], b["in_force_from"], b["in_force_to"], b["confidence"])
' "$1"
}
for day in 2025-12-31 2026-03-01 2026-12-01; do
	"$TIZILIM" check a.yaml --as-of $day -f json=$day.json
	count $day.json
done
"$TIZILIM" check a.yaml --as-of 2026-03-01 -f json=d.json -f sarif=d.sarif -f html=d.html
[ "$(grep -l 2026-03-01 d.json d.sarif d.html | wc -l)" = 3 ] && echo "the day is in every form"
for lang in kk ru en; do
	"$TIZILIM" explain SRC-002 --lang $lang --as-of 2026-12-01 | grep '§'
	"$TIZILIM" explain AIL-001 --lang $lang --as-of 2026-01-17 | tail -n 1
	"$TIZILIM" ref show inf-21-nodup --lang $lang --as-of 2026-07-12 | sed -n 2p
done
"$TIZILIM" ref list norms --as-of 2026-03-01 --json | python3 -c '
import json, sys
from collections import Counter
print(sorted(Counter(e["state"] for e in json.load(sys.stdin)).items()))'
