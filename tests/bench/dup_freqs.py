"""
Frequencies of the words of real descriptions, one a line, for the generator of the shared prototype:
dup_freqs.py SHARED (folder with data/us_inventories.jsonl and prototypes/common.py)
"""
import collections
import json
import sys

sys.path.insert(0, f'{sys.argv[1]}/prototypes')
from common import en_terms  # noqa: E402

counts = collections.Counter()
with open(f'{sys.argv[1]}/data/us_inventories.jsonl', encoding='utf-8') as f:
    for line in f:
        row = json.loads(line)
        counts.update(en_terms(f'{row["t"]} . {row["p"]} . {row["o"]}'))
for _, count in counts.most_common():
    print(count)
