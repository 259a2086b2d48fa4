#!/usr/bin/env python3
"""Makes the list of translations of the duplicate search from the project's own texts.

translations.py STEMS ROOT

Learns which Kazakh words stand for Russian and English ones from texts that the project has in three languages (facts and
rules of the pack, schemas, messages): IBM model 1 between stems, five rounds. Prints
checker/pack/digital-qazaqstan/lists/translations.yaml: for each stem how its likeliest Kazakh translations begin, and how
much each counts, in sixteenths. STEMS is bench-stems.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys

import yaml

STEMS, ROOT = sys.argv[1:]
PACK = os.path.join(ROOT, "checker/pack/digital-qazaqstan")
ROUNDS, LONGEST, LEAST, MOST, MET = 5, 40, 0.1, 3, 2
LETTERS = {"ru": re.compile("[а-яё]+"), "en": re.compile("[a-z]+")}
HEAD = """\
# By which words of different languages meet: how the likeliest Kazakh translations of a stem begin, in letters of no script,
# and how much each counts, in sixteenths. Learned from the project's own texts in three languages, and made again by
# tests/bench/translations.py; lines are sorted by bytes. A working aid of the search: it proves nothing by itself.
"""


def walk(node, out):
    """Every text that stands in three languages, or as title and x-title; not the examples of rules."""
    if isinstance(node, list):
        for item in node:
            walk(item, out)
    if not isinstance(node, dict):
        return
    if all(isinstance(node.get(lang), str) for lang in ("kk", "ru", "en")):
        out.append((node["kk"], node["ru"], node["en"]))
    for key in ("title", "description"):
        other = node.get("x-" + key)
        if isinstance(node.get(key), str) and isinstance(other, dict) and "kk" in other and "ru" in other:
            out.append((other["kk"], other["ru"], node[key]))
    for key, value in node.items():
        if key != "tests":
            walk(value, out)


def texts():
    out = []
    for path in sorted(glob.glob(f"{PACK}/architecture/*.yaml") + glob.glob(f"{PACK}/rules/*.yaml")):
        walk(yaml.safe_load(open(path, encoding="utf-8")), out)
    for path in sorted(glob.glob(f"{ROOT}/schemas/*.json")):
        walk(json.load(open(path, encoding="utf-8")), out)
    literal = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
    call = re.compile(rf"MT(?:_INIT)?\(\s*{literal},\s*{literal},\s*{literal}\)")
    for path in sorted(glob.glob(f"{ROOT}/checker/**/*.c", recursive=True) + glob.glob(f"{ROOT}/registry/**/*.c", recursive=True)):
        for found in call.finditer(open(path, encoding="utf-8").read()):
            out.append(tuple("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', g)) for g in found.groups()))
    return list(dict.fromkeys(out))


def stems(rows):
    """Of each row and language the stems of its words and how they begin."""
    lines = [f"{lang}\t" + re.sub(r"\s+", " ", text) for row in rows for lang, text in zip(("kk", "ru", "en"), row)]
    done = subprocess.run([STEMS], input="\n".join(lines) + "\n", capture_output=True, check=True, text=True)
    words = [[tuple(w.rsplit("/", 1)) for w in line.split()] for line in done.stdout.split("\n")]
    return [words[i:i + 3] for i in range(0, len(lines), 3)]


def learn(pairs):
    """Probability of each Kazakh stem for a stem of the other language."""
    p = {}
    for theirs, ours in pairs:
        for a in theirs:
            for b in ours:
                p.setdefault(a, {})[b] = 1.0
    for _ in range(ROUNDS):
        counts = {a: collections.defaultdict(float) for a in p}
        for theirs, ours in pairs:
            for b in ours:
                whole = sum(p[a][b] for a in theirs)
                for a in theirs:
                    counts[a][b] += p[a][b] / whole if whole > 0 else 0
        for a, row in counts.items():
            whole = sum(row.values())
            p[a] = {b: c / whole for b, c in row.items()} if whole > 0 else dict(row)
    return p


def lines(rows, lang, letters):
    begins, pairs, met = {}, [], collections.Counter(w for row in rows for w, _ in row[lang])
    for row in rows:
        begins.update(row[0])
        theirs, ours = [w for w, _ in row[lang]], [w for w, _ in row[0]]
        if theirs and ours and max(len(theirs), len(ours)) <= LONGEST:
            pairs.append((theirs, ours))
    out = []
    for stem, row in learn(list(dict.fromkeys((tuple(a), tuple(b)) for a, b in pairs))).items():
        if met[stem] < MET or not letters.fullmatch(stem):
            continue
        best = collections.defaultdict(float)
        for b, chance in sorted(row.items(), key=lambda x: (-x[1], x[0]))[:MOST]:
            if chance >= LEAST:
                best[begins[b]] += chance
        parts = [f"{b} {min(16, round(chance * 16))}" for b, chance in sorted(best.items(), key=lambda x: (-x[1], x[0]))]
        if parts:
            out.append(f"{stem} {' '.join(parts)}")
    return sorted(out, key=lambda line: line.split(" ")[0].encode())


ROWS = stems(texts())
print(HEAD + "translations:")
for number, name in ((1, "ru"), (2, "en")):
    print(f"  {name}: |")
    for line in lines(ROWS, number, LETTERS[name]):
        print(f"    {line}")
