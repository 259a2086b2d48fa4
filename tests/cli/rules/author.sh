# What a writer of rules is told of rules and examples that do not do what they seem to.
. "$SOURCE/tests/cli/rules/pack.inc"
cp small/rules/TST.yaml sound.yaml
change() { # a fresh copy with one change, then the command
	sed "$1" sound.yaml >small/rules/TST.yaml
	shift
	"$TIZILIM" "$@" --lang en
	echo "exit $?"
}
# An example that finds nothing says why: what was true, where it did not apply, what was not judged.
change 's/all: { short: "length < 40" }/all: { short: "length < 400" }/' rules test small TST-002
change "s/when: \"src.owner != 'kuzr'\"/when: \"src.owner == 'kuzr'\"/" rules test small TST-001
change 's/severity: { design: warning, pilot: error }/severity: { use: error }/' rules test small TST-001
change 's/basis: \[inf-35-agreement\]/basis: [dc-terms]/; s/{ name: "long",/{ name: "long", date: 2001-01-01,/' rules test small TST-002
change 's/    when: "src/    on_missing: { src: unknown }\n    when: "src/' rules test small TST-001
change 's/    when: "src/    on_missing: { src: unknown }\n    when: "src/; s/{ name: "an unknown source",/& not_judged: true,/; s/{ name: "stated",/& not_judged: true,/' rules test small TST-001
# Fields that examples change, of the manifest, of others and of the reference.
for example in 'patch: { shrt_name: a-b }' 'with: [{ short_name: b-b, owner: { bdy: msh } }]' 'with: [{ short_name: b }]' \
	'arch: { objekts: { person: { personal: false } } }' 'arch: { objects: { persn: { personal: false } } }' \
	'arch: { objects: { person: { persnal: false } } }' 'arch: { objects: { person: { personal: 1 } } }'; do
	change "s/{ name: \"as it is\" }/{ name: \"as it is\", $example }/" rules test small TST-002 | grep ': TST'
done
# YAML that is not what it seems: what to do is said, also of a pack's files.
change 's/    when: "\(src.*\)"$/    when: !(\1)/' rules test small 2>&1
change 's/    when: "src/   when: "src/' rules test small 2>&1
# Changes of a rule prove nothing where its examples do not hold.
change 's/size(s.agreement) > 3/size(s.agreement) > 2000/' rules mutate small
change 's/size(s.agreement) > 3/size(s.agreement) > 2000/' rules mutate small TST-001 -f json
# A folder before the rule's id, in every command; one that is neither.
cp sound.yaml small/rules/TST.yaml
"$TIZILIM" rules list small --family TST-002 --lang en
"$TIZILIM" rules show small TST-002 --lang en | head -n 1
"$TIZILIM" explain small TST-002 --lang en | head -n 1
for command in "rules list smal" "rules show smal TST-002" "rules show small" "explain smal TST-002" "explain small" "rules test smal TST-002"; do
	"$TIZILIM" $command --lang ru
	echo "exit $?"
done
# A rule that only scans has its texts to change; one that compares is seen from both sides.
cat >>small/rules/TST.yaml <<'YAML'
  - id: TST-003
    title: { kk: "Атау", ru: "Название", en: "Name" }
    severity: warning
    scan: { text: ["$.name.*", "$.summary.*"], for: mixed_words, as: hit }
    basis: [inf-35-agreement]
    message: { kk: "{hit.text}", ru: "{hit.text}", en: "{hit.text}" }
    remedy: { kk: "Түзетіңіз.", ru: "Исправьте.", en: "Mend it." }
    tests:
      fail:
        - { name: "in the name", patch: { name: { ru: "Cистема" } }, expect: [/name/ru] }
        - { name: "so too", patch: { name: { ru: "Cистема учёта" } }, expect: [/name/ru] }
      pass: [{ name: "as it is" }, { name: "another", patch: { name: { ru: "Система" } } }]
  - id: TST-004
    title: { kk: "Шеңбер", ru: "Круг", en: "A circle" }
    severity: warning
    scope: registry
    for: { r: "$.relations[*]" }
    when: "r.type == 'replaces'"
    cycle: { to: "r.initiative" }
    at: "r.initiative"
    basis: [inf-35-agreement]
    message: { kk: "{path}", ru: "{path}", en: "{path}" }
    remedy: { kk: "Түзетіңіз.", ru: "Исправьте.", en: "Mend it." }
    tests:
      fail:
        - name: "two"
          patch: { relations: [{ initiative: msh/b-b, type: replaces }] }
          with: [{ short_name: b-b, relations: [{ initiative: msh/pasture-condition, type: replaces }] }]
          expect: [/relations/0/initiative]
        - name: "itself"
          patch: { relations: [{ initiative: msh/pasture-condition, type: replaces }] }
          expect: [/relations/0/initiative]
      pass:
        - name: "another kind on the way back"
          patch: { relations: [{ initiative: msh/b-b, type: replaces }] }
          with: [{ short_name: b-b, relations: [{ initiative: msh/pasture-condition, type: depends_on }] }]
        - name: "not without the registry"
          registry: false
          not_judged: true
          patch: { relations: [{ initiative: msh/pasture-condition, type: replaces }] }
