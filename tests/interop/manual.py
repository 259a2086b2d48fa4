"""
The manual says what the help says. TAP; usage: manual.py PROGRAM PAGES. Each command has its page in each language and no other page
is there; the synopsis, every option with what it is for, every example and exit code of its full help stand in the page in their order,
and the page has no further option. Pages are read as man shows them, by mandoc and, without complaint, by groff.
"""
import os
import re
import shutil
import subprocess
import sys

PROGRAM, PAGES = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
PLACES = {'en': '', 'kk': 'kk', 'ru': 'ru'}
ENV = dict(os.environ, LC_ALL='C.UTF-8', MANPAGER='cat', MANWIDTH='200')
number = failed = 0


def run(*args):
    return subprocess.run(args, capture_output=True, text=True, timeout=100, env=ENV)


def told(text):
    """The words alone, each followed by one space."""
    return ' '.join(text.split()) + ' '


def test(title, problems):
    global number, failed
    number += 1
    failed |= bool(problems)
    for p in problems:
        print(f'# {p}')
    print(f"{'not ok' if problems else 'ok'} {number} - {title}")


def shown(page):
    text = run('mandoc', '-T', 'utf8', '-O', 'width=200', page).stdout
    return re.sub('.\b', '', text)


def parts(text):
    """Of a full help: the line of use, then options as (label, about), then further lines."""
    lines = text.split('\n')
    use = next(line for line in lines if ' tizilim ' in line and line[0] != ' ')
    options = re.findall(r'^ {2,6}((?:-\w, )?--\S+(?: \S+)*?)(?:  +|\n +)(\S.*)$', text, re.M)
    rest = [line.strip() for line in lines if re.match(r' +(tizilim|\d+) ', line)]
    return use.split(': ', 1)[1], options, rest


def page_problems(command, lang, page):
    if not os.path.exists(page):
        yield f'no page {page}'
        return
    use, options, rest = parts(run(PROGRAM, *command.split(' '), '--help', '--lang', lang).stdout)
    text = shown(page)
    words, at = told(text), 0
    for what in [use] + [f'{label} {about}' for label, about in options] + rest:
        found = words.find(told(what), at)
        if found < 0:
            yield f'{command} ({lang}): not in the page, or not in its place: {what}'
        at = max(at, found)
    labels = re.findall(r'^ +(?:-\w, )?--[a-z][a-z-]*\S*$', text, re.M)
    if sorted(x.strip() for x in labels) != sorted(label for label, _ in options):
        yield f'{command} ({lang}): options of the page: {labels}'


def reader_problems(page):
    for tool in (('mandoc', '-T', 'lint', '-W', 'error'), ('man', '--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z')):
        if shutil.which(tool[0]):
            got = run(*tool, page)
            if got.returncode or got.stderr or tool[0] == 'mandoc' and got.stdout:
                yield f'{page}: {tool[0]}: {got.stdout[:300] if tool[0] == "mandoc" else ""}{got.stderr[:300]}'


def main():
    if not shutil.which('mandoc'):
        print('1..0 # SKIP mandoc is not installed')
        return 0
    commands = re.findall(r'^  ([a-z]+(?: [a-z]+)?)  ', run(PROGRAM, 'help', '--lang', 'en').stdout, re.M)
    names = {'tizilim-' + c.replace(' ', '-') + '.1' for c in commands} | {'tizilim.1'}
    test('the check sees what is missing', [] if list(page_problems('check', 'en', os.path.join(PAGES, 'man1', 'tizilim-fmt.1'))) else
         ['the page of another command is taken for that of check'])
    for lang, place in PLACES.items():
        folder = os.path.join(PAGES, place, 'man1')
        there = set(os.listdir(folder))
        test(f'a page for each command: {lang}', [f'missing {n}' for n in names - there] + [f'too many: {n}' for n in there - names])
        test(f'pages tell what the help tells: {lang}', [p for c in commands for p in page_problems(
            c, lang, os.path.join(folder, 'tizilim-' + c.replace(' ', '-') + '.1'))])
        overview = shown(os.path.join(folder, 'tizilim.1'))
        test(f'the page of the program lists all: {lang}', [f'not listed: {n}' for n in names if n[:-2] not in overview])
        manifest = told(shown(os.path.join(PAGES, place, 'man5', 'tizilim-manifest.5')))
        test(f'the page of manifests tells what explain tells: {lang}', [
            f'not in the page: {line}' for field in ('/data_sources', '/stage', '/owner/body')
            for line in run(PROGRAM, 'explain', field, '--lang', lang).stdout.split('\n')[1:2] if told(line) not in manifest])
    pages = [os.path.join(d, n) for d, _, files in os.walk(PAGES) for n in files]
    # groff takes a quarter of a second for a page; all are made by the same code.
    some = [p for p in pages if re.search(r'/tizilim(-manifest|-check|-ref|-duty-grant)?\.', p)]
    test('pages are read without complaint', [p for page in some for p in reader_problems(page)])
    print(f'1..{number}')
    return failed


sys.exit(main())
