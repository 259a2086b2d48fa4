# What the program, its pack and its schemas are; "--version" is the command "version". The hash of the pack is not compared.
for lang in kk ru en; do
	"$TIZILIM" version --lang $lang 2>&1 | sed 's/sha256 [0-9a-f]\{64\}$/sha256 HASH/; s/2[0-9]\{3\}[0-9.-]*/DAY/g; s/initiative-1.0, .*/initiative-1.0 …/'
done
"$TIZILIM" --version --json | sed 's/"sha256":"[0-9a-f]\{64\}"/"sha256":"HASH"/; s/"2[0-9]\{3\}[0-9.-]*"/"DAY"/g; s/},{"name":"architecture.*/ …/'
"$TIZILIM" --version --jsn
echo "exit $?"
# What a shell asks for the words behind the program's name, the last of them not finished.
"$TIZILIM" --complete pack d
"$TIZILIM" --complete check --fail-on=e
"$TIZILIM" --complete ref show --lang kk gbd-f
"$TIZILIM" --complete nothing x
"$TIZILIM" --complete
