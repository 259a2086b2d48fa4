# What others see of a manifest: by the classes of the schema and by the lines of visibility.
cat >watch.yaml <<'YAML'
schema_version: "1.0"
short_name: border-watch
name: { kk: "Шекара бақылауы", ru: "Наблюдение за границей" }
summary: { ru: "Находит следы на снимках" } # nobody else's business
owner: { body: mvd, unit: "Отдел наблюдения" }
stage: pilot
x-file: 17
functions: [fn-video-analytics]
data_sources:
  - { name: "Снимки участка А", objects: [incident], obtained: sensors, agreement: "№ 5" }
  - { source: gbd-fl, obtained: authority, legal_basis: ["Закон, ст. 3"] }
integrations:
  - { partner: knb, direction: provides, route: gateway, volume: "100 в сутки" }
hosting: { country: KZ }
costs: { band: 50-200 }
visibility:
  - { pointer: /data_sources/*/name, class: rev, ground: "Закон о государственных секретах, ст. 12" }
  - { pointer: /integrations, class: own, ground: "Закон о государственных секретах, ст. 12" }
  - { pointer: /costs, class: gov, ground: "Решение органа от 2026-02-03" }
YAML
for who in pub gov rev own; do
	echo "--- $who"
	"$TIZILIM" card watch.yaml --for $who --lang ru
done
echo "--- in the canonical form, from standard input"
"$TIZILIM" card --lang kk -f json - <watch.yaml
echo "--- the whole withheld"
sed -e '/^visibility/,$d' watch.yaml >secret.yaml
echo 'visibility: [{ pointer: "", class: own, ground: "Закон о государственных секретах, ст. 12" }]' >>secret.yaml
"$TIZILIM" card secret.yaml --for pub -f json --lang en 2>/dev/null
"$TIZILIM" card secret.yaml -f json --lang en
echo "--- a line that leads nowhere, one that may not be, and a structure that is none"
sed -e 's|/data_sources/\*/name|/data_sources/7/name|' -e 's|/costs, class: gov|/owner/body, class: rev|' watch.yaml >bad.yaml
"$TIZILIM" check bad.yaml --lang en | grep -A4 ' visibility/'
"$TIZILIM" check bad.yaml --lang kk | grep ' visibility/'
sed 's/class: own/class: secret/' watch.yaml >worse.yaml
"$TIZILIM" card worse.yaml --lang en
echo "exit $?"
"$TIZILIM" card --for all watch.yaml
echo "exit $?"
"$TIZILIM" card .
echo "exit $?"
