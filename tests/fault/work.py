#!/usr/bin/env python3
"""A portfolio that changes at random, judged again by workers that are killed; usage: work.py TIZILIM SOURCE.

150 initiatives, 1,100 with TIZILIM_LONG (./dev test --long). Prints TAP. What is stored at the end must be what judging everything
finds, and what another registry finds that gets the last state of the portfolio at once.
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
import time

TIZILIM, SOURCE = os.path.realpath(sys.argv[1]), pathlib.Path(sys.argv[2])
LONG = bool(os.environ.get('TIZILIM_LONG'))
SIZE, ROUNDS, KILLS = (1100, 4, 4) if LONG else (150, 4, 4)
QUERY = """select i.body_id || '/' || i.short_name, f.rule, f.severity, f.fingerprint, f.line, f.col, f.pointer,
  f.kk, f.ru, f.en from api.initiatives(null, null, 'registered', null, null, null, null, null, 100000) i
  cross join lateral api.run_last(i.body_id, i.short_name) r
  cross join lateral api.findings(i.body_id, i.short_name, r.run_id) f order by 1, f.fingerprint"""

home = pathlib.Path(tempfile.mkdtemp(prefix='tizilim-work-'))
os.chmod(home, 0o755)
random.seed(20261126)
failed = 0


class Registry:
    """An embedded one in a folder of its own."""

    def __init__(self, name):
        self.home = home / name
        self.home.mkdir(mode=0o755)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'TIZILIM_'))}
        self.env |= {'XDG_DATA_HOME': str(self.home), 'LC_ALL': 'C.UTF-8'}
        up = self.run('up')
        self.data = next(word for word in up.split() if word.startswith('/'))

    def run(self, *args):
        done = subprocess.run([TIZILIM, *args, '--lang', 'en'], env=self.env, capture_output=True, check=False, text=True)
        if done.returncode:
            raise RuntimeError(f'{args}: exit {done.returncode}: {done.stderr}')
        return done.stdout

    def work(self, *args):
        return json.loads(self.run('work', '--once', '--json', *args))

    def kill_workers(self, seconds):
        """A round of several workers, all of which are killed."""
        child = subprocess.Popen([TIZILIM, 'work', '--once', '--jobs', '3'], env=self.env, start_new_session=True,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        os.killpg(child.pid, signal.SIGKILL)
        return child.wait() == -signal.SIGKILL

    def stored(self):
        place = next(p for p in pathlib.Path(self.data).rglob('.s.PGSQL.*') if not p.name.endswith('.lock'))
        done = subprocess.run(['psql', '-XqAt', '-h', str(place.parent), '-p', place.name.rsplit('.', 1)[1], '-U', 'tizilim', '-d', 'tizilim',
                               '-c', QUERY], capture_output=True, check=False, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.splitlines()


def ok(good, what, *why):
    global failed
    ok.count += 1
    failed += not good
    for line in why if not good else ():
        print(f'# {line}')
    print(f'{"" if good else "not "}ok {ok.count} - {what}', flush=True)


ok.count = 0


def id_of(m):
    return f'{m["owner"]["body"]}/{m["short_name"]}'


def generated():
    out = home / 'generated'
    subprocess.run([sys.executable, SOURCE / 'tests/bench/generate.py', TIZILIM, out, '0', '0', str(SIZE + SIZE // 2)], check=True,
                   stdout=subprocess.DEVNULL)
    found = []
    bodies = ['msh', 'mz', 'mt', 'mvd', 'mtszn', 'mne', 'mepr', 'mf']
    for line in (out / 'many.jsonl').read_text(encoding='utf-8').splitlines():
        m = json.loads(line)
        # a dozen bodies, so that neighbours are often of one's own
        m['owner']['body'] = random.choice(bodies)
        m.pop('request', None)
        m.pop('relations', None)
        m['stage'] = random.choice(['idea', 'design'])
        found.append(m)
    return found


def submit(registry, manifests):
    folder = registry.home / 'in'
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for i, m in enumerate(manifests):
        (folder / f'{i}.json').write_text(json.dumps(m, ensure_ascii=False), encoding='utf-8')
    registry.run('submit', str(folder), '--json')


def revise(m, there):
    """Another's text, another function, another relation, or all of it again."""
    other = random.choice(list(there.values()))
    what = random.randrange(4)
    if what == 0:
        for field in ('summary', 'purpose', 'name'):
            m[field] = other[field]
    elif what == 1:
        m['functions'] = other['functions']
    elif what == 2:
        m['relations'] = [{'type': random.choice(['depends_on', 'replaces', 'part_of']), 'initiative': id_of(other)}]
    else:
        m['risk'] = dict(m['risk'], declared=random.choice(['minimal', 'medium', 'high']))
        m.pop('relations', None)


def change(registry, there, fresh):
    changed = {}
    for _ in range(random.randrange(1, 12)):
        m = random.choice(list(there.values()))
        if id_of(m) not in changed:
            revise(m, there)
            changed[id_of(m)] = m
    for _ in range(random.randrange(4)):
        m = fresh.pop()
        if random.randrange(2):
            m.update({k: random.choice(list(there.values()))[k] for k in ('summary', 'purpose', 'functions')})
        there[id_of(m)] = changed[id_of(m)] = m
    submit(registry, changed.values())
    for gone in random.sample(sorted(there), random.randrange(3)):
        registry.run('withdraw', gone, '--reason', 'not needed')
        del there[gone]


print('1..6', flush=True)
registries = []
try:
    made = generated()
    there, fresh = {id_of(m): m for m in made[:SIZE]}, made[SIZE:]
    first = Registry('first')
    registries.append(first)
    submit(first, there.values())
    done = first.work('--jobs', '2')
    ok(done['judged'] >= SIZE, 'everything that is registered is judged once', done)
    ok(first.work()['judged'] == 0, 'nothing happened, nothing is judged')
    changed = 0
    for _ in range(ROUNDS):
        change(first, there, fresh)
        changed += first.work('--jobs', '2')['changed']
    ok(changed > 0, 'changes changed findings of those that did not change', f'{changed}')
    killed = 0
    # A round may be over before it is killed: on a machine that has nothing else to do it is short.
    for _ in range(10 * KILLS):
        if killed == KILLS:
            break
        change(first, there, fresh)
        killed += first.kill_workers(random.uniform(0.02, 0.6))
    # what was killed three times in turn was set aside
    first.work('--jobs', '2', '--retry')
    ok(killed == KILLS, f'killed {killed} of {KILLS} times')
    stored = first.stored()
    all_of_it = first.work('--all', '--jobs', '2')
    ok(all_of_it['judged'] == len(there) and all_of_it['recorded'] == 0, 'what is stored is what judging everything finds', all_of_it)
    if LONG:
        first.run('index', '--anew')
        first.work('--jobs', '2')
        stored = first.stored()
    second = Registry('second')
    registries.append(second)
    submit(second, there.values())
    if LONG:
        second.run('index', '--anew')
    second.work('--jobs', '2')
    anew = second.stored()
    ok(stored == anew and len(stored) > SIZE, f'another registry with the same portfolio says the same: {len(stored)} findings',
       f'{len(stored)} and {len(anew)}', *sorted(set(stored) ^ set(anew))[:6])
finally:
    for registry in registries:
        registry.run('down')
    shutil.rmtree(home, ignore_errors=True)
sys.exit(1 if failed else 0)
