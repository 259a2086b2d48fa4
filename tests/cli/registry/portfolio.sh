# A file is judged against what is registered; one that depends on nothing known is told so.
cat >dep.yaml <<'YAML'
schema_version: "1.0"
short_name: dependent
name: { ru: "Зависимая" }
owner: { body: mt }
stage: idea
relations: [{ type: depends_on, initiative: mt/unknown-one }]
YAML
"$TIZILIM" check dep.yaml --registry --lang en -q | sed 's/initiatives: [0-9]*/initiatives: N/'
echo "exit $?"
"$TIZILIM" check mt/never-was --registry --lang en
echo "exit $?"
"$TIZILIM" check dep.yaml --registry --db "host=/nowhere" --lang en
echo "exit $?"