YAML
"$TIZILIM" rules test small TST-003 TST-004 --lang en
"$TIZILIM" rules coverage small TST-003 TST-004 --lang en
echo "exit $?"
"$TIZILIM" rules mutate small TST-003 --lang en
"$TIZILIM" rules mutate small TST-003 --parts --lang en
echo "exit $?"
# How it was judged: a look-up for the message alone that finds nothing, the other of a pair, a day on which no norm is in force.
cat >>small/rules/TST.yaml <<'YAML'
  - id: TST-005
    title: { kk: "Модель", ru: "Модель", en: "Model" }
    severity: warning
    for: { m: "$.models[*]" }
    let: { maker: "arch.bodies[id('bodies', m.supplier)]" }
    on_missing: { maker: unknown }
    all: { own: "m.kind != 'language'" }
    at: "m"
    basis: [inf-35-agreement]
    message: { kk: "{maker.name}", ru: "{maker.name}", en: "{maker.name}" }
    remedy: { kk: "Түзетіңіз.", ru: "Исправьте.", en: "Mend it." }
    tests:
      fail:
        - { patch: { models: [{ name: A, kind: language, supplier: msh }] }, expect: [/models/0] }
        - { patch: { models: [{ name: B, kind: language, supplier: msh }] }, expect: [/models/0] }
      pass: [{ patch: { models: null } }, { patch: { models: [{ name: A, kind: vision }] } }]
  - id: TST-006
    title: { kk: "Модель", ru: "Модель", en: "Model" }
    severity: warning
    for: { m: "$.models[*]" }
    pair: { on: "key(m.name)" }
    all: { same: "other.owner.body == manifest.owner.body" }
    at: "m.name"
    basis: [dc-terms]
    message: { kk: "{other_id}", ru: "{other_id}", en: "{other_id}" }
    remedy: { kk: "Түзетіңіз.", ru: "Исправьте.", en: "Mend it." }
    tests:
      fail:
        - { patch: { models: [{ name: A, kind: vision }] }, with: [{ short_name: b-b, owner: { body: kuzr }, models: [{ name: a, kind: vision }] }], expect: [/models/0/name] }
        - { patch: { models: [{ name: B, kind: vision }] }, with: [{ short_name: b-b, owner: { body: kuzr }, models: [{ name: b, kind: vision }] }], expect: [/models/0/name] }
      pass: [{ patch: { models: null } }, { patch: { models: [{ name: A, kind: vision }] } }]
YAML
for body in msh kuzr; do
	cat >$body.yaml <<YAML
schema_version: "1.0"
short_name: a-b
name: { ru: Имя }
owner: { body: $body }
stage: idea
models:
  - { name: One, kind: language, supplier: Nobody }
  - { name: $body, kind: vision }
YAML
done
explain() {
	"$TIZILIM" check msh.yaml kuzr.yaml --pack small --lang en --rule "$@" 2>&1 | sed -n '/^How it was judged/,/^$/p'
}
explain TST-005 --as-of 2026-12-01
explain TST-006 --as-of 2026-12-01
explain TST-006 --as-of 2020-01-01
explain TST-004 --as-of 2026-12-01
