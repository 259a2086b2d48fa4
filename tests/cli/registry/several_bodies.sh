# Who has duties for two bodies submits for both at once; each keeps a run of its own. The index of
# duplicates is not theirs to write: what they submit is compared all the same.
{
	"$TIZILIM" person add s.two --name "Two" --body mt
	"$TIZILIM" duty grant s.two submitter mt
	"$TIZILIM" duty grant s.two submitter mz
	"$TIZILIM" person add s.one --name "One" --body mt
	"$TIZILIM" duty grant s.one submitter mt
} >/dev/null 2>&1
mkdir d
for body in mt mz msh; do
	cat >d/$body.yaml <<YAML
schema_version: "1.0"
short_name: sorter-$body
name: { ru: "Сортировщик $body" }
summary: { ru: "Чат-бот отвечает гражданам на вопросы о записи к врачу и переносит запись на другое время" }
owner: { body: $body }
stage: idea
YAML
done
"$TIZILIM" submit d --as s.two --json
echo "of a body that is not theirs: $?"
mv d/msh.yaml .
"$TIZILIM" submit d --as s.one --json
echo "of two bodies with a duty for one: $?"
"$TIZILIM" submit d --as s.two --json
echo "of two bodies: $?"
"$TIZILIM" history mz/sorter-mz --as s.two --lang en | sed 's/20[0-9-]\{8\}[T0-9:.Z ]*/TIME /; s/[0-9a-f]\{8,\}/HASH/g'
"$TIZILIM" submit msh.yaml --lang en -q 2>/dev/null | grep -o 'sorter-m[tz]' | sort -u
"$TIZILIM" withdraw mt/sorter-mt --as s.two --reason "a mistake" --lang en
"$TIZILIM" duplicates msh/sorter-msh --lang en 2>/dev/null | grep -o 'sorter-m[tz]' | sort -u
"$TIZILIM" index --lang en 2>/dev/null | head -1
"$TIZILIM" duplicates msh/sorter-msh --lang en 2>/dev/null | grep -o 'sorter-m[tz]' | sort -u
