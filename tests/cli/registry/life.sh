# Submit, again, change, diff, list, search, uses, history, withdraw, submit again.
cat >a.yaml <<'YAML'
schema_version: "1.0"
short_name: pasture
name: { kk: "Жайылым", ru: "Пастбища", en: "Pastures" }
summary: { ru: "Оценка пастбищ по снимкам" }
owner: { body: "Минсельхоз" }
stage: idea
functions: [fn-land-satellite]
data_sources:
  - { source: "ЕГКН", obtained: authority, channel: ip-smart-bridge }
YAML
"$TIZILIM" submit a.yaml --json 2>/dev/null
"$TIZILIM" submit a.yaml --json
sed 's/stage: idea/stage: design/; s/obtained: authority/obtained: copy/' a.yaml >b.yaml
"$TIZILIM" submit b.yaml --json
"$TIZILIM" diff msh/pasture 1 2
"$TIZILIM" diff msh/pasture 1 2 --json
"$TIZILIM" list --body Минсельхоз --lang ru | sed 's/20[0-9-]*/DATE/'
"$TIZILIM" list --stage idea --json
"$TIZILIM" search пастбищ --lang en | sed 's/20[0-9-]*/DATE/'
"$TIZILIM" search пастбище жайылым --lang en | sed 's/20[0-9-]*/DATE/'
"$TIZILIM" uses --source "кадастр недвижимости" --json
"$TIZILIM" show msh/pasture@1 --raw | cmp - a.yaml && echo "the very bytes"
"$TIZILIM" history msh/pasture --lang en | sed "s/^.*UTC  [a-z]*  //"
"$TIZILIM" withdraw msh/pasture --reason "test" --lang en
"$TIZILIM" list --json --status registered
"$TIZILIM" submit a.yaml --json
"$TIZILIM" show msh/nothing
echo "exit $?"
