shipped=$SOURCE/checker/pack/digital-qazaqstan
"$TIZILIM" pack lint --fail-on warning -f json --as-of 2026-12-01 >shipped.json
echo "the shipped pack: $?"
python3 - <<'P'
import json
r = json.load(open("shipped.json"))
print(sorted({f["rule"] for f in r["findings"] if f["severity"] != "info"}), r["judged_by"])
P

# Each fault is found, at its place, and none hides the next. Places change with the facts, so they are compared and left out.
edit() { # edit FILE OLD NEW …: the first of each; says the line of each in FILE.lines
	python3 - "$@" <<'P'
import re, sys
path, pairs = sys.argv[1], sys.argv[2:]
text = open(path, encoding="utf-8").read()
for old, new in zip(pairs[::2], pairs[1::2]):
    assert re.search(old, text, re.M), (path, old)
    text = re.sub(old, new, text, count=1, flags=re.M)
open(path, "w", encoding="utf-8").write(text)
P
}
cp -r "$shipped" bad
edit bad/architecture/bodies.yaml '^    sector: (\S+)$' '    sector: no-such-sector' '^    status: active$' '    status: abolished'
edit bad/architecture/norms.yaml 'in_force_from: "2026-01-18"\n    in_force_to: null' 'in_force_from: "2026-01-18"\n    in_force_to: "2025-12-31"'
edit bad/architecture/sources.yaml '^    owner: (\S+)$' '    owner: nobody' '^    url: "http[^"]*"$' '    url: null'
edit bad/rules/PDP.yaml '^    basis: \[[^\]]*\]' '    basis: [no-such-norm]'
edit bad/rules/SRC.yaml 'has\(s\.obtained\)' 'has(s.obtaind)'
plain() { sed -E 's/^([^:]*):[0-9]+:[0-9]+: /\1: /; s/(rule|правило) [A-Z]+-[0-9]+/\1 R/; s/[A-Z]+-[0-9]+ (ережесі)/R \1/; s/(column|столбец) [0-9]+/\1 N/; s/[0-9]+(-баған)/N\1/'; }
for lang in en ru kk; do
	"$TIZILIM" pack lint bad --lang $lang -q --as-of 2026-12-01 |
		grep -E 'no-such|nobody|obtaind|2025-12-31|pack/(mark|alias)|is no longer|больше не|қолданыстан' | plain | sort
done
"$TIZILIM" pack lint bad >/dev/null
echo "faults: $?"
"$TIZILIM" pack lint bad -q --lang en | grep no-such-sector | cut -d: -f2 >line
grep -n no-such-sector bad/architecture/bodies.yaml | cut -d: -f1 | cmp - line && echo "at its line"

# Names: two entries with one name, and one that is marked as ambiguous on one side only.
cp -r "$shipped" names
edit names/architecture/platforms.yaml '^(    )abbreviations: .*' '\1abbreviations: ["қос атау", "екіұшты"]'
edit names/architecture/platforms.yaml '(қос атау(?:.*\n)+?    )ambiguous_aliases: .*((?:.*\n)+?    )ambiguous_aliases: .*' '\1ambiguous_aliases: []\2ambiguous_aliases: ["екіұшты"]'
edit names/architecture/platforms.yaml '(қос атау.*\n(?:.*\n)+?    )abbreviations: .*' '\1abbreviations: ["ҚОС  АТАУ"]'
"$TIZILIM" pack lint names --lang en -q | grep platforms.yaml | grep warning | plain | sed -E 's/to (both )?[a-z0-9-]+ and (to )?[a-z0-9-]+/to A and B/'
"$TIZILIM" pack lint names --fail-on warning >/dev/null
echo "warnings: $?"

# A file that pack.yaml does not list would never speak.
cp -r "$shipped" more
cp more/rules/GOV.yaml more/rules/OWN.yaml
"$TIZILIM" pack lint more --lang en -q | grep -E 'pack/load|^Not as it is' | sed 's/, information.*//'
"$TIZILIM" rules test more OWN-001
echo "a file not listed: $?"
# A file that does not parse hides nothing: it is not said to be missing from pack.yaml, and the others are read.
cp -r "$shipped" torn
printf 'rules: [\n' >torn/rules/GOV.yaml
sed -i 's/obtained/obtaind/' torn/rules/SRC.yaml
"$TIZILIM" pack lint torn --lang en -q | grep -cE 'rules/GOV.yaml.*(syntax|closed)|pack.yaml does not list'
"$TIZILIM" pack lint torn --lang en -q | grep -m1 -oE 'rules/SRC.yaml.*obtaind' | plain
"$TIZILIM" explain pack/load --lang en

# A rule that no norm carries on the day.
"$TIZILIM" pack lint --lang en -q --as-of 2025-12-31 | grep 'AIL-001'
"$TIZILIM" pack lint nowhere
echo "no pack: $?"
