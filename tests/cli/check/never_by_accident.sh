# Nothing judged is never success.
mkdir empty
"$TIZILIM" check empty
echo "folder without manifests: $?"
"$TIZILIM" check missing.yaml
echo "no such file: $?"
"$TIZILIM" check
echo "no argument: $?"
: >zero.yaml
"$TIZILIM" check zero.yaml -q --lang en
echo "empty file: $?"
"$TIZILIM" check --all
echo "--all without --registry: $?"
for option in since baseline ignore pack snapshot key format; do
	"$TIZILIM" check zero.yaml "--$option" "" --lang en
	echo "--$option with an empty variable: $?"
done
for option in --key=publisher.pub --max-age=3 --pack-key=publisher.pub; do
	"$TIZILIM" check zero.yaml "$option" --lang en
	echo "$option, and nothing to verify: $?"
done
