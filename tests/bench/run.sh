#!/bin/sh
# Measures, beside named peers: run.sh [NAME…] with names of parse, schema, check, impact, audit, cel, rules, dup, submit, dup-quality, judge, durable; all but submit without
# names; --large before them adds a million entries to dup; run.sh judge --write keeps its figures; run.sh --gate
# [--write] compares instruction counts with those kept (gate.py). build/ is built. Rounds of ours and of the peer alternate and
# the table shows medians. But for the gate nothing here passes or fails.
set -u
cd "$(dirname "$0")/../.." || exit 7
tizilim=build/registry/tizilim
data=build/bench-data
schema=schemas/initiative-1.0.json
lists=checker/pack/digital-qazaqstan/lists
peers=build/bench-peers
shared=${TIZILIM_SHARED-../shared}
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

ajv() { # ajv SCHEMA DIR [ROUNDS]: the script resolves its packages from the folder it runs in
	(cd "$peers" && node ../../tests/bench/ajv.mjs "../../$1" "../../$2" ${3+"$3"})
}

# The 10,000 manifests and the schema that the peers' figures of ../shared are about; needs node.
have_peers_set() {
	[ -f "$data/peers/data/all.jsonl" ] && return 0
	[ -f "$shared/bench/peers/gen.mjs" ] && command -v node >/dev/null || return 1
	mkdir -p "$data/peers"
	cp "$shared/bench/peers/gen.mjs" "$shared/bench/peers/schema.json" "$data/peers"
	(cd "$data/peers" && node gen.mjs data 10000 --yaml) >/dev/null
}

instructions() { # instructions PROGRAM ARGUMENT…
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 | sed -n 's/.*Collected : *//p'
}

# The difference of three passes and one leaves the passes alone: no start, no reading of files.
per_unit() { # per_unit WHAT WHO UNITS UNIT MODE PROGRAM ARGUMENT…: what is run is PROGRAM ARGUMENT… PASSES MODE
	what=$1 who=$2 units=$3 unit=$4 mode=$5
	shift 5
	one=$(instructions "$@" 1 "$mode")
	three=$(instructions "$@" 3 "$mode")
	[ "${three:-0}" -gt "${one:-0}" ] || return 0
	printf '%s\t%s\t%s\t%s\n' "$what" "$who" "$(awk "BEGIN { print ($three - $one) / 2 / $units }")" "$unit"
}

instructions_per_byte() { # instructions_per_byte WHAT DIR READER…
	read=$1 small=$2
	shift 2
	for reader; do
		per_unit "$read" "$reader" "$(cat "$small"/* | wc -c)" instructions/byte "$reader" build/tests/bench/bench-parse "$small"
	done
}

few() { # few FROM COUNT: a folder with the first files of another
	to=$(dirname "$1")/few-$(basename "$1")
	mkdir -p "$to"
	find "$1" -type f | sort | head -n "$2" | xargs cp -t "$to"
	echo "$to"
}

parse_set() { # parse_set NAME DIR: DIR/json and DIR/yaml
	build/tests/bench/bench-parse "$2/json" 7 | sed "s/^read JSON/& ($1)/"
	build/tests/bench/bench-parse "$2/yaml" 3 2>/dev/null | sed "s/^read YAML/& ($1)/"
	if command -v valgrind >/dev/null; then
		instructions_per_byte "read JSON ($1)" "$(few "$2/json" 20)" ours cJSON
		instructions_per_byte "read YAML ($1)" "$(few "$2/yaml" 10)" ours libyaml libfyaml
	else
		skip "instructions per byte: no valgrind"
	fi
}

bench_parse() {
	peers_built=$(ldd build/tests/bench/bench-parse)
	for lib in yaml fyaml; do
		case $peers_built in
		*"lib$lib"*) ;;
		*) skip "lib$lib was not there when build/ was configured" ;;
		esac
	done
	parse_set own "$data"
	if have_peers_set; then
		parse_set "peers' set" "$data/peers/data"
	else
		skip "the peers' set: no node or no ../shared"
	fi
}

