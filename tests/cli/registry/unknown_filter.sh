for filter in --body=minzdrak --stage=ideas --status=gone --function=fn-none --source=nothing-of-this-name --territory=atlantis; do
	"$TIZILIM" list "$filter"
	echo "list $filter: $?"
done
"$TIZILIM" uses --platform=nothing-of-this-name
echo "uses: $?"
