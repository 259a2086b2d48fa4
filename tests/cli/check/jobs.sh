# However many processes judge, the report is the same, bytes and order.
mkdir in
n=0
while [ $n -lt 200 ]; do
	printf 'schema_version: "1.0"\nshort_name: s-%s\nname: { ru: "Имя %s" }\nowner: { body: msh }\nstage: pilot\ndata_sources: [{ source: unknown-%s, obtained: people }]\n' $n $n $n >in/$n.yaml
	n=$((n + 1))
done
# Two files of one initiative, of which a rule says that it cannot judge them.
for n in 1 2 3 4 5 6 7; do
	sed "s/unknown-$n/gbd-fl/; s/: people/: authority/" in/$n.yaml >in/p$n.yaml
	cp in/p$n.yaml in/p$n-.yaml
done
for jobs in 1 2 7; do
	for form in json text csv; do
		"$TIZILIM" check in --jobs $jobs -f $form --as-of 2026-12-01 >$form.$jobs 2>/dev/null
		echo "$form with $jobs: exit $?, $(cmp $form.1 $form.$jobs && echo the same)"
	done
done
grep -c unknown- csv.2
"$TIZILIM" check in --jobs 999 2>&1
echo "exit $?"
