# What docs/RULES.md says an expression may call is there: each call of its table in a rule that loads, and judges.
. "$SOURCE/tests/cli/rules/pack.inc"
t="manifest.short_name" l="[1, 2]" m="{'a': 1, 'b': 2}" o="manifest.?short_name"
cp small/rules/TST.yaml sound.yaml
while read -r expression; do
	{
		sed '/^    all: { short/,$d' sound.yaml
		printf '    all: { short: "length < 40 && (%s)" }\n' "$expression"
		sed '1,/^    all: { short/d' sound.yaml
	} >small/rules/TST.yaml
	"$TIZILIM" rules test small TST-002 --lang en 2>said >out || echo "$expression"
	grep -v failed: out
	grep -v '^→' said
done <<CEL
$t.contains('a') && $t.startsWith('p') && $t.endsWith('n') || true
$t.matches('^[a-z-]+\$') && $t.indexOf('a') < 100 && $t.lastIndexOf('a') < 100
$t.substring(0, 1) + $t.charAt(0) != '' && $t.replace('-', '') != '' && size($t.split('-')) > 0
$t.trim() == $t && $t.reverse().reverse() == $t && $t.lowerAscii() == $t && $t.upperAscii() != $t
size($l + $l) == 4 && 1 in $l && 'a' in $m && $l[0] == 1 && $m['a'] == 1 && ['x', 'y'].join(', ') == 'x, y' && $l.reverse() == [2, 1]
$l.exists(i, i == 1) && $l.all(i, i < 3) && $l.exists_one(i, i == 1) && $l.filter(i, i > 1) == [2] && $l.map(i, i + 1) == [2, 3]
$l.map(i, i > 1, i + 1) == [3] && $m.all(k, v, k != '' && v > 0) && $m.transformList(k, v, v) == [1, 2] && size($m.transformMap(k, v, v + 1)) == 2
int('1') + 1 == 2 && double(1) == 1.0 && string(1) == '1' && math.abs(-1) == 1 && math.greatest(1, 2) == 2 && math.least(1, 2) == 1
math.floor(1.5) == 1.0 && math.ceil(1.5) == 2.0 && math.round(1.4) == 1.0 && 7 % 2 == 1
$o.hasValue() && $o.orValue('') != '' && $o.value() != '' && type($t) == string
timestamp('2026-01-01T00:00:00Z').getFullYear() == 2026 && duration('1h').getHours() == 1 && add_months('2026-01-31', 1) > '2026-01-31'
CEL
# One that is not there, and is like none.
sed 's/length < 40/manifest.short_name.beginsWith("a")/; s/{ short: "\(.*\)" }/{ short: \x27\1\x27 }/' sound.yaml >small/rules/TST.yaml
"$TIZILIM" rules test small TST-002 --lang en
echo "exit $?"
