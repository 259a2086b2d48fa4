#!/usr/bin/env python3
"""Quality of the duplicate search on the shared data.

dup_quality.py BENCH SHARED LISTS [WEIGHT...]

Prints the figures; fails when one falls below its goal. The weights are not
fitted to the labels; the bands of probability are made from all of them, so
the figures by probability are not those of unseen data.
"""
import json
import os
import subprocess
import sys
import tempfile

GOALS = {"AUC": 0.92, "AUC first half": 0.88, "AUC second half": 0.90, "P@100": 0.90, "named overlaps": 31, "named of likely": 0.65}
failed = []
BENCH, SHARED, LISTS, WEIGHTS = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]


def goal(name, value):
    if value < GOALS[name]:
        failed.append(f"{name} is {value:.3f}, goal {GOALS[name]}")


def pairs(entries, threshold):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for e in entries:
            f.write(json.dumps(e, ensure_ascii=False) + "\n")
        f.flush()
        done = subprocess.run([BENCH, f.name, LISTS, str(threshold), *WEIGHTS], check=True, capture_output=True)
    print(" ", done.stderr.decode().strip())
    rows = (line.split("\t") for line in done.stdout.decode().splitlines())
    return [(int(r[0]), int(r[1]), float(r[2]), float(r[3]), int(r[4]), int(r[5]), r[6]) for r in rows]


def inventory():
    path = os.path.join(SHARED, "data", "us_inventories.jsonl")
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    return rows, [{"id": str(i), "body": r["ag"], "title": {"en": r["t"]}, "text": {"en": r["p"] + "\n" + r["o"]}}
                  for i, r in enumerate(rows)]


def labels():
    out = {}
    for line in open(os.path.join(SHARED, "data", "labels.tsv"), encoding="utf-8"):
        if not line.startswith("#"):
            a, b, grade = line.split("\t")[:3]
            out[min(int(a), int(b)), max(int(a), int(b))] = int(grade)
    return out


def is_second(pair):
    """Splits the labels, to show how far chance moves the figures."""
    return (pair[0] * 31 + pair[1]) % 2 == 1


def auc(scored):
    good = [s for s, g in scored if g == 2]
    bad = [s for s, g in scored if g < 2]
    return sum((x > y) + 0.5 * (x == y) for x in good for y in bad) / (len(good) * len(bad))


def us_quality():
    rows, entries = inventory()
    found, judged = pairs(entries, 0.15), labels()
    print(f"  weakest pair given: {found[-1][2]:.3f}; labels below it count as 0")
    score = {(a, b): (s, p, row, common) for a, b, s, p, row, common, _ in found}
    for name, halves in (("AUC", (False, True)), ("AUC first half", (False,)), ("AUC second half", (True,))):
        scored = [(score.get(k, (0,))[0], g) for k, g in judged.items() if is_second(k) in halves]
        goal(name, auc(scored))
        print(f"  {name}: {auc(scored):.3f} ({len(scored)} labels)")
    cross = [(a, b) for a, b, *_ in found if rows[a]["ag"] != rows[b]["ag"]]
    for n in (25, 50, 100, 200):
        known = [judged[k] for k in cross[:n] if k in judged]
        if n == 100:
            goal("P@100", sum(g == 2 for g in known) / max(1, len(known)))
        print(f"  top {n}: {len(known)} judged, duplicates {sum(g == 2 for g in known) / max(1, len(known)):.2f}, "
              f"related {sum(g > 0 for g in known) / max(1, len(known)):.2f}")
    print("  judged pairs by row of the table: nothing, object, function, both in common")
    for row in range(6):
        cells = []
        for common in range(4):
            gs = [judged[k] == 2 for k, (_, _, r, c) in score.items() if k in judged and (r, c) == (row, common)]
            cells.append(f"[{sum(gs)}, {len(gs)}]")
        print(f"  {row}: {' '.join(cells)}")


def initiatives(codes=True, langs=("kk", "ru", "en")):
    rows = json.load(open(os.path.join(SHARED, "facts", "initiatives.json"), encoding="utf-8"))
    out = []
    for r in rows:
        out.append({"id": r["id"], "body": r["agency_id"], "title": {l: r["title_" + l] for l in langs},
                    "text": {l: r["purpose_" + l] for l in langs if "purpose_" + l in r},
                    "functions": r["ai_functions"] if codes else [],
                    "objects": r["data_sources_likely"] if codes else []})
    return out


def overlap_quality(label, entries, show=0, gated=False):
    named = json.load(open(os.path.join(SHARED, "facts", "initiative_overlaps.json"), encoding="utf-8"))
    at = {e["id"]: i for i, e in enumerate(entries)}
    want = {tuple(sorted((at[o["a"]], at[o["b"]]))) for o in named}
    found = pairs(entries, 0.0001)
    best = {}
    for a, b, *_ in found:
        best.setdefault(a, []).append(b)
        best.setdefault(b, []).append(a)
    top = [k for k in want if k[1] in best.get(k[0], [])[:5] or k[0] in best.get(k[1], [])[:5]]
    print(f"{label}: {len(top)} of {len(want)} named overlaps in the top 5 of a member")
    for a, b in sorted(want - set(top)):
        print("  missed:", entries[a]["id"], entries[b]["id"])
    for t in (0.2, 0.25, 0.3, 0.35, 0.4):
        hits = [(p[0], p[1]) in want for p in found if p[2] >= t]
        print(f"  score >= {t}: {len(hits)} pairs, {sum(hits)} named")
    likely = [(p[0], p[1]) in want for p in found if p[2] >= 0.25 and p[3] >= 0.45]
    if gated:
        goal("named overlaps", len(top))
        goal("named of likely", sum(likely) / max(1, len(likely)))
    for t in (0.28, 0.45, 0.7, 0.75, 0.85):
        hits = [(p[0], p[1]) in want for p in found if p[3] >= t]
        print(f"  probability >= {t}: {len(hits)} pairs, {sum(hits)} named")
    for p in found[:show]:
        print(f"  {'*' if (p[0], p[1]) in want else ' '} {p[2]:.3f} {p[3]:.2f} {p[5]} {entries[p[0]]['id']} {entries[p[1]]['id']}: {p[6][:150]}")


print("US inventories")
us_quality()
overlap_quality("initiatives, all languages and codes", initiatives(), show=25, gated=True)
overlap_quality("initiatives, no codes", initiatives(codes=False))
for text in failed:
    print("FAILED:", text)
sys.exit(1 if failed else 0)