schema_set() { # schema_set NAME SCHEMA DIR
	for _ in 1 2 3; do
		build/tests/bench/bench-schema "$2" "$3" 3
		! have_ajv || ajv "$2" "$3" 5
	done | sort -u | sed "s/\t/ ($1)\t/"
	if command -v valgrind >/dev/null; then
		small=$(few "$3" 200)
		per_unit "judge by the schema, parsed ($1)" ours "$(find "$small" -type f | wc -l)" instructions/manifest judge \
			build/tests/bench/bench-schema "$2" "$small"
	fi
}

bench_schema() {
	have_ajv || skip "ajv: no node, no npm or no answer from its registry"
	schema_set own "$schema" "$data/json"
	if have_peers_set; then
		schema_set "peers' set" "$data/peers/schema.json" "$data/peers/data/json"
	else
		skip "the peers' set: no node or no ../shared"
	fi
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

# A registry of the manifests, judged with a pack of which one rule, one source or every text list differs.
bench_impact() {
	home="$PWD/build/bench-impact"
	mkdir -p "$home"
	ninja -C build --quiet tests/bench/bench-fill
	XDG_DATA_HOME="$home" build/tests/bench/bench-fill "$home" checker/pack/digital-qazaqstan "$data/json" >&2 || return 1
	for draft in rule source list; do
		rm -rf "${data:?}/pack-$draft"
		cp -r checker/pack/digital-qazaqstan "$data/pack-$draft"
	done
	sed -i '0,/    severity: warning/s//    severity: error/' "$data/pack-rule/rules/GOV.yaml"
	sed -i '0,/retired_on: null/s//retired_on: "2020-01-01"/' "$data/pack-source/architecture/sources.yaml"
	sed -i '0,/^    ru: \[/s//    ru: ["пробное слово", /' "$data/pack-list/lists/concepts.yaml"
	for _ in 1 2 3; do
		for draft in rule source list; do
			(export XDG_DATA_HOME="$home" && spawn "impact of one $draft" ours wall,cpu,memory "$tizilim" pack impact "$data/pack-$draft" -q)
		done
	done
	XDG_DATA_HOME="$home" "$tizilim" down >/dev/null 2>&1
}

# Durable submissions, each with its request, beside inserts of as many bytes into a plain table of the same server.
bench_durable() {
	for _ in 1 2 3; do
		python3 tests/bench/durable.py "$tizilim"
	done
}

bench_cel() {
	for _ in 1 2 3 4 5; do
		build/tests/bench/bench-cel 200000
	done
}

# Ten rules of one manifest and three across all, over the set that the peers' figures are about: ours beside the same by
# hand in C and in JavaScript, and beside a CEL for JavaScript. Peers only count; ours says what is wrong in three languages.
have_hand() {
	[ -x "$data/rules_c" ] && return 0
	cc -O2 -o "$data/rules_c" "$shared/bench/peers/c/rules_c.c" -lcjson 2>/dev/null
}

# The harness runs from a copy below build/, since it resolves its packages from the folder it lies in. No script of a package
# runs: one of Spectral's reports every installation.
have_rule_peers() {
	command -v npm >/dev/null || return 1
	(cd "$harness" && echo '{ "private": true, "type": "module", "dependencies": { "@marcbachmann/cel-js": "8.0.0",
		"@open-policy-agent/opa-wasm": "1.10.0", "@stoplight/spectral-core": "1.24.1", "@stoplight/spectral-functions": "1.11.1",
		"@stoplight/spectral-parsers": "1.0.5" } }' >package.json &&
		timeout 120 npm install --silent --prefer-offline --ignore-scripts --no-audit --no-fund) >/dev/null 2>&1
}

# OPA's compiler is neither in Debian nor in npm's registry. From version 1 on it must be told that a policy is older.
have_policy() {
	if ! command -v opa >/dev/null; then
		skip "OPA (wasm): no program \"opa\" on PATH; put a release of Open Policy Agent there to have its policy compiled"
		return 1
	fi
	for older in --v0-compatible ''; do
		opa build ${older:+"$older"} -t wasm -e aireg/deny -o "$data/peers/policy.tar.gz" "$harness/../rules/rules.rego" \
			>"$data/peers/opa.log" 2>&1 &&
			tar -xzf "$data/peers/policy.tar.gz" -C "$manifests" /policy.wasm 2>/dev/null &&
			opa version | sed -n 's/^Version: /OPA (wasm): policy compiled by opa /p' && return 0
	done
	skip "OPA (wasm): opa did not compile the policy: $(head -n 1 "$data/peers/opa.log")"
	return 1
}

