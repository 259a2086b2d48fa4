#!/usr/bin/env python3
"""What kills worker after worker is set aside; and cards follow the schema; usage: aside.py TIZILIM SOURCE.

Prints TAP. The worker is held while it judges, by a lock on a table that it writes last, and killed there.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from tap import tap, told

TIZILIM, SOURCE = os.path.realpath(sys.argv[1]), pathlib.Path(sys.argv[2])
home = pathlib.Path(tempfile.mkdtemp(prefix='tizilim-aside-'))
os.chmod(home, 0o755)
clean = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'TIZILIM_', 'XDG_'))}
clean |= {'XDG_DATA_HOME': str(home), 'LC_ALL': 'C.UTF-8'}
MANIFEST = '''schema_version: "1.0"
short_name: {name}
name: {{ ru: "{name}", en: "{name}" }}
summary: {{ ru: "Предсказывает {name}" }}
owner: {{ body: {body}, unit: "Отдел {name}" }}
stage: idea
data_sources: [{{ source: neznakomaya, channel: zamorskiy }}]
visibility:
  - {{ pointer: /summary, class: own, ground: "g" }}
  - {{ pointer: /data_sources/0/channel, class: own, ground: "g" }}
'''


def run(*args):
    return subprocess.run([TIZILIM, *map(str, args), '--lang', 'en'], env=clean, capture_output=True, text=True, check=False)


class Server:
    def __init__(self):
        folder = pathlib.Path(re.search(r'(/\S+)', run('up').stdout)[1])
        lines = (folder / 'data' / 'postmaster.pid').read_text().split('\n')
        self.command = ['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-h', lines[4], '-p', lines[3], '-U', 'postgres', '-d', 'tizilim']

    def psql(self, sql):
        done = subprocess.run(self.command, input=sql, env=clean, capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).strip()

    def holding(self):
        """Somebody else is in the way of whoever comes to its end."""
        held = subprocess.Popen(self.command, env=clean, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        held.stdin.write("begin; lock table registry.neighbour in exclusive mode; select 'held';\n")
        held.stdin.flush()
        held.stdout.readline()
        return held

    def kill_a_worker(self):
        held = self.holding()
        worker = subprocess.Popen([TIZILIM, 'work', '--once'], env=clean, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            if self.psql("select count(*) from pg_locks l join pg_class c on c.oid = l.relation where c.relname = 'neighbour' and not l.granted") == '1':
                break
            time.sleep(0.1)
        else:
            raise RuntimeError('no worker came to its end')
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        held.stdin.close()
        held.wait()
        for _ in range(100):
            if self.psql("select count(*) from pg_stat_activity where usename = 'tizilim'") == '0':
                return
            time.sleep(0.1)
        raise RuntimeError('the killed worker is still there')


def submit(name, body):
    path = home / f'{name}.yaml'
    path.write_text(MANIFEST.format(name=name, body=body))
    done = run('submit', path, '--json')
    if done.returncode:
        raise RuntimeError(done.stderr)


def set_aside(server):
    submit('first-one', 'mt')
    for i in range(3):
        told(json.loads(run('health', '--json').stdout)['set_aside'] == 0, f'nothing is set aside when {i} workers were killed')
        server.kill_a_worker()
    submit('second-one', 'mz')
    done = run('work', '--once', '--json')
    said = json.loads(done.stdout)
    told(done.returncode == 1 and said['set_aside'] == ['mt'] and said['judged'] == 1, 'then others are judged, and that is set aside',
         f'exit {done.returncode} {done.stdout}{done.stderr}')
    told('mt: set aside, workers that did not come to its end: 3' in run('work', '--once').stdout, 'work says so')
    told('mt' in [f['subject'] for f in json.loads(run('doctor', '--json').stdout)['findings'] if f['id'] == 'task_aside'], 'and doctor')
    told(json.loads(run('health', '--json').stdout)['set_aside'] == 1, 'and health')
    done = run('work', '--once', '--retry', '--json')
    said = json.loads(done.stdout)
    told(done.returncode == 0 and said['set_aside'] == [] and said['judged'] == 1, 'it comes back when somebody says so', done.stdout + done.stderr)
    told(server.psql('select count(*) from registry.recheck_try') == '0', 'and nothing is left of it')


def state(server, column):
    return server.psql(f"select string_agg({column}, ' ' order by body_id, short_name) from registry.card")


def follow_the_schema(server):
    """Another schema's classes: of the cards that there are, as if they had been made by it."""
    told(server.psql("select count(*) filter (where form is null), count(*) from registry.review_card") == '0|2', 'a worker has compared the cards',
         server.psql('select * from registry.review_card'))
    before = state(server, 'contents')
    server.psql("update registry.review_card set contents = '{}', form = sha256('other');"
                "update registry.card set contents = '{\"name\":{\"ru\":\"old\"}}' where short_name = 'first-one'; update registry.facet set open = false")
    open_before = server.psql("select count(*) from registry.facet where open")
    found = [f['id'] for f in json.loads(run('doctor', '--json').stdout)['findings']]
    told('cards_stale' in found, 'doctor notices cards of another schema', found)
    done = json.loads(run('work', '--once', '--json').stdout)
    told(done['cards_remade'] == 1, 'a worker makes them again', done)
    told(state(server, 'contents') == before and open_before == '0', 'as they are to be')
    told(int(server.psql("select count(*) from registry.facet where short_name = 'first-one' and open")) > 0, 'with what may be found by them')
    told(server.psql("select string_agg(kind, ' ' order by seq) from registry.event where kind like '%card%' and body_id = 'mt'")
         == 'review_card_made review_card_made card_remade', 'which is told by the chain',
         server.psql("select body_id, seq, kind from registry.event where kind like '%card%'"))
    told('cards_stale' not in [f['id'] for f in json.loads(run('doctor', '--json').stdout)['findings']], 'and doctor is content')
    told(done['judged'] >= 1, 'what is compared with it is judged again', done)


def lies_come_out(server):
    """A submitter whose program shows others another card than the manifest's."""
    was = state(server, 'contents')
    server.psql("set session authorization tizilim; select api.submit(gen_random_uuid(), null, 'mt', 'first-one', 'idea', 'a', 'a', 'a', 'json', r.bytes, sha256(r.bytes), "
                "'{\"x\":1}', '{}', '{}', '{}', '{}', '{\"summary\":\"nothing alike\"}', '{}') from (select convert_to('{\"short_name\":\"a\"}', 'UTF8') as bytes) r; "
                "select api.review_card_put('mt', 'first-one', 2, '{}')")
    told('nothing alike' in state(server, 'contents'), 'a card that its submitter made up')
    run('work', '--once')
    told('nothing alike' not in state(server, 'contents') and state(server, 'contents') != was, 'is found out by a worker', state(server, 'contents'))


def main():
    try:
        server = Server()
        set_aside(server)
        follow_the_schema(server)
        verify = run('audit', 'verify')
        told(verify.returncode == 0, 'and the history holds', verify.stdout + verify.stderr)
        lies_come_out(server)
    finally:
        run('down')
        shutil.rmtree(home, ignore_errors=True)
    return tap.plan()


sys.exit(main())
