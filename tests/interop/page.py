"""
The page of `check -f html=…` as its readers meet it: one initiative, a portfolio, and one where every text is hostile. TAP; usage:
page.py PROGRAM ROOT. Structure is read by Python; how it looks and what axe says of it, in Chromium, in three languages, light and dark,
on a desk and on a telephone, by page.mjs where chromium and node are installed and $TIZILIM_REPORT_TOOLS is a folder in which
`npm install axe-core puppeteer-core` was run.
"""
import collections
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
EXAMPLES = os.path.join(ROOT, 'docs/examples/initiatives')
HERE = os.path.dirname(os.path.abspath(__file__))
TOOLS = os.environ.get('TIZILIM_REPORT_TOOLS', '')
CHROMIUM = shutil.which('chromium') or shutil.which('google-chrome')
EVIL = ('Ж' * 80 + '</span></svg></style></title><script>alert(1)</script><img src=x onerror=alert(1)>" autofocus onfocus="alert(1) \' javascript:alert(1) '
        '&lt;b&gt; \x1b[2J\u202egnp.exe\u2066 ]]> --> {{7*7}} http://evil.example')
VOID = {'meta', 'input', 'br'}
ELEMENTS = {
    'html', 'head', 'meta', 'title', 'style', 'body', 'main', 'input', 'div', 'a', 'header', 'label', 'p', 'section', 'aside', 'h1', 'h2', 'h3',
    'h4', 'ul', 'li', 'b', 'span', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'article', 'code', 'pre', 'mark', 'dl', 'dt', 'dd', 'details',
    'summary', 'footer', 'br', 'svg', 'g', 'path', 'polygon', 'rect', 'text',
}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.faults = [], [], []
        self.feed(text)
        if self.open:
            self.faults.append(f'left open: {self.open}')

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append((tag, dict(attributes)))

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop()[0] != tag:
            self.faults.append(f'</{tag}> closes nothing')


def check(args, folder):
    done = subprocess.run([PROGRAM, 'check', *args, '--as-of', '2026-12-01', '--fail-on', 'never'], cwd=folder, capture_output=True, timeout=100)
    if done.returncode:
        raise SystemExit(f'{args}: {done.stderr.decode()}')