hand_instructions() { # of one manifest: the difference of three passes and one
	one=$(instructions "$data/rules_c" pre "$data/peers/few" 1)
	three=$(instructions "$data/rules_c" pre "$data/peers/few" 3)
	printf 'ten rules, parsed\tC by hand\t%s\tinstructions/manifest\n' "$(((three - one) / 2 / 500))"
}

js() { # js WHAT WHO FILES SCRIPT ARGUMENT…
	what=$1 who=$2 files=$3
	shift 3
	(cd "$harness" && CAT="$manifests/catalogue.json" node "$@") | python3 tests/bench/rules_peer.py "$what" "$who" "$files"
}

js_rules() { # js_rules ENGINE WHO: two passes, of which the better counts
	js "ten rules, parsed, CPU time" "$2" 10000 bench_rules.mjs "$1" "$manifests" pre 2
	js "read, parse, ten rules, CPU time" "$2" 10000 bench_rules.mjs "$1" "$manifests" full 2
}

js_across() {
	(cd "$harness" && node cross.mjs "$manifests" 3) | sed 's/.*"X1":\([0-9.]*\),"X2":\([0-9.]*\),"X3":\([0-9.]*\).*/\1 \2 \3/' |
		while read -r group pair cycle; do
			printf '%s all\tJavaScript by hand\t%s\tms CPU\n' "group over" "$group" "pair over" "$pair" "cycle over" "$cycle"
		done
}

# Spectral takes seconds for what the others do in one, so it gets the first files only; fewer would measure its warming up.
spectral() {
	build/tests/bench/bench-rules "$data/peers/schema.json" "$data/peers/first" 3 read | sed 's/CPU time/first 2,000, &/'
	js "read, parse, ten rules, first 2,000, CPU time" Spectral 2000 bench_spectral.mjs "$manifests" 2000
}

rules_round() { # rules_round ENGINE…
	for form in full read each; do
		build/tests/bench/bench-rules "$data/peers/schema.json" "$manifests" 1 "$form"
	done
	# As many in one process as the peer's.
	build/tests/bench/bench-rules "$data/peers/schema.json" "$manifests" 3 across
	js_rules native "JavaScript by hand"
	js_across
	for engine; do
		case $engine in
		cel) js_rules cel-marc cel-js ;;
		opa) js_rules opa-wasm "OPA (wasm)" ;;
		spectral) spectral ;;
		esac
	done
}

# A note once, and those of what was found in equally many files compared with the first, which is ours.
agreeing() {
	awk '
		/\t/ { print; next }
		told[$0]++ { next }
		{ print }
		match($0, / in [0-9]+ files: /) {
			files = substr($0, RSTART, RLENGTH)
			found = substr($0, RSTART + RLENGTH)
			if (!(files in first))
				first[files] = found
			else if (first[files] != found)
				print "DIFFERENT FINDINGS: " substr($0, 1, RSTART) "does not find what ours does" files first[files]
		}'
}

bench_rules() {
	if ! have_peers_set; then
		skip "rules: no node, or no ../shared/bench/peers"
		return
	fi
	manifests="$PWD/$data/peers/data"
	harness="$peers/harness/js"
	mkdir -p "$peers/harness" "$data/peers/few/json" "$data/peers/first/json"
	cp -r --no-preserve=mode "$shared/bench/peers/js" "$shared/bench/peers/rules" "$shared/bench/peers/schema.json" "$peers/harness"
	cp "$manifests/catalogue.json" "$data/peers/few"
	cp "$manifests/catalogue.json" "$data/peers/first"
	cp "$manifests/json/m000"*.json "$manifests/json/m00"[1-4]*.json "$data/peers/few/json"
	cp "$manifests/json/m0"[01]*.json "$data/peers/first/json"
	engines=
	if have_rule_peers; then
		engines="cel spectral"
		! have_policy || engines="cel opa spectral"
	else
		skip "cel-js, OPA (wasm) and Spectral: no npm or no answer from its registry"
	fi
	for _ in 1 2 3; do
		# shellcheck disable=SC2086 # a list of words
		rules_round $engines
	done | agreeing
	if ! have_hand; then
		skip "C by hand: no compiler or no cJSON"
	elif command -v valgrind >/dev/null; then
		per_unit "ten rules, parsed" ours 500 instructions/manifest each \
			build/tests/bench/bench-rules "$data/peers/schema.json" "$data/peers/few"
		hand_instructions
	else
		skip "instructions: no valgrind"
	fi
}

