"""
Every report format under a reader that is not ours, over the examples and over a folder where every name and text is hostile.
TAP; usage: formats.py PROGRAM ROOT. What is not installed is skipped and said: xmllint, python3-junitparser, cmark-gfm,
perl's TAP::Parser; sarif-multitool and tap-parser of npm, in $TIZILIM_REPORT_TOOLS, a folder where
`npm install @microsoft/sarif-multitool tap-parser` was run.
"""
import csv
import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import xml.etree.ElementTree

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SHARED = os.path.join(ROOT, '../shared/suites/report')
TOOLS = os.environ.get('TIZILIM_REPORT_TOOLS', '')
EVIL = ('</pre></failure><script>alert(1)</script>]]><!--{{ \x1b[2J\x1b]8;;http://evil.example\x07\x08\u009b31m\u202egnp.exe\u2066\u200b '
        '%n%s%999999999d "q" \'q\' \\ a|b `c` **d** __e__ <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![i](http://evil.example/i) '
        '@all #1 !2 http://evil.example www.evil.example\n::error::forged\nnot ok 99 - forged\nBail out! forged\r\n# forged | x\n')
MANIFEST = {
    'schema_version': '1.0', 'short_name': 'evil', 'name': {'kk': EVIL, 'ru': '=cmd|' + EVIL, 'en': '@SUM(1)' + EVIL},
    'owner': {'body': 'msh'}, 'stage': 'development', 'purpose': {'ru': EVIL},
    'data_sources': [{'source': EVIL, 'obtained': 'authority', 'agreement': EVIL}, {'source': '+1', 'obtained': EVIL}],
    EVIL: EVIL, 'functions': [EVIL], 'relations': [{'type': EVIL, 'initiative': EVIL}],
}
RULED = dict(MANIFEST, short_name='evil-2', data_sources=[{'source': EVIL[:300], 'obtained': 'authority'}])
for key in (EVIL, 'functions', 'relations', 'purpose'):
    del RULED[key]
NAMES = ['\x1b[2J\nnot ok 9 - x.json', '=1+1,"x".json', '%n%s&<b>\'"]]>.json', '-::error::,%0A.json', '\u202ename\u0301.json', '..\\%2e%2e.json']
LONG = '\u202e=`|' + 'x' * 250000
NAMED = {'schema_version': '1.0', 'owner': {'body': 'msh'}, 'stage': 'idea'}
# Files as bytes: what no text can hold, and more of it than anybody reads.
ODD = {
    b'nul.json': b'{"schema_version":"1.0","short_name":"a\x00b"}',
    b'escaped nul.json': b'{"schema_version":"1.0","short_name":"a\\u0000b","name":{"ru":"\\u0000"}}',
    b'broken.json': b'{"schema_version":"1.0","short_name":"a\xff\xfe","name":{"ru":"\xc3\x28"}}',
    b'broken.yaml': b'schema_version: "1.0"\nshort_name: \xff\xfe\n',
    b'half.json': b'{"schema_version":"1.0","short_name":"\\ud800","name":{"ru":"\\udc00\\ud83d"}}',
    b'\xff\xfe \x1b[2J.json': json.dumps(NAMED).encode(),
    b'a b\t%0A%25::set-output name=x::\r.json': json.dumps(NAMED).encode(),
    b'-rf.yaml': b'- &a [*a]\n',
    b'long.json': json.dumps(dict(NAMED, short_name='long', name={'kk': LONG, 'ru': LONG, 'en': LONG})).encode(),
    b'longer.json': json.dumps(dict(NAMED, short_name=LONG, name={'ru': '\n' * 300000}, stage=LONG[:2000])).encode(),
    b'everywhere.json': json.dumps(dict(NAMED, short_name='everywhere', owner={'body': LONG[:5000]}, functions=[LONG[:9000]],
                                        data_sources=[{'source': LONG[:9000], 'obtained': 'authority'}])).encode(),
}
LINE_MOST = 20000  # characters of any line; a text that is longer is cut, and that is seen
FORMATS = 'text json sarif junit gitlab github tap markdown csv html'.split()


