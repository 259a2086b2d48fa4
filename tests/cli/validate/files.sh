# Trees and files as an enemy makes them. Links are not followed, pipes and devices not waited for, sizes not believed.
echo '{"type": "object"}' >s.json
echo '[]' >outside.json
mkdir -p tree/sub
echo '{}' >tree/a.json
echo '[]' >"tree/$(printf 'line\nbreak.json')"
echo '[]' >"tree/$(printf 'esc\033[31m.json')"
echo '[]' >"tree/$(printf 'b\377.json')"
echo '[]' >tree/-dash.json
ln -s ../outside.json tree/link.json
ln -s .. tree/sub/up
ln -s loop tree/sub/loop
mkfifo tree/pipe.json
truncate -s 1T tree/huge.json || truncate -s 1G tree/huge.json
deep=tree/deep
for level in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34; do
	deep=$deep/$level
done
mkdir -p "$deep"
echo '[]' >"$deep/x.json"

"$TIZILIM" validate --lang en -q --schema s.json tree
echo "exit $?"
echo "== few files may be open"
(ulimit -n 16 && "$TIZILIM" validate --lang en -q --schema s.json tree | tail -n 1)
echo "== named"
"$TIZILIM" validate --lang en -q --schema s.json tree/link.json tree/pipe.json /dev/zero tree/sub/loop
echo "exit $?"
(cd tree && "$TIZILIM" validate --lang en -q --schema ../s.json -- -dash.json)
echo "exit $?"
echo "== check goes on too"
printf 'schema_version: "1.0"\n' >m.yaml
"$TIZILIM" check --lang en -q tree/huge.json m.yaml | grep -c -e unreadable -e required
echo "== standard input: closed, endless, a pipe with a name of the system"
"$TIZILIM" validate --lang en -q --schema s.json - <&-
echo "exit $?"
yes | "$TIZILIM" validate --lang en -q - | tail -n 2
echo '{}' | "$TIZILIM" validate --lang en -q --schema s.json /dev/stdin
echo "exit $?"
