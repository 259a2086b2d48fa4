shipped=$SOURCE/checker/pack/digital-qazaqstan
example=$(ls "$SOURCE"/docs/examples/initiatives/* | head -n 1)
cp "$example" a.yaml
sed 's/^short_name: .*/short_name: other-name/' a.yaml >b.yaml

# One pack is one pack, wherever it lies: the copy has the hash of the one in the program.
cp -r "$shipped" copy
"$TIZILIM" check a.yaml --lang en | sed 1q >one
"$TIZILIM" check a.yaml --lang en --pack copy | sed 1q >two
cmp one two && echo "same pack"

# What a rule bound for one initiative is there when the finding about another is written.
sed "s/^    when: \"size(key(n)) >= 5\"/      both: \"[body, key(n)].map(x, x + '!')\"\n    when: \"size(both) == 2\"/
s/The name «{n}»/The name «{size(both)} {both[0]}»/" "$shipped/rules/DUP.yaml" >copy/rules/DUP.yaml
"$TIZILIM" check a.yaml b.yaml --lang en -q --pack copy | grep -c 'The name «2 [a-z-]*!»'

sed '1,/^    kk/s/^    kk: \[/    kz: [/' "$shipped/lists/concepts.yaml" >copy/lists/concepts.yaml
"$TIZILIM" check a.yaml --lang en --pack copy
echo "misspelt language in a list: $?"