def run(args, folder, **more):
    done = subprocess.run([PROGRAM, *args], cwd=folder, capture_output=True, timeout=100, **more)
    return done.stdout, done.returncode, done.stderr


def reports(folder, lang):
    """Every format of one run."""
    with tempfile.TemporaryDirectory() as out:
        args = ['check', '.', '--lang', lang, '--fail-on', 'never', '--as-of', '2026-12-01', '--verbose']
        run(args + [a for f in FORMATS for a in ('-f', f'{f}={out}/{f}')], folder)
        return {f: open(os.path.join(out, f), 'rb').read().decode() for f in FORMATS}


PRINTS = {
    'json': lambda t: [f['fingerprint'] for f in json.loads(t)['findings']],
    'sarif': lambda t: [r['partialFingerprints']['tizilim/v1'] for r in json.loads(t)['runs'][0]['results']],
    'gitlab': lambda t: [i['fingerprint'] for i in json.loads(t)],
    'csv': lambda t: [r['fingerprint'] for r in csv.DictReader(io.StringIO(t, newline=''))],
}


def prints(form, text):
    """The last 32 hexadecimal digits of each finding stand for it where a form is not data."""
    found = PRINTS[form](text) if form in PRINTS else re.findall(r'(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])', text)
    return sorted(set(found)) if form == 'html' else sorted(found)


