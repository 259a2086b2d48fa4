#!/usr/bin/env python3
"""How the program connects: TLS, poolers, several hosts, passwords; usage: connections.py TIZILIM SOURCE.

Prints TAP. A server of its own with certificates of its own, on the loopback; a pooler that hands out connections by
transaction when there is one (pgbouncer). Attacks E01 to E12 and B31.
"""
import concurrent.futures
import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from tap import tap, told

TIZILIM, SOURCE = os.path.realpath(sys.argv[1]), pathlib.Path(sys.argv[2])
BIN = pathlib.Path('/usr/lib/postgresql/15/bin')
home = pathlib.Path(tempfile.mkdtemp(prefix='tizilim-connections-'))
os.chmod(home, 0o755)
clean = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'TIZILIM_', 'XDG_'))}
clean |= {'HOME': str(home), 'XDG_DATA_HOME': str(home / 'data'), 'LC_ALL': 'C.UTF-8', 'NO_COLOR': '1'}
account = pwd.getpwnam('postgres') if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
os.chown(home, account.pw_uid, account.pw_gid)


def as_server(*command, **more):
    drop = {'user': account.pw_uid, 'group': account.pw_gid, 'extra_groups': []} if os.geteuid() == 0 else {}
    return subprocess.run([str(c) for c in command], cwd=home, capture_output=True, check=True, text=True, **drop, **more)


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        with socket.socket() as s:
            if s.connect_ex(('127.0.0.1', port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f'nobody listens on {port}')


def run(*args, env=None, **more):
    return subprocess.run([TIZILIM, *args, '--lang', 'en'], env=clean | (env or {}), capture_output=True, text=True, check=False, **more)


def expect(title, conninfo, code, says='', env=None):
    """whoami over a connection string; None: over the environment."""
    done = run('whoami', *([] if conninfo is None else ['--db', conninfo]), env=env)
    told(done.returncode == code and says in done.stdout + done.stderr, title,
         f'exit {done.returncode}, expected {code}\n{done.stdout}{done.stderr}')


# ---- certificates ----

def openssl(*args):
    subprocess.run(['openssl', *args], cwd=home, capture_output=True, check=True)


def authority(name):
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', f'/CN={name}',
            '-keyout', f'{name}.key', '-out', f'{name}.crt')


def certificate(name, subject, signer):
    (home / f'{name}.ext').write_text(f'subjectAltName=DNS:{subject}\n')
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', f'/CN={subject}', '-keyout', f'{name}.key',
            '-out', f'{name}.csr')
    openssl('x509', '-req', '-in', f'{name}.csr', '-CA', f'{signer}.crt', '-CAkey', f'{signer}.key', '-CAcreateserial', '-days', '2',
            '-extfile', f'{name}.ext', '-out', f'{name}.crt')


