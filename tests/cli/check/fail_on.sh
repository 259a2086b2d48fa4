cat >w.yaml <<'YAML'
schema_version: "1.0"
short_name: w-1
name: { ru: "Имя" }
owner: { body: msh }
stage: idea
YAML
for level in error warning info never; do
	"$TIZILIM" check w.yaml -q --fail-on "$level" >/dev/null
	echo "$level $?"
done