def steering(text, allowed):
    for c in text:
        if c not in allowed and (unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp')):
            yield f'U+{ord(c):04X}'


def command(args, text):
    return subprocess.run(args, input=text.encode(), capture_output=True, timeout=100)


def junit(text, want):
    tree = xml.etree.ElementTree.fromstring(text)
    cases = tree.findall('.//testcase')
    for suite in tree.findall('testsuite'):
        for attribute, path in (('tests', 'testcase'), ('failures', 'testcase/failure'), ('errors', 'testcase/error'),
                                ('skipped', 'testcase/skipped')):
            if int(suite.get(attribute)) != len(suite.findall(path)):
                yield f'{suite.get("name")}: {attribute}'
    failed = len(tree.findall('.//failure')) + len(tree.findall('.//error'))
    if failed != want['errors']:
        yield f'{failed} failures for {want["errors"]} errors'
    if len(cases) < want['findings']:
        yield f'{len(cases)} cases for {want["findings"]} findings'


def junit_schema(text, want):
    with tempfile.NamedTemporaryFile(suffix='.xml') as f:
        f.write(text.encode())
        f.flush()
        done = command(['xmllint', '--noout', '--schema', os.path.join(SHARED, 'JUnit.xsd'), f.name], '')
        if done.returncode:
            yield done.stderr.decode()[:500]


def junitparser(text, want):
    script = 'import sys, junitparser as j; x = j.JUnitXml.fromstring(sys.stdin.read().encode()); print(sum(1 for s in x for c in s))'
    done = command(['/usr/bin/python3', '-c', script], text)
    if done.returncode or int(done.stdout) < want['findings']:
        yield (done.stdout + done.stderr).decode()[-300:]


def gitlab(text, want):
    """The keys that GitLab's manual demands of an issue."""
    for issue in json.loads(text):
        if not issue['description'] or not issue['check_name'] or issue['severity'] not in ('info', 'minor', 'major', 'critical', 'blocker'):
            yield str(issue)[:200]
        if issue['location']['path'].startswith(('./', '../')) or issue['location']['lines']['begin'] < 1:
            yield str(issue['location'])


def github(text, want):
    """As GitHub's runner reads them: ::name key=value,…::data, the rest with its escapes."""
    kinds = {'error': 0, 'warning': 0, 'notice': 0, 'debug': 0}
    for line in text.rstrip('\n').split('\n'):
        m = re.fullmatch(r'::(error|warning|notice|debug)(?: ((?:\w+=[^,:]*)(?:,\w+=[^,:]*)*))?::(.*)', line)
        if not m:
            yield f'not a command: {line[:100]!r}'
            continue
        kinds[m[1]] += 1
        keys = dict(p.split('=', 1) for p in m[2].split(',')) if m[2] else {}
        if int(keys.get('line', 1)) < 1 or set(keys) - {'file', 'line', 'endLine', 'col', 'endColumn', 'title'}:
            yield f'{keys}'
    if kinds['error'] != want['errors'] or kinds['debug']:
        yield f'{kinds} for {want["errors"]} errors'


def tap_perl(text, want):
    script = ('my $p = TAP::Parser->new({tap => join("", <STDIN>)}); my ($t, $u) = (0, 0); while (my $r = $p->next) '
              '{ $t++ if $r->is_test; $u++ if $r->is_unknown; } '
              'print join(" ", $t, $u, scalar($p->failed), $p->is_good_plan ? 1 : 0, scalar($p->parse_errors));')
    done = command(['perl', '-MTAP::Parser', '-e', script], text)
    # It knows no version above 13 and says so.
    if not re.fullmatch(rf'\d+ 0 {want["errors"]} 1 1', done.stdout.decode()):
        yield f'{done.stdout.decode()} {done.stderr.decode()[-200:]}'


def tap_npm(text, want):
    done = command([os.path.join(TOOLS, 'node_modules/.bin/tap-parser'), '-j', '0', '--strict'], text)
    last = next(e[1] for e in json.loads(done.stdout) if e[0] == 'complete')
    odd = [f for f in last['failures'] if f.get('tapError')]
    if last['fail'] != want['errors'] or odd:
        yield f'{last["fail"]} of {want["errors"]}: {odd}'


def markdown(text, want):
    done = command(['cmark-gfm', '-e', 'table', '-e', 'autolink', '-e', 'strikethrough', '--unsafe'], text)
    html = done.stdout.decode()
    tags = set(re.findall(r'<([a-z0-9]+)', html))
    if tags - {'h2', 'h3', 'p', 'ul', 'li', 'strong', 'code', 'details', 'summary'}:
        yield f'elements from a text: {tags}'
    seen = re.sub(r'<code>.*?</code>', '', html, flags=re.S)
    for word in re.findall(r'@all|#1\b|!2\b|https?://\S*|www\.\S*', re.sub(r'<(?!!--)[^>]*>', '', seen)):
        yield f'a server would take this for a reference: {word}'


def csv_rows(text, want):
    rows = list(csv.DictReader(io.StringIO(text, newline='')))
    if len(rows) != want['findings']:
        yield f'{len(rows)} rows for {want["findings"]} findings'
    for row in rows:
        if None in row or None in row.values():
            yield f'a row of another length: {row}'
        for cell in row.values():
            if re.match(r'\s*[=+\-@\t\r＝＋－＠]', cell or ''):
                yield f'a spreadsheet would run {cell[:40]!r}'


def sarif_multitool(text, want):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'in.sarif')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        tool = os.path.join(TOOLS, 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool')
        done = subprocess.run([tool, 'validate', path, '-o', folder + '/out.sarif', '--rule-kind', 'Sarif;Ghas'], capture_output=True,
                              timeout=300, env=dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT='1'))
        for line in done.stdout.decode().split('\n'):
            # There is no page about the program that its reports could name.
            if re.search(r': (error|warning) ', line) and 'SARIF2005' not in line:
                yield line[:300]


def sarif_schema(text, want):
    import jsonschema
    with open(os.path.join(SHARED, 'sarif-schema-2.1.0.json'), encoding='utf-8') as f:
        schema = json.load(f)
    for e in list(jsonschema.Draft4Validator(schema).iter_errors(json.loads(text)))[:5]:
        yield f'{"/".join(map(str, e.absolute_path))}: {e.message[:200]}'
    for m in re.finditer(r'"uri":"((?:\\.|[^"\\])*)"', text):
        if re.search(r'(^|/)\.\.?(/|$)|\\|%2e%2e/|^file:', m[1]) and m[1] != 'file:///':
            yield f'an address with dots: {m[1]}'


def json_schema(text, want):
    import jsonschema
    with open(os.path.join(ROOT, 'schemas/report-1.0.json'), encoding='utf-8') as f:
        schema = json.load(f)
    for e in list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(text)))[:5]:
        yield f'{"/".join(map(str, e.absolute_path))}: {e.message[:200]}'


def module(name):
    return subprocess.run(['/usr/bin/python3', '-c', f'import {name}'], capture_output=True).returncode == 0


