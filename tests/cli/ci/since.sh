# Only what is new since the branch left another; git is asked, nothing that a repository could run is run.
. "$SOURCE/tests/cli/ci/manifest.inc"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_DATE=2026-01-01T00:00:00Z GIT_COMMITTER_DATE=2026-01-01T00:00:00Z
git init -q -b main repo
cd repo || exit 1
git config user.name someone
git config user.email someone@example.kz
mkdir in
manifest aa unknown-a >in/a.yaml
manifest bb unknown-b >in/b.yaml
manifest cc unknown-c >in/c.yaml
git add . && git commit -qm first
git switch -qc feature
git mv in/b.yaml in/renamed.yaml
manifest dd unknown-d >in/d.yaml
git rm -q in/c.yaml
git add . && git commit -qm second
git switch -q main
manifest ee unknown-e >in/e.yaml
git add . && git commit -qm "main goes on"
git switch -q feature
echo "== a new file counts, a renamed and an old one do not, one is gone"
findings in --since main
echo "== a renamed file alone"
findings in/renamed.yaml --since main
echo "== from a folder below, by a pattern"
(cd in && findings '*.yaml' --since main)
echo "== what is not committed yet"
manifest aa unknown-a unknown-z >in/a.yaml
findings in/a.yaml --since HEAD
echo "== a text that was never saved"
manifest aa unknown-a unknown-y | findings - --stdin-path in/a.yaml --since main
git checkout -q in/a.yaml
echo "== together with an earlier report"
"$TIZILIM" check in/d.yaml -f json=../d.json --as-of 2026-12-01 2>/dev/null
findings in --since main --baseline ../d.json
echo "== an unknown revision, one that looks like an option, none in common, no repository"
findings in --since nowhere
findings in --since=--output=../pwned
git switch -q --orphan island
manifest ff unknown-f >f.yaml
git add . && git commit -qm island
findings f.yaml --since main
cd ..
manifest gg >g.yaml
findings g.yaml --since main 2>&1 | sed 's/: fatal.*//'
echo "== a hostile repository runs nothing"
cd repo || exit 1
git switch -q feature
for key in core.fsmonitor diff.external core.pager core.sshCommand core.editor filter.x.smudge filter.x.clean diff.x.textconv diff.x.command; do
	git config "$key" "touch $PWD/../pwned"
done
echo '*.yaml filter=x diff=x' >.git/info/attributes
findings in --since main >/dev/null 2>&1
ls ../pwned 2>&1 | sed "s/.*: //"
echo "== without git"
PATH=/nowhere "$TIZILIM" check in --since main -q
echo "exit $?"