# The data of the shared prototype, which is also the peer that answers the same question exactly.
have_prototype() {
	[ -x "$data/dupbench" ] && return 0
	[ -f "$shared/prototypes/dupbench.c" ] || return 1
	python3 tests/bench/dup_freqs.py "$shared" >"$data/freqs.txt" 2>/dev/null || return 1
	gcc -O3 -march=native -fopenmp -w -o "$data/dupbench" "$shared/prototypes/dupbench.c" -lm
}

generated() { # generated COUNT: $data/COUNT.csr, .planted and .txt
	[ -f "$data/$1.txt" ] ||
		SHARE=0.30 "$data/dupbench" gen "$1" 1 "$data/freqs.txt" "$data/$1.csr" "$data/$1.planted" "$data/$1.txt" >/dev/null
}

# The prototype's own words to samples: "CPU ms/query p50 0.08 p95 0.14 …", "0.27s CPU".
prototype() { # prototype COUNT query|join
	case $2 in
	query) "$data/dupbench" query "$data/$1.csr" 0.2 1000 -p "$data/$1.planted" -T 1 | sed -n \
		-e "s/.*ms.query p50 \([0-9.]*\) p95 \([0-9.]*\).*/one against $1\tprototype\t\1\tms\none against $1, p95\tprototype\t\2\tms/p" ;;
	join) "$data/dupbench" join "$data/$1.csr" 0.3 -T 1 -B "$(($1 / 62500 + 1))" | sed -n \
		-e "s/.* \([0-9.]*\)s CPU.*/all pairs among $1\tprototype\t\1\ts CPU/p" ;;
	esac
}

dup_generated() { # dup_generated COUNT
	generated "$1"
	for _ in 1 2 3; do
		build/tests/bench/bench-space "$data/$1.csr" "$data/$1.planted" 0.2 query
		prototype "$1" query
	done | sort -u
	build/tests/bench/bench-space "$data/$1.csr" "$data/$1.planted" 0.3 join
	prototype "$1" join
	build/tests/bench/bench-space "$data/$1.csr" "$data/$1.planted" 0.3 add | grep 'one more'
	[ -z "$host" ] || python3 tests/bench/dup_peers.py "$host" "$PWD/$data/$1.txt" "$data/$1.planted" "$1"
}

# A million only when asked for: it takes half an hour and two gigabytes.
bench_dup() {
	host=
	if "$tizilim" up >/dev/null 2>&1; then
		cluster=$("$tizilim" up --lang en 2>/dev/null | sed -n 's/.*: \(\/.*\)/\1/p')
		host=$cluster/run
	else
		skip "PostgreSQL: no embedded registry"
	fi
	if have_prototype; then
		dup_generated 10000
		dup_generated 100000
		[ -z "$large" ] || dup_generated 1000000
	else
		skip "generated rows: no ../shared"
	fi
	# All streams, with evidence, on texts in three languages and codes that are more alike than real ones.
	python3 tests/bench/generate.py "$tizilim" "$data/many" 0 100000
	for count in 10000 100000; do
		for _ in 1 2 3; do
			build/tests/bench/bench-dup "$data/many/entries.jsonl" "$lists" "$count" one
		done
	done
	build/tests/bench/bench-dup "$data/many/entries.jsonl" "$lists" 10000 pairs
	[ -z "$large" ] || build/tests/bench/bench-dup "$data/many/entries.jsonl" "$lists" 100000 pairs
	"$tizilim" down >/dev/null 2>&1 && [ -n "$host" ] && rm -rf "$cluster"
}

