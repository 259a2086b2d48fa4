# What others register changes one's own findings: workers find that, and tell it once to whom it concerns.
still() { sed -E 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}( [0-9:]{8} UTC)?/DAY/g; s/ +/ /g'; }
as() { login=$1; shift; "$TIZILIM" "$@" --as "w.$login" --lang en 2>&1 | still; }
{
	for person in asel:mepr saule:mz; do
		"$TIZILIM" person add "w.${person%:*}" --name "${person%:*}" --body "${person#*:}"
		"$TIZILIM" duty grant "w.${person%:*}" submitter "${person#*:}"
	done
} >/dev/null 2>&1
manifest() { # manifest BODY NAME
	cat <<YAML
schema_version: "1.0"
short_name: $2
name: { kk: "Түлкі іздері", ru: "Следы лисиц", en: "Fox tracks" }
summary: { ru: "По снимкам с квадрокоптера находит норы корсаков и манулов в предгорьях и считает выводки для егерей" }
purpose: { ru: "Учёт выводков корсака и манула вместо пеших обходов егерями зимних троп" }
owner: { body: $1 }
stage: idea
functions: [fn-land-satellite]
YAML
}
manifest mepr foxes-one >one.yaml
manifest mz foxes-two >two.yaml
"$TIZILIM" work --once --as w.asel --lang en
echo "a submitter: $?"
as asel submit one.yaml --json >/dev/null
"$TIZILIM" work --once --json >/dev/null 2>&1
"$TIZILIM" work --once --json 2>/dev/null
as asel inbox >/dev/null
as saule submit two.yaml --json >/dev/null
"$TIZILIM" work --once --jobs 2 --json 2>/dev/null | sed 's/[0-9][0-9]*/N/g'
echo "--- the owner of the one that was there"
as asel inbox
as asel inbox
echo "--- who came later knew it from his report"
as saule inbox
as saule withdraw mz/foxes-two --reason "one of the two is enough" >/dev/null
"$TIZILIM" work --once --json 2>/dev/null | sed 's/[0-9][0-9]*/N/g'
echo "--- it is gone"
as asel inbox --json | sed -E 's/"at":"[^"]*"/"at":"TIME"/; s/[0-9a-f]{32}/FINGERPRINT/g; s/"seq":[0-9]+/"seq":N/'
as asel history mepr/foxes-one
