#!/usr/bin/env python3
"""The drill: back a registry up, lose it, restore it elsewhere; usage: drill.py TIZILIM SOURCE.

Prints TAP. What is restored must say the same in everything: lists, documents, history, its proof, who may do what.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tap import tap, told

TIZILIM, SOURCE = os.path.realpath(sys.argv[1]), pathlib.Path(sys.argv[2])
home = pathlib.Path(tempfile.mkdtemp(prefix='tizilim-drill-'))
os.chmod(home, 0o755)
clean = {k: v for k, v in os.environ.items() if not k.startswith(('PG', 'TIZILIM_', 'XDG_'))} | {'LC_ALL': 'C.UTF-8'}


def run(place, *args):
    return subprocess.run([TIZILIM, *map(str, args), '--lang', 'en'], env=clean | {'XDG_DATA_HOME': str(home / place)},
                          capture_output=True, text=True, check=False)


def says(place):
    """All that can be asked of a registry, but for the times of asking."""
    examples = sorted((SOURCE / 'docs/examples/initiatives').glob('*.yaml'))
    questions = [('list', '--json'), ('org', 'list', '--json'), ('person', 'list', '--json'), ('duty', 'list', 'drill.sub', '--json'),
                 ('audit', 'export'), ('duplicates', '--json'), ('whoami', '--as', 'drill.sub', '--json'),
                 ('list', '--as', 'drill.sub', '--json'), ('verdicts', '--json')]
    return [(q, run(place, *q).stdout) for q in questions], len(examples)


def main():
    dump = home / 'registry.dump'
    try:
        run('first', 'submit', SOURCE / 'docs/examples/initiatives')
        run('first', 'person', 'add', 'drill.sub', '--name', 'Drill', '--body', 'msh')
        run('first', 'duty', 'grant', 'drill.sub', 'submitter', 'msh')
        before, examples = says('first')
        told(examples > 10 and all(len(answer) > 50 for q, answer in before if q[0] not in ('verdicts', 'duplicates')), 'a registry to lose',
             [q for q, answer in before if len(answer) <= 50])
        done = run('first', 'backup', dump)
        told(done.returncode == 0 and dump.stat().st_mode & 0o077 == 0, 'backup, for nobody else to read', done.stderr)
        told(subprocess.run(['sha256sum', '--check', '--status', dump.name + '.sha256'], cwd=home, check=False).returncode == 0,
             'its checksum is as sha256sum reads it')
        told(not list(home.glob('*.part')), 'no half file is left')
        done = run('first', 'restore', dump)
        told(done.returncode == 4 and 'already' in done.stderr, 'a registry is not restored over', done.stderr)
        run('first', 'down')
        done = run('second', 'restore', dump)
        told(done.returncode == 0, 'restore', done.stderr)
        after, _ = says('second')
        for (question, was), (_, is_now) in zip(before, after):
            told(was == is_now, f'{" ".join(question)} says the same', is_now[:300])
        done = run('second', 'audit', 'verify')
        told(done.returncode == 0, 'its history holds', done.stdout + done.stderr)
        done = run('second', 'doctor')
        told(done.returncode == 0, 'nothing is wrong with it', done.stdout)
        done = run('second', 'health', '--json')
        told(done.returncode == 0 and '"well":true' in done.stdout, 'it works', done.stdout + done.stderr)
        done = run('second', 'submit', SOURCE / 'docs/examples/initiatives', '--json')
        told(done.returncode == 0 and '"outcome":"created"' not in done.stdout, 'and goes on', done.stderr)
        run('second', 'down')
        bytes_of = bytearray(dump.read_bytes())
        bytes_of[len(bytes_of) // 2] ^= 1
        spoilt = home / 'spoilt.dump'
        spoilt.write_bytes(bytes_of)
        shutil.copy(home / (dump.name + '.sha256'), home / 'spoilt.dump.sha256')
        done = run('third', 'restore', spoilt)
        told(done.returncode == 4 and 'spoilt.dump' in done.stderr, 'D11 a flipped bit is told before anything is restored', done.stderr)
        cut = home / 'cut.dump'
        cut.write_bytes(dump.read_bytes()[:-1000])
        done = run('third', 'restore', cut)
        told(done.returncode != 0, 'nor is a file without its checksum', done.stderr)
        sum_of = subprocess.run(['sha256sum', cut.name], cwd=home, capture_output=True, text=True, check=True).stdout
        (home / 'cut.dump.sha256').write_text(sum_of)
        done = run('third', 'restore', cut)
        told(done.returncode != 0 and run('third', 'restore', dump).returncode == 0, 'a cut file leaves nothing half restored', done.stderr)
        run('third', 'down')
    finally:
        for place in ('first', 'second', 'third'):
            run(place, 'down')
        shutil.rmtree(home, ignore_errors=True)
    return tap.plan()


sys.exit(main())
