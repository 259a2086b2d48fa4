# What a body withholds reaches no other body, by any command; c.mz registers, c.mt looks. Control: the owner is shown all of it.
{
	"$TIZILIM" person add c.mz --name "M" --body mz
	"$TIZILIM" person add c.mt --name "T" --body mt
	"$TIZILIM" person add c.new --name "N" --body mt
	"$TIZILIM" duty grant c.mz submitter mz
	"$TIZILIM" duty grant c.mt submitter mt
} >/dev/null 2>&1
cat >open.yaml <<'YAML'
schema_version: "1.0"
short_name: c-secret
name: { kk: "Құпия бастама", ru: "Тайная инициатива", en: "Secret initiative" }
summary: { ru: "HIDDEN1: нейросеть находит ямы и трещины на автомобильных дорогах по снимкам с камер" }
purpose: { ru: "HIDDEN2: ремонт ям и трещин дорожного покрытия раньше, чем о них пожалуются водители" }
owner: { body: mz, unit: "HIDDEN3" }
stage: design
functions: [fn-land-satellite]
product: { name: "HIDDEN4" }
x-note: "HIDDEN5"
data_sources:
  - { source: "ЕГКН", obtained: authority, channel: ip-smart-bridge, why_collected: { ru: "HIDDEN6" } }
dates: { use: 2029-05-05 }
visibility:
  - { pointer: /x-note, class: own, ground: "HIDDEN7" }
YAML
for field in dates summary purpose owner/unit functions product data_sources; do
	echo "  - { pointer: /$field, class: rev, ground: \"order\" }"
done | cat open.yaml - >secret.yaml
cat >mine.yaml <<'YAML'
schema_version: "1.0"
short_name: c-mine
name: { kk: "Біздікі", ru: "Наша", en: "Ours" }
summary: { ru: "Нейросеть находит ямы и трещины на автомобильных дорогах по снимкам с камер" }
purpose: { ru: "Ремонт ям и трещин дорожного покрытия раньше, чем о них пожалуются водители" }
owner: { body: mt }
stage: design
functions: [fn-land-satellite]
dates: { use: 2027-05-05 }
relations: [{ type: depends_on, initiative: mz/c-secret }]
YAML
# The first revision withholds nothing: what was open once is not shown for ever.
sed '/^visibility/,$d; /x-note/d; /^dates/d; s/HIDDEN/ONCE/' open.yaml >once.yaml
"$TIZILIM" submit once.yaml --as c.mz --json 2>/dev/null | sed 's/,"errors.*//'
"$TIZILIM" show mz/c-secret --as c.mt --lang en | sed 's/20.* UTC/TIME/'
"$TIZILIM" submit secret.yaml --as c.mz --json | sed 's/,"errors.*//'
"$TIZILIM" show mz/c-secret --as c.mt --lang en | sed 's/20.* UTC/TIME/'
"$TIZILIM" list --as c.mt --body mz --json | sed 's/"submitted_at":"[^"]*"/TIME/' | grep c-secret

look() { # look LOGIN: every command that reads, in every form
	for command in "list" "list --json" "list --body mz" "list --function fn-land-satellite" "list --source ЕГКН --json" \
		"search HIDDEN1" "search ONCE1" "search трещины ямы" "search тайная --json" "uses --source ЕГКН --json" \
		"uses --point ip-smart-bridge" "show mz/c-secret" "show mz/c-secret --raw" "show mz/c-secret@1 --raw" \
		"history mz/c-secret" "history mz/c-secret --json" "diff mz/c-secret 1 2" "diff mz/c-secret 1 2 --json" \
		"check mz/c-secret --registry" "check --all --registry --verbose" "check mine.yaml --registry --explain -f json" \
		"check mine.yaml --registry -f html" "check mine.yaml --registry -f sarif" "submit mine.yaml --dry-run" \
		"duplicates --least 1" "duplicates --least 1 -f json" "duplicates mz/c-secret --least 1" \
		"duplicates mine.yaml --registry --least 1 -f csv" "pack impact shipped -f json" "withdraw mz/c-secret" "whoami" \
		"person list" "org list --json" "export --csv" "export --jsonl"; do
		# shellcheck disable=SC2086 # a list of words
		"$TIZILIM" $command --as "$1" 2>&1
	done
}
for who in c.mt c.new; do
	look $who >seen
	echo "$who saw: $(grep -ao 'HIDDEN[0-9]\|ONCE[0-9]\|2029-05-05' seen | sort -u | tr '\n' ' ')" "of $(grep -c . seen | sed 's/[0-9]\{3,\}/hundreds of/') lines"
done
"$TIZILIM" list --as c.mt --function fn-land-satellite --json
"$TIZILIM" uses --source ЕГКН --as c.mt --json | grep c-secret
"$TIZILIM" search трещины ямы --as c.mt --json | grep c-secret
# Duplicates are searched for among cards, whoever asks.
"$TIZILIM" duplicates mine.yaml --registry --least 1 --as c.mt -f csv | grep -c c-secret
"$TIZILIM" duplicates mine.yaml --registry --least 1 -f csv | grep -c c-secret
"$TIZILIM" duplicates mine.yaml secret.yaml --least 1 -f csv | grep -c c-secret
# A verdict that is kept with a body does not quote others, whoever asks for it: tizilim reads all of both, and is told.
"$TIZILIM" submit mine.yaml --fail-on never --json 2>/dev/null | sed 's/,"errors.*//'
"$TIZILIM" show mt/c-mine --as c.mt --lang en | grep -c 2029-05-05
"$TIZILIM" check mt/c-mine --registry --lang en | grep -c 2029-05-05 | sed 's/[1-9].*/some/'
"$TIZILIM" submit mine.yaml secret.yaml --fail-on never --json 2>/dev/null | sed 's/,"errors.*//'
"$TIZILIM" show mt/c-mine --as c.mt --lang en | grep -c 2029-05-05
"$TIZILIM" check mine.yaml secret.yaml --lang en | grep -c 2029-05-05 | sed 's/[1-9].*/some/'
"$TIZILIM" pack impact shipped --as c.mt -q --lang en 2>&1 >/dev/null | tail -n 2 | sed 's/[0-9][0-9]*$/N/'
look c.mz >seen 2>&1
echo "c.mz saw: $(grep -ao 'HIDDEN[0-9]\|ONCE[0-9]\|2029-05-05' seen | sort -u | tr '\n' ' ')"
"$TIZILIM" withdraw mz/c-secret --as c.mz >/dev/null
"$TIZILIM" withdraw mt/c-mine >/dev/null
