# What is done to a registry: a line of JSON an event. In a registry of its own, since it begins with an empty one.
export XDG_DATA_HOME="$PWD/data" TIZILIM_DB=
mkdir data
same() { # what is another in each run
	sed -e 's/"time":"[0-9-]*T[0-9:.]*Z"/"time":T/' -e 's/"run":"[0-9a-f]\{8\}"/"run":R/' -e 's/"\(pid\|backend\|milliseconds\)":[0-9]*/"\1":N/g' \
		-e 's/"key":"[0-9a-f-]\{36\}"/"key":K/' -e 's/"sha256":"[0-9a-f]\{64\}"/"sha256":H/' -e 's|\(/[^"]*\)*/run"|SOCKET"|' -e 's/"version":"[^"]*"/"version":V/'
}
told() { grep '^{' "$@" | grep -v '"event":"\(transaction\|connected\)"' | same; }
cat >a.yaml <<'Y'
schema_version: "1.0"
short_name: logged
name: { ru: "ОТКРЫТО", en: "open" }
summary: { ru: "СЕКРЕТ" }
owner: { body: mt }
stage: idea
visibility: [{ pointer: /summary, class: own, ground: "тайна" }]
Y
"$TIZILIM" up >/dev/null 2>&1
"$TIZILIM" submit a.yaml --log a.log >/dev/null 2>&1
told a.log
echo "of one run: $(grep -o '"run":"[0-9a-f]*"' a.log | sort -u | wc -l)"
grep '"event":"connected"' a.log | same
grep '"kind":"write","outcome":"committed"' a.log | tail -n 1 | same | sed 's/"\(statements\|rows\)":[0-9]*/"\1":N/g'
stat -c 'mode %a' a.log
echo "what the manifest says: $(grep -c -e ОТКРЫТО -e СЕКРЕТ -e тайна a.log)"
"$TIZILIM" person add l.other --name Other --body mz >/dev/null 2>&1
"$TIZILIM" submit a.yaml --as l.other --log b.log >/dev/null 2>&1
echo "exit $?"
grep -v '"level":"info"' b.log | same
"$TIZILIM" work --once --jobs 2 --log c.log >/dev/null 2>&1
told c.log
echo "processes: $(grep -o '"pid":[0-9]*' c.log | sort -u | wc -l)"
"$TIZILIM" backup b.dump --log d.log >/dev/null 2>&1
told d.log
TIZILIM_LOG=- "$TIZILIM" health --json 2>&1 >/dev/null | told
"$TIZILIM" check a.yaml --fail-on never --log - 2>&1 >/dev/null | told
TIZILIM_LOG=e.log "$TIZILIM" fmt a.yaml >/dev/null
ls e.log 2>&1 | sed 's/.*: //'
# No password, wherever it stood; nothing is begun that cannot be told.
TIZILIM_DB="host=127.0.0.1 port=1 user=x password=hunter2 connect_timeout=2" "$TIZILIM" health --log f.log >/dev/null 2>&1
echo "exit $?"
PGPASSWORD=hunter2 "$TIZILIM" health --db "host=127.0.0.1 port=1 connect_timeout=2 password=hunter2" --log f.log >/dev/null 2>&1
told f.log | sed 's/"error":"connect to the registry: [^"]*Is the[^"]*"/"error":REFUSED/'
grep -c hunter2 f.log
for file in nowhere/a.log /dev/full; do
	"$TIZILIM" withdraw mt/logged --reason x --log $file --lang en
	echo "exit $?"
done
"$TIZILIM" list --json 2>/dev/null | grep -o '"status":"[a-z]*"'
"$TIZILIM" down >/dev/null 2>&1
