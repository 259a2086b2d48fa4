# What is wrong with a registry, for a person and for a program; anybody may ask, and is told what he could not see.
"$TIZILIM" up >/dev/null 2>&1
"$TIZILIM" doctor --lang en
echo "sound: $?"
"$TIZILIM" doctor --lang kk
"$TIZILIM" doctor --json | python3 -c '
import json, sys
d = json.load(sys.stdin)
print([(f["id"], f["grade"], sorted(f["what"])) for f in d["findings"]], [sorted(u) for u in d["unseen"]])'
"$TIZILIM" person add doc.sub --name "Submitter" --body mt >/dev/null 2>&1
"$TIZILIM" doctor --as doc.sub --lang ru
echo "a submitter: $?"
