# H17, J01, J02, J11: the limit is one of bytes and stands before the reader; what is no regular file is not opened.
status() { # status ARGUMENT…: the exit code and the first line of what is said
	"$TIZILIM" check "$@" --lang en -f text >out 2>err
	code=$?
	echo "exit $code: $(cat out err | grep -m 1 -o -e 'larger.*' -e 'document/.*' -e 'schema/.*' -e 'cannot.*')"
}
head -c 1048574 /dev/zero | tr '\0' x | sed 's/.*/"&"/' | tr -d '\n' >whole.json
status whole.json
head -c 1048575 /dev/zero | tr '\0' x | sed 's/.*/"&"/' | tr -d '\n' >more.json
status more.json
: >nothing.json
status nothing.json
printf 7 >byte.json
status byte.json
truncate -s 3G hole.yaml
status hole.yaml
status /dev/zero
mkfifo pipe.yaml
status pipe.yaml
status - <&-
