#!/bin/sh
# Measures, beside named peers: run.sh [NAME…] with names of parse, schema, check, cel, dup; all without names. build/ is built.
# Rounds of ours and of the peer alternate and the table shows medians. Nothing here passes or fails by time.
set -u
cd "$(dirname "$0")/../.." || exit 7
tizilim=build/registry/tizilim
data=build/bench-data
schema=schemas/initiative-1.0.json
peers=build/bench-peers
export LC_ALL=C.UTF-8
export XDG_DATA_HOME="$PWD/build/bench-home"

skip() { echo "skipped: $*"; }

make_data() {
	rm -rf "$data"
	mkdir -p "$data"
	python3 tests/bench/generate.py "$tizilim" "$data"
}

# ajv from the registry of npm, once, into build/.
have_ajv() {
	[ -d "$peers/node_modules/ajv-formats" ] && return 0
	command -v npm >/dev/null || return 1
	mkdir -p "$peers"
	(cd "$peers" && echo '{ "private": true }' >package.json &&
		timeout 60 npm install --silent --no-audit --no-fund ajv@8.17.1 ajv-formats@3.0.1) >/dev/null 2>&1
}

ajv() { # ajv DIR [ROUNDS]: the script resolves its packages from the folder it runs in
	(cd "$peers" && node ../../tests/bench/ajv.mjs "../../$schema" "../../$1" ${2+"$2"})
}

instructions() { # instructions DIR READER PASSES
	valgrind --tool=callgrind --callgrind-out-file=/dev/null build/tests/bench/bench-parse "$1" "$3" "$2" 2>&1 |
		sed -n 's/.*Collected : *//p'
}

# The difference of three passes and one leaves the passes alone: no start, no reading of files.
instructions_per_byte() { # instructions_per_byte SYNTAX READER…
	syntax=$1
	shift
	few="$data/few-$syntax"
	mkdir -p "$few"
	cp "$data/$syntax"/0000[0-9]."$syntax" "$few"
	bytes=$(cat "$few"/* | wc -c)
	for reader; do
		one=$(instructions "$few" "$reader" 1)
		three=$(instructions "$few" "$reader" 3)
		[ "${three:-0}" -gt "${one:-0}" ] || continue
		printf 'read %s\t%s\t%s\tinstructions/byte\n' "$(echo "$syntax" | tr '[:lower:]' '[:upper:]')" "$reader" \
			"$(awk "BEGIN { print ($three - $one) / 2 / $bytes }")"
	done
}

bench_parse() {
	peers_built=$(ldd build/tests/bench/bench-parse)
	build/tests/bench/bench-parse "$data/json" 15
	build/tests/bench/bench-parse "$data/yaml" 7 2>/dev/null
	for lib in yaml fyaml; do
		case $peers_built in
		*"lib$lib"*) ;;
		*) skip "lib$lib was not there when build/ was configured" ;;
		esac
	done
	if command -v valgrind >/dev/null; then
		instructions_per_byte json ours cJSON
		instructions_per_byte yaml ours libyaml libfyaml
	else
		skip "instructions per byte: no valgrind"
	fi
}

bench_schema() {
	if ! have_ajv; then
		build/tests/bench/bench-schema "$schema" "$data/json" 15
		skip "ajv: no node, no npm or no answer from its registry"
		return
	fi
	for _ in 1 2 3; do
		build/tests/bench/bench-schema "$schema" "$data/json" 5
		ajv "$data/json" 5
	done | sort -u
}

spawn() { # spawn WHAT WHO MEASURES COMMAND…: one round
	what=$1
	who=$2
	measures=$3
	shift 3
	python3 tests/bench/spawn.py "$what" "$who" 1 "$measures" -- "$@"
}

bench_check() {
	one="$data/one"
	mkdir -p "$one"
	cp "$data/json/00000.json" "$one"
	peer=
	if have_ajv; then
		peer=node
	else
		skip "ajv: no node, no npm or no answer from its registry"
	fi
	for _ in 1 2 3 4 5 6 7; do
		spawn "check 1,000 files, all rules" ours wall,cpu,memory "$tizilim" check "$data/json" -f summary
		spawn "structure of 1,000 files" ours wall,cpu,memory "$tizilim" validate "$data/json" -f summary
		[ -z "$peer" ] || (cd "$peers" && python3 ../../tests/bench/spawn.py "structure of 1,000 files" ajv 1 \
			wall,cpu,memory -- node ../../tests/bench/ajv.mjs "../../$schema" "../../$data/json")
		for _ in 1 2 3; do
			spawn "check one file, cold start" ours wall,cpu,memory "$tizilim" check "$one" -f summary
			spawn "structure of one file, cold start" ours wall,cpu,memory "$tizilim" validate "$one" -f summary
			[ -z "$peer" ] || (cd "$peers" && python3 ../../tests/bench/spawn.py "structure of one file, cold start" ajv 1 \
				wall,cpu,memory -- node ../../tests/bench/ajv.mjs "../../$schema" "../../$one")
		done
	done
}

bench_cel() {
	for _ in 1 2 3 4 5; do
		build/tests/bench/bench-cel 200000
	done
}

query() { psql -XqAt "host=$host user=tizilim dbname=tizilim" "$@"; }

# The English part of the same texts, joined with itself by trigrams in an embedded registry of its own: the locale of its
# database is C, in which pg_trgm sees no Cyrillic letters.
trigrams() { # trigrams COUNT
	query -c "create temp table e (id int, t text)" -c "\\copy e from '$data/entries.tsv'" \
		-c "delete from e where id >= $1" -c "create index on e using gin (t gin_trgm_ops)" -c "analyze e" \
		-c "set pg_trgm.similarity_threshold = 0.5" -c "set statement_timeout = '40s'" -c "\\timing on" \
		-c "select 'pg_trgm finds ' || count(*) || ' pairs' from e a join e b on a.t % b.t and a.id < b.id" 2>&1 |
		sed -e "s/^Time: \\([0-9.]*\\) ms.*/pairs among $1	pg_trgm	\\1	ms/" \
			-e "/statement timeout/{s/.*/skipped: pg_trgm needs more than 40 s for $1/;q}"
}

bench_dup() {
	for count in 1000 10000; do
		build/tests/bench/bench-dup "$data/entries.jsonl" $count 3
	done
	"$tizilim" up >/dev/null 2>&1 || {
		skip "pg_trgm: no embedded registry"
		return
	}
	cluster=$("$tizilim" up --lang en 2>/dev/null | sed -n 's/.*: \(\/.*\)/\1/p')
	host=$cluster/run
	if query -c "create extension if not exists pg_trgm" >/dev/null 2>&1; then
		trigrams 1000
		trigrams 10000
	else
		skip "pg_trgm: the extension is not installed"
	fi
	"$tizilim" down >/dev/null 2>&1 && [ -n "$cluster" ] && rm -rf "$cluster"
}

make_data || exit 7
echo "machine: $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(date -u +%Y-%m-%d)"
[ $# -gt 0 ] || set -- parse schema check cel dup
for name; do
	case $name in
	parse | schema | check | cel | dup) ;;
	*)
		echo "no bench \"$name\"; there are parse, schema, check, cel and dup" >&2
		exit 2
		;;
	esac
	echo
	echo "$name"
	"bench_$name" | python3 tests/bench/table.py
done
