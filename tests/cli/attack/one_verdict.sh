# H20, H22: a file by name, twice, through standard input, a pipe and a device, and in every locale: one hash, one list
# of findings. Only the name that the file was given by differs, and the fingerprints, which hold it.
sed -n '3,$s/^  //p' "$SOURCE/checker/pack/digital-qazaqstan/lists/example.yaml" >a.yaml
printf 'unknown: 1.5\nscore: 1.5e-7\n' >>a.yaml
findings() { # findings ARGUMENT…
	"$TIZILIM" check "$@" -f json --fail-on never | sed 's/"file":"[^"]*"//g; s/"fingerprint":"[^"]*"//g'
}
findings a.yaml >want
grep -c '^{"rule":"[a-z]*/' want
grep -c "$(sha256sum <a.yaml | cut -d ' ' -f 1)" want
same() { # same WHAT ARGUMENT…
	what=$1
	shift
	findings "$@" | diff want - && echo "$what: same"
}
same again a.yaml
same 'standard input' - <a.yaml
(sleep 0.2; cat a.yaml) | same pipe -
(sleep 0.2; cat a.yaml) | same device /dev/stdin
for locale in de_DE.UTF-8 ru_RU.UTF-8 kk_KZ.UTF-8 tr_TR.UTF-8 C POSIX; do
	LC_ALL=$locale same "$locale" a.yaml
done
