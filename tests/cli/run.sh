#!/bin/sh
# Command-line tests: run.sh PROGRAM SOURCE_ROOT. Each cli/<topic>/<name>.sh runs in a folder of its own with $TIZILIM
# and $SOURCE set; what it prints and its exit code must be those in <name>.out, .err and .exit beside it (absent: not
# compared, exit 0). TIZILIM_REWRITE=1 rewrites them: read the difference before you commit it.
set -u
TIZILIM=$(readlink -f "$1")
SOURCE=$2
export TIZILIM SOURCE
unset TIZILIM_DB PGHOST PGDATABASE PGSERVICE NO_COLOR
export LC_ALL=C.UTF-8 LANG=C.UTF-8
work=$(mktemp -d)
chmod 755 "$work"
export XDG_DATA_HOME="$work/data"
trap '"$TIZILIM" down >/dev/null 2>&1; rm -rf "$work"' EXIT
mkdir -p "$XDG_DATA_HOME"
count=0
failed=0

pack_version=$(sed -n 's/^version: "\(.*\)"$/\1/p' "$SOURCE/checker/pack/digital-qazaqstan/pack.yaml" | sed 's/\./\\./g')

same() { # same EXPECTED ACTUAL: paths, pids and times of this run do not count
	[ "${TIZILIM_REWRITE-}" = 1 ] && [ -f "$1" ] && cp "$2" "$1"
	[ ! -f "$1" ] || diff -u "$1" "$2" | sed 's/^/# /'
}

normalise() {
	sed -e "s|$work|WORK|g" -e "s|$SOURCE|SOURCE|g" -e 's|/var/lib/tizilim/[0-9a-f]*|WORK/data/tizilim|g' \
		-e 's/\(pack\|пакет\|топтама\) [0-9a-f]\{8\}/\1 HASH/g' \
		-e 's/\(judged by\|на дату\|бағалау күні:\) [0-9-]*/\1 DATE/g' \
		-e 's/"due":"[0-9-]*"/"due":"DAY"/g' -e 's/\(решение до\|decision by\|шешім мерзімі:\) [0-9][0-9-]*/\1 DAY/g' \
		-e 's/\(head"*[: ]"*[a-z0-9-]*\) [0-9]* \([0-9a-f]\{32\}\|FINGERPRINT\)/\1 HASH/g' \
		-e 's/[0-9]\{4\}-[0-9][0-9]-[0-9][0-9]T[0-9:.]*Z/TIME/g' -e "s/$pack_version/VERSION/g" "$1"
}

tests=$(cd "$SOURCE/tests/cli" && ls ./*/*.sh)
echo "1..$(echo "$tests" | wc -l)"
for test in $tests; do
	count=$((count + 1))
	name=${test#./}
	name=${name%.sh}
	here="$work/run/$name"
	mkdir -p "$here"
	(cd "$here" && sh -u "$SOURCE/tests/cli/$name.sh") >"$work/raw.out" 2>"$work/raw.err" </dev/null
	code=$?
	normalise "$work/raw.out" >"$work/out"
	normalise "$work/raw.err" >"$work/err"
	want=0
	[ ! -f "$SOURCE/tests/cli/$name.exit" ] || want=$(cat "$SOURCE/tests/cli/$name.exit")
	problems=$(same "$SOURCE/tests/cli/$name.out" "$work/out"; same "$SOURCE/tests/cli/$name.err" "$work/err")
	[ "$code" = "$want" ] || problems="$problems
# exit $code, expected $want
$(sed 's/^/# /' "$work/err" | tail -n 5)"
	if [ -n "$problems" ]; then
		echo "$problems"
		echo "not ok $count - $name"
		failed=1
	else
		echo "ok $count - $name"
	fi
done
exit $failed
