"""
The book, followed word by word. TAP; usage: book.py PROGRAM ROOT. Each page of docs/book has a folder of its own, outside of the source
tree, in which its blocks are done in their order, in the language of the folder that the page is in:

- a block of another language whose first line is "# NAME.EXT" is that file;
- a block "sh" is run by bash; it must end with 0, or with N behind the comment <!-- exit N -->;
- a block "text" behind it is what it prints; "…" stands for anything within a line, alone for any lines.

A page with the comment <!-- needs a PostgreSQL server --> has one of its own, whose administrator it is.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
BLOCK = re.compile(r'(?:<!-- exit (\d+) -->\n)?^```(\w+)\n(.*?)^```$', re.M | re.S)
FILE = re.compile(r'# ([\w./-]+\.\w+)\n')


def pattern(text):
    lines = ['(?:.*\n)*?' if line == '…' else '.*?'.join(re.escape(part) for part in line.split('…')) + '\n'
             for line in text.rstrip('\n').split('\n')]
    return re.compile(''.join(lines))


LOCALES = {'kk': 'kk_KZ.UTF-8', 'ru': 'ru_RU.UTF-8'}
POSTGRES = '/usr/lib/postgresql/15/bin'


class Server:
    """For the page alone, by a socket in its folder. PostgreSQL refuses to run as root."""

    def __init__(self, folder):
        self.place = os.path.join(folder, 'server')
        os.mkdir(self.place)
        self.account = []
        if os.getuid() == 0:
            shutil.chown(self.place, 'postgres')
            self.account = ['runuser', '-u', 'postgres', '--']
        self.run('initdb', '-D', 'data', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8')
        self.run('pg_ctl', '-D', 'data', '-l', 'log', '-w', '-o', f'-k {self.place} -c listen_addresses=', 'start')

    def run(self, program, *args):
        subprocess.run([*self.account, f'{POSTGRES}/{program}', *args], cwd=self.place, check=True, timeout=100,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        self.run('pg_ctl', '-D', 'data', '-m', 'immediate', 'stop')


def follow(page, folder, lang):
    """Each thing done, with what went wrong."""
    env = {'HOME': folder, 'PATH': f'{folder}/bin:/usr/bin:/bin', 'LANG': lang, 'XDG_DATA_HOME': f'{folder}/data',
           'GIT_CONFIG_NOSYSTEM': '1', 'TIZILIM_SOURCE': ROOT}
    here = os.path.join(folder, 'here')
    os.makedirs(here)
    os.mkdir(os.path.join(folder, 'bin'))
    os.symlink(PROGRAM, os.path.join(folder, 'bin', 'tizilim'))
    printed, last = None, ''
    server = None
    if '<!-- needs a PostgreSQL server -->' in page:
        server = Server(folder)
        env.update(PGHOST=server.place, PGUSER='postgres', PERL_BADLANG='0')
    try:
        for code, kind, text in BLOCK.findall(page):
            name = FILE.match(text)
            if kind == 'sh':
                done = subprocess.run(['bash', '-uc', text], cwd=here, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                      stdin=subprocess.DEVNULL, text=True, timeout=200)
                printed, last = done.stdout, text.strip().split('\n')[0]
                yield last, '' if done.returncode == int(code or 0) else f'exit {done.returncode}:\n{done.stdout}'
            elif kind == 'text':
                assert printed is not None, 'a block "text" before any "sh"'
                yield f'what it prints: {last}', '' if pattern(text).fullmatch(printed) else f'it printed:\n{printed}'
                printed = None
            elif name:
                path = os.path.join(here, name[1])
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, 'w', encoding='utf-8') as f:
                    f.write(text)
    finally:
        if server:
            server.stop()
        else:
            subprocess.run(['tizilim', 'down'], cwd=here, env=env, capture_output=True)


def lost_links():
    lost = []
    for path in [os.path.join(ROOT, 'README.md'), *glob.glob(os.path.join(ROOT, 'docs/**/*.md'), recursive=True)]:
        with open(path, encoding='utf-8') as f:
            for link in re.findall(r'\]\(([^)#:]+)(?:#[^)]*)?\)', f.read()):
                if not os.path.exists(os.path.join(os.path.dirname(path), link)):
                    lost.append(f'{os.path.relpath(path, ROOT)}: {link}')
    return lost


def main():
    number = failed = 0
    for path in sorted(glob.glob(os.path.join(ROOT, 'docs/book/**/*.md'), recursive=True)):
        with open(path, encoding='utf-8') as f:
            page = f.read()
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            name = os.path.relpath(path, os.path.join(ROOT, 'docs/book'))
            for title, problem in follow(page, folder, LOCALES.get(os.path.dirname(name), 'en_US.UTF-8')):
                number += 1
                failed |= bool(problem)
                for line in problem.split('\n') if problem else ():
                    print(f'# {line}')
                print(f"{'not ok' if problem else 'ok'} {number} - {name}: {title.replace('#', '')}", flush=True)
    number += 1
    lost = lost_links()
    failed |= bool(lost)
    print(f"{'not ok' if lost else 'ok'} {number} - links of the documentation lead somewhere {' '.join(lost)}")
    wrong = '```sh\necho one\n```\n```text\ntwo\n```\n```sh\nfalse\n```\n'
    with tempfile.TemporaryDirectory() as folder:
        seen = [bool(problem) for _, problem in follow(wrong, folder, 'en_US.UTF-8')]
    number += 1
    failed |= seen != [False, True, True]
    print(f"{'ok' if seen == [False, True, True] else 'not ok'} {number} - a page that is wrong is seen")
    print(f'1..{number}')
    return failed


sys.exit(main())
