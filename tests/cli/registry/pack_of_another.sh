# Packs are loaded by administrators; a submission by another pack than the registry's is refused, and says what to do.
{
	"$TIZILIM" person add k.mt --name "K" --body mt
	"$TIZILIM" duty grant k.mt submitter mt
} >/dev/null 2>&1
cat >a.yaml <<'YAML'
schema_version: "1.0"
short_name: k-one
name: { kk: "Бір", ru: "Один", en: "One" }
owner: { body: mt }
stage: design
YAML
pack=$SOURCE/checker/pack/digital-qazaqstan
for version in older newer; do cp -r "$pack" $version; done
sed -i 's/^version: .*/version: "2020.1"/; s/^valid_from: .*/valid_from: 2020-01-01/' older/pack.yaml
sed -i 's/^version: .*/version: "2030.1"/' newer/pack.yaml
say() { # say WHAT: the version of the shipped pack and the hash of the newer one are not the test's
	"$TIZILIM" submit a.yaml --json "$@" 2>err
	echo "exit $?"
	sed "s/[0-9.-]* *, valid from [0-9-]*/VERSION, valid from DATE/; s/([0-9a-f]\{8\})/(HASH)/" err
}
"$TIZILIM" submit a.yaml --as k.mt --json 2>/dev/null | sed 's/,"errors.*//'
say --as k.mt --pack older
say --as k.mt --pack newer
say --pack older
"$TIZILIM" withdraw mt/k-one --as k.mt --lang en
