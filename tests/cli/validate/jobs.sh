# The same bytes however many processes share the work.
mkdir files
i=0
while [ $i -lt 260 ]; do
	case $i in
	*7) echo "{\"n\": \"$i\"}" ;;
	*13) echo '{"n": ' ;;
	*) echo "{\"n\": $i}" ;;
	esac >"files/$i.json"
	i=$((i + 1))
done
echo '{"properties": {"n": {"type": "integer", "maximum": 250}}}' >s.json
for form in text json sarif; do
	for jobs in 1 0 2 3 7; do
		"$TIZILIM" validate --schema s.json files -f $form --jobs $jobs >$jobs.$form 2>/dev/null
		echo "$form $jobs: $? $(cmp 1.$form $jobs.$form && echo same)"
	done 2>&1
done
tail -n 1 1.text
