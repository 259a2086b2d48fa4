# Help, errors and advice in the language asked for, wherever --lang stands; else in the locale's, else in Russian.
for lang in kk ru en; do
	echo "== $lang"
	"$TIZILIM" check --help --lang $lang | sed -n '1,3p; /--since/p; /^ *70/p'
	"$TIZILIM" chek --lang $lang 2>&1
	"$TIZILIM" check nowhere.yaml --lang=$lang 2>&1
	"$TIZILIM" check --formt x --lang $lang 2>&1
	"$TIZILIM" check . --pack nowhere --lang $lang 2>&1
	LC_ALL=${lang}_KZ.UTF-8 "$TIZILIM" help | tail -n 2
done
