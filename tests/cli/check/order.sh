# What two initiatives have in common is said in the same words, whichever of them comes first.
E="$SOURCE/docs/examples/initiatives"
for lang in kk ru en; do
	"$TIZILIM" check "$E/aktau-roads.yaml" "$E/ejoldar-ai.yaml" --lang $lang --rule DUP-001 2>/dev/null | grep 'DUP-001  ' | sort >one
	"$TIZILIM" check "$E/ejoldar-ai.yaml" "$E/aktau-roads.yaml" --lang $lang --rule DUP-001 2>/dev/null | grep 'DUP-001  ' | sort >other
	grep -c . one
	cmp one other
done
