# A sign that its text denies is silent; asked for an explanation, the rule says by which words and where.
cat >a.yaml <<'YAML'
schema_version: "1.0"
short_name: a-b
name: { ru: Учёт }
owner: { body: msh }
stage: design
summary:
  kk: "Азаматтарға әлеуметтік рейтинг берілмейді."
  ru: |
    Помощник ищет документы.
    Социальный рейтинг граждан не применяется, а оценка качества идёт по обращениям. Данные НОБД не используются.
  en: "The social scoring of citizens is \"excluded\". Is GBD FL used?"
YAML
explain() {
	"$TIZILIM" check "$1" --rule "$2" --lang "$3" --as-of 2026-11-26 2>/dev/null |
		sed -n '/^  [A-Z]*-[0-9]* .*yaml/,/^$/p'
}
explain a.yaml AIL-006 en
explain a.yaml SRC-006 ru
# One sign is denied and another is not: both are told. Very many end in an ellipsis.
sed 's/не применяется, а/применяется/' a.yaml >b.yaml
explain b.yaml AIL-006 kk
python3 - <<'P'
text = open("a.yaml", encoding="utf-8").read()
open("many.yaml", "w", encoding="utf-8").write(text.replace("Помощник ищет документы.\n    Социальный рейтинг граждан не применяется, а оценка качества идёт по обращениям. Данные НОБД не используются.", "Нет скоринга граждан. " * 20))
P
explain many.yaml AIL-006 ru | tail -n 5
# Programs read the same; without the question nothing is told.
"$TIZILIM" check a.yaml --explain -f json --as-of 2026-11-26 >report.json
grep -o '"kind":"denied","name":"hit","expression":"not-used"' report.json
"$TIZILIM" validate report.json --schema "$SOURCE/schemas/report-1.0.json" --lang en -q
"$TIZILIM" check a.yaml -f json --as-of 2026-11-26 | sed -n '/"denied"/p'
