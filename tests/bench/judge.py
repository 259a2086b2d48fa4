"""
Accuracy of the judge on the planted portfolio: judge.py BENCH SOURCE [--test | --write]

Each manifest of tests/cases/portfolio is judged alone, each folder below its groups/ together, by what expected.tsv says of it:
  file  rule  expected  place  note
expected is the severity of a planted fault (any: whichever), "silent" of a near miss, or "open" where the rule's wording decides
neither way; those count for nothing. A finding that no row expects is a false alarm, a fault that no finding tells is a miss. A
finding tells a fault when one place lies within the other. --test compares with the figures kept in judge.txt, --write keeps new
ones; the findings of docs/examples/initiatives are kept as counts.
"""
import collections
import os
import subprocess
import sys

BENCH, SOURCE, MODE = os.path.abspath(sys.argv[1]), sys.argv[2], (sys.argv[3:] or [''])[0]
PORTFOLIO = 'tests/cases/portfolio'
KEPT = os.path.join(SOURCE, 'tests/bench/judge.txt')
DATE = '2026-12-01'
SEVERITIES = ('error', 'warning', 'info', 'any')
Row = collections.namedtuple('Row', 'file rule expected place note')
Finding = collections.namedtuple('Finding', 'case initiative file rule severity place')


def manifests(folder):
    for top, _, names in sorted(os.walk(os.path.join(SOURCE, folder))):
        for name in sorted(names):
            if name.endswith(('.yaml', '.json')):
                yield os.path.relpath(os.path.join(top, name), SOURCE)


def cases():
    """Case and file: a group is one case, every other manifest its own."""
    for path in manifests(PORTFOLIO):
        inside = os.path.relpath(path, PORTFOLIO)
        yield (os.path.dirname(inside) if inside.startswith('groups/') else inside), path
    for path in manifests('docs/examples/initiatives'):
        yield 'examples', path


def judge():
    lines = ''.join(f'{case}\t{path}\n' for case, path in cases())
    run = subprocess.run([BENCH, SOURCE, DATE], input=lines, capture_output=True, text=True, cwd=SOURCE)
    if run.returncode:
        sys.exit(f'{BENCH}: exit {run.returncode}\n{run.stderr}')
    return [Finding(*line.split('\t')) for line in run.stdout.splitlines()]


