"""
The language servers of editors, driven by a small client: our schema over a broken manifest and a good one, in YAML and in
JSON. TAP; usage: editors.py PROGRAM ROOT. The servers are looked for in the path and in $TIZILIM_EDITOR_SERVERS, a folder
where `npm install yaml-language-server vscode-langservers-extracted` was run; a server that is not there is skipped.
"""
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = sys.argv[1]
FOLDER = os.environ.get('TIZILIM_EDITOR_SERVERS', '')

BROKEN = {
    'schema_version': '1.0',
    'short_name': 'Land Sat',
    'name': {'ru': 'Спутник'},
    'owner': {'body': 'msh'},
    'stage': 'designn',
    'unknown_thing': 1,
    'data_sources': [{'source': 'egkn', 'obtained': 'autority'}],
}
GOOD = {
    'schema_version': '1.0',
    'short_name': 'land-sat',
    'name': {'ru': 'Спутник'},
    'owner': {'body': 'msh'},
    'stage': 'design',
    'data_sources': [{'source': 'egkn', 'obtained': 'authority'}],
}
# The lines of the broken one that an editor must mark, by what stands in them.
WRONG = ('Land Sat', 'designn', 'unknown_thing', 'autority')


def yaml(value, indent=''):
    lines = []
    for key, v in value.items():
        if isinstance(v, dict):
            lines += [f'{indent}{key}:'] + yaml(v, indent + '  ')
        elif isinstance(v, list):
            lines.append(f'{indent}{key}:')
            for item in v:
                inner = yaml(item, indent + '    ')
                lines += [f'{indent}  - {inner[0].strip()}'] + inner[1:]
        else:
            lines.append(f'{indent}{key}: {json.dumps(v, ensure_ascii=False)}')
    return lines


class Server:
    """Speaks the Language Server Protocol over the standard streams of a process."""

    def __init__(self, command, settings):
        self.settings, self.number, self.inbox = settings, 0, queue.Queue()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        stream = self.process.stdout
        while True:
            size = 0
            while (line := stream.readline().strip()):
                key, value = line.decode().split(':', 1)
                if key.lower() == 'content-length':
                    size = int(value)
            if not size:
                return
            self.inbox.put(json.loads(stream.read(size)))

    def send(self, message):
        data = json.dumps(dict(message, jsonrpc='2.0')).encode()
        self.process.stdin.write(b'Content-Length: %d\r\n\r\n' % len(data) + data)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({'method': method, 'params': params})

    def setting(self, section):
        value = self.settings
        for part in filter(None, (section or '').split('.')):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def wait(self, wanted, seconds):
        """The first message that is wanted; questions of the server are answered on the way."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                message = self.inbox.get(timeout=left)
            except queue.Empty:
                return None
            if 'method' in message and 'id' in message:
                items = message['params'].get('items', []) if message['method'] == 'workspace/configuration' else None
                answer = None if items is None else [self.setting(i.get('section')) for i in items]
                self.send({'id': message['id'], 'result': answer})
            elif wanted(message):
                return message
        return None

    def ask(self, method, params):
        self.number += 1
        number = self.number
        self.send({'id': number, 'method': method, 'params': params})
        answer = self.wait(lambda m: m.get('id') == number, 30)
        return answer and answer.get('result')

    def start(self):
        self.ask('initialize', {'processId': os.getpid(), 'rootUri': None, 'capabilities': {
            'workspace': {'configuration': True},
            'textDocument': {'hover': {'contentFormat': ['plaintext']}, 'completion': {'completionItem': {'snippetSupport': True}}},
        }, 'initializationOptions': {'handledSchemaProtocols': ['file']}})
        self.notify('initialized', {})
        self.notify('workspace/didChangeConfiguration', {'settings': self.settings})

    def diagnostics(self, uri, language, text, some):
        """What is marked in a text; the first answers may come before the schema is read."""
        self.notify('textDocument/didOpen', {'textDocument': {'uri': uri, 'languageId': language, 'version': 1, 'text': text}})
        found = []
        end = time.monotonic() + (30 if some else 4)
        while time.monotonic() < end:
            message = self.wait(lambda m: m.get('method') == 'textDocument/publishDiagnostics' and m['params']['uri'] == uri,
                                max(0.1, end - time.monotonic()))
            if message:
                found = message['params']['diagnostics']
                if found:
                    break
        return found


def judge(command, settings, language, folder):
    """Pairs of a title and its problems."""
    server = Server(command, settings)
    server.start()
    write = (lambda m: '\n'.join(yaml(m)) + '\n') if language == 'yaml' else (lambda m: json.dumps(m, indent=2, ensure_ascii=False))
    broken, good = write(BROKEN), write(GOOD)
    uri = f'file://{folder}/%s.manifest.{language}'
    marked = server.diagnostics(uri % 'broken', language, broken, True)
    lines = broken.split('\n')
    missing = [w for w in WRONG if not any(w in lines[d['range']['start']['line']] for d in marked)]
    more = [d['message'] for d in marked if not any(w in lines[d['range']['start']['line']] for w in WRONG)]
    yield f'{language}: each error is marked at its line', [f'not marked: {w}' for w in missing] + more
    yield f'{language}: a good manifest is not marked', [d['message'] for d in server.diagnostics(uri % 'good', language, good, False)]
    line = next(i for i, text in enumerate(lines) if 'short_name' in text)
    place = {'textDocument': {'uri': uri % 'broken'}, 'position': {'line': line, 'character': lines[line].index('short_name') + 3}}
    hover = json.dumps(server.ask('textDocument/hover', place), ensure_ascii=False)
    yield f'{language}: the field is explained in Kazakh', [] if 'әріп' in hover or 'атау' in hover else [hover[:300]]
    line = next(i for i, text in enumerate(lines) if 'designn' in text)
    place['position'] = {'line': line, 'character': lines[line].index('designn') + 2}
    offered = json.dumps(server.ask('textDocument/completion', place))
    yield f'{language}: the values of a list are offered', [] if 'suspended' in offered else [offered[:300]]
    server.process.kill()


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder:
        schema = os.path.join(folder, 'initiative.json')
        with open(schema, 'wb') as f:
            subprocess.run([PROGRAM, 'schema', 'print', 'initiative-1.0', '--words', 'kk'], stdout=f, check=True)
        servers = {
            'yaml': ('yaml-language-server', {'yaml': {
                'schemas': {f'file://{schema}': ['*.manifest.yaml']}, 'validate': True, 'hover': True, 'completion': True,
                'schemaStore': {'enable': False}}}),
            'json': ('vscode-json-language-server', {'json': {
                'schemas': [{'fileMatch': ['*.manifest.json'], 'url': f'file://{schema}'}], 'validate': {'enable': True}}}),
        }
        for language, (name, settings) in servers.items():
            found = shutil.which(name, path=os.path.join(FOLDER, 'node_modules', '.bin') if FOLDER else None)
            if not found:
                results.append((f'{language} # SKIP {name} is not installed', []))
                continue
            results += judge([found, '--stdio'], settings, language, folder)
    print(f'1..{len(results)}')
    for number, (title, problems) in enumerate(results, 1):
        for problem in problems:
            print(f'# {problem}')
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")


main()
