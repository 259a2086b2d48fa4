# What ended before it was built is not asked for dates that it never had; what was in use is.
cat >base.yaml <<'YAML'
schema_version: "1.0"
short_name: a-b
name: { ru: Имя }
owner: { body: msh }
request: { kind: retire }
summary: { ru: Что делает }
data_sources: []
stage: retired
dates: { end: "2026-03-01" }
YAML
for kind in replaced expired refused never_built other; do
	{ cat base.yaml; echo "ending: { kind: $kind }"; } >$kind.yaml
	"$TIZILIM" check $kind.yaml --lang en -q --as-of 2026-11-26 2>/dev/null | grep stage/required
done
# An ending without the stage says nothing; nor does the stage without an ending.
sed 's/^stage: .*/stage: use/' never_built.yaml >use.yaml
"$TIZILIM" check use.yaml base.yaml --lang en -q --as-of 2026-11-26 2>/dev/null | grep stage/required
# Retirement itself still has its day.
sed 's/^dates: .*/dates: {}/' never_built.yaml >dayless.yaml
"$TIZILIM" check dayless.yaml --lang ru -q --as-of 2026-11-26 2>/dev/null | grep '/dates\|dates\|end'
"$TIZILIM" explain /ending/kind --lang kk
