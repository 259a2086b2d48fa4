# A waiver lets a finding pass until its day; a sign of what the law bans takes two approvers.
still() { sed -E '/index of duplicates/d; s/"(errors|warnings|infos)":[0-9]+/"\1":N/g; s/[0-9a-f]{32}/FINGERPRINT/g; s/20[0-9]{2}-[0-9]{2}-[0-9]{2}( [0-9:]{8} UTC)?/DAY/g; s/ +/ /g'; }
as() { login=$1; shift; "$TIZILIM" "$@" --as "r.$login" --lang en 2>&1 | still; }
{
	for person in asel:msh aida:- bota:-; do
		"$TIZILIM" person add "r.${person%:*}" --name "${person%:*}" --body "${person#*:}"
	done
	"$TIZILIM" duty grant r.asel submitter msh
	"$TIZILIM" duty grant r.aida approver -
	"$TIZILIM" duty grant r.bota approver -
} >/dev/null 2>&1
cat >w.yaml <<'YAML'
schema_version: "1.0"
short_name: waived
name: { kk: "Рұқсат", ru: "С исключением", en: "Waived" }
summary: { ru: "Социальный скоринг граждан" }
owner: { body: msh }
stage: pilot
YAML
as asel submit w.yaml --json
soon=$(date -u -d '+30 days' +%F)
later=$(date -u -d '+31 days' +%F)
found() { "$TIZILIM" review msh/waived --json | sed -n "s/.*\"rule\":\"$1\",\"severity\":\"[a-z]*\",\"fingerprint\":\"\([0-9a-f]*\)\".*/\1/p" | head -n 1; }
as asel waiver request msh/waived --rule GOV-003
as asel waiver request msh/waived --rule NOT-001 --until "$soon" --reason x
as asel waiver request msh/waived --rule GOV-003 --until "$soon" --reason "named in spring"
as asel waiver request msh/waived --rule AIL-006 --until "$soon" --reason "not that"
as asel waiver request msh/waived --finding "$(found AIL-006)" --until "$soon" --reason "not that"
as asel waiver approve msh/waived#1
as aida waiver approve msh/waived
as aida waiver approve msh/waived#1
as aida waiver approve msh/waived#2
as aida waiver approve msh/waived#2
as aida waiver list msh/waived
as bota waiver approve msh/waived#2
as bota waiver list msh/waived --json
waived() { "$TIZILIM" check msh/waived --registry --as-of "$1" -f gitlab --lang en 2>/dev/null | grep -c 'ignored until\|не учитывается по'; }
echo "waived on its last day: $(waived "$soon")"
echo "waived the day after: $(waived "$later")"
for form in json sarif junit gitlab github tap markdown csv html; do # each says until when
	"$TIZILIM" check msh/waived --registry -f $form --lang en 2>/dev/null | grep -q "$soon" || echo "$form does not"
done
"$TIZILIM" show msh/waived --lang en | grep 'GOV-003\|AIL-006' | still
as asel waiver revoke msh/waived#1
as aida waiver list
