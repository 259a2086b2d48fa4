shipped=$SOURCE/checker/pack/digital-qazaqstan
examples=$SOURCE/docs/examples/initiatives
edit() { # edit FILE OLD NEW: the first
	python3 - "$@" <<'P'
import re, sys
path, old, new = sys.argv[1:]
text = open(path, encoding="utf-8").read()
assert re.search(old, text, re.M), (path, old)
open(path, "w", encoding="utf-8").write(re.sub(old, new, text, count=1, flags=re.M))
P
}
# What impact says is what checking with both packs gives: by fingerprint, for a rule, a fact, a norm and a list.
cat >agree.py <<'P'
import json, os, subprocess, sys
tizilim, new, where = os.environ["TIZILIM"], sys.argv[1], sys.argv[2:]
def run(*args):
    out = subprocess.run([tizilim, *args, "-f", "json", "--as-of", "2026-12-01"], capture_output=True, text=True)
    assert out.returncode in (0, 1), out.stderr
    return json.loads(out.stdout)
def found(*pack):
    r = run("check", *(where or ["--all", "--registry"]), *pack)
    return {f["fingerprint"]: (f["initiative"], f["rule"], f["pointer"], f["severity"]) for f in r["findings"]}
a, b = found(), found("--pack", new)
want = sorted([("gained", *b[k][:3]) for k in b.keys() - a.keys()] + [("lost", *a[k][:3]) for k in a.keys() - b.keys()] +
    [("severer" if b[k][3] == "error" or a[k][3] == "info" else "milder", *b[k][:3]) for k in a.keys() & b.keys() if a[k][3] != b[k][3]])
i = run("pack", "impact", new, *where)
got = sorted((c["change"], c["initiative"], c["rule"], c["pointer"]) for c in i["changes"])
print(new, "agree" if got == want else ("differ", got, want), "changed" if got else "unchanged", "some rules skipped" if i["rules_same"] else "all judged")
P
for draft in rule fact norm list sign same fewer name; do cp -r "$shipped" $draft; done
edit rule/rules/GOV.yaml '    severity: warning' '    severity: error'
edit fact/architecture/sources.yaml '(id: gbd-fl\n(?:    .*\n)*?    retired_on: )null' '\1"2026-10-01"'
edit norm/architecture/norms.yaml '(id: dt-881\n(?:    .*\n)*?    in_force_from: ).*' '\1"2027-01-01"'
edit list/lists/concepts.yaml '^    ru: \[' '    ru: ["пробное слово", '
edit name/architecture/sources.yaml '(id: gbd-fl\n(?:    .*\n)*?    name:\n(?:      .*\n)*?      en: ).*' '\1"Register of natural persons"'
edit sign/lists/phrases.yaml '^      ru: \[\n' '      ru: [\n        пробное слово,\n'
edit same/pack.yaml '^version: .*' 'version: "2027.1"'
edit fewer/pack.yaml '^  - DUP.yaml\n' ''
rm fewer/rules/DUP.yaml
for draft in rule fact norm list sign same fewer name; do python3 agree.py $draft "$examples"; done
"$TIZILIM" pack impact same "$examples" >/dev/null 2>&1
echo "no change: $?"
"$TIZILIM" pack impact rule "$examples" >/dev/null 2>&1
echo "a change: $?"

# As people read it; hashes change with the pack.
sed '/^goals:/,/^[a-z]/{/^goals:/d;/^ /d;}' "$(grep -l '^goals:' "$examples"/*.yaml | head -n 1)" >one.yaml
for lang in kk ru en; do
	"$TIZILIM" pack impact rule one.yaml --lang $lang --as-of 2026-12-01 | sed 's/([0-9a-f]\{8\})/(HASH)/g; s/: [0-9]*)$/: N)/; s/ 20[0-9.]* (HASH)/ V (HASH)/g'
	"$TIZILIM" pack impact norm one.yaml --lang $lang --as-of 2026-12-01 -q | tail -n 2
done

# The registry, one of this test's own; the same answer, and nothing is changed there.
export XDG_DATA_HOME="$PWD/data"
mkdir "$XDG_DATA_HOME"
"$TIZILIM" pack impact fact --lang en 2>&1 >/dev/null | grep empty
"$TIZILIM" submit "$examples" >/dev/null 2>&1
"$TIZILIM" list --json >before.json
python3 agree.py fact
python3 agree.py rule
"$TIZILIM" list --json | cmp - before.json && echo "nothing was changed"
"$TIZILIM" down >/dev/null 2>&1
"$TIZILIM" pack impact nowhere
echo "no pack: $?"
"$TIZILIM" pack impact same nothing.yaml >/dev/null
echo "no file: $?"
