# A new manifest can be checked as it is, in each language.
for lang in kk ru en; do
	"$TIZILIM" new "$lang.yaml" --lang "$lang" 2>/dev/null || exit
	"$TIZILIM" validate "$lang.yaml" --lang en -q || exit
done
"$TIZILIM" new en.yaml
echo "again: $?"