def expected():
    rows = []
    with open(os.path.join(SOURCE, PORTFOLIO, 'expected.tsv'), encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            if line.startswith('#') or not line.strip():
                continue
            cells = line.rstrip('\n').split('\t')
            if len(cells) != 5 or cells[2] not in (*SEVERITIES, 'silent', 'open') or not cells[4]:
                sys.exit(f'expected.tsv:{number}: not file, rule, expected, place, note')
            rows.append(Row(*cells))
    return rows


def family(rule):
    """Rules by their id; all of the schema, and all of a document's reading, together."""
    return rule if rule == 'stage/required' else rule.split('/')[0]


def near(one, other):
    return one == '-' or (one + '/').startswith(other + '/') or (other + '/').startswith(one + '/')


def tells(finding, row):
    return finding.file == f'{PORTFOLIO}/{row.file}' and family(finding.rule) == row.rule and near(row.place, finding.place)


def compare(findings, rows):
    """Counts by rule: [true findings, false alarms, faults told, faults]; and lines about what went wrong."""
    counts, told, harsh = collections.defaultdict(lambda: [0, 0, 0, 0]), [], []
    faults = [r for r in rows if r.expected in SEVERITIES]
    for f in findings:
        hits = [r for r in rows if r.expected != 'silent' and tells(f, r)]
        if any(r in faults for r in hits):
            counts[family(f.rule)][0] += 1
            if all(r.expected not in ('any', f.severity) for r in hits if r in faults):
                harsh.append(f'severity     {f.rule} {f.severity} {f.file} {f.place}')
        elif not hits:
            counts[family(f.rule)][1] += 1
            told.append(f'false alarm  {f.rule} {f.severity} {f.file} {f.place}')
    for r in faults:
        counts[r.rule][3] += 1
        if any(tells(f, r) for f in findings):
            counts[r.rule][2] += 1
        else:
            told.append(f'miss         {r.rule} {r.file} {r.place}: {r.note}')
    return counts, told, harsh


def share(part, whole):
    return part / whole if whole else 1.0


def figures(count):
    good, false, told, faults = count
    return share(good, good + false), share(told, faults)


def total(counts):
    return [sum(c[i] for c in counts.values()) for i in range(4)]


def print_table(counts):
    print('rule            precision  recall  true  false  told  faults')
    for rule, count in [*sorted(counts.items()), ('all', total(counts))]:
        precision, recall = figures(count)
        print(f'{rule:15} {precision:9.3f}  {recall:6.3f}  {count[0]:4}  {count[1]:5}  {count[2]:4}  {count[3]:6}')


def kept():
    accuracy, examples = {}, {}
    with open(KEPT, encoding='utf-8') as f:
        for line in f:
            kind, rule, *cells = line.split()
            if kind == 'portfolio':
                accuracy[rule] = [int(c) for c in cells]
            elif kind == 'examples':
                examples[rule] = int(cells[0])
    return accuracy, examples


def keep(counts, examples):
    with open(KEPT, 'w', encoding='utf-8') as f:
        f.write('# Kept by `./dev bench judge --write`. portfolio: true, false, told, faults; examples: findings.\n')
        for rule, count in [*sorted(counts.items()), ('all', total(counts))]:
            f.write(f'portfolio {rule} {" ".join(map(str, count))}\n')
        for rule, n in sorted(examples.items()):
            f.write(f'examples {rule} {n}\n')


def worse(counts, examples):
    """What fell below the figures kept."""
    accuracy, known = kept()
    counts = {**counts, 'all': total(counts)}
    for rule, before in sorted(accuracy.items()):
        for what, was, now in zip(('precision', 'recall'), figures(before), figures(counts.get(rule, [0, 0, 0, 0]))):
            if now < was:
                yield f'{what} of {rule} fell from {was:.3f} to {now:.3f}'
    for rule in sorted(set(counts) - set(accuracy)):
        if figures(counts[rule]) != (1.0, 1.0):
            yield f'{rule}: not perfect and not kept'
    for rule in sorted({*known, *examples}):
        if known.get(rule, 0) != examples.get(rule, 0):
            yield f'the examples have {examples.get(rule, 0)} findings of {rule}, kept are {known.get(rule, 0)}'


def main():
    rows, findings = expected(), judge()
    absent = {r.file for r in rows} - {os.path.relpath(p, PORTFOLIO) for _, p in cases() if p.startswith(PORTFOLIO)}
    if absent:
        sys.exit(f'expected.tsv names files that do not exist: {", ".join(sorted(absent))}')
    examples = collections.Counter(family(f.rule) for f in findings if f.case == 'examples')
    counts, told, harsh = compare([f for f in findings if f.case != 'examples'], rows)
    if MODE == '--write':
        keep(counts, examples)
    problems = list(worse(counts, examples)) if MODE == '--test' else []
    if MODE == '--test':
        print('1..1')
        for line in [*told, *harsh, *problems] if problems else []:
            print(f'# {line}')
        print(f'{"not " if problems else ""}ok 1 - accuracy of the judge')
        return 1 if problems else 0
    print_table(counts)
    silent = [r for r in rows if r.expected == 'silent']
    print(f'manifests: {sum(1 for _ in manifests(PORTFOLIO))}, near misses: {len(silent)}, left open: '
          f'{sum(r.expected == "open" for r in rows)}, other severity than expected: {len(harsh)}')
    for line in [*told, *harsh]:
        print(line)
    return 0


sys.exit(main())
