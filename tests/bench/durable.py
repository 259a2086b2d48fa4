"""
Durable submissions a second, each with its request, beside plain inserts of as many bytes: durable.py TIZILIM [SECONDS]

Both run over an embedded registry's server with its default settings, by pgbench, in turn: 4 clients for one body, 16 for 16 bodies.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TIZILIM = os.path.realpath(sys.argv[1])
SECONDS = sys.argv[2] if len(sys.argv) > 2 else '5'
MANIFEST = '{"schema_version":"1.0","short_name":"bench","name":{"ru":"Проверка скорости"},"purpose":{"ru":"' + 'слово ' * 400 + '"}}'
WORDS = ','.join(f'слов{i}' for i in range(80))
SUBMIT = f"""
\\set n random(1, 1000000000000)
\\set b random(1, :bodies)
begin;
select status from api.submit(gen_random_uuid(), 0, (:list)[:b], 'b-' || :n, 'idea', 'Атау', 'Название', 'Name', 'json',
  convert_to('{MANIFEST}' || :n, 'UTF8'), sha256(convert_to('{MANIFEST}' || :n, 'UTF8')), '{MANIFEST}' || :n,
  '{{function,source,territory,sector,person,product}}', '{{fn-land-satellite,src-a,KZ,sec-b,citizens,x}}', '{{t,t,t,t,t,t}}',
  '{{{WORDS}}}', '{{"short_name":"b"}}', '{{{WORDS}}}');
select action from api.request_submit((:list)[:b], 'b-' || :n, null, null, null);
commit;
"""
INSERT = f"insert into bench.plain (contents) values (convert_to('{MANIFEST}', 'UTF8'));\n"
BODIES = 'msh mz mt mvd mtszn mne mepr mf mid mo mj mti knb nbk ap gp'.split()

home = pathlib.Path(tempfile.mkdtemp(prefix='tizilim-submit-'))
os.chmod(home, 0o755)
env = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'TIZILIM_'))} | {'XDG_DATA_HOME': str(home)}


def run(*args):
    return subprocess.run(args, env=env, capture_output=True, check=True, text=True).stdout


def place():
    data = next(word for word in run(TIZILIM, 'up').split() if word.startswith('/'))
    socket = next(p for p in pathlib.Path(data).rglob('.s.PGSQL.*') if not p.name.endswith('.lock'))
    return ['-h', str(socket.parent), '-p', socket.name.rsplit('.', 1)[1]]


def measure(server, user, script, clients):
    """Transactions a second of so many clients."""
    path = home / 'script.sql'
    path.write_text(script, encoding='utf-8')
    out = run('pgbench', *server, '-U', user, '-n', '-M', 'prepared', '-T', SECONDS, '-j', '2', '-c', str(clients), '-f', str(path),
              'tizilim')
    return float(re.search(r'tps = ([0-9.]+)', out)[1])


def submit(bodies):
    """One of the bodies each time."""
    names = ','.join(f"'{b}'" for b in bodies)
    return SUBMIT.replace(':list', f'array[{names}]').replace(':bodies', str(len(bodies)))


try:
    server = place()
    run('psql', '-Xq', *server, '-U', 'postgres', '-d', 'tizilim', '-c',
        'create schema bench; create table bench.plain (id bigint generated always as identity primary key, contents bytea)')
    for bodies, clients in ((1, 4), (len(BODIES), 16)):
        plain = measure(server, 'postgres', INSERT, clients)
        submitted = measure(server, 'tizilim', submit(BODIES[:bodies]), clients)
        for who, what in (('ours', submitted), ('plain inserts', plain)):
            print(f'submit, bodies: {bodies}, clients: {clients}\t{who}\t{what}\tcommits/s', flush=True)
finally:
    run(TIZILIM, 'down')
    shutil.rmtree(home, ignore_errors=True)
