# A decision is judged again as it was made, whatever was registered since; what differs today has a cause.
still() { # runs, hashes, days and what the rules of the pack find in all
	sed -E '/index of duplicates/d; s/[0-9a-f]{8}-[0-9a-f-]{27}/RUN/; s/[0-9a-f]{64}/SHA256/g; s/[0-9a-f]{32}/FINGERPRINT/g; s/20[0-9]{2}-[0-9]{2}-[0-9]{2}( [0-9:]{8} UTC)?/DAY/g; s/(byte|then): [0-9]+/\1: N/; s/"findings":[0-9]+/"findings":N/; s/ +/ /g'
}
as() { login=$1; shift; "$TIZILIM" "$@" --as "p.$login" --lang en 2>&1 | still; }
manifest() { # manifest SHORT_NAME NAME TEXT BODY [LINE]
	printf 'schema_version: "1.0"\nshort_name: %s\nname: { ru: "%s" }\nsummary: { ru: "%s" }\nowner: { body: %s }\nstage: pilot\nfunctions: [fn-land-satellite]\n%s\n' "$1" "$2" "$3" "$4" "${5-}"
}
fish="Считает рыбу в рыбоводных прудах по подводным снимкам и сообщает рыбоводу о заморе"
{
	for person in asel:msh rauan:- aida:- zhan:mki; do
		"$TIZILIM" person add "p.${person%:*}" --name "${person%:*}" --body "${person#*:}"
	done
	"$TIZILIM" duty grant p.asel submitter msh
	"$TIZILIM" duty grant p.rauan reviewer -
	"$TIZILIM" duty grant p.aida approver -
	"$TIZILIM" duty grant p.zhan submitter mki
	"$TIZILIM" authority add security -
	manifest fish-too "Учёт рыбы" "$fish" mki >too.yaml
	"$TIZILIM" submit too.yaml --as p.zhan
	manifest fish-base "Снимки прудов" "Хранит подводные снимки прудов" msh >base.yaml
	"$TIZILIM" submit base.yaml --as p.asel
	manifest fish "Рыба" "$fish" msh "relations: [{ type: depends_on, initiative: msh/fish-base }]" >fish.yaml
	"$TIZILIM" submit fish.yaml --as p.asel
} >/dev/null 2>&1
approve() {
	sha=$("$TIZILIM" review "$1" --json 2>/dev/null | sed -n 's/.*"sha256":"\([0-9a-f]*\)".*/\1/p')
	for part in architecture data security; do
		"$TIZILIM" part "$1" "$part" positive --read "$sha" --as p.rauan
	done >/dev/null 2>&1
	as aida decide "$1" --approve --read "$sha" --reason "well"
}
echo "--- not decided yet"
as aida replay msh/fish
approve msh/fish
echo "--- at once"
as aida replay msh/fish#1
as aida replay msh/fish --now
echo "--- after others came and went, and a new revision"
{
	"$TIZILIM" withdraw mki/fish-too --as p.zhan --reason no
	manifest fish-third "Третья рыба" "$fish" mki >third.yaml
	"$TIZILIM" submit third.yaml --as p.zhan
	manifest fish-base "Снимки прудов" "Хранит и размечает подводные снимки прудов" msh >base.yaml
	"$TIZILIM" submit base.yaml --as p.asel
	sed -i 's/Рыба/Рыба 2/; /^relations/d' fish.yaml
	"$TIZILIM" submit fish.yaml --as p.asel
} >/dev/null 2>&1
as aida replay msh/fish#1
as aida replay msh/fish#1 --now | cut -d ' ' -f 1-12 | grep -v '^run\|^→'
echo "--- with a later pack"
cp -r "$SOURCE/checker/pack/digital-qazaqstan" pack
sed -i '/id: GOV-002/,/severity:/s/severity: warning/severity: error/' pack/rules/GOV.yaml
as aida replay msh/fish#1 --now --pack pack | grep GOV-002
as aida replay msh/fish#1 --now --pack pack -f json | grep -c '"cause":"rule","change":"changed"'
as aida replay msh/fish#1 --pack pack -f json
sed -i '/id: mki$/,/en:/s/en: ".*"/en: "Renamed"/; /^  mki:/,/en:/s/en: ".*"/en: "Renamed"/' pack/architecture/bodies.yaml
as aida replay msh/fish#1 --now --pack pack -f json | grep -c '"cause":"facts","change":"changed"'
echo "--- by the law of another day"
manifest fish-old "Старая рыба" "Распознаёт лица рыбаков на берегу и ставит каждому социальный балл" msh >old.yaml
"$TIZILIM" submit old.yaml --as-of 2025-06-01 --as p.asel >/dev/null 2>&1
approve msh/fish-old
as aida replay msh/fish-old
as aida replay msh/fish-old --now -f json | grep -o '"cause":"[a-z]*","change":"[a-z]*"' | sort -u
echo "--- who may not read it, and what is none"
as zhan replay msh/fish#1
"$TIZILIM" replay msh/fish#9 --as p.aida --lang kk
"$TIZILIM" replay 00000000-0000-0000-0000-000000000000 --as p.aida --lang ru
echo "exit $?"
echo "--- as of a day"
as asel list --body msh --as-of 2020-01-01 --json
as asel show msh/fish --as-of 2020-01-01
as asel show msh/fish@1 --as-of 2020-01-01
as asel check msh/fish --registry --as-of 2020-01-01
today=$(TZ=KZT-5 date +%F)
as asel show msh/fish --as-of "$today" | head -1
as asel list --body mki --as-of "$today" | grep fish