def read(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8') as f:
        return f.read()


def structure(text):
    """What needs no browser."""
    page = Page(text)
    ids = [a['id'] for _, a in page.tags if 'id' in a]
    levels = [int(t[1]) for t, _ in page.tags if re.fullmatch('h[1-6]', t)]
    labels = {a.get('for') for t, a in page.tags if t == 'label'}
    policy = [a['content'] for t, a in page.tags if t == 'meta' and a.get('http-equiv') == 'Content-Security-Policy']
    yield 'elements close and are the known ones', page.faults + [t for t, _ in page.tags if t not in ELEMENTS]
    yield 'nothing is loaded or run', [
        f'{t} {a}' for t, a in page.tags for k, v in a.items()
        if k.startswith('on') or k in ('src', 'srcset', 'data', 'action', 'background') or (k in ('href', 'xlink:href') and (
            t != 'a' or not re.match(r'#|https?://', v))) or 'url(' in (v or '')] + re.findall(r'@import|url\(', text.split('</style>')[0])
    yield 'the policy allows styles of the page alone', [] if policy and set(policy[0].split('; ')) == {
        "default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'"} else policy or ['none']
    yield 'ids are unique, and what names one finds it', [i for i, n in collections.Counter(ids).items() if n > 1] + [
        v for _, a in page.tags for k, v in a.items() if (k in ('for', 'aria-labelledby') and v not in ids) or (
            k == 'href' and v.startswith('#') and v[1:] not in ids)]
    yield 'headings go down one by one from one first', [] if levels and levels.count(1) == 1 and levels[0] == 1 and all(
        b <= a + 1 for a, b in zip(levels, levels[1:])) else [f'{levels}'[:200]]
    yield 'inputs have labels, heads of tables their scope', [f'{a}' for t, a in page.tags if (t == 'input' and a['id'] not in labels) or (
        t == 'th' and a.get('scope') not in ('row', 'col'))]
    texts = collections.Counter(a['lang'] for t, a in page.tags if t in ('span', 'g') and 'lang' in a)
    yield 'every text is there in three languages', [] if texts['kk'] > 50 and texts['kk'] == texts['ru'] == texts['en'] else [f'{texts}']
    yield 'nothing steers a terminal or the writing', re.findall('[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]', text)[:5]


def in_browser(folder, name):
    env = dict(os.environ, TIZILIM_REPORT_TOOLS=TOOLS)
    done = subprocess.run(['node', os.path.join(HERE, 'page.mjs'), os.path.join(folder, name), CHROMIUM], capture_output=True, timeout=280, env=env)
    if done.returncode:
        yield 'the browser opens it', [done.stderr.decode()[-500:]]
        return
    seen = json.loads(done.stdout)
    where = lambda s: f'{s["lang"]} {s["name"]} {s["scheme"]}'
    yield 'axe finds nothing', [f'{where(s)}: {v}' for s in seen for v in s['violations']][:5]
    yield 'nothing is asked of a network, no script speaks', [f'{where(s)}: {x}' for s in seen for x in s['asked'] + s['said']]
    yield 'no page is wider than its window', [f'{where(s)}: {s["wide"]}' for s in seen if s['wide'] > 0]
    yield 'the keyboard switches the language', [f'{where(s)}: {s["hidden"]}' for s in seen if s['hidden'][s['lang']] < 20 * max(
        n for lang, n in s['hidden'].items() if lang != s['lang'])]
    yield 'there are twelve views', [] if len(seen) == 12 else [str(len(seen))]


def groups_of_rules(text):
    """The rules under each of the folds, by its id."""
    return {m[1]: re.findall(r'<th scope="row"><code>([^<]+)</code>', m[2])
            for m in re.finditer(r'<summary id="(rules-\w+)">(.*?)</details>', text, re.S)}


def outcomes(folder):
    """What was met and what did not apply is what --explain tells of each rule."""
    args = [os.path.join(EXAMPLES, 'alemgpt.yaml')]
    check([*args, '-f', 'html=met.html'], folder)
    check([*args, '--explain', '-f', 'json=met.json'], folder)
    shown, whole = groups_of_rules(read(folder, 'met.html')), json.loads(read(folder, 'met.json'))
    found = {f['rule'] for f in whole['findings']} | {n['rule'] for n in whole['notes'] if n['rule']}
    told = {e['rule']: e['outcome'] for e in whole['explanations'] if e['rule'] not in found}
    for group, names in (('rules-met', {'passed'}), ('rules-idle', {'not_applicable', 'silent'})):
        want = sorted(r for r, o in told.items() if o in names)
        yield f'{group} is what was judged so', [] if want and sorted(shown.get(group, [])) == want else [f'{sorted(shown.get(group, []))} {want}']
    all_shown = [r for rules in shown.values() for r in rules]
    yield 'each rule stands in one group', [] if len(all_shown) == len(set(all_shown)) and len(all_shown) == len(whole['rules']) else [
        f'{len(all_shown)} of {len(whole["rules"])}']


def uncounted(folder):
    """What was known before and what is ignored until a day stand apart, and say so."""
    manifest = os.path.join(EXAMPLES, 'alemgpt.yaml')
    check([manifest, '-f', 'json=before.json'], folder)
    findings = json.loads(read(folder, 'before.json'))['findings']
    error = next(f for f in findings if f['severity'] == 'error')
    with open(os.path.join(folder, 'ignore.yaml'), 'w', encoding='utf-8') as f:
        json.dump({'ignore': [{'fingerprint': error['fingerprint'], 'reason': '<b>signed soon</b>', 'until': '2026-12-31'}]}, f)
    with open(os.path.join(folder, 'baseline.json'), 'w', encoding='utf-8') as f:
        whole = json.loads(read(folder, 'before.json'))
        whole['findings'] = [f for f in findings if f['severity'] == 'warning']
        json.dump(whole, f)
    check([manifest, '--ignore', 'ignore.yaml', '--baseline', 'baseline.json', '-f', 'html=apart.html', '--lang', 'en'], folder)
    text = read(folder, 'apart.html')
    fold = re.search(r'<summary id="u1">.*?</details>', text, re.S)
    known = sum(f['severity'] == 'warning' for f in findings)
    yield 'they are folded up together', [] if fold and fold[0].count('<article') == known + 1 else ['no fold' if not fold else str(fold[0].count('<article'))]
    yield 'known ones are said to be', [] if fold and fold[0].count('known before') == known else ['they are not']
    yield 'an ignored one has its reason and last day', [] if fold and fold[0].count('ignored until 2026-12-31: &lt;b&gt;signed soon&lt;/b&gt;') == 1 else ['it has not']
    yield 'they are counted at the top', [] if re.search(r'known before</span>: <b>%d</b>' % known, text) else ['they are not']


def reference(folder):
    """The tables and the map of what initiatives name are what stands in their files."""
    sources, platforms = collections.Counter(), collections.Counter()
    text = read(folder, 'some.html')
    names = os.listdir(os.path.join(folder, 'some'))
    for name in names:
        manifest = read(os.path.join(folder, 'some'), name)
        sources.update(set(re.findall(r'^ *- source: "?([\w-]+)', manifest, re.M)))
        platforms.update(set(re.findall(r'^ *- "?(pl-[\w-]+)', manifest, re.M)))
    for fold, want in (('by-source', sources), ('by-platform', platforms)):
        m = re.search(rf'<summary id="{fold}">.*?</details>', text, re.S)
        rows = re.findall(r'<span class="sub">([^<]*)</span></th><td class="number">(\d+)</td>', m[0] if m else '')
        got = {i: int(n) for i, n in rows}
        yield f'{fold} counts what the files say', [] if want and got == dict(want) else [f'{got} {dict(want)}']
    drawn = re.search(r'<svg width="950".*?</svg>', text, re.S)
    yield 'each has its box on the map', [] if drawn and len(re.findall('<rect class="source"', drawn[0])) == len(sources) and len(
        re.findall('<rect class="(?:no|remarks|unsure|clean)"', drawn[0])) == len(names) else ['not so']
    lines = len(re.findall('<path d=', drawn[0])) if drawn else 0
    yield 'lines lead from each to those that name it', [] if lines >= sum(sources.values()) + sum(platforms.values()) else [f'{lines}']


def earlier(folder):
    """Reports of other days, one of them as nobody should write it, and one of the day of the run, which gives way to it."""
    os.mkdir(os.path.join(folder, 'reports'))
    check(['some', '-f', 'json=now.json'], folder)
    whole = json.loads(read(folder, 'now.json'))
    for n, day in enumerate(('2026-08-01', '2026-10-15<script>alert(1)</script>', '2026-12-01')):
        whole['judged_by'] = day
        whole['counts'].update(error=7 + n, warning=10 ** n, info=-5 if n == 1 else n)
        whole['subjects'] = [{'stage': s} for s in ('pilot', 'design', 'idea', '"><script>', None)][:3 + n]
        with open(os.path.join(folder, 'reports', f'{3 - n}.json'), 'w', encoding='utf-8') as f:
            json.dump(whole, f)


def trend(folder):
    """The table says what the reports counted, by day; lines and areas have a point for each."""
    now = json.loads(read(folder, 'now.json'))
    m = re.search(r'<h2 id="trend">.*?</section>', read(folder, 'some.html'), re.S)
    text = m[0] if m else ''
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', text)
    got = {day: [int(n) for n in re.findall(r'>(\d+)</td>', cells)][:4] for day, cells in rows}
    counts = [now['counts'][s] for s in ('error', 'warning', 'info')] + [len(now['subjects'])]
    want = {'2026-08-01': [7, 1, 0, 3], '2026-10-15': [8, 10, 0, 4], '2026-12-01': counts}
    yield 'the table is what the reports counted, and this run', [] if got == want and list(got) == sorted(got) else [f'{got} {want}']
    stages = [[int(n) for n in re.findall(r'>(\d+)</td>', cells)][4:] for _, cells in rows]
    yield 'stages add up to the initiatives', [] if stages and all(sum(s) == got[day][3] for s, (day, _) in zip(stages, rows)) else [f'{stages}']
    lines = re.findall(r'<path class="(?:error|warning|info)" d="(M[^"]*)"', text)
    lines = [line for line in lines if 'H' not in line]
    yield 'three lines of three points', [] if [len(line.split('L')) for line in lines] == [3, 3, 3] else [f'{lines}']
    heights = [float(line.split('L')[0].split()[1]) - float(line.split('L')[1].split()[1]) for line in lines[1:2]]
    yield 'more stands higher', [] if heights and heights[0] > 0 else [f'{heights}']
    areas = re.findall(r'<path class="stage-\d" d="(M[^"]*Z)"', text)
    yield 'an area for each stage that is somewhere', [] if len(areas) == len(stages[0]) else [f'{len(areas)}']
    check(['some', '-f', 'html=plain.html'], folder)
    yield 'without earlier reports there is none', [] if '<h2 id="trend">' not in read(folder, 'plain.html') else ['there is']


def rows_beside(text):
    """Of each row its cells, with what is marked in them."""
    body = re.search(r'<tbody>(.*?)</tbody>', text, re.S)
    return [re.findall(r'<td>(.*?)</td>', row, re.S) for row in re.findall(r'<tr>(.*?)</tr>', body[1] if body else '', re.S)]


def beside(folder):
    """Pairs stand side by side as `duplicates` of the two shows them, marks and all."""
    text = read(folder, 'some.html')
    overlaps = json.loads(read(folder, 'now.json'))['overlaps']
    folds = re.findall(r'<summary id="pair\d+">.*?</details>', text, re.S)
    yield 'each overlap has its fold', [] if overlaps and len(folds) == len(overlaps) else [f'{len(folds)} of {len(overlaps)}']
    for o, fold in zip(overlaps, folds):
        done = subprocess.run([PROGRAM, 'duplicates', o['a'], o['b'], 'some', '-f', 'html', '--lang', 'ru'], cwd=folder, capture_output=True)
        shown = re.search(r'<h2 id="beside">.*', done.stdout.decode(), re.S)
        got, want = rows_beside(fold), rows_beside(shown[0] if shown else '')
        yield f'{o["a"]} and {o["b"]} as duplicates shows them', [] if want and got == want else [f'{got} {want}']
        both = [c for c in got if all('<mark>' in side for side in c)]
        yield 'what they share is marked in both', [] if both else [f'{got}']
        codes = [c for c in got if '<span lang="kk">' in c[0] + c[1]]
        yield 'codes are named in three languages', [] if codes and all(side.count('<span') in (0, 3) for c in codes for side in c) else [f'{codes}']


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(os.path.join(EXAMPLES, 'alemgpt.yaml'), folder)
        os.mkdir(os.path.join(folder, 'some'))
        for name in sorted(os.listdir(EXAMPLES))[:6]:
            shutil.copy(os.path.join(EXAMPLES, name), os.path.join(folder, 'some'))
        evil = {'schema_version': '1.0', 'short_name': 'evil', 'name': {'kk': EVIL, 'ru': EVIL + '!', 'en': EVIL + '?'}, 'owner': {'body': EVIL},
                'stage': 'development', 'purpose': {'ru': EVIL}, 'functions': [EVIL], 'platforms': [EVIL], EVIL: EVIL,
                'data_sources': [{'source': EVIL, 'obtained': 'authority'}], 'integrations': [{'direction': 'consumes', 'point': EVIL}]}
        read_well = {k: evil[k] for k in ('schema_version', 'short_name', 'name', 'stage', 'purpose')}
        read_well.update(short_name='evil-2', owner={'body': 'msh'}, data_sources=[{'source': EVIL[:100], 'obtained': 'authority'}])
        os.mkdir(os.path.join(folder, 'evil'))
        for name, document in (('a<b>"\'&.json', evil), ('\u202e\x1b[2J.json', read_well)):
            with open(os.path.join(folder, 'evil', name), 'w', encoding='utf-8') as f:
                json.dump(document, f)
        earlier(folder)
        for page, what, lang, *more in (('one.html', 'alemgpt.yaml', 'kk'), ('some.html', 'some', 'ru', '--earlier', 'reports'),
                                        ('evil.html', 'evil', 'en')):
            check([what, '-f', f'html={page}', '--lang', lang, *more], folder)
            results += [(f'{page}: {title}', faults) for title, faults in structure(read(folder, page))]
            if CHROMIUM and shutil.which('node') and os.path.isdir(os.path.join(TOOLS, 'node_modules/puppeteer-core')) and TOOLS:
                results += [(f'{page}: {title}', faults) for title, faults in in_browser(folder, page)]
            else:
                results.append((f'{page}: in Chromium # SKIP chromium, node, puppeteer-core or axe-core is not installed', []))
        results += reference(folder)
        results += trend(folder)
        results += beside(folder)
        results += outcomes(folder)
        results += uncounted(folder)
    print(f'1..{len(results)}')
    for number, (title, faults) in enumerate(results, 1):
        for fault in faults:
            print(f'# {fault!r}'[:600])
        print(f"{'not ok' if faults else 'ok'} {number} - {title}")


main()
