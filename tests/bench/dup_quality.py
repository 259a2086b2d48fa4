#!/usr/bin/env python3
"""Quality of the duplicate search on the shared data and on ours.

dup_quality.py BENCH SHARED LISTS [TEXT TITLE FUNCTION OBJECT CONCEPT PREFIX]

Prints each figure beside its goal; fails when one falls below. The six weights of the list may be given to try others; what
was looked at when they were chosen, and what was not, is told in docs/BENCH.md.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import yaml

BENCH, SHARED, LISTS, WEIGHTS = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "..", "cases")
LANGS = ("kk", "ru", "en")
failed = []
RIGHT, WRONG = "right", "wrong"


def row(what, value, goal=None, note=""):
    """One line of the table."""
    short = goal is not None and value < goal
    print(f"  {what:<66} {value:>7.3f}  {'' if goal is None else f'goal {goal:.3f}':<11} {'below' if short else ''}{note}")
    if short:
        failed.append(f"{what}: {value:.3f}, goal {goal}")


def run(entries, threshold):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for e in entries:
            f.write(json.dumps(e, ensure_ascii=False) + "\n")
        f.flush()
        done = subprocess.run([BENCH, f.name, LISTS, str(threshold), *WEIGHTS], check=True, capture_output=True)
    rows = (line.split("\t") for line in done.stdout.decode().splitlines())
    return [(int(r[0]), int(r[1]), float(r[2]), float(r[3]), int(r[4]), int(r[5]), r[6]) for r in rows]


def shared(*path):
    return open(os.path.join(SHARED, *path), encoding="utf-8")


def tsv(f):
    return [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]


def one(lang, text, **more):
    return {"id": "", "body": "", "title": {}, "text": {lang: text}, **more}


# --- the inventories of 2024 and 2025

def inventory():
    rows = [json.loads(line) for line in shared("data", "us_inventories.jsonl")]
    return rows, [{"id": str(i), "body": r["ag"], "title": {"en": r["t"]}, "text": {"en": r["p"] + "\n" + r["o"]}}
                  for i, r in enumerate(rows)]


def labels():
    """The shared judgements, and ours of pairs that nobody had judged: read with the names of both hidden from the score."""
    out = {}
    ours = open(os.path.join(CASES, "dup", "labels.tsv"), encoding="utf-8")
    for cells in tsv(shared("data", "labels.tsv")) + tsv(ours):
        a, b = sorted((int(cells[0]), int(cells[1])))
        out[a, b] = int(cells[2])
    return out


def is_second(pair):
    """Splits the labels, to show how far chance moves the figures."""
    return (pair[0] * 31 + pair[1]) % 2 == 1


def auc(scored):
    good = [s for s, g in scored if g == 2]
    bad = [s for s, g in scored if g < 2]
    return sum((x > y) + 0.5 * (x == y) for x in good for y in bad) / (len(good) * len(bad))


def judged_pairs(show):
    rows, entries = inventory()
    found, judged = run(entries, 0.15), labels()
    old = {tuple(sorted((int(c[0]), int(c[1])))) for c in tsv(shared("data", "labels.tsv"))}
    score = {(a, b): (s, p, row_, common) for a, b, s, p, row_, common, _ in found}
    for name, goal, halves in (("all", 0.92, (False, True)), ("one half", 0.88, (False,)), ("the other half", 0.90, (True,))):
        scored = [(score.get(k, (0,))[0], g) for k, g in judged.items() if k in old and is_second(k) in halves]
        row(f"AUC on the shared labels, {name} ({len(scored)})", auc(scored), goal)
    # In the order of the product: the likeliest first, then by score.
    cross = [(a, b, s) for a, b, s, *_ in found if rows[a]["ag"] != rows[b]["ag"]]
    for n, goal in ((25, None), (50, None), (100, 0.90), (200, None)):
        known = [judged[a, b] for a, b, _ in cross[:n] if (a, b) in judged]
        row(f"precision of the first {n} between agencies ({len(known)} judged)",
            sum(g == 2 for g in known) / max(1, len(known)), goal)
    if show == "unjudged":
        for a, b, s in cross[:100]:
            if (a, b) not in judged:
                x, y = rows[a], rows[b]
                print(f"\n{a}\t{b}\t{s:.3f}\n  {x['ag']} {x['t']}: {x['p'][:400]} | {x['o'][:200]}\n"
                      f"  {y['ag']} {y['t']}: {y['p'][:400]} | {y['o'][:200]}")
    print("  shared labels by row of the table of probabilities: nothing, object, function, both in common")
    for band in range(6):
        cells = []
        for common in range(4):
            gs = [judged[k] == 2 for k, (_, _, r, c) in score.items() if k in old and (r, c) == (band, common)]
            cells.append(f"[{sum(gs)}, {len(gs)}]")
        print(f"    {', '.join(cells)}")


def trigrams(text):
    out = set()
    for word in re.findall(r"[^\W_]+", text.lower()):
        word = f"  {word} "
        out.update(word[i:i + 3] for i in range(len(word) - 2))
    return out


def carried_over():
    """
    An initiative that an agency reported in both years under one title, which is hidden: does the text of 2025 find that of
    2024? Not where one of the two says nothing of its own: an empty field, or a form of words that five or more have.
    """
    rows, _ = inventory()
    text = [r["p"] + "\n" + r["o"] for r in rows]
    targets = [i for i, r in enumerate(rows) if r["y"] == 2024]
    named = collections.defaultdict(list)
    begins = collections.Counter(t[:60] for t in text)
    speaks = [len(t.strip()) >= 60 and begins[t[:60]] < 5 for t in text]
    title = [(r["ag"], " ".join(re.findall(r"[a-z0-9]+", r["t"].lower()))) for r in rows]
    for k, i in enumerate(targets):
        if speaks[i]:
            named[title[i]].append(k)
    queries = [i for i, r in enumerate(rows) if r["y"] == 2025 and speaks[i] and title[i] in named]
    entries = [one("en", text[i]) for i in targets] + [one("en", text[i], query=True) for i in queries]
    near = collections.defaultdict(list)
    for q, other, *_ in run(entries, 0.25):
        if other < len(targets):
            near[q - len(targets)].append(other)
    grams = {i: trigrams(text[i]) for i in queries + targets}

    def likeness(i, k):
        a, b = grams[i], grams[targets[k]]
        return len(a & b) / max(1, len(a | b))

    far = [q for q, i in enumerate(queries) if max(likeness(i, k) for k in named[title[i]]) < 0.4]
    for name, which, goal in (("all", range(len(queries)), 0.94), ("rewritten", far, 0.75)):
        for top in (1, 10):
            hits = sum(any(k in near[q][:top] for k in named[title[queries[q]]]) for q in which)
            row(f"carried over from 2024 to 2025, titles hidden, {name} ({len(which)}), recall@{top}",
                hits / len(which), goal if top == 10 else None)


TEMPLATE = """The solution was delivered by Example Systems, a leading provider of secure and scalable artificial intelligence for
the public sector with more than twenty years of experience in forty countries. Contract number {0}, signed on day {1}. It is built
on our certified cloud platform, offers dashboards, integration by open interfaces, support round the clock, access by roles and
continuous improvement of models together with the staff of the customer, and helps organisations to reduce costs, to raise
efficiency and to make better decisions from their data. In accordance with the strategy of digital transformation the ministry
introduces modern technology in order to improve the quality of services for citizens and business, to strengthen transparency and
to prevent corruption; all personal data are processed as the law requires, on servers located in the country."""


def templates():
    """Every twenty-eighth record gets a supplier's and a ministry's paragraph, filled in with other numbers."""
    _, entries = inventory()
    chosen = set(range(0, len(entries), 28))
    before = {(a, b) for a, b, *_ in run(entries, 0.25)}
    for i in chosen:
        form = TEMPLATE.format(i * 7 % 9973, i % 31)
        text = entries[i]["text"]["en"]
        entries[i]["text"]["en"] = (f"{text} {form}", f"{form} {text}", f"{text}\n\n{form}")[i % 3]
    new = {x for pair in run(entries, 0.25) if pair[:2] not in before for x in pair[:2] if x in chosen}
    row(f"records with a template that get no new candidate (of {len(chosen)})", 1 - len(new) / len(chosen), 0.98)


# --- three languages

def kazakh_texts():
    """Texts in kk and ru of the shared facts and of the planted portfolio, among which the right one is looked for."""
    out = {lang: [] for lang in ("kk", "ru")}
    for path in sorted(glob.glob(os.path.join(SHARED, "facts", "*.json"))):
        for record in json.load(open(path, encoding="utf-8")):
            for lang, texts in out.items():
                if isinstance(record, dict):
                    texts.append(". ".join(v for k, v in record.items() if k.endswith("_" + lang) and isinstance(v, str)))
    for path in sorted(glob.glob(os.path.join(CASES, "portfolio", "*", "*"))):
        if os.sep + "blind" + os.sep in path:  # thirty texts, each many times over with another sentence
            continue
        try:
            manifest = yaml.safe_load(open(path, encoding="utf-8")) if path.endswith((".yaml", ".json")) else None
        except (yaml.YAMLError, UnicodeDecodeError):
            continue
        for lang, texts in out.items():
            fields = [manifest.get(k) for k in ("name", "summary", "purpose", "benefits", "outputs")] if isinstance(manifest, dict) else []
            texts.append(". ".join(f[lang] for f in fields if isinstance(f, dict) and isinstance(f.get(lang), str)))
    return {lang: [t for t in dict.fromkeys(texts) if t] for lang, texts in out.items()}


def read_triples(path):
    return [dict(zip(("ru", "kk", "en"), cells[1:4])) for cells in tsv(path)]


def ranks(queries, asked, targets, noise):
    """Of each query the place of its own target, 0 the first, among the targets and the noise of a language."""
    entries = [one(asked, q, query=True) for q in queries] + targets + noise
    near = collections.defaultdict(list)
    for q, other, *_ in run(entries, 0.25):
        if other >= len(queries):
            near[q].append(other - len(queries))
    return [near[q].index(q) if q in near[q] else 10 ** 6 for q in range(len(queries))]


def recall(place, which, top):
    return sum(place[q] < top for q in which) / len(which)


def languages():
    triples = read_triples(shared("data", "triples.tsv"))
    reworded = read_triples(open(os.path.join(CASES, "dup", "reworded.tsv"), encoding="utf-8"))
    _, records = inventory()
    noise = {lang: [one(lang, t) for t in texts] for lang, texts in kazakh_texts().items()}
    noise["en"] = records
    every = range(len(triples))
    goals = {("kk", "en"): (0.82, 0.96), ("kk", "ru"): (0.93, 0.98)}
    for asked, lang in (("kk", "en"), ("ru", "en"), ("kk", "ru"), ("ru", "kk"), ("en", "kk"), ("en", "ru")):
        place = ranks([t[asked] for t in triples], asked, [one(lang, t[lang]) for t in triples], noise[lang])
        for top, goal in zip((1, 10), goals.get((asked, lang), (None, None))):
            row(f"{asked} finds {lang} among {len(triples) + len(noise[lang]):,}, recall@{top}", recall(place, every, top), goal)
    for asked, lang in (("kk", "kk"), ("ru", "ru"), ("en", "en"), ("kk", "ru"), ("ru", "kk"), ("kk", "en"), ("ru", "en")):
        place = ranks([t[asked] for t in reworded], asked, [one(lang, t[lang]) for t in triples], noise[lang])
        row(f"reworded {asked} finds {lang}, rows held back, recall@10", recall(place, every[1::2], 10), None,
            f"(the others {recall(place, every[::2], 10):.3f})")


KAZAKH = "аәбвгғдежзийкқлмнңоөпрстуұүфхһшыіэ"
LATIN = dict(zip(KAZAKH, "aäbvgğdejziikqlmnñoöprstuūüfhhşyıe"))
LATIN.update({"щ": "ş", "ч": "ch", "ц": "ts", "ю": "iu", "я": "ia", "ё": "io", "ь": "", "ъ": ""})
ACUTE = dict(LATIN, **{"ә": "á", "ғ": "ǵ", "ң": "ń", "ө": "ó", "ү": "ú", "ұ": "u", "у": "ý", "ш": "sh", "щ": "sh", "и": "ı", "й": "ı", "і": "i"})
ASCII = dict(LATIN, **{"ә": "a", "ғ": "g", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "ш": "sh", "щ": "sh", "ж": "zh", "ы": "y", "і": "i",
                       "ю": "yu", "я": "ya", "ё": "yo"})
LOOKALIKES = str.maketrans("асеорхуі", "aceopxyi")


def scripts():
    triples = read_triples(shared("data", "triples.tsv"))
    texts = {lang: [t[lang] for t in triples] for lang in ("kk", "ru")}
    noise = kazakh_texts()
    ways = [("kk", "Latin of 2021", LATIN), ("kk", "Latin of 2018", ACUTE), ("kk", "Latin in ASCII", ASCII)]
    for lang, name, table in ways:
        queries = ["".join(table.get(c, c) for c in t.lower()) for t in texts[lang]]
        place = ranks(queries, lang, [one(lang, t) for t in texts[lang]], [one(lang, t) for t in noise[lang]])
        row(f"{lang}, {name}: recall@1", recall(place, range(len(place)), 1), 1.0)
    for lang in ("kk", "ru"):
        # Every second letter that has a twin, so that each word still shows its script.
        queries = ["".join(c.translate(LOOKALIKES) if i % 2 else c for i, c in enumerate(t)) for t in texts[lang]]
        place = ranks(queries, lang, [one(lang, t) for t in texts[lang]], [one(lang, t) for t in noise[lang]])
        row(f"{lang}, letters that look alike: recall@1", recall(place, range(len(place)), 1), 1.0)


# --- pairs in other words, and pairs that only look alike

def pairs(name):
    """Each side looks for the other among all sides and the announced initiatives."""
    rows = tsv(open(os.path.join(CASES, "dup", name), encoding="utf-8"))
    entries = [one(r[k], r[k + 1]) for r in rows for k in (1, 3)]
    best, percent = collections.defaultdict(list), {}
    for a, b, score, probability, *_ in run(entries + initiatives(False), 0.0001):
        best[a].append((score, b))
        best[b].append((score, a))
        percent[a, b] = probability
    place = {a: [b for _, b in sorted(found, key=lambda f: -f[0])] for a, found in best.items()}
    for label in ("same", "other"):
        of = [2 * i for i, r in enumerate(rows) if r[0] == label]
        if label == "same":
            for top in (3, 10):
                hits = sum(x ^ 1 in place.get(x, [])[:top] for a in of for x in (a, a + 1))
                row(f"pairs in other words ({len(of)}): the other side among the first {top}", hits / (2 * len(of)))
        for least, name in ((0.45, "likely or to be reviewed"), (0.2, "possible at least")):
            told = sum(percent.get((a, a + 1), 0) >= least for a in of)
            row(f"{'pairs in other words' if label == 'same' else 'pairs that only look alike'} ({len(of)}): {name}", told / len(of))
    if show.startswith("pairs"):
        for i, r in enumerate(rows):
            at = [place.get(a, []).index(a ^ 1) if a ^ 1 in place.get(a, []) else -1 for a in (2 * i, 2 * i + 1)]
            print("   ", r[0], *at, f"{percent.get((2 * i, 2 * i + 1), 0):.2f}", r[5])


# --- the announced initiatives of Kazakhstan

def initiatives(codes):
    rows = json.load(shared("facts", "initiatives.json"))
    return [{"id": r["id"], "body": r["agency_id"], "title": {k: r["title_" + k] for k in LANGS},
             "text": {k: r["purpose_" + k] for k in LANGS if "purpose_" + k in r},
             "functions": r["ai_functions"] if codes else [], "objects": r["data_sources_likely"] if codes else []} for r in rows]


def overlaps():
    named = json.load(shared("facts", "initiative_overlaps.json"))
    for codes in (True, False):
        entries = initiatives(codes)
        at = {e["id"]: i for i, e in enumerate(entries)}
        want = {tuple(sorted((at[o["a"]], at[o["b"]]))) for o in named}
        found = run(entries, 0.0001)
        best = collections.defaultdict(list)
        for a, b, _ in sorted(((a, b, s) for a, b, s, *_ in found), key=lambda p: -p[2]):
            best[a].append(b)
            best[b].append(a)
        top = [k for k in want if k[1] in best[k[0]][:5] or k[0] in best[k[1]][:5]]
        how = "with declared codes" if codes else "without codes"
        row(f"named overlaps in the top 5, {how} (of {len(want)})", len(top), len(want))
        for a, b in sorted(want - set(top)):
            print("    missed:", entries[a]["id"], entries[b]["id"])
        likely = [(p[0], p[1]) in want for p in found if p[2] >= 0.25 and p[3] >= 0.45]
        row(f"named among the candidates to review, {how} ({len(likely)})", sum(likely) / max(1, len(likely)), 0.65 if codes else None)


show = os.environ.get("SHOW", "")
for title, part in (("inventories", lambda: judged_pairs(show)), ("carried over", carried_over), ("templates", templates), ("languages", languages),
                    ("pairs", lambda: pairs("pairs.tsv")), ("pairs of a second set", lambda: pairs("pairs-2.tsv")), ("scripts", scripts), ("initiatives", overlaps)):
    if show in ("", title) or (show == "unjudged" and title == "inventories"):
        print(title)
        part()
for text in failed:
    print("FAILED:", text)
sys.exit(1 if failed else 0)
