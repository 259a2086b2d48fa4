"""
`tizilim lsp` driven by a client as editors drive it: what it marks is what `check` finds, in every place and encoding; what it
explains; what hostile messages do to it. TAP; usage: lsp.py PROGRAM ROOT [TEST…]
"""
import json
import os
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.abspath(sys.argv[2])
EXAMPLES = os.path.join(ROOT, 'docs/examples/initiatives')
PORTFOLIO = os.path.join(ROOT, 'tests/cases/portfolio')


class Client:
    def __init__(self, *options, root=None, capabilities=None, locale='ru', start=True):
        self.number, self.inbox, self.events = 0, queue.Queue(), []
        self.process = subprocess.Popen([PROGRAM, 'lsp', *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        threading.Thread(target=self.listen, daemon=True).start()
        if start:
            self.hello = self.ask('initialize', {'processId': os.getpid(), 'rootUri': root and 'file://' + root, 'locale': locale,
                                                 'capabilities': capabilities or {}})
            self.notify('initialized', {})

    def listen(self):
        stream = self.process.stdout
        while True:
            size = None
            while (line := stream.readline().strip()):
                key, value = line.decode().split(':', 1)
                if key.lower() == 'content-length':
                    size = int(value)
            if size is None:
                self.inbox.put(None)
                return
            self.inbox.put(json.loads(stream.read(size)))

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        data = json.dumps(dict(message, jsonrpc='2.0')).encode()
        self.raw(b'Content-Length: %d\r\n\r\n' % len(data) + data)

    def notify(self, method, params):
        self.send({'method': method, 'params': params})

    def wait(self, wanted, seconds=20):
        """The first message that is wanted; the others are kept in `events`."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                message = self.inbox.get(timeout=left)
            except queue.Empty:
                return None
            if message is None:
                return None
            if wanted(message):
                return message
            self.events.append(message)
        return None

    def request(self, method, params):
        """The whole answer."""
        self.number += 1
        number = self.number
        self.send({'id': number, 'method': method, 'params': params})
        return self.wait(lambda m: m.get('id') == number) or {}

    def ask(self, method, params):
        return self.request(method, params).get('result')

    def error(self):
        """The code of the next error that belongs to no request."""
        message = self.wait(lambda m: 'error' in m and m.get('id') is None)
        return message and message['error']['code']

    def open(self, uri, text, language, version=1):
        self.notify('textDocument/didOpen', {'textDocument': {'uri': uri, 'languageId': language, 'version': version, 'text': text}})

    def marked(self, uri, version=None, seconds=20):
        """The diagnostics of a version."""
        message = self.wait(lambda m: m.get('method') == 'textDocument/publishDiagnostics' and m['params']['uri'] == uri
                            and (version is None or m['params'].get('version') == version), seconds)
        return message and message['params']['diagnostics']

    def at(self, method, uri, line, character, **more):
        return self.ask(method, dict({'textDocument': {'uri': uri}, 'position': {'line': line, 'character': character}}, **more))

    def end(self):
        answer = self.request('shutdown', None)
        self.notify('exit', None)
        return answer, self.process.wait(20)


def read(path):
    with open(path, encoding='utf-8', newline='') as f:
        return f.read()


# ---- the same as check ----

def units(text, encoding):
    return len(text.encode('utf-16-le')) // 2 if encoding == 'utf-16' else len(text.encode())


def lines_of(text):
    """As LSP counts them; each with what it begins at."""
    lines, at = [], 0
    while True:
        ends = [text.find(c, at) for c in '\r\n']
        ends = [e for e in ends if e >= 0]
        if not ends:
            lines.append((at, text[at:]))
            return lines
        end = min(ends)
        lines.append((at, text[at:end]))
        at = end + (2 if text.startswith('\r\n', end) else 1)


def expected(found, text, encoding, language):
    lines = lines_of(text)
    rows = []
    for f in found:
        message = f['message'][language]
        if f['remedy'][language]:
            message += '\n→ ' + f['remedy'][language]
        row = {'code': f['rule'], 'severity': {'error': 1, 'warning': 2, 'info': 3}[f['severity']], 'message': message,
               'fingerprint': f['fingerprint'], 'start': (0, 0), 'end': (0, 0)}
        if f['line']:
            line = lines[f['line'] - 1][1]
            column = (f['column'] or 1) - 1
            row['start'] = (f['line'] - 1, units(line[:column], encoding))
            row['end'] = (f['line'] - 1, units(line[:column + (f['span'] or 1)], encoding))
        rows.append(row)
    return rows


def shown(diagnostics):
    place = lambda p: (p['line'], p['character'])
    return [{'code': d['code'], 'severity': d['severity'], 'message': d['message'], 'fingerprint': d['data']['fingerprint'],
             'start': place(d['range']['start']), 'end': place(d['range']['end'])} for d in diagnostics]


def check(folder, name):
    run = subprocess.run([PROGRAM, 'check', name, '-f', 'json', '--lang', 'ru'], cwd=folder, capture_output=True)
    return json.loads(run.stdout)['findings']


def first_difference(name, ours, theirs):
    for a, b in zip(ours, theirs):
        if a != b:
            return [f'{name}: {a} != {b}']
    return [] if len(ours) == len(theirs) else [f'{name}: {len(ours)} diagnostics, {len(theirs)} findings']


def samples():
    """Names and texts: every example, its JSON, broken and odd ones."""
    import yaml

    class Plain(yaml.SafeLoader):
        pass
    Plain.yaml_implicit_resolvers = {k: [r for r in v if 'timestamp' not in r[0]] for k, v in Plain.yaml_implicit_resolvers.items()}
    for name in sorted(os.listdir(EXAMPLES)):
        if not name.endswith('.yaml'):
            continue
        text = read(os.path.join(EXAMPLES, name))
        yield name, text
        value = yaml.load(text, Plain)
        yield name.replace('.yaml', '.json'), json.dumps(value, ensure_ascii=False, indent=2 if len(name) % 2 else None)
    portfolio = [os.path.join(folder, name) for folder, _, names in os.walk(PORTFOLIO) for name in names
                 if name.endswith(('.yaml', '.json'))]
    for path in sorted(portfolio)[::20]:
        yield os.path.basename(path), read(path)
    landmap = read(os.path.join(EXAMPLES, 'landmap.yaml'))
    yield 'windows.yaml', landmap.replace('\n', '\r\n')
    yield 'returns.yaml', landmap.replace('\n', '\r')
    yield 'emoji.yaml', landmap.replace('Единая', '🗺️Единая👩‍🌾').replace('stage: idea', 'stage: "🚜 ideaa" # 🚜')
    yield 'misspelt.yaml', landmap.replace('stage: idea', 'stag: ide').replace('obtained', 'obtaind')
    yield 'broken.yaml', landmap.replace('owner:', 'owner: [🗺️')
    yield 'tab.yaml', landmap.replace('  body: msh', '\tbody: msh')
    yield 'twice.yaml', landmap + 'stage: pilot\n'
    yield 'broken.json', '{"schema_version": "1.0", "name": {"ru": "Карта 🗺️"}, "stage": idea}'
    yield 'large.yaml', landmap + '#' * (1 << 20)


def same_as_check(folder, encoding):
    capabilities = {'general': {'positionEncodings': ['utf-8', 'utf-16']}} if encoding == 'utf-8' else None
    client = Client(root=folder, capabilities=capabilities)
    problems, count, findings = [], 0, 0
    if client.hello['capabilities']['positionEncoding'] != encoding:
        problems.append(f"the encoding is {client.hello['capabilities']['positionEncoding']}")
    # The second encoding asks for places alone, so that fewer will do.
    for name, text in list(samples())[::1 if encoding == 'utf-16' else 3]:
        with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as f:
            f.write(text)
        uri = f'file://{folder}/{name}'
        client.open(uri, text, 'json' if name.endswith('.json') else 'yaml', count)
        marked = client.marked(uri, count)
        if marked is None:
            problems.append(f'{name}: nothing was said')
            continue
        found = check(folder, name)
        problems += first_difference(name, shown(marked), expected(found, text, encoding, 'ru'))
        client.notify('textDocument/didClose', {'textDocument': {'uri': uri}})
        if found and client.marked(uri) != []:
            problems.append(f'{name}: the marks stay when it is closed')
        count += 1
        findings += len(found)
    if client.end()[1] != 0:
        problems.append('the server did not end well')
    if count < 50 or findings < 200:
        problems.append(f'only {count} files with {findings} findings')
    return problems


# ---- edits ----

def position(text, at, encoding):
    lines = lines_of(text)
    number = max(i for i, (start, _) in enumerate(lines) if start <= at)
    start, line = lines[number]
    return {'line': number, 'character': units(text[start:min(at, start + len(line))], encoding)}


def splits_crlf(text, at):
    return 0 < at < len(text) and text[at - 1:at + 1] == '\r\n'


def random_edit(dice, text, encoding):
    while True:
        a = dice.randrange(len(text) + 1)
        b = min(len(text), a + dice.choice((0, 0, 1, 3, 40)))
        new = dice.choice(('', 'а', '🗺️', 'x: ', '\n', '\r\n', '  ', '"', 'stage: pilot\n', 'ә😀'))
        if not splits_crlf(text, a) and not splits_crlf(text, b):
            break
    change = {'range': {'start': position(text, a, encoding), 'end': position(text, b, encoding)}, 'text': new}
    return text[:a] + new + text[b:], change


def edits_are_exact(encoding):
    dice = random.Random(7)
    capabilities = {'general': {'positionEncodings': ['utf-8']}} if encoding == 'utf-8' else None
    client, problems = Client(capabilities=capabilities), []
    for language in ('yaml', 'json'):
        text = read(os.path.join(EXAMPLES, 'landmap.yaml')) if language == 'yaml' else json.dumps(
            {'schema_version': '1.0', 'short_name': 'карта-🗺️', 'owner': {'body': 'msh'}, 'stage': 'idea'}, ensure_ascii=False, indent=2)
        edited, whole = f'file:///a/m.{language}', f'file:///b/m.{language}'
        client.open(edited, text, language)
        client.open(whole, text, language)
        for version in range(2, 150):
            changes = []
            for _ in range(dice.choice((1, 1, 2, 5))):
                text, change = random_edit(dice, text, encoding)
                changes.append(change)
            client.notify('textDocument/didChange', {'textDocument': {'uri': edited, 'version': version}, 'contentChanges': changes})
            client.notify('textDocument/didChange', {'textDocument': {'uri': whole, 'version': version},
                                                     'contentChanges': [{'text': text}]})
            ours, theirs = client.marked(edited, version), client.marked(whole, version)
            if ours is None or [shown([d]) for d in ours] != [shown([d]) for d in theirs]:
                problems.append(f'{language} {version}: {changes}')
                break
    client.end()
    return problems


def stale_is_dropped():
    client, problems = Client(), []
    text = read(os.path.join(EXAMPLES, 'landmap.yaml'))
    uri = 'file:///a/m.yaml'
    burst = b''
    for version in range(1, 201):
        message = {'method': 'textDocument/didChange', 'params': {
            'textDocument': {'uri': uri, 'version': version}, 'contentChanges': [{'text': text + '#' * version}]}}
        if version == 1:
            message = {'method': 'textDocument/didOpen', 'params': {
                'textDocument': {'uri': uri, 'languageId': 'yaml', 'version': 1, 'text': text}}}
        data = json.dumps(dict(message, jsonrpc='2.0')).encode()
        burst += b'Content-Length: %d\r\n\r\n' % len(data) + data
    client.raw(burst)
    if client.marked(uri, 200) is None:
        problems.append('the last version is not marked')
    said = [m['params']['version'] for m in client.events if m.get('method') == 'textDocument/publishDiagnostics']
    if len(said) > 100 or said != sorted(said):
        problems.append(f'{len(said)} stale versions were marked: {said[:10]}')
    client.end()
    return problems


# ---- explaining ----

def find(text, word, within=0):
    at = text.index(word) + within
    return position(text, at, 'utf-16')


def hover_explains():
    problems = []
    text = read(os.path.join(EXAMPLES, 'landmap.yaml')).replace('stage: idea', 'stage: ideaa')
    words = {'kk': ('Қысқа атау', 'Мәндер', 'не істеу керек'), 'ru': ('Краткое имя', 'Значени', 'что делать'),
             'en': ('Short name', 'alues', 'what to do')}
    for locale, (field, value, deed) in words.items():
        client = Client(locale=locale)
        client.open('file:///a/m.yaml', text, 'yaml')
        for word, wanted in (('short_name', field), ('ideaa', deed), ('egkn', {'kk': 'дереккөз', 'ru': 'источник', 'en': 'source'}[locale]), ('obtained', None)):
            place = find(text, word, 1)
            answer = client.at('textDocument/hover', 'file:///a/m.yaml', place['line'], place['character'])
            if not answer or not answer['contents']['value']:
                problems.append(f'{locale} {word}: nothing')
            elif wanted and wanted not in answer['contents']['value']:
                problems.append(f"{locale} {word}: {answer['contents']['value'][:200]!r}")
            elif answer['contents']['kind'] != 'plaintext':
                problems.append(f'{locale} {word}: not the text that the client takes')
        nothing = find(text, '# Пример', 3)
        if client.at('textDocument/hover', 'file:///a/m.yaml', **nothing) is not None:
            problems.append(f'{locale}: a comment is explained')
        client.end()
    return problems


def hover_is_marked_up():
    problems = []
    client = Client(capabilities={'textDocument': {'hover': {'contentFormat': ['markdown', 'plaintext']}}})
    text = '{"schema_version": "1.0", "stage": "![x](http://e.kz) <b>"}'
    client.open('file:///a/m.json', text, 'json')
    answer = client.at('textDocument/hover', 'file:///a/m.json', **find(text, '![x'))
    if answer['contents']['kind'] != 'markdown' or '![x](' in answer['contents']['value'] or '<b>' in answer['contents']['value']:
        problems.append(answer['contents'])
    if answer['range'] != {'start': find(text, '"![x'), 'end': find(text, '"}', 1)}:
        problems.append(answer['range'])
    client.end()
    return problems


# ---- writing ----

HEAD = {'yaml': 'schema_version: "1.0"\nshort_name: карта-🗺️\nowner: {body: msh}\n', 'json': '{"schema_version": "1.0", "short_name": "🗺️", '}
# What stands before and behind the cursor; what must be offered with its text and name, and what must not.
OFFERED = {
    'yaml': [
        ('stage: ', '', {'design': ('design', 'проектирование')}, ['stage', 'msh']),
        ('stage:', '', {'design': (' design', 'проектирование')}, []),
        ('stage: "de', '"', {'design': ('design', 'проектирование')}, []),
        ('stage: des', 'ign # x', {'pilot': ('pilot', 'пилот')}, []),
        ('', '', {'stage': ('stage: ', 'Стадия'), 'data_sources': ('data_sources:', None)}, ['owner', 'short_name']),
        ('da', '\nstage: idea\n', {'data_sources': ('data_sources:', None)}, ['owner']),
        ('sta', 'ge: idea\n', {'stage': ('stage', 'Стадия'), 'name': ('name', 'Название')}, ['owner']),
        ('name:\n  ', '', {'kk': ('kk: ', None), 'ru': ('ru: ', None)}, ['stage']),
        ('name: {ru: x, ', '}', {'kk': ('kk: ', None)}, ['ru']),
        ('data_sources:\n  - ', '', {'source': ('source: ', None), 'objects': ('objects:', None)}, ['stage']),
        ('data_sources:\n- source: egkn\n  ob', '', {'obtained': ('obtained: ', None)}, ['source']),
        ('data_sources:\n- source: ', '', {'egkn': ('egkn', 'недвижимости')}, ['msh']),
        ('data_sources:\n- source: a\n- channel: ', '', {'ip-shep': ('ip-shep', 'ШЭП')}, ['egkn']),
        ('functions:\n  - fn-a\n  - ', '', {'fn-appeals': ('fn-appeals', 'обращений')}, []),
        ('functions: [fn-a, ', ']', {'fn-appeals': ('fn-appeals', 'обращений')}, []),
        ('hosting:\n  platform: ', '', {'pl-qaztech': ('pl-qaztech', 'QazTech'), 'own': ('own', None)}, []),
        ('partners:\n  - body: ', '', {'msh': ('msh', 'сельского')}, []),
        ('services:\n  payment: ', '', {'none': ('none', None)}, []),
        ('risk:\n  audit_planned: ', '', {'true': ('true', None), 'false': ('false', None)}, []),
        ('# ', '', {}, ['stage']),
        ('summary:\n  kk: |\n    ', '', {}, ['stage', 'kk']),
        ('summary:\n  kk: "a\n    b ', '', {}, ['stage', 'kk']),
        ('functions: ', '', {}, ['fn-appeals']),
        ('stage: idea ', '', {}, ['pilot']),
    ],
    'json': [
        ('"stage": ', '}', {'design': ('"design"', 'проектирование')}, []),
        ('"stage": "', '"}', {'design': ('"design"', 'проектирование')}, []),
        ('"stage": "', '', {'design': ('"design"', 'проектирование')}, []),
        ('', '}', {'stage': ('"stage": ', 'Стадия')}, ['short_name']),
        ('"sta', '": "idea"}', {'stage': ('"stage"', 'Стадия')}, ['short_name']),
        ('"data_sources": [{"source": "x", "', '', {'objects': ('"objects": ', None)}, ['source', 'stage']),
        ('"data_sources": [{}, {"source": "', '"}]}', {'egkn': ('"egkn"', 'недвижимости')}, []),
        ('"platforms": ["a", ', '', {'pl-qaztech': ('"pl-qaztech"', 'QazTech')}, []),
        ('"owner": {"body": "', '', {'msh': ('"msh"', 'сельского')}, []),
        ('"stage": "idea" ', '}', {}, ['pilot', 'name']),
        ('"x": [[[', '', {}, ['stage']),
        ('"x": 1 # ', ', ', {}, ['name']),
        ('"x": 1 # , ', '', {'name': ('"name": ', 'Название')}, []),
    ],
}


def fields_and_values_are_offered():
    client, problems = Client(), []
    for language, rows in OFFERED.items():
        for before, behind, wanted, unwanted in rows:
            text = HEAD[language] + before + behind
            at = len(HEAD[language] + before)
            uri = f'file:///a/m.{language}'
            client.open(uri, text, language)
            place = position(text, at, 'utf-16')
            items = {i['label']: i for i in client.at('textDocument/completion', uri, **place)['items']}
            for label, (new, name) in wanted.items():
                item = items.get(label)
                if not item or item['textEdit']['newText'] != new or (name and name not in item.get('detail', '')):
                    problems.append(f'{before!r}: {label}: {item or list(items)[:8]}')
            problems += [f'{before!r}: {label} is offered' for label in unwanted if label in items]
            for item in list(items.values())[:1]:
                range_ = item['textEdit']['range']
                if not (range_['start']['line'] == range_['end']['line'] == place['line'] and
                        range_['start']['character'] <= place['character'] <= range_['end']['character']):
                    problems.append(f'{before!r}: gives way: {range_}')
    client.end()
    return problems


def offers_lead_to_valid_manifests():
    """Whatever is offered for a place, taken, is no fault of the schema."""
    client, problems = Client(), []
    rows = [(language, before) for language, rows in OFFERED.items() for before, behind, wanted, _ in rows
            if wanted and behind in ('', '}') and before and not before.endswith(('"', '{')) and 'fn-a' not in before]
    for language, before in rows:
        uri = f'file:///a/m.{language}'
        start = HEAD[language].replace('карта-🗺️', 'xx').replace('🗺️', 'xx')
        text = start + before
        client.open(uri, text, language)
        items = client.at('textDocument/completion', uri, **position(text, len(text), 'utf-16'))['items']
        for item in items[:4]:
            if item['kind'] == 5:
                continue
            new = applied(text, [item['textEdit']], 'utf-16') + ('' if language == 'yaml' else ']}' if '[' in before else '}')
            client.open(f'file:///b/m.{language}', new, language)
            bad = [d['message'] for d in client.marked(f'file:///b/m.{language}')
                   if d['code'].startswith(('document/', 'schema/')) and d['code'] != 'schema/required']
            problems += [f'{new!r}: {m}' for m in bad]
    client.end()
    return problems


def offset(text, place, encoding):
    start, line = lines_of(text)[place['line']]
    at = 0
    while at < len(line) and units(line[:at], encoding) < place['character']:
        at += 1
    return start + at


def applied(text, edits, encoding):
    edits = sorted(((offset(text, e['range']['start'], encoding), offset(text, e['range']['end'], encoding), e['newText'])
                    for e in edits), reverse=True)
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    return text


def command(name, file_name, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, file_name)
        with open(path, 'w', encoding='utf-8', newline='') as f:
            f.write(text)
        subprocess.run([PROGRAM, name, '--write', path], capture_output=True)
        return read(path)


def misspelt():
    landmap = read(os.path.join(EXAMPLES, 'landmap.yaml'))
    wrong = landmap.replace('stage: idea', 'stag: idea # 🗺️').replace('obtained', 'obtaind').replace(
        'schema_version: "1.0"', 'schema_version: 1.0').replace('date: "2025-09-08"', 'date: "08.09.2025"')
    yield 'landmap.yaml', wrong
    yield 'windows.yaml', wrong.replace('\n', '\r\n')
    yield 'clean.yaml', landmap
    yield 'm.json', '{"schema_version":"1.0", "short_nam": "🗺️", "owner":{"body": "msh"},"stage":"idae", "name": {"ru" : "Ж"}}'
    yield 'broken.yaml', landmap.replace('owner:', 'owner: [')


def repairs_are_those_of_fix(encoding):
    capabilities = {'general': {'positionEncodings': [encoding]}, 'workspace': {'workspaceEdit': {'documentChanges': encoding == 'utf-8'}}}
    client, problems, repaired = Client(capabilities=capabilities), [], 0
    for name, text in misspelt():
        uri, language = f'file:///a/{name}', name.split('.')[1]
        client.open(uri, text, language, 3)
        client.marked(uri, 3)
        everything = {'start': {'line': 0, 'character': 0}, 'end': position(text, len(text), encoding)}
        ask = lambda only: client.ask('textDocument/codeAction', {'textDocument': {'uri': uri}, 'range': everything,
                                                                  'context': {'diagnostics': [], **({'only': only} if only else {})}})

        def edits(action):
            if encoding == 'utf-16':
                return action['edit']['changes'][uri]
            change, = action['edit']['documentChanges']
            if change['textDocument'] != {'uri': uri, 'version': 3}:
                problems.append(change['textDocument'])
            return change['edits']

        fixes, fixed = ask(['source.fixAll']), command('fix', name, text)
        if [a['kind'] for a in fixes] != ['source.fixAll.tizilim'] * (fixed != text):
            problems.append(f'{name}: {[a["kind"] for a in fixes]}')
        elif fixes and applied(text, edits(fixes[0]), encoding) != fixed:
            problems.append(f'{name}: all repaired is not what fix gives')
        for action in ask(['quickfix']):
            repaired += 1
            after = applied(text, edits(action), encoding)
            client.open('file:///b/' + name, after, language)
            left = [d['range']['start'] for d in client.marked('file:///b/' + name) if d['code'] == action['diagnostics'][0]['code']]
            if action['kind'] != 'quickfix' or action['diagnostics'][0]['range']['start'] in left:
                problems.append(f'{name}: {action["title"]} does not remove its finding')
        if len(ask(None)) != len(fixes) + len(ask(['quickfix'])) or ask(['refactor']):
            problems.append(f'{name}: kinds that were not asked for')
    client.end()
    return problems + ([] if repaired >= 8 else [f'only {repaired} repairs'])


def formatting_is_that_of_fmt(encoding):
    client, problems = Client(capabilities={'general': {'positionEncodings': [encoding]}}), []
    texts = list(misspelt()) + [(f'{n}-{name}', text.replace('  ', '   ')) for n, (name, text) in enumerate(samples())
                                if len(text) < 100000][::7]
    for name, text in texts:
        uri = f'file:///a/{name}'
        client.open(uri, text, name.split('.')[1])
        edits = client.ask('textDocument/formatting', {'textDocument': {'uri': uri}, 'options': {'tabSize': 8, 'insertSpaces': False}})
        if edits is None:
            edits = [] # it cannot be read
        if applied(text, edits, encoding) != command('fmt', name, text):
            problems.append(f'{name}: not what fmt gives')
        if len(edits) > 1:
            problems.append(f'{name}: {len(edits)} edits')
    client.end()
    return problems


# ---- which documents ----

def others_are_left_alone():
    problems = []
    client = Client('--manifests', 'initiatives/**', root='/w')
    silent = {'file:///w/pod.yaml': ('yaml', 'kind: Pod\nmetadata:\n  short_name: x\n'),
              'file:///w/manifest.json': ('json', '{"short_name": "app", "name": "App", "icons": []}'),
              'file:///w/osv.json': ('json', '{"schema_version": "1.6.0", "id": "X"}'),
              'file:///w/notes.txt': ('plaintext', 'schema_version: "1.0"\n')}
    told = {'file:///w/new.yaml': ('yaml', 'schema_version: "1.0"\n'),
            'file:///w/initiatives/new.yaml': ('yaml', ''),
            'file:///w/x.json': ('json', '{"short_name": "x", "stage": "idea"}'),
            'untitled:Untitled-1': ('yaml', 'short_name: x\nowner: {body: msh}\n')}
    for uri, (language, text) in silent.items():
        client.open(uri, text, language)
    for uri, (language, text) in told.items():
        client.open(uri, text, language)
        if not client.marked(uri):
            problems.append(f'{uri}: nothing')
    problems += [m for m in client.events if m.get('method') == 'textDocument/publishDiagnostics']
    for uri in silent:
        answer = client.request('textDocument/hover', {'textDocument': {'uri': uri}, 'position': {'line': 0, 'character': 1}})
        if answer.get('result', 1) is not None:
            problems.append(f'{uri}: {answer}')
    client.end()
    return problems


# ---- the protocol ----

def life_is_in_order():
    problems = []
    client = Client(start=False)
    steps = (('textDocument/hover', {}, -32002), ('initialize', None, -32602), ('initialize', {'capabilities': {}}, None),
             ('initialize', {'capabilities': {}}, -32600), ('no/such', {}, -32601), ('textDocument/hover', {}, -32602),
             ('textDocument/hover', {'textDocument': {'uri': 'file:///x'}}, -32602), ('shutdown', None, None),
             ('textDocument/hover', {}, -32600))
    for method, params, code in steps:
        answer = client.request(method, params)
        if answer.get('error', {}).get('code') != code:
            problems.append(f'{method}: {answer}')
    client.notify('exit', None)
    if client.process.wait(20) != 0:
        problems.append('exit after shutdown is no success')
    for last in ('exit', None):
        client = Client()
        client.notify(last, None) if last else client.process.stdin.close()
        if client.process.wait(20) != 1:
            problems.append('an end without shutdown is no failure')
    return problems


def requests_are_taken_back():
    client, problems = Client(), []
    message = lambda m: (lambda d: b'Content-Length: %d\r\n\r\n' % len(d) + d)(json.dumps(dict(m, jsonrpc='2.0')).encode())
    client.raw(b''.join([message({'id': 'a', 'method': 'textDocument/hover', 'params': {}}),
                         message({'id': 'b', 'method': 'no/such'}),
                         message({'method': '$/cancelRequest', 'params': {'id': 'a'}})]))
    for number, code in (('a', -32800), ('b', -32601)):
        answer = client.wait(lambda m: m.get('id') == number)
        if answer['error']['code'] != code:
            problems.append(answer)
    client.end()
    return problems


def frame(body, length=None):
    return b'Content-Length: %d\r\n\r\n' % (len(body) if length is None else length) + body


HOSTILE = {
    'not JSON': (frame(b'{"jsonrpc": '), -32700),
    'not UTF-8': (frame(b'{"jsonrpc": "2.0", "id": "\xff"}'), -32700),
    'half a surrogate pair': (frame(b'{"jsonrpc": "2.0", "id": 1, "method": "\\ud800"}'), -32700),
    'a key twice': (frame(b'{"jsonrpc": "2.0", "id": 1, "id": 2}'), -32700),
    'very deep': (frame(b'[' * 100000), -32700),
    'a list': (frame(b'[]'), -32600),
    'a batch': (frame(b'[{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]'), -32600),
    'no version': (frame(b'{"id": 1, "method": "shutdown"}'), -32600),
    'no method': (frame(b'{"jsonrpc": "2.0"}'), -32600),
    'an id that is none': (frame(b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}'), -32600),
    'nothing': (frame(b''), -32700),
    'a huge length': (frame(b'{}', 10 ** 18), -32700),
    'a length beyond any number': (b'Content-Length: 99999999999999999999999\r\n\r\n{}', -32700),
    'a negative length': (b'Content-Length: -5\r\n\r\n{}', -32700),
    'a length in words': (b'Content-Length: five\r\n\r\n{}', -32700),
    'no length': (b'Content-Type: x\r\n\r\n{}', -32700),
    'two lengths': (b'Content-Length: 3\r\nContent-Length: 2\r\n\r\n{}', -32700),
    'a length too small': (frame(b'{"jsonrpc": "2.0", "id": 1, "method": "no/such"}', 10), -32700),
    'no head at all': (b'\x00' * 100000 + b'\r\n\r\n', -32700),
}


def hostile_bytes_are_answered():
    client, problems = Client(), []
    for name, (data, code) in HOSTILE.items():
        client.raw(data)
        client.number += 1
        client.send({'id': client.number, 'method': 'no/such'})
        seen = []
        alive = client.wait(lambda m: m.get('id') == client.number or seen.append(m))
        codes = [m['error']['code'] for m in seen if 'error' in m]
        if not alive or alive['error']['code'] != -32601:
            problems.append(f'{name}: it does not go on')
            break
        if not codes or codes[0] != code or len(codes) > 3:
            problems.append(f'{name}: {codes}')
    answer, code = client.end()
    return problems + ([] if code == 0 else [f'ended with {code}'])


def hostile_edits_change_nothing():
    client, problems = Client(), []
    uri = 'file:///a/m.yaml'
    text = 'schema_version: "1.0"\nshort_name: карта\n'
    client.open(uri, text, 'yaml')
    before = client.marked(uri)
    place = lambda line, character: {'line': line, 'character': character}
    bad = [[{'range': {'start': place(-1, 0), 'end': place(0, 0)}, 'text': 'x'}],
           [{'range': {'start': place(0, -7), 'end': place(0, 0)}, 'text': 'x'}],
           [{'range': {'start': place(0, 0.5), 'end': place(0, 1)}, 'text': 'x'}],
           [{'range': {'start': place(10 ** 30, 0), 'end': place(0, 1)}, 'text': 'x'}],
           [{'range': {'start': place(1, 0), 'end': place(0, 0)}, 'text': 'x'}],
           [{'range': {'start': place(0, 0)}, 'text': 'x'}], [{'range': 5, 'text': 'x'}], [{'text': 5}], [{}], [None],
           [{'text': ''}, {'text': 5}], 'x', None]
    for changes in bad:
        client.notify('textDocument/didChange', {'textDocument': {'uri': uri, 'version': 9}, 'contentChanges': changes})
        if client.wait(lambda m: m.get('method') == 'window/logMessage') is None:
            problems.append(f'{changes}: nothing is logged')
    beyond = [{'range': {'start': place(99, 5), 'end': place(2 ** 31 - 1, 2 ** 31 - 1)}, 'text': 'stage: idea\n'}]
    client.notify('textDocument/didChange', {'textDocument': {'uri': uri, 'version': 10}, 'contentChanges': beyond})
    after = client.marked(uri, 10)
    client.open('file:///b/m.yaml', text + 'stage: idea\n', 'yaml')
    if shown(after) != shown(client.marked('file:///b/m.yaml')) or after == before:
        problems.append('a place behind the end is not the end')
    for params in ({}, {'textDocument': {'uri': uri}}, {'textDocument': {'uri': uri}, 'position': place(-1, 0)}, [], 'x', None,
                   {'textDocument': {'uri': 5}}, {'textDocument': {'uri': uri}, 'position': {'line': '0', 'character': 0}}):
        if client.request('textDocument/hover', params).get('error', {}).get('code') != -32602:
            problems.append(f'hover {params}')
    client.end()
    return problems


def memory_of(client):
    with open(PROGRAM, 'rb') as f:
        if b'__asan_init' in f.read():
            return 1 # the address sanitizer keeps what is freed
    with open(f'/proc/{client.process.pid}/status') as f:
        return int(next(line for line in f if line.startswith('VmRSS')).split()[1])


def memory_is_bounded():
    client, problems = Client(), []
    text = read(os.path.join(EXAMPLES, 'landmap.yaml'))
    uri = 'file:///a/m.yaml'
    client.open(uri, text, 'yaml', 0)
    client.marked(uri, 0)
    sizes = []
    for version in range(1, 1501):
        client.notify('textDocument/didChange', {'textDocument': {'uri': uri, 'version': version}, 'contentChanges': [
            {'text': text.replace('stage: idea', f'stage: idea{version}').replace('egkn', f'egkn{version}')}]})
        client.marked(uri, version)
        if version in (500, 1500):
            sizes.append(memory_of(client))
    if sizes[1] > sizes[0] * 1.1:
        problems.append(f'{sizes[0]} kB after 500 versions, {sizes[1]} kB after 1500')
    for n in range(40):
        client.open(f'file:///b/{n}.yaml', text + '#' * (4 << 20), 'yaml')
    if client.wait(lambda m: m.get('method') == 'window/showMessage', 60) is None:
        problems.append('no limit was reached by 160 MiB of documents')
    if client.ask('textDocument/hover', {'textDocument': {'uri': uri}, 'position': find(text, 'short_name')}) is None:
        problems.append('documents that are open are forgotten')
    if memory_of(client) > 400000:
        problems.append(f'{memory_of(client)} kB for 40 documents of 4 MiB')
    client.process.kill()
    return problems


def it_is_quick():
    """No promise about this machine: so slow that nobody could type, it would be broken."""
    client = Client()
    text = read(os.path.join(EXAMPLES, 'landmap.yaml'))
    uri = 'file:///a/m.yaml'
    client.open(uri, text, 'yaml', 0)
    client.marked(uri, 0)
    times = []
    for version in range(1, 101):
        begin = time.perf_counter()
        client.notify('textDocument/didChange', {'textDocument': {'uri': uri, 'version': version}, 'contentChanges': [
            {'text': text + f'# {version}\n'}]})
        client.marked(uri, version)
        times.append(time.perf_counter() - begin)
    client.end()
    middle = sorted(times)[50] * 1000
    print(f'# {middle:.1f} ms from a change to its diagnostics, the median of 100')
    return [] if middle < 200 else [f'{middle} ms']


def same_as_check_in_a_folder(encoding):
    with tempfile.TemporaryDirectory() as folder:
        return same_as_check(os.path.realpath(folder), encoding)


TESTS = [(test, (encoding,)) for test in (same_as_check_in_a_folder, edits_are_exact, repairs_are_those_of_fix, formatting_is_that_of_fmt)
         for encoding in ('utf-16', 'utf-8')] + [(test, ()) for test in (
             stale_is_dropped, hover_explains, hover_is_marked_up, fields_and_values_are_offered, offers_lead_to_valid_manifests,
             others_are_left_alone, life_is_in_order, requests_are_taken_back, hostile_bytes_are_answered,
             hostile_edits_change_nothing, memory_is_bounded, it_is_quick)]


def main():
    wanted = sys.argv[3:]
    tests = [(t, a) for t, a in TESTS if not wanted or t.__name__ in wanted]
    print(f'1..{len(tests)}')
    for number, (test, arguments) in enumerate(tests, 1):
        problems = test(*arguments)
        for problem in problems[:20]:
            print(f'# {problem}')
        title = ', '.join((test.__name__.replace('_', ' '), *arguments))
        print(f"{'not ok' if problems else 'ok'} {number} - {title}", flush=True)


main()
