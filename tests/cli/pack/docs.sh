# What docs/PACK.md and docs/RULES.md show to copy loads as it stands there.
block() { # block FILE KEY: the code block of the page that begins with it
	awk -v key="$2" '/^```/ { inside = !inside; if (!inside && keep) { printf "%s", text; exit } text = ""; keep = 0; next }
		inside { text = text $0 "\n"; if (index($0, key)) keep = 1 }' "$SOURCE/docs/$1"
}
cp -r "$SOURCE/checker/pack/digital-qazaqstan" ours
block PACK.md "- id: own-order-7" >norm.yaml
block RULES.md "- id: own-ledger" >sign.yaml
wc -l <norm.yaml
wc -l <sign.yaml
cat norm.yaml >>ours/architecture/norms.yaml
cat sign.yaml >>ours/lists/signs.yaml
cat >ours/rules/OWN.yaml <<'YAML'
rules:
  - id: OWN-001
    title: { kk: "Блокчейн", ru: "Блокчейн", en: "Blockchain" }
    description: { kk: "Не үшін екені.", ru: "Зачем это.", en: "Why it is so." }
    severity: warning
    scan: { text: ["$.summary.*"], for: signs, list: own-ledger, as: hit }
    basis: [own-order-7]
    message: { kk: "«{hit.text}»", ru: "«{hit.text}»", en: "«{hit.text}»" }
    remedy: { kk: "Түсіндіріңіз.", ru: "Объясните.", en: "Explain it." }
    tests:
      fail:
        - { date: 2026-07-01, patch: { summary: { ru: "Реестр на блокчейне" } }, expect: [/summary/ru] }
        - { date: 2026-07-01, patch: { summary: { en: "A register on a blockchain" } }, expect: [/summary/en] }
      pass:
        - { date: 2026-07-01, patch: { summary: { ru: "Вместо блокчейна обычная база" } } }
        - { date: 2026-07-01, patch: { summary: { en: "It does not use a blockchain" } } }
        - { date: 2026-05-01, not_judged: true, patch: { summary: { ru: "Реестр на блокчейне" } } }
YAML
sed -i 's/^rules:$/rules:\n  - OWN.yaml/' ours/pack.yaml
"$TIZILIM" rules test ours OWN-001 --lang en
echo "exit $?"
"$TIZILIM" pack lint ours --lang en -q --fail-on error | grep -c ': error:'
# A fault in one file of facts is told alone, not with all that rests on it.
sed -i 's/^    article: "3"/    artcle: "3"/' ours/architecture/norms.yaml
"$TIZILIM" pack lint ours --lang en -q --fail-on error | grep ': error:'
sed -i 's/^    artcle: "3"/    article: "3"/; ' ours/architecture/norms.yaml
sed -i '0,/^    classification:/s//    clasification:/' ours/architecture/sources.yaml
"$TIZILIM" pack lint ours --lang en -q --fail-on error | grep ': error:'
sed -i '0,/^    clasification:/s//    classification:/; ' ours/architecture/sources.yaml
sed -i 's/^version:.*/version: next/' ours/pack.yaml
"$TIZILIM" rules test ours OWN-001 --lang en
echo "exit $?"
