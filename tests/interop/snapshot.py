"""
snapshot.py TIZILIM SOURCE: snapshots and signed packs fetched over https from a server of Python's: what is asked, kept, refused. TAP.
"""
import http.server
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading

TIZILIM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
work = tempfile.mkdtemp(prefix='tizilim-snapshot-')
os.chmod(work, 0o755)
env = dict(os.environ, XDG_DATA_HOME=f'{work}/data', LC_ALL='C.UTF-8', https_proxy='http://127.0.0.1:9', HTTPS_PROXY='http://127.0.0.1:9')
env.pop('TIZILIM_DB', None)
count = failed = 0


def run(*args):
    return subprocess.run([TIZILIM, *args], env=env, cwd=work, capture_output=True, text=True)


def test(name, good, why=''):
    global count, failed
    count += 1
    failed += not good
    print(f'{"ok" if good else "not ok"} {count} - {name}')
    if not good:
        print(''.join(f'# {line}\n' for line in str(why).splitlines()), end='')


class Handler(http.server.BaseHTTPRequestHandler):
    file = 'one.snapshot'
    asked = []

    def do_GET(self):
        etag = f'"{self.file}"'
        Handler.asked.append((self.path, self.headers.get('If-None-Match')))
        if self.path.startswith('/to?'):
            self.send_response(302)
            self.send_header('Location', self.path[4:])
            self.end_headers()
        elif self.path == '/none':
            self.send_error(404)
        elif self.headers.get('If-None-Match') == etag:
            self.send_response(304)
            self.end_headers()
        else:
            with open(f'{work}/{self.file}', 'rb') as f:
                body = f.read()
            self.send_response(200)
            self.send_header('ETag', etag)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args):
        pass


def prepare():
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', f'{work}/tls.key', '-out', f'{work}/tls.pem',
                    '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], check=True, capture_output=True)
    done = run('submit', f'{SOURCE}/docs/examples/initiatives')
    assert done.returncode == 0, done.stderr
    for name in ('publisher', 'another'):
        with open(f'{work}/{name}.pub', 'w') as f:
            f.write(run('audit', 'keygen', f'{name}.key').stdout)
    for name, key in (('one', 'publisher'), ('two', 'publisher'), ('foreign', 'another')):
        subprocess.run(['sleep', '1.1'])
        done = run('snapshot', 'export', f'{name}.snapshot', '--key', f'{key}.key')
        assert done.returncode == 0, done.stderr
    change('changed.snapshot', 'two.snapshot')
    prepare_packs()
    shutil.copy(f'{SOURCE}/docs/examples/initiatives/mammo.yaml', f'{work}/new.yaml')


def change(name, of):
    with open(f'{work}/{of}', 'rb') as f:
        body = bytearray(f.read())
    body[len(body) // 2] ^= 1
    with open(f'{work}/{name}', 'wb') as f:
        f.write(body)


def prepare_packs():
    """Of the shipped pack with another version, the newer one with a rule fewer."""
    shutil.copytree(f'{SOURCE}/checker/pack/digital-qazaqstan', f'{work}/draft')
    for name, key, version in (('one', 'publisher', '2027.1'), ('two', 'publisher', '2027.2'), ('foreign', 'another', '2027.2')):
        with open(f'{work}/draft/pack.yaml', encoding='utf-8') as f:
            lines = [f'version: "{version}"\n' if line.startswith('version:') else line for line in f]
        if name != 'one':
            lines = [line for line in lines if 'rules/DUP.yaml' not in line]
        with open(f'{work}/draft/pack.yaml', 'w', encoding='utf-8') as f:
            f.writelines(lines)
        subprocess.run(['sleep', '1.1'])
        done = run('pack', 'export', f'{name}.pack', '--key', f'{key}.key', '--pack', 'draft')
        assert done.returncode == 0, done.stderr
        shutil.copytree(f'{work}/draft', f'{work}/draft-{name}')
    change('changed.pack', 'two.pack')


def serve():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f'{work}/tls.pem', f'{work}/tls.key')
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def check(url, *more, host='localhost'):
    allowed = ['--private-host', host] if host else []
    return run('check', 'new.yaml', '--snapshot', url, '--key', 'publisher.pub', '--ca', 'tls.pem', '-f', 'json', '--lang', 'en', *allowed, *more)


def by_pack(url, *more, host='localhost'):
    allowed = ['--private-host', host] if host else []
    return run('check', 'new.yaml', '--pack', url, '--pack-key', 'publisher.pub', '--ca', 'tls.pem', '-f', 'json', '--lang', 'en', *allowed,
               *more)


