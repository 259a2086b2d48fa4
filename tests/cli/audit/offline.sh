# A history is verified where there is no registry, no database and no right to anything.
export XDG_DATA_HOME=/nowhere TIZILIM_DB="host=/nowhere"
cases=$SOURCE/tests/cases/proof
cp "$cases"/* .
"$TIZILIM" audit verify history.jsonl --anchor checkpoint.txt --lang en
echo "exit $?"
"$TIZILIM" audit verify - --lang kk <history.jsonl
echo "exit $?"

judge() {
	echo "# $1"
	"$TIZILIM" audit verify changed.jsonl --anchor checkpoint.txt --lang "${2-en}" >judged.txt 2>/dev/null
	code=$?
	sed 's/[0-9a-f-]\{36\}/UUID/' judged.txt
	echo "exit $code"
}
sed '/"event", "body" : "msh", "seq" : 2,/s/pilot/pilox/' history.jsonl >changed.jsonl
judge "a letter" ru
sed '/"event", "body" : "msh", "seq" : 4,/d' history.jsonl >changed.jsonl
judge "an event is gone" kk
grep -v '"body" : "old"' history.jsonl | sed 's/,"old"//' >changed.jsonl
judge "a chain is gone"
sed '/"head", "body" : "mz"/q' history.jsonl >changed.jsonl
judge "the end is gone"
sed 's/"row" : {"login" : "bota"/"row" : {"login" : "boto"/' history.jsonl >changed.jsonl
judge "another login"
echo "hello" >changed.jsonl
judge "no history at all"
: >changed.jsonl
judge "nothing"
"$TIZILIM" audit verify absent.jsonl --lang en
echo "exit $?"

sed '/"event", "body" : "msh", "seq" : 2,/s/pilot/pilox/' history.jsonl >changed.jsonl
"$TIZILIM" audit verify changed.jsonl -f json | sed 's/[0-9a-f]\{64\}/HASH/g'

# Anchors: heads as submissions print them, checkpoints, and what is none.
grep "head msh" checkpoint.txt | cut -c 1-43 >mine.txt
"$TIZILIM" audit verify history.jsonl --anchor mine.txt --anchor checkpoint.txt --lang en
echo "exit $?"
awk '{ $4 = (substr($4, 1, 1) == "0" ? "1" : "0") substr($4, 2); print }' mine.txt >other.txt
"$TIZILIM" audit verify history.jsonl --anchor other.txt --lang en
echo "exit $?"
sed 's/number 1/number 2/' checkpoint.txt >other.txt
"$TIZILIM" audit verify history.jsonl --anchor other.txt --lang en
echo "exit $?"
"$TIZILIM" audit compare mine.txt checkpoint.txt --lang en
echo "exit $?"
awk '{ $3 = $3 - 1; print }' mine.txt >other.txt
"$TIZILIM" audit compare mine.txt other.txt --lang en
echo "exit $?"

# A key is private, and is not written over.
"$TIZILIM" audit keygen auditor.key 2>/dev/null >auditor.pub
wc -c <auditor.pub
ls -l auditor.key | cut -c 1-10
"$TIZILIM" audit keygen auditor.key --lang en
echo "exit $?"
"$TIZILIM" audit verify history.jsonl --anchor checkpoint.txt --public-key auditor.pub --lang en
echo "exit $?"
