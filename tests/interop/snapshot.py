"""
snapshot.py TIZILIM SOURCE: snapshots fetched over https from a server of Python's: what is asked, kept, refused. TAP.
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
    with open(f'{work}/two.snapshot', 'rb') as f:
        body = bytearray(f.read())
    body[len(body) // 2] ^= 1
    with open(f'{work}/changed.snapshot', 'wb') as f:
        f.write(body)
    shutil.copy(f'{SOURCE}/docs/examples/initiatives/mammo.yaml', f'{work}/new.yaml')


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
    left = [n for n in os.listdir(f'{work}/data/tizilim/snapshots') if n.count('.') > 0 and not n.endswith('.etag')]
    test('no half file is left', left == [], left)
    server.shutdown()
    server.server_close()
    done = check(f'{url}/r')
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
