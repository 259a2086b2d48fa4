# A whole life with logins of their own: a body asks, authorities give their parts, an approver of another body decides.
still() { # days, hashes and what rules of the pack find
	sed -E '/index of duplicates/d; s/"(errors|warnings|infos)":[0-9]+/"\1":N/g; s/findings: [0-9]+/findings: N/; s/[0-9a-f]{64}/SHA256/g; s/[0-9a-f]{32}/FINGERPRINT/g; s/[0-9a-f]{16}/READ/g; s/20[0-9]{2}-[0-9]{2}-[0-9]{2}( [0-9:]{8} UTC)?/DAY/g; s/ +/ /g'
}
as() { login=$1; shift; "$TIZILIM" "$@" --as "r.$login" --lang en 2>&1 | still; }
read_of() { "$TIZILIM" review "$1" --json | sed -n 's/.*"sha256":"\([0-9a-f]*\)".*/\1/p'; }
{
	for person in asel:msh rauan:- dana:knb aida:- bota:-; do
		"$TIZILIM" person add "r.${person%:*}" --name "${person%:*}" --body "${person#*:}"
	done
	"$TIZILIM" duty grant r.asel submitter msh
	"$TIZILIM" duty grant r.rauan reviewer -
	"$TIZILIM" duty grant r.dana reviewer -
	"$TIZILIM" duty grant r.aida approver -
	"$TIZILIM" duty grant r.bota approver -
} >/dev/null 2>&1
"$TIZILIM" authority add security knb --lang en
"$TIZILIM" authority drop security - --lang en
"$TIZILIM" authority list --lang en
cat >a.yaml <<'YAML'
schema_version: "1.0"
short_name: reviewed
name: { kk: "Қаралатын", ru: "Рассматриваемая", en: "Reviewed" }
summary: { ru: "Опознаёт посевы по снимкам" }
owner: { body: msh }
stage: pilot
functions: [fn-land-satellite]
YAML
echo "--- dry run"
"$TIZILIM" submit a.yaml --dry-run -q --as r.asel --lang en 2>&1 >/dev/null | still
echo "--- submit"
as asel submit a.yaml --json
as asel submit a.yaml --json
as asel queue
as rauan queue | grep reviewed
as dana queue --json
as aida queue
as dana inbox | grep reviewed
as dana inbox
echo "--- returned and answered"
as dana decide msh/reviewed --return --reason "where is it hosted?"
as asel inbox
as asel queue
as asel comment msh/reviewed "in the national centre" --answer
as asel comment msh/reviewed "again" --answer
echo "--- parts"
sha=$(read_of msh/reviewed)
as rauan part msh/reviewed architecture positive --read "$sha"
as rauan part msh/reviewed data positive --read 0000000000000000
as rauan part msh/reviewed data positive --read "$sha" --remark "fine"
as rauan part msh/reviewed security positive --read "$sha"
as dana part msh/reviewed security positive --read "$sha"
echo "--- decided"
as asel decide msh/reviewed --approve --read "$sha"
as aida decide msh/reviewed --approve
as aida decide msh/reviewed --approve --read "$sha" --commitment "name the officer"
as aida decide msh/reviewed --approve --read "$sha" --reason "mended by spring" --commitment "name the officer: by order:2099-01-31"
as bota decide msh/reviewed --refuse --read "$sha" --reason no
as asel commitments
as asel commitments msh/reviewed --done 1 --remark "order 12"
as rauan commitments msh/reviewed#1 --accept 1
as asel commitments --all --json
"$TIZILIM" review msh/reviewed --lang en 2>&1 | still | grep -v 'FINGERPRINT.*[a-z]\|^ [0-9]* %\|similar\|^$'
echo "--- the next stage, suspended, retired"
sed -i 's/stage: pilot/stage: use/' a.yaml
as asel submit a.yaml --json
as asel withdraw msh/reviewed --request
as asel withdraw msh/reviewed
as asel suspend msh/reviewed --reason "faults"
as asel resume msh/reviewed
as aida resume msh/reviewed --reason "mended"
as asel history msh/reviewed
