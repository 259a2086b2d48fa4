# A submitter keeps the head he was told, an auditor a signed checkpoint; both hold when the history is read again.
{
	"$TIZILIM" person add c.audit --name "A" --body mki
	"$TIZILIM" duty grant c.audit auditor -
	"$TIZILIM" person add c.own --name "O" --body mki
	"$TIZILIM" duty grant c.own submitter mki
} >/dev/null 2>&1
cat >proof.yaml <<'YAML'
schema_version: "1.0"
short_name: c-proof
name: { kk: "Дәлел", ru: "Доказательство", en: "Proof" }
summary: { ru: "Распознавание подписей на бумажных обращениях" }
owner: { body: mki }
stage: idea
functions: [fn-doc-extract]
YAML
"$TIZILIM" submit proof.yaml --as c.own --lang en 2>/dev/null | grep anchor
"$TIZILIM" submit proof.yaml --as c.own --json 2>/dev/null
"$TIZILIM" submit proof.yaml --as c.own --json 2>/dev/null | sed 's/.*"head":"\(.*\)"}.*/head \1/' >mine.txt

"$TIZILIM" audit keygen auditor.key >auditor.pub 2>/dev/null
"$TIZILIM" audit checkpoint --as c.audit --key auditor.key -o first.txt --lang en
"$TIZILIM" audit checkpoint --as c.audit --key auditor.key -o second.txt 2>/dev/null
"$TIZILIM" audit checkpoint --as c.audit --number 1 2>/dev/null | cmp - first.txt 2>&1 | sed 's/.*EOF.*/the same but for the signature/'
"$TIZILIM" audit compare first.txt second.txt --public-key auditor.pub --lang en
numbers() { sed -e 's/[0-9a-f]\{64\}/KEY/' -e 's/[0-9][0-9]*/N/g'; }
"$TIZILIM" audit export --as c.audit -o history.jsonl --lang en
"$TIZILIM" audit verify history.jsonl --anchor first.txt --anchor second.txt --anchor mine.txt --lang en | numbers
"$TIZILIM" audit verify history.jsonl --anchor second.txt --public-key "$(cat auditor.pub)" --lang en | numbers
"$TIZILIM" audit verify --as c.audit --anchor first.txt --lang ru | numbers

# A body exports its own chain, and no other.
"$TIZILIM" audit export --as c.own --body mki --documents -o own.jsonl
"$TIZILIM" audit verify own.jsonl --anchor mine.txt --anchor first.txt --lang en | numbers
"$TIZILIM" audit verify --as c.own --body mki --anchor mine.txt --lang en
"$TIZILIM" audit export --as c.own --body mz -o other.jsonl
echo "exit $?"
"$TIZILIM" audit export --as c.own -o other.jsonl
echo "exit $?"
[ ! -e other.jsonl ] && echo "nothing was written"
"$TIZILIM" audit checkpoint --as c.own
echo "exit $?"
chmod 644 auditor.key
"$TIZILIM" audit checkpoint --as c.audit --key auditor.key --lang en
echo "exit $?"