# A registry of 100,000 and a snapshot of it: the answer to a submission, and a check by the file. Only by name: to fill it takes a
# quarter of an hour. The check runs under a limit of 64 MiB for private memory.
bench_submit() {
	home="$PWD/build/bench-registry"
	many=100000
	ninja -C build --quiet tests/bench/bench-fill
	if [ ! -d "$home/tizilim" ]; then
		mkdir -p "$home"
		python3 tests/bench/generate.py "$tizilim" "$data" 0 0 "$many"
		XDG_DATA_HOME="$home" build/tests/bench/bench-fill "$home" checker/pack/digital-qazaqstan "$data/many.jsonl" >&2 || return 1
	fi
	export XDG_DATA_HOME="$home"
	"$tizilim" index >/dev/null 2>&1
	"$tizilim" audit keygen "$data/bench.key" >"$data/bench.pub" 2>/dev/null
	"$tizilim" snapshot export "$data/registry.snapshot" --key "$data/bench.key" >/dev/null 2>&1
	printf 'snapshot of %s\tours\t%s\tMB\n' "$many" "$(wc -c <"$data/registry.snapshot" | awk '{ print $1 / 1e6 }')"
	for round in 1 2 3 4 5 6 7; do
		python3 -c '
import json, sys
m = json.load(open(sys.argv[1]))
m.pop("request", 0)
m["short_name"] = sys.argv[2]
json.dump(m, sys.stdout, ensure_ascii=False)' "$data/json/00000.json" "b-$(date +%s)-$round" >"$data/submitted.json"
		spawn "submit one among $many" ours wall,cpu "$tizilim" submit "$data/submitted.json"
		# shellcheck disable=SC2016 # the inner shell's
		spawn "check one by a snapshot of $many" ours wall,cpu sh -c 'ulimit -d 65536 && exec "$@"' sh \
			"$tizilim" check "$data/submitted.json" --snapshot "$data/registry.snapshot" --key "$data/bench.pub" -f summary
	done
	"$tizilim" down >/dev/null 2>&1
}

bench_dup_quality() {
	ninja -C build --quiet tests/bench/bench-dup-quality
	python3 tests/bench/dup_quality.py build/tests/bench/bench-dup-quality "$shared" "$lists"
}

# Not times but accuracy: precision and recall on the planted portfolio.
bench_judge() {
	python3 tests/bench/judge.py build/tests/bench/bench-judge "$PWD" "$@"
}

if [ "${1-}" = judge ] && [ "${2-}" = --write ]; then
	bench_judge --write
	exit
fi
make_data || exit 7
large=
failed=0
if [ "${1-}" = --large ]; then
	large=yes
	shift
fi
if [ "${1-}" = --gate ]; then
	shift
	exec python3 tests/bench/gate.py "$data" "$@"
fi
echo "machine: $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(date -u +%Y-%m-%d)"
[ $# -gt 0 ] || set -- parse schema check impact audit cel rules dup dup-quality judge durable
# A million events with their records in one chain; the peer is the verifier of tests/interop, which knows fewer records.
bench_audit() {
	ninja -C build --quiet tests/bench/bench-proof
	build/tests/bench/bench-proof 1000000 >"$data/history.jsonl"
	for _ in 1 2 3; do
		spawn "verify a million events" ours wall,cpu,memory "$tizilim" audit verify "$data/history.jsonl"
	done
	spawn "verify a million events" Python wall,cpu,memory python3 tests/interop/proof.py --only "$data/history.jsonl"
	rm "$data/history.jsonl"
}
for name; do
	case $name in
	parse | schema | check | impact | audit | cel | rules | dup | submit | dup-quality | judge | durable) ;;
	*)
		echo "no bench \"$name\"; there are parse, schema, check, impact, audit, cel, rules, dup, submit, dup-quality, judge and durable" >&2
		exit 2
		;;
	esac
	echo
	echo "$name"
	case $name in
	dup-quality) bench_dup_quality || failed=1 ;;
	judge) bench_judge || failed=1 ;;
	*) "bench_$name" | python3 tests/bench/table.py ;;
	esac
done
[ "$failed" = 0 ]