def start_server():
    data = home / 'pg'
    data.mkdir()
    os.chown(data, account.pw_uid, account.pw_gid)
    as_server(BIN / 'initdb', '-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '--no-sync')
    for name in ('server.crt', 'server.key', 'ours.crt'):
        shutil.copy(home / name, data / name)
        os.chown(data / name, account.pw_uid, account.pw_gid)
        os.chmod(data / name, 0o600)
    (data / 'pg_hba.conf').write_text('local all all trust\n'
                                      'hostssl all cert_only all cert\n'
                                      'hostssl all all all scram-sha-256\n'
                                      'hostnossl all pooled all trust\n'
                                      'hostnossl all postgres all trust\n'
                                      'hostnossl all all all reject\n')
    port = free_port()
    as_server(BIN / 'pg_ctl', '-D', data, '-w', '-l', data / 'log', '-o',
              f'-p {port} -k {home} -h 127.0.0.1 -c ssl=on -c ssl_cert_file=server.crt -c ssl_key_file=server.key -c ssl_ca_file=ours.crt '
              '-c log_statement=all -c fsync=off', 'start')
    return data, port


def sql(text, user='postgres', database='tizilim', at=None):
    return subprocess.run(['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', str(at or home), '-p', str(port), '-U', user,
                           '-d', database, '-c', text], capture_output=True, text=True, check=True, env=clean).stdout


# ---- TLS ----

def tls():
    to = f'host=registry.example hostaddr=127.0.0.1 port={port} dbname=tizilim user=msh'
    root = f'sslrootcert={home}/ours.crt'
    expect('E01 the certificate of another authority', f'{to} sslrootcert={home}/theirs.crt', 4, 'certificate')
    expect('E02 the right authority, another name', f'host=other.example hostaddr=127.0.0.1 port={port} dbname=tizilim user=msh {root}', 4,
           'certificate')
    expect('E03 no file of authorities', to, 4, 'root certificate file')
    expect('a verified server', f'{to} {root}', 0, 'submitter', env={'PGPASSWORD': 'Tr0ub4dor'})
    expect('a wrong password', f'{to} {root}', 4, 'authentication failed', env={'PGPASSWORD': 'wrong'})
    expect('no password', f'{to} {root}', 4, '~/.pgpass')
    done = run('whoami', '--db', f'{to} {root} password=Tr0ub4dor')
    told(done.returncode == 2 and 'Tr0ub4dor' not in done.stderr, 'E11 a password among the arguments', done.stderr)
    services = home / 'services'
    where = {'PGSERVICEFILE': str(services), 'PGPASSWORD': 'Tr0ub4dor'}
    lines = f'host=registry.example\nhostaddr=127.0.0.1\nport={port}\ndbname=tizilim\nuser=msh\n'
    services.write_text(f'[sound]\n{lines}sslmode=verify-full\nsslrootcert={home}/ours.crt\n\n[bare]\n{lines}\n[bare_root]\n{lines}'
                        f'sslrootcert={home}/theirs.crt\n')
    expect('E07 a service that verifies wins over PGSSLMODE', 'service=sound', 0, 'submitter', env=where | {'PGSSLMODE': 'disable'})
    expect('E08 a service without sslmode is verified', 'service=bare', 4, 'root certificate file', env=where)
    expect('a service by the environment, too', None, 4, 'root certificate file', env=where | {'PGSERVICE': 'bare'})
    expect('a service with another authority', 'service=bare_root', 4, 'certificate', env=where)
    expect('a service that is not there', 'service=nowhere', 2, 'PGSERVICEFILE', env=where)
    expect('E10 no certificate of one\'s own', f'{to.replace("=msh", "=cert_only")} {root}', 4, 'certificate')
    expect('one\'s own certificate', f'{to.replace("=msh", "=cert_only")} {root} sslcert={home}/mine.crt sslkey={home}/mine.key', 0,
           'architect')
    expect('E10 the certificate of another person', f'{to.replace("=msh", "=cert_only")} {root} sslcert={home}/other.crt '
           f'sslkey={home}/other.key', 4, 'certificate')
    passfile = home / 'pgpass'
    passfile.write_text(f'*:*:*:msh:Tr0ub4dor\n')
    passfile.chmod(0o644)
    expect('E09 a file of passwords that others may read', f'{to} {root} passfile={passfile}', 4, '~/.pgpass')
    passfile.chmod(0o600)
    expect('a file of passwords', f'{to} {root} passfile={passfile}', 0, 'submitter')


def plain():
    """A server that offers no TLS gets nothing, whatever it asks for."""
    heard = []
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(5)
    listener.settimeout(20)

    def serve():
        peer, _ = listener.accept()
        with peer:
            heard.append(peer.recv(8))
            peer.sendall(b'N')
            peer.settimeout(5)
            try:
                heard.append(peer.recv(1000))
            except OSError:
                heard.append(b'')

    with concurrent.futures.ThreadPoolExecutor() as pool:
        job = pool.submit(serve)
        expect('E04 a server without TLS', f'host=registry.example hostaddr=127.0.0.1 port={listener.getsockname()[1]} dbname=x user=msh '
               f'sslrootcert={home}/ours.crt', 4, 'TLS', env={'PGPASSWORD': 'Tr0ub4dor'})
        job.result()
    told(heard[1] == b'', 'E05 and it is told nothing', heard)
    listener.close()


def hosts():
    silent = socket.socket()
    silent.bind(('127.0.0.1', 0))
    silent.listen(1)
    begun = time.monotonic()
    done = run('whoami', '--db', f'host=127.0.0.1,127.0.0.1 port={silent.getsockname()[1]},{port} dbname=tizilim user=msh '
               'connect_timeout=2 sslmode=require', env={'PGPASSWORD': 'Tr0ub4dor'})
    told(done.returncode == 0 and time.monotonic() - begun < 15, 'E12 a host that never answers is passed by', done.stderr)
    silent.close()
    sql('alter system set default_transaction_read_only = on', database='postgres')
    sql('select pg_reload_conf()', database='postgres')
    time.sleep(0.5)
    done = run('whoami', '--db', f'host=127.0.0.1,127.0.0.1 port={port},{port} dbname=tizilim user=msh sslmode=require',
               env={'PGPASSWORD': 'Tr0ub4dor'})
    told(done.returncode == 5 and 'read-only' in done.stderr, 'E13 of several hosts one that can be written to is meant', done.stderr)
    sql('alter system reset default_transaction_read_only', database='postgres')
    sql('select pg_reload_conf()', database='postgres')
    time.sleep(0.5)


# ---- a pooler ----

MANIFEST = '''schema_version: "1.0"
short_name: pooled-{0}
name: {{ ru: "Пул {0}", en: "Pooled {0}" }}
summary: {{ ru: "Сортирует обращения граждан номер {0}" }}
owner: {{ body: msh }}
stage: idea
'''


def pooler():
    program = shutil.which('pgbouncer', path='/usr/sbin:/usr/bin')
    if not program:
        told(True, 'a pooler # SKIP pgbouncer is not installed')
        return
    at = free_port()
    folder = home / 'bouncer'
    folder.mkdir()
    (folder / 'users').write_text('"msh" "Tr0ub4dor"\n"postgres" ""\n')
    (folder / 'ini').write_text(f'[databases]\ntizilim = host={home} port={port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {at}\n'
                                f'unix_socket_dir =\nauth_type = trust\nauth_file = {folder}/users\npool_mode = transaction\n'
                                f'default_pool_size = 2\nmax_client_conn = 50\nlogfile = {folder}/log\npidfile = {folder}/pid\n'
                                'ignore_startup_parameters = extra_float_digits\n')
    for name in (folder, folder / 'users', folder / 'ini'):
        os.chown(name, account.pw_uid, account.pw_gid)
    as_server(program, '-d', folder / 'ini')
    wait_for(at)
    db = f'host=127.0.0.1 port={at} dbname=tizilim user=msh'
    spoil = ("set search_path = pg_temp; set default_transaction_read_only = on; set row_security = off; set timezone = 'Asia/Almaty'; "
             "set synchronous_commit = off; set bytea_output = 'escape'; set datestyle = 'SQL, DMY'; select 1")

    def submit(n):
        path = home / f'pooled-{n}.yaml'
        path.write_text(MANIFEST.format(n))
        if n % 3 == 0:
            subprocess.run(['psql', '-X', '-q', '-h', '127.0.0.1', '-p', str(at), '-U', 'msh', '-d', 'tizilim', '-c', spoil],
                           capture_output=True, check=True, env=clean)
        return run('submit', str(path), '--json', '--db', db)

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        done = list(pool.map(submit, range(18)))
    wrong = [d.stderr for d in done if d.returncode]
    told(not wrong, 'B31 eighteen submissions through two connections that another client spoils', wrong[:1])
    got = run('list', '--json', '--db', db)
    ids = sorted(json.loads(got.stdout or '[]'), key=str) if got.returncode == 0 else []
    told(len(ids) == 18, 'each is registered once', got.stdout + got.stderr)
    for args in (('show', 'msh/pooled-1'), ('history', 'msh/pooled-1'), ('duplicates', 'msh/pooled-1'), ('search', 'Сортирует'),
                 ('check', str(home / 'pooled-2.yaml'), '--registry'), ('draft', 'list'), ('whoami',)):
        done = run(*args, '--db', db)
        told(done.returncode == 0, f'{args[0]} through the pooler', done.stderr)
    subprocess.run(['kill', (folder / 'pid').read_text().strip()], check=False)


def main():
    global port
    authority('ours')
    authority('theirs')
    certificate('server', 'registry.example', 'ours')
    certificate('mine', 'cert_only', 'ours')
    certificate('other', 'msh', 'ours')
    data, port = start_server()
    try:
        sql('create database tizilim', database='postgres')
        landed = run('migrate', '--db', f'host={home} port={port} dbname=tizilim user=postgres')
        told(landed.returncode == 0, 'migrate', landed.stderr)
        sql("set password_encryption = 'scram-sha-256'; create role msh login password 'Tr0ub4dor' in role tizilim_user;"
            'create role cert_only login in role tizilim_user;'
            "select api.person_add('msh', 'M', 'msh', null); select api.duty_set('msh', 'submitter', 'msh', true);"
            "select api.person_add('cert_only', 'C', 'msh', null); select api.duty_set('cert_only', 'architect', 'msh', true)")
        tls()
        plain()
        hosts()
        pooler()
        log = (data / 'log').read_text(errors='replace')
        told('Tr0ub4dor' not in log.replace("password 'Tr0ub4dor'", ''), 'no password in the log of the server', '')
    finally:
        as_server(BIN / 'pg_ctl', '-D', data, '-m', 'immediate', 'stop')
        shutil.rmtree(home, ignore_errors=True)
    return tap.plan()


port = 0
sys.exit(main())
