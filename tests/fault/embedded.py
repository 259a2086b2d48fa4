"""An embedded registry of a test's own: a login for every duty, and initiatives whose words others must not see.

For programs that are called PROGRAM TIZILIM SOURCE. begin() makes it and says where it is, end() takes it away.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TIZILIM, SOURCE = os.path.realpath(sys.argv[1]), pathlib.Path(sys.argv[2])
home = pathlib.Path(tempfile.mkdtemp(prefix='tizilim-embedded-'))
os.chmod(home, 0o755)
clean = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'TIZILIM_', 'XDG_'))}
clean |= {'XDG_DATA_HOME': str(home), 'LC_ALL': 'C.UTF-8', 'PGCONNECT_TIMEOUT': '10'}
DUTIES = ('submitter', 'architect', 'reviewer', 'approver', 'checker', 'auditor', 'administrator')
# Of another body, with a duty there; of nobody; of a person that was switched off; a reviewer of the body itself; and one who is let in by nobody.
OTHERS = ('other', 'nobody', 'off')
# What each body withholds from others; the last is in a draft.
SECRETS = {'mt': ('Предсказывает УРОЖАЙ', 'ЧЕРНОВИК'), 'mz': ('Предсказывает ПАВОДОК',)}
MANIFEST = '''schema_version: "1.0"
short_name: {name}
name: {{ ru: "{word} тайный", en: "{word} secret" }}
summary: {{ ru: "Предсказывает {word}" }}
owner: {{ body: {body} }}
stage: idea
data_sources: [{{ source: neznakomaya-baza, channel: zamorskiy-{body} }}]
visibility:
  - {{ pointer: /summary, class: own, ground: "{word}" }}
  - {{ pointer: /data_sources/0/channel, class: own, ground: "{word}" }}
'''


def run(*args, **more):
    return subprocess.run([TIZILIM, *map(str, args), '--lang', 'en'], env=clean, capture_output=True, text=True, check=False, **more)


def asked(who, sql, where, *options):
    """What psql says of a script."""
    return subprocess.run(['psql', '-X', '-q', '-A', '-t', *options, '-h', where[1], '-p', where[0], '-U', who, '-d', 'tizilim'],
                          input=sql, env=clean, capture_output=True, text=True, check=False)


def psql(who, sql, where):
    """The rows, or the state of the first error."""
    done = asked(who, sql, where, '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=sqlstate')
    state = re.search(r'ERROR:\s+(\w{5})$', done.stderr, re.M)
    return state[1] if state else done.stdout.strip() if done.returncode == 0 else f'exit {done.returncode} {done.stderr.strip()}'


def census(where, body=None):
    """Every table with its number of rows and what they add up to; of a body, those that have rows of bodies."""
    of = f" where t.body_id = ''{body}''" if body else ''
    tables = psql('postgres', f"select string_agg(format('select %L, count(*), sum(hashtext(t::text)) from %s t{of}', c.oid::regclass, c.oid::regclass), "
                              "' union all ' order by c.relname) from pg_class c where c.relnamespace = 'registry'::regnamespace and c.relkind = 'r'"
                              + (" and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'body_id')" if body else ''), where)
    return psql('postgres', tables, where)


def begin():
    """Its port and the folder of its socket."""
    up = run('up')
    folder = pathlib.Path(re.search(r'(/\S+)', up.stdout)[1])
    lines = (folder / 'data' / 'postmaster.pid').read_text().split('\n')
    where = (lines[3], lines[4])
    for who in DUTIES:
        body = '-' if who in ('auditor', 'administrator') else 'mt'
        run('person', 'add', f'at.{who}', '--name', who, '--body', 'mt' if who in ('submitter', 'architect') else '-')
        run('duty', 'grant', f'at.{who}', who, body)
    run('person', 'add', 'at.other', '--name', 'other', '--body', 'mz')
    run('duty', 'grant', 'at.other', 'submitter', 'mz')
    run('person', 'add', 'at.inhouse', '--name', 'inhouse', '--body', 'mt')
    run('duty', 'grant', 'at.inhouse', 'reviewer', 'mt')
    run('person', 'add', 'at.off', '--name', 'off', '--body', 'mt')
    run('duty', 'grant', 'at.off', 'submitter', 'mt')
    run('person', 'disable', 'at.off')
    psql('postgres', 'create role "at.nobody" login in role tizilim_user; create role "at.outsider" login', where)
    for name, body, word in (('hidden-one', 'mt', 'УРОЖАЙ'), ('hidden-two', 'mz', 'ПАВОДОК')):
        path = home / f'{name}.yaml'
        path.write_text(MANIFEST.format(name=name, body=body, word=word))
        done = run('submit', path, '--as', 'at.other' if body == 'mz' else 'at.submitter')
        if done.returncode:
            raise RuntimeError(done.stderr)
    path = home / 'draft.yaml'
    path.write_text(MANIFEST.format(name='drafted', body='mt', word='ЧЕРНОВИК'))
    run('draft', 'save', path, '--as', 'at.submitter')
    return where


def end():
    run('down')
    shutil.rmtree(home, ignore_errors=True)