# Format, title, judge, what must be there for it.
READERS = [
    ('json', 'schemas/report-1.0.json', json_schema, lambda: module('jsonschema')),
    ('sarif', "SARIF's schema", sarif_schema, lambda: module('jsonschema') and os.path.exists(SHARED)),
    ('sarif', 'sarif-multitool', sarif_multitool, lambda: os.path.exists(os.path.join(TOOLS, 'node_modules/.bin/sarif-multitool'))),
    ('junit', "Python's XML reader", junit, lambda: True),
    ('junit', 'xmllint with the schema of JUnit', junit_schema, lambda: shutil.which('xmllint') and os.path.exists(SHARED)),
    ('junit', 'python3-junitparser', junitparser, lambda: module('junitparser')),
    ('gitlab', "Python's JSON reader and GitLab's manual", gitlab, lambda: True),
    ('github', "the grammar of GitHub's runner", github, lambda: True),
    ('tap', "Perl's TAP::Parser", tap_perl, lambda: shutil.which('perl')),
    ('tap', 'tap-parser of npm', tap_npm, lambda: os.path.exists(os.path.join(TOOLS, 'node_modules/.bin/tap-parser'))),
    ('markdown', 'cmark-gfm', markdown, lambda: shutil.which('cmark-gfm')),
    ('csv', "Python's CSV reader", csv_rows, lambda: True),
]


def judge_folder(name, folder, lang):
    written = reports(folder, lang)
    whole = json.loads(written['json'])
    want = {'findings': len(whole['findings']), 'errors': whole['counts']['error']}
    yield f'{name}: there is something to judge', [] if want['errors'] else ['no errors found']
    expected = prints('json', written['json'])
    for form in FORMATS:
        got = prints(form, written[form])
        yield f'{name}: {form} has every finding', [] if got == expected else [f'{len(got)} of {len(expected)}']
        bad = sorted(set(steering(written[form], '\n\t\r' if form == 'csv' else '\n')))
        yield f'{name}: {form} shows no control characters', bad[:5]
    for form, title, judge, there in READERS:
        if there():
            yield f'{name}: {form} by {title}', list(judge(written[form], want))[:5]
        else:
            yield f'{name}: {form} by {title} # SKIP it is not installed', []


def odd_files(folder):
    for name, content in ODD.items():
        with open(os.path.join(os.fsencode(folder), name), 'wb') as f:
            f.write(content)
    yield from judge_folder('odd', folder, 'kk')
    for form, text in reports(folder, 'en').items():
        most = max(len(line) for line in text.split('\n'))
        yield f'odd: {form} has no line that nobody reads', [] if form == 'sarif' or most < LINE_MOST else [str(most)]


def commands(folder):
    """What else is said of hostile files, on either stream."""
    for args in (['duplicates', '.'], ['duplicates', '.', '-f', 'json'], ['duplicates', '.', '-f', 'csv'], ['duplicates', '.', '-f', 'html'],
                 ['validate', '.'], ['validate', '.', '-f', 'github'], ['fmt', '--check', '.'], ['card', NAMES[1]], ['fix', '.'],
                 ['check', '.', '--explain'], ['explain', EVIL], ['check', EVIL], ['check', '.', '--rule', EVIL],
                 ['pack', 'info', NAMES[1]], ['check', '.', '--pack', NAMES[1], '--pack-key', NAMES[1]],
                 ['check', '.', '--snapshot', NAMES[1], '--key', 'f' * 64], ['check', '.', '--earlier', NAMES[1]], ['check', '.', '--baseline', NAMES[1]],
                 ['check', '.', '--ignore', NAMES[1]], ['schema', 'check', NAMES[1]], ['schema', 'diff', NAMES[1], NAMES[2]], ['new', EVIL[:40] + '/x']):
        out, code, err = run([*args, '--lang', 'en'], folder)
        text = out.decode() + err.decode()
        bad = sorted(set(steering(text, '\n\r' if 'csv' in args else '\n')))
        forged = [line for line in text.split('\n') if line.startswith(('::error::forged', 'not ok 99', 'Bail out!', '# forged'))]
        shown = ' '.join(a if a.isascii() and a.isprintable() and len(a) < 20 else '…' for a in args)
        yield f'hostile: {shown} steers nothing', bad[:5] + forged[:2] + ([f'exit {code}'] if code in (70, -6, -11) or code < 0 else [])


