#!/usr/bin/env python3
"""Kill clients, backends and the postmaster while several processes submit; usage: kills.py TIZILIM SOURCE.

20 kills; 200 with TIZILIM_LONG (./dev test --long).

Prints TAP. At the end every acknowledged submission must be in the registry under the number that was answered,
and every text that was ever sent must be there once: nothing lost, nothing twice (attacks F01 to F03, F14).
"""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

TIZILIM, SOURCE = os.path.realpath(sys.argv[1]), pathlib.Path(sys.argv[2])
KILLS = 200 if os.environ.get('TIZILIM_LONG') else 20
WORKERS = 3
TRIES = 40

home = pathlib.Path(tempfile.mkdtemp(prefix='tizilim-kills-'))
os.chmod(home, 0o755)
env = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'TIZILIM_'))}
env |= {'XDG_DATA_HOME': str(home), 'LC_ALL': 'C.UTF-8'}
template = sorted((SOURCE / 'docs/examples/initiatives').glob('*.yaml'))[0].read_text(encoding='utf-8')
random.seed(20260720)
running, acknowledged, sent = {}, [], {}
done = threading.Event()
lock = threading.Lock()
trouble = []
last = ['']


def run(*args, **more):
    return subprocess.run([TIZILIM, *args], env=env, capture_output=True, check=False, **more)


def submit(path):
    """The answer, or None when the client was killed or got no definite answer."""
    child = subprocess.Popen([TIZILIM, 'submit', path, '--json'], env=env, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
    with lock:
        running[child.pid] = child
    out, error = child.communicate()
    with lock:
        del running[child.pid]
    if child.returncode == 0:
        return json.loads(out)[0]
    if child.returncode not in (-signal.SIGKILL, 5, 6, 7):
        trouble.append(f'exit {child.returncode}: {error.decode()}')
    last[0] = error.decode()
    return None


def work(number):
    name = f'kill-{number}'
    path = home / f'{name}.yaml'
    turn = 0
    while not done.is_set():
        turn += 1
        text = template.replace(short, name) + f'# {turn}\n'
        text = text.replace(marked, f'{marked} {turn}', 1)
        path.write_text(text, encoding='utf-8')
        for _ in range(TRIES if not trouble else 0):
            answer = submit(path)
            if answer:
                break
            time.sleep(0.2)
        else:
            trouble.append(f'{name} {turn}: no answer in {TRIES} tries, at last: {last[0]}')
            return
        with lock:
            sent.setdefault(answer['id'], []).append(text)
            acknowledged.append((answer['id'], answer['revision'], text))


def processes():
    """Our postmaster and its backends of clients."""
    server, backends = None, []
    for entry in pathlib.Path('/proc').iterdir():
        if not entry.name.isdigit():
            continue
        try:
            line = (entry / 'cmdline').read_bytes().replace(b'\0', b' ').decode(errors='replace')
            parent = int((entry / 'stat').read_text().rsplit(')', 1)[1].split()[1])
        except OSError:
            continue
        if data in line and 'postgres' in line.split(' ')[0]:
            server = int(entry.name)
        if line.startswith('postgres: ') and '[local]' in line:
            backends.append((int(entry.name), parent))
    return server, [pid for pid, parent in backends if parent == server]


def victims(kind):
    if kind == 'client':
        with lock:
            return list(running)
    server, backends = processes()
    return backends if kind == 'backend' else [server] if server else []


def kill_one(kind):
    """Sessions are short: looks out for one for a while."""
    for _ in range(200):
        found = victims(kind)
        if found:
            try:
                os.kill(random.choice(found), signal.SIGKILL)
                return True
            except ProcessLookupError:
                pass
        time.sleep(0.01)
    return False


def check():
    bad = list(trouble)
    for name, texts in sent.items():
        history = json.loads(run('history', name, '--json').stdout)
        numbers = [e['payload']['revision'] for e in history if e['kind'] in ('created', 'revised')]
        if numbers != list(range(1, len(texts) + 1)):
            bad.append(f'{name}: {len(texts)} texts are {len(numbers)} revisions')
    for name, revision, text in acknowledged:
        kept = run('show', f'{name}@{revision}', '--raw').stdout.decode()
        if kept != text:
            bad.append(f'{name}@{revision} is not what was acknowledged')
    return bad


short = next(line.split(':', 1)[1].strip() for line in template.splitlines() if line.startswith('short_name:'))
marked = next(line.split(':', 1)[1].strip() for line in template.splitlines() if line.strip().startswith('en:')).strip('"')
counts = {'client': 0, 'backend': 0, 'postmaster': 0}
print('1..1', flush=True)
try:
    up = run('up')
    if up.returncode:
        sys.exit(f'cannot start the registry: {up.stderr.decode()}')
    data = next(word for word in up.stdout.decode().split() if word.startswith('/'))
    workers = [threading.Thread(target=work, args=(n,)) for n in range(WORKERS)]
    for w in workers:
        w.start()
    while sum(counts.values()) < KILLS and any(w.is_alive() for w in workers):
        time.sleep(random.uniform(0.2, 1.6))
        kind = random.choices(list(counts), weights=(6, 4, 2))[0]
        counts[kind] += kill_one(kind)
    done.set()
    for w in workers:
        w.join()
    problems = check()
    for problem in problems:
        print(f'# {problem}')
    told = ', '.join(f'{n} {kind}' for kind, n in counts.items())
    good = not problems and sum(counts.values()) >= KILLS and len(acknowledged) > WORKERS
    print(f'{"" if good else "not "}ok 1 - killed {told}: {len(acknowledged)} acknowledged, none lost, none twice')
finally:
    done.set()
    run('down')
    shutil.rmtree(home, ignore_errors=True)
sys.exit(0 if good else 1)
