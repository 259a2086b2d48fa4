#!/usr/bin/env python3
"""Migrations by an account that is no superuser, as a managed database has it; usage: managed.py TIZILIM SOURCE.

Prints TAP. A server of its own without any role of a registry. From nothing and from every earlier version a migration
lands whole; who cannot land it is told what he lacks before anything is changed.
"""
import hashlib
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

from tap import tap, told

TIZILIM, SOURCE = os.path.realpath(sys.argv[1]), pathlib.Path(sys.argv[2])
BIN = pathlib.Path('/usr/lib/postgresql/15/bin')
home = pathlib.Path(tempfile.mkdtemp(prefix='tizilim-managed-'))
os.chmod(home, 0o755)
clean = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'TIZILIM_', 'XDG_'))}
clean |= {'HOME': str(home), 'XDG_DATA_HOME': str(home / 'data'), 'LC_ALL': 'C.UTF-8', 'NO_COLOR': '1'}
account = pwd.getpwnam('postgres') if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
os.chown(home, account.pw_uid, account.pw_gid)
FILES = sorted((SOURCE / 'migrations').glob('*.sql'))
VERSIONS = '''create schema registry; create table registry.migration (version int not null, name text not null, sha256 bytea not null,
  applied_at timestamptz not null default clock_timestamp(), applied_by text not null default session_user,
  constraint migration_pkey primary key (version));'''


def as_server(*command):
    drop = {'user': account.pw_uid, 'group': account.pw_gid, 'extra_groups': []} if os.geteuid() == 0 else {}
    subprocess.run([str(c) for c in command], cwd=home, capture_output=True, check=True, text=True, **drop)


def run(*args):
    return subprocess.run([TIZILIM, *map(str, args), '--lang', 'en'], env=clean, capture_output=True, text=True, check=False)


def migrate(database, who, *more):
    return run('migrate', '--db', f'host={home} dbname={database} user={who}', *more)


def psql(sql, database='postgres', who='super'):
    done = subprocess.run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-h', str(home), '-U', who, '-d', database], input=sql, env=clean,
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f'{sql[:200]}: {done.stderr}')
    return done.stdout.strip()


def landed(database):
    """The number of migrations; -1: not even the schema is there."""
    if psql("select to_regclass('registry.migration') is null", database) == 't':
        return 0 if psql("select to_regnamespace('registry') is not null", database) == 't' else -1
    return int(psql('select count(*) from registry.migration', database))


def land(file, database, who):
    """A migration as the program lands it, by hand: an older program."""
    version, text = int(file.name[:4]), file.read_text()
    admit = '' if version <= 3 else f'grant tizilim_user to "{who}";'
    psql(f"begin; {VERSIONS if version == 1 else admit} {text}; insert into registry.migration (version, name, sha256) "
         f"values ({version}, '{file.stem}', '\\x{hashlib.sha256(file.read_bytes()).hexdigest()}'); commit", database, who)


def whole(database, who, title):
    done = migrate(database, who)
    again = migrate(database, who, '--check')
    told(done.returncode == 0 and again.returncode == 0 and landed(database) == len(FILES), title,
         f'{done.stdout}{done.stderr}{again.stderr}landed: {landed(database)}')


def refused(database, who, says, title):
    before = landed(database)
    done = migrate(database, who)
    told(done.returncode == 4 and says in done.stderr and landed(database) == before, title,
         f'exit {done.returncode}, {landed(database)} landed, {before} before\n{done.stderr}')


def works(database):
    """Somebody submits."""
    at = f'host={home} dbname={database} user='
    steps = [run('person', 'add', 'a.asel', '--name', 'Asel', '--body', 'mvri', '--db', at + 'keeper'),
             run('duty', 'grant', 'a.asel', 'submitter', 'mvri', '--db', at + 'keeper'),
             run('submit', SOURCE / 'docs/examples/initiatives/canals.yaml', '--db', at + 'a.asel')]
    told(all(s.returncode == 0 for s in steps), 'people are admitted, and submit', ''.join(s.stderr for s in steps))


def main():
    try:
        as_server(BIN / 'initdb', '-D', home / 'db', '-U', 'super', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8')
        as_server(BIN / 'pg_ctl', '-D', home / 'db', '-w', '-l', home / 'log', '-o', f"-c listen_addresses= -k {home} -c fsync=off", 'start')
        psql('create role keeper login createrole; create role guest login; create role maker login createrole')
        for name in ('empty', 'old'):
            psql(f'create database {name} owner keeper')
        psql('create database poor owner guest')
        refused('poor', 'guest', 'may not make the roles', 'who cannot make roles is told so before anything is changed')
        refused('empty', 'guest', 'does not own the database', 'and who does not own the database')
        whole('empty', 'keeper', 'from nothing, on a server that knows no registry')
        works('empty')
        for file in FILES[:-1]:
            land(file, 'old', 'keeper')
            psql(f'create database v{file.name[:4]} template old owner keeper')
        psql('revoke tizilim_user from keeper')
        for file in FILES[:-1]:
            whole('v' + file.name[:4], 'keeper', f'from {file.stem}')
        psql('alter database old owner to maker')
        refused('old', 'maker', 'applied the migrations before', 'another account does not go on where one began')
        psql('create database guarded owner keeper')
        for file in FILES[:10]:
            land(file, 'guarded', 'super')
        psql('grant usage on schema registry to keeper; grant select, insert on registry.migration to keeper', 'guarded')
        refused('guarded', 'keeper', 'superuser', 'what a superuser guards a superuser migrates')
        whole('guarded', 'super', 'and does')
    finally:
        if (home / 'db').exists():
            as_server(BIN / 'pg_ctl', '-D', home / 'db', '-m', 'immediate', 'stop')
        shutil.rmtree(home, ignore_errors=True)
    return tap.plan()


sys.exit(main())