def test_packs(server):
    url = f'https://localhost:{server.server_address[1]}'
    plain = {name: run('check', 'new.yaml', '--pack', f'draft-{name}', '-f', 'json').stdout for name in ('one', 'two')}
    Handler.file = 'one.pack'
    first = by_pack(f'{url}/p')
    test('a pack: fetched, it judges like its folder', first.stdout == plain['one'] != plain['two'] and first.returncode < 2, first.stderr)
    test('a pack: so does its file', by_pack('one.pack').stdout == plain['one'])
    Handler.asked.clear()
    again = by_pack(f'{url}/p')
    test('a pack: asked again, it is the same', Handler.asked == [('/p', '"one.pack"')] and again.stdout == first.stdout, Handler.asked)
    Handler.file = 'two.pack'
    newer = by_pack(f'{url}/p')
    test('a pack: a newer one is taken', newer.returncode < 2 and newer.stdout == plain['two'], newer.stderr)
    for name, why in (('one.pack', 'is older than that of'), ('changed.pack', 'damaged near byte'), ('foreign.pack', 'signed with another key'),
                      ('one.snapshot', 'no signed pack')):
        Handler.file = name
        done = by_pack(f'{url}/p')
        test(f'a pack is refused: {why}', done.returncode == 4 and why in done.stderr and not done.stdout, done.stderr)
    for name, why in (('changed.pack', 'damaged near byte'), ('foreign.pack', 'signed with another key')):
        done = by_pack(name)
        test(f'its file is refused: {why}', done.returncode == 4 and why in done.stderr and not done.stdout, done.stderr)
    Handler.file = 'two.pack'
    test('a pack: what was kept is still there', by_pack(f'{url}/p').stdout == newer.stdout)
    for command in (('validate', 'new.yaml'), ('ref', 'search', 'кадастр'), ('explain', 'SRC-002'), ('pack', 'show')):
        done = run(*command, '--pack', f'{url}/p', '--pack-key', 'publisher.pub', '--ca', 'tls.pem', '--private-host', 'localhost')
        test(f'a pack: {command[0]} takes it, too', done.returncode < 2, done.stderr)
    done = by_pack(f'{url}/p', host=None)
    test('a pack at a private address', done.returncode == 4 and 'has a private address' in done.stderr, done.stderr)
    done = by_pack(f'{url}/to?https://127.0.0.1:{server.server_address[1]}/p')
    test('a pack: a redirect to a private address', done.returncode == 4, done.stderr)
    done = run('check', 'new.yaml', '--pack', 'http://localhost/p', '--pack-key', 'publisher.pub')
    test('a pack without encryption', done.returncode == 4, done.stderr)
    done = run('check', 'new.yaml', '--pack', f'{url}/p', '--lang', 'en')
    test('a pack without a key', done.returncode == 2 and '--pack-key' in done.stderr, done.stderr)


def tests(server):
    url = f'https://localhost:{server.server_address[1]}'
    by_file = run('check', 'new.yaml', '--snapshot', 'one.snapshot', '--key', 'publisher.pub', '-f', 'json')
    first = check(f'{url}/r')
    test('fetched, it judges like the file', first.stdout == by_file.stdout and first.returncode < 2, first.stderr)
    Handler.asked.clear()
    again = check(f'{url}/r')
    test('asked again, the server says that it is the same', Handler.asked == [('/r', '"one.snapshot"')] and again.stdout == first.stdout,
         Handler.asked)
    Handler.file = 'two.snapshot'
    newer = check(f'{url}/r')
    test('a newer one is taken', newer.returncode < 2 and newer.stdout != first.stdout, newer.stderr)
    for name, why in (('one', 'is older than that of'), ('changed', 'damaged near byte'), ('foreign', 'signed with another key')):
        Handler.file = f'{name}.snapshot'
        done = check(f'{url}/r')
        test(f'refused: {why}', done.returncode == 4 and why in done.stderr, done.stderr)
    Handler.file = 'two.snapshot'
    test('and what was kept is still there', check(f'{url}/r').stdout == newer.stdout)
    done = check(f'{url}/r', host=None)
    test('a private address', done.returncode == 4 and 'has a private address' in done.stderr, done.stderr)
    done = check(f'{url}/r', host='example.com')
    test('another host may have one, this may not', done.returncode == 4, done.stderr)
    Handler.asked.clear()
    done = check(f'{url}/to?https://127.0.0.1:{server.server_address[1]}/r')
    test('a redirect to a private address', done.returncode == 4 and len(Handler.asked) == 1, done.stderr)
    done = check(f'{url}/to?http://localhost/r')
    test('a redirect away from https', done.returncode == 4 and 'https://' in done.stderr, done.stderr)
    done = check(f'{url}/to?{url}/r')
    test('a redirect to the same host is followed', done.returncode < 2, done.stderr)
    done = check(f'{url}/to?/to?/to?/to?/to?/to?/to?/r')
    test('redirects without end', done.returncode == 5 and 'leads on and on' in done.stderr, done.stderr)
    done = check(f'{url}/none')
    test('not there', done.returncode == 5 and '404' in done.stderr, done.stderr)
    done = run('check', 'new.yaml', '--snapshot', f'{url}/r', '--key', 'publisher.pub', '--private-host', 'localhost')
    test('a certificate that nobody knows', 'certificate' in done.stderr, done.stderr)
    done = run('check', 'new.yaml', '--snapshot', 'http://localhost/r', '--key', 'publisher.pub')
    test('without encryption', done.returncode == 4, done.stderr)
    test_packs(server)
    Handler.file = 'two.snapshot'
    left = [n for kind in ('snapshots', 'packs') for n in os.listdir(f'{work}/data/tizilim/{kind}')
            if n.count('.') > 0 and not n.endswith('.etag')]
    test('no half file is left', left == [], left)
    server.shutdown()
    server.server_close()
    for done in (check(f'{url}/r'), by_pack(f'{url}/p')):
        test('without the server the one from before serves, and it is said', done.returncode < 2 and 'from before' in done.stderr, done.stderr)


try:
    if not shutil.which('openssl'):
        print('1..0 # SKIP no openssl to make a certificate with')
        sys.exit()
    prepare()
    tests(serve())
    print(f'1..{count}')
finally:
    run('down')
    shutil.rmtree(work, ignore_errors=True)
sys.exit(failed > 0)
