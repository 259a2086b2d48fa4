# A draft is its body's submitters' and architects' alone; others do not learn of it. Submitted, it ends.
{
	for who in sub arch rev app aud other; do "$TIZILIM" person add d.$who --name "$who" --body mt; done
	"$TIZILIM" duty grant d.sub submitter mt
	"$TIZILIM" duty grant d.arch architect mt
	"$TIZILIM" duty grant d.rev reviewer mt
	"$TIZILIM" duty grant d.app approver mt
	"$TIZILIM" duty grant d.aud auditor -
	"$TIZILIM" duty grant d.other submitter mz
} >/dev/null 2>&1
cat >d.yaml <<'YAML'
schema_version: "1.0"
short_name: d-draft
name: { kk: "Жоба", ru: "Черновик DRAFTED", en: "Draft" }
owner: { body: Минтранс }
stage: design
YAML
sed 's/^stage: design/stage: nothing/' d.yaml >unfinished.yaml
day() { sed 's/20[0-9-]\{8\}[T0-9:.Z]*/TIME/g'; }
"$TIZILIM" draft list --as d.arch --lang en
"$TIZILIM" draft save unfinished.yaml --as d.arch --lang en
"$TIZILIM" draft save unfinished.yaml --as d.arch --lang kk
"$TIZILIM" draft save d.yaml --as d.sub --lang en
"$TIZILIM" draft save d.yaml --as d.sub --over --lang en
"$TIZILIM" draft list --as d.arch --lang en | day
"$TIZILIM" draft show mt/d-draft --as d.arch --lang en | day
"$TIZILIM" draft show mt/d-draft --as d.arch --raw | cmp - d.yaml && echo "the very bytes"
for who in rev app aud other; do
	for command in "draft list" "draft show mt/d-draft" "draft drop mt/d-draft" "draft save d.yaml" "submit --draft mt/d-draft" \
		"list --json" "search DRAFTED" "show mt/d-draft" "history mt/d-draft" "duplicates d.yaml --registry --least 1"; do
		# shellcheck disable=SC2086 # a list of words
		"$TIZILIM" $command --as d.$who --lang en 2>&1
	done >seen
	echo "$who: $(grep -c 'd-draft.*DRAFTED\|DRAFTED.*d-draft\|"mt/d-draft"' seen)"
	"$TIZILIM" draft show mt/d-draft --as d.$who
	"$TIZILIM" draft drop mt/d-draft --as d.$who
	"$TIZILIM" draft drop mt/d-nothing --as d.$who
done
"$TIZILIM" draft save absent.yaml --as d.sub
echo "no: [" >bad.yaml
"$TIZILIM" draft save bad.yaml --as d.sub
sed '/^owner/d' d.yaml >nobody.yaml
"$TIZILIM" draft save nobody.yaml --as d.sub
"$TIZILIM" submit --draft mt/d-draft --as d.arch --json
"$TIZILIM" submit --draft mt/d-draft --as d.sub --json | sed 's/,"errors.*//'
"$TIZILIM" draft list --as d.sub --json
"$TIZILIM" submit --draft mt/d-draft --as d.sub --json
"$TIZILIM" show mt/d-draft --raw | cmp - d.yaml && echo "the very bytes"
"$TIZILIM" submit
"$TIZILIM" draft save d.yaml --as d.sub --lang en
"$TIZILIM" draft drop mt/d-draft --as d.arch --lang en
"$TIZILIM" draft drop mt/d-draft --as d.arch --lang en
"$TIZILIM" withdraw mt/d-draft >/dev/null