def many_findings(folder):
    """More than may be shown, of one document and of all: bounded memory and time, and what is left out is said."""
    for i in range(120):
        with open(os.path.join(folder, f'{i}.json'), 'w', encoding='utf-8') as f:
            f.write('{"schema_version":"1.0","data_sources":[' + ','.join(['{}'] * (100000 if i == 0 else 1200)) + ']}')
    with open(PROGRAM, 'rb') as f:
        # The address sanitizer reserves terabytes of addresses.
        limit = resource.RLIM_INFINITY if b'__asan_init' in f.read() else 2 << 30
    start = time.monotonic()
    text, code, err = run(['check', '.', '-f', 'csv', '--lang', 'en'], folder,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
    took = time.monotonic() - start
    rows = list(csv.DictReader(io.StringIO(text.decode(), newline='')))
    rules = [r['rule'] for r in rows]
    yield 'a flood of findings is cut and said', [] if (code, rules.count('report/limit'), len(rows)) == (1, 1, 100001) else [
        f'exit {code}, {len(rows)} rows', err.decode()[-200:]]
    yield 'a flood of one document too', [] if any('too many' in r['message'] for r in rows) else [rows[-1]['message']]
    yield 'a flood of findings ends in time', [] if took < 60 else [f'{took:.0f} s']


def output_faults(folder):
    """A full disk, a reader that leaves or is slow, and secrets on the way."""
    examples = os.path.join(ROOT, 'docs/examples/initiatives')
    for form in FORMATS:
        with open('/dev/full', 'wb') as full:
            code = subprocess.run([PROGRAM, 'check', examples, '-f', form], stdout=full, stderr=subprocess.DEVNULL, timeout=100).returncode
        yield f'{form}: a full disk is not success', [] if code == 7 else [f'exit {code}']
    child = subprocess.Popen([PROGRAM, 'check', examples, '-f', 'json'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdout.read(10)
    child.stdout.close()
    code = child.wait(timeout=100)
    yield 'a reader that leaves ends it quietly', [] if code in (-13, 7) else [f'exit {code}']
    child = subprocess.Popen([PROGRAM, 'check', examples, '-f', 'json', '--as-of', '2026-12-01'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    slow = b''
    while (piece := child.stdout.read(100000)):
        slow += piece
        time.sleep(0.01)
    child.wait()
    fast = run(['check', examples, '-f', 'json', '--as-of', '2026-12-01'], folder)[0]
    yield 'a slow reader gets the same bytes', [] if slow == fast and json.loads(slow) else ['they differ']
    for db in ('postgresql://someone:T0PSECRET@127.0.0.1:1/x', 'host=127.0.0.1 port=1 password=T0PSECRET', 'postgresql://a:T0PSECRET@[::1', 'service=T0PSECRET'):
        out, code, err = run(['check', '--all', '--registry', '--db', db], folder)
        said = b'T0PSECRET' in out + err and not db.startswith('service')
        yield f'no password in a message: {db[:14]}', [] if code and not said else [f'exit {code}', err.decode()]


def main():
    results = []
    results += judge_folder('examples', os.path.join(ROOT, 'docs/examples/initiatives'), 'kk')
    with tempfile.TemporaryDirectory() as folder:
        for i, name in enumerate(NAMES):
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
                f.write('{"a":1,"a":' if i == 0 else json.dumps(dict(RULED if i % 2 else MANIFEST, short_name=f'evil-{i}'), ensure_ascii=i % 3 == 0))
        results += judge_folder('hostile', folder, 'ru')
        results += commands(folder)
    with tempfile.TemporaryDirectory() as folder:
        results += odd_files(folder)
    with tempfile.TemporaryDirectory() as folder:
        results += many_findings(folder)
        results += output_faults(folder)
    print(f'1..{len(results)}')
    for number, (title, problems) in enumerate(results, 1):
        for problem in problems:
            print(f'# {problem!r}')
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")


main()
