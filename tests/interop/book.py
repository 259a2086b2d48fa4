"""
The book, followed word by word. TAP; usage: book.py PROGRAM ROOT [LANGUAGE…]. A reader of each language has a home and a folder, outside
of the source tree, in which the blocks of all pages are done in their order:

- a block of another language whose first line is "# NAME.EXT" is that file;
- a block "sh" is run by bash; it must end with 0, or with N behind the comment <!-- exit N -->;
- a block "text" behind it is what it prints; "…" stands for anything within a line, alone for any lines.

A page with the comment <!-- needs a PostgreSQL server --> has one of its own, whose administrator it is. The pages of all languages do the
same: their blocks are equal but for what stands in double quotes and what is printed.
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


LOCALES = {'en': 'en_US.UTF-8', 'kk': 'kk_KZ.UTF-8', 'ru': 'ru_RU.UTF-8'}
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
        self.run('initdb', '-D', 'data', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--data-checksums')
        self.run('pg_ctl', '-D', 'data', '-l', 'log', '-w', '-o', f'-k {self.place} -c listen_addresses=', 'start')

    def run(self, program, *args):
        subprocess.run([*self.account, f'{POSTGRES}/{program}', *args], cwd=self.place, check=True, timeout=100,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        self.run('pg_ctl', '-D', 'data', '-m', 'immediate', 'stop')


def reader(folder, lang):
    """A home with the program in it, and what its shell knows."""
    os.chmod(folder, 0o755)
    os.mkdir(os.path.join(folder, 'here'))
    os.mkdir(os.path.join(folder, 'bin'))
    os.symlink(PROGRAM, os.path.join(folder, 'bin', 'tizilim'))
    return {'HOME': folder, 'PATH': f'{folder}/bin:/usr/bin:/bin', 'LANG': LOCALES[lang], 'XDG_DATA_HOME': f'{folder}/data',
            'GIT_CONFIG_NOSYSTEM': '1', 'TIZILIM_SOURCE': ROOT}


def follow(page, env):
    """Each thing done, with what went wrong."""
    here = os.path.join(env['HOME'], 'here')
    printed, last = None, ''
    server = None
    if '<!-- needs a PostgreSQL server -->' in page:
        server = Server(env['HOME'])
        env = {**env, 'PGHOST': server.place, 'PGUSER': 'postgres', 'PERL_BADLANG': '0'}
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


def deeds(page):
    """What a page does, whatever its language."""
    return [(code, kind, '' if kind == 'text' else re.sub(r'"[^"]*"', '""', text)) for code, kind, text in BLOCK.findall(page)]


def others(lang, name, page):
    """The languages of a page that it does not link to."""
    up = '' if lang == 'en' else '../'
    return [x for x in LOCALES if x != lang and f'({up if x == "en" else up + x + "/"}{name})' not in page]


def lost_links():
    lost = []
    for path in [os.path.join(ROOT, 'README.md'), *glob.glob(os.path.join(ROOT, 'docs/**/*.md'), recursive=True)]:
        with open(path, encoding='utf-8') as f:
            for link in re.findall(r'\]\(([^)#:]+)(?:#[^)]*)?\)', f.read()):
                if not os.path.exists(os.path.join(os.path.dirname(path), link)):
                    lost.append(f'{os.path.relpath(path, ROOT)}: {link}')
    return lost


def pages(lang):
    place = os.path.join(ROOT, 'docs/book', '' if lang == 'en' else lang)
    found = {}
    for path in sorted(glob.glob(os.path.join(place, '[0-9]-*.md'))):
        with open(path, encoding='utf-8') as f:
            found[os.path.basename(path)] = f.read()
    return found


def read(lang):
    """A reader goes through all pages of a language: each thing done, with what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        env = reader(folder, lang)
        try:
            for name, page in pages(lang).items():
                for title, problem in follow(page, env):
                    yield f'{lang} {name}: {title}', problem
        finally:
            subprocess.run([PROGRAM, 'down'], env=env, capture_output=True)


def equal():
    """Each language has the pages of the book, which do the same and lead to one another."""
    english = pages('en')
    for lang in LOCALES:
        mine = pages(lang)
        yield f'{lang} has every page', ' '.join(mine.keys() ^ english.keys())
        for name in sorted(mine.keys() & english.keys()):
            here, there = deeds(mine[name]), deeds(english[name])
            differ = [f'{a} here\n{b} in English' for a, b in zip(here, there) if a != b][:1]
            if not differ and len(here) != len(there):
                differ = [f'{len(here)} blocks here, {len(there)} in English']
            yield f'{lang} {name} does what the English page does', '\n'.join(differ)
            yield f'{lang} {name} leads to its other languages', ' '.join(others(lang, name, mine[name]))


def wrong_is_seen():
    wrong = '```sh\necho one\n```\n```text\ntwo\n```\n```sh\nfalse\n```\n'
    with tempfile.TemporaryDirectory() as folder:
        seen = [bool(problem) for _, problem in follow(wrong, reader(folder, 'en'))]
    return (seen == [False, True, True] and deeds(wrong) != deeds(wrong.replace('false', 'true'))
            and others('kk', '1.md', wrong) == ['en', 'ru'])


def everything(langs):
    for lang in langs:
        yield from read(lang)
    yield from equal()
    yield 'links of the documentation lead somewhere', '\n'.join(lost_links())
    yield 'a page that is wrong is seen', '' if wrong_is_seen() else 'it is not'


def main():
    number = failed = 0
    for title, problem in everything(sys.argv[3:] or LOCALES):
        number += 1
        failed |= bool(problem)
        for line in problem.split('\n') if problem else ():
            print(f'# {line}')
        print(f"{'not ok' if problem else 'ok'} {number} - {title.replace('#', '')}", flush=True)
    print(f'1..{number}')
    return failed


sys.exit(main())
