# A rule with another way to find its fault: its examples, and how it judged a manifest.
. "$SOURCE/tests/cli/rules/pack.inc"
cat >small/rules/TST.yaml <<'YAML'
rules:
  - id: TST-001
    title: { kk: "Есептеу сатып алынады", ru: "Закупается вычисление", en: "Compute is bought" }
    description: { kk: "Не үшін екені.", ru: "Зачем это.", en: "Why it is so." }
    severity: warning
    when: "has(manifest.compute)"
    all: { shared: "manifest.compute != 'purchase'" }
    at: "$.compute"
    basis: [ai-25-platform]
    message: { kk: "{manifest.compute}", ru: "{manifest.compute}", en: "compute is {manifest.compute}" }
    remedy: { kk: "Ортақты алыңыз.", ru: "Возьмите общее.", en: "Take the shared one." }
    otherwise:
      scan: { text: ["$.name.*"], for: mixed_words, as: hit }
      let: { unread: "manifest.short_name" }
      when: "manifest.stage != 'idea'"
      all: { one_script: "hit.id == 'none'" }
      message: { kk: "«{hit.text}»", ru: "«{hit.text}»", en: "the name has «{hit.text}»" }
    tests:
      fail:
        - { name: "bought", patch: { compute: purchase }, expect: [/compute] }
        - { name: "said", patch: { name: { ru: "Cистема" } }, expect: [/name/ru] }
      pass:
        - { name: "an idea", patch: { stage: idea, name: { ru: "Cистема" } } }
        - { name: "not told", patch: { compute: null } }
YAML
"$TIZILIM" rules test small --lang en
echo "exit $?"
"$TIZILIM" rules coverage small TST-001 --lang en
echo "exit $?"
"$TIZILIM" rules mutate small --lang en
echo "exit $?"
"$TIZILIM" rules lint small --lang en -q
echo "exit $?"
"$TIZILIM" rules show TST-001 --pack small --lang en | sed -n '/^when/,/^message/p'
cat >a.yaml <<'YAML'
schema_version: "1.0"
short_name: a-b
name: { ru: Cистема }
owner: { body: msh }
stage: design
compute: shared
YAML
"$TIZILIM" check a.yaml --pack small --lang en --rule TST-001 --as-of 2026-11-26 | sed -n '/TST-001/,$p'
# Both ways show it: the first is told.
sed -i 's/shared/purchase/' a.yaml
"$TIZILIM" check a.yaml --pack small --lang en -q --as-of 2026-11-26 | grep TST-001
# What changes in the order of the other way is a difference.
cp -r small other
sed -i 's/let: { unread: "manifest.short_name" }/let: { unread: "manifest.short_name", more: "manifest.stage" }/' other/rules/TST.yaml
"$TIZILIM" pack diff small other --lang en >diff.txt
echo "exit $?"
sed 1d diff.txt
