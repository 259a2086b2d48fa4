"""
The program on a terminal: a pseudo-terminal of 60 columns, where progress, colours, links and widths are seen, and pipes, where
nothing but text may come. TAP; usage: terminal.py PROGRAM ROOT.
"""
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
COLUMNS = 60
LINK = re.compile(r'\x1b\]8;;([^\x07\x1b]*)\x1b\\')
INK = re.compile(r'\x1b\[[0-9;]*m')
MANIFEST = '''schema_version: "1.0"
short_name: s-{0}
name: {{ kk: "Егін болжамы 中文 и\u0306 {0}", ru: "Прогноз урожая 中文字 {0}", en: "Harvest {0}" }}
owner: {{ body: msh }}
stage: idea
data_sources:
  - {{ source: "белгісіз-{0}", obtained: authority }}
'''


def terminal(args, folder, **env):
    """What the program writes to a terminal that is all of its streams."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack('HHHH', 40, COLUMNS, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ('NO_COLOR', 'FORCE_HYPERLINK', 'TERM_PROGRAM', 'VTE_VERSION', 'WT_SESSION')}
    child = subprocess.Popen([PROGRAM, *args], cwd=folder, stdin=side, stdout=side, stderr=side, close_fds=True,
                             env=dict(clean, TERM='xterm', **env))
    os.close(side)
    text = b''
    while select.select([main], [], [], 60)[0]:
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
    os.close(main)
    child.wait()
    return text.decode().replace('\r\n', '\n')


def piped(args, folder, **env):
    done = subprocess.run([PROGRAM, *args], cwd=folder, capture_output=True, timeout=60, env=dict(os.environ, **env))
    return done.stdout.decode(), done.stderr.decode()


def columns(text):
    """By the tables of Python, which are not ours."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in text)


def shown(text):
    return INK.sub('', LINK.sub('', text))


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder:
        many = os.path.join(folder, 'many')
        os.mkdir(many)
        for i in range(600):
            with open(os.path.join(many, f'{i}.yaml'), 'w', encoding='utf-8') as f:
                f.write(MANIFEST.format(i))
        one = os.path.join(folder, 'one ;\x07 егін.yaml')
        with open(one, 'w', encoding='utf-8') as f:
            f.write(MANIFEST.format(1))
        for lang in ('kk', 'ru', 'en'):
            text = terminal(['check', one, '--lang', lang], folder)
            # A place and a rule stand in one line however narrow; so does an address of the web, to be clicked.
            wide = [line for line in shown(text).split('\n') if columns(line) > COLUMNS and 'http' not in line and '→' not in line]
            results.append((f'{lang}: every line fits', wide[:3]))
            at = text.index('белгісіз-1')
            mark = next(line for line in shown(text[at:]).split('\n')[1:] if '^' in line)
            source = next(line for line in shown(text).split('\n') if 'белгісіз-1' in line and '│' in line)
            results.append((f'{lang}: the mark stands under the value', [] if columns(source[:source.index('"белгісіз')]) == columns(
                mark[:mark.index('^')]) else [source, mark]))
        results.append(('colours on a terminal', [] if INK.search(text) else ['none']))
        results.append(('no link where the terminal does not say that it can', LINK.findall(text)[:1]))
        text = terminal(['check', one], folder, TERM_PROGRAM='vscode')
        links = LINK.findall(text)
        results.append(('links where it can', [] if links else ['none']))
        results.append(('every link is closed', [] if [bool(x) for x in links] == [True, False] * (len(links) // 2) else [str(links)]))
        results.append(('links lead to files and to the web, with nothing that could end them', [
            x for x in links if x and not re.fullmatch(r'(file:///|https?://)[!-:<-~]*', x)]))
        results.append(('the file is one', [] if any(x.endswith('one%20%3B%07%20%D0%B5%D0%B3%D1%96%D0%BD.yaml') for x in links) else links[:2]))
        text = terminal(['check', one, '--color', 'never'], folder, TERM_PROGRAM='vscode')
        results.append(('no sequence at all when no colour is wanted', re.findall(r'\x1b.', text)[:1]))
        text = terminal(['check', one], folder, NO_COLOR='1')
        results.append(('nor by NO_COLOR', INK.findall(text)[:1]))
        text = terminal(['check', 'many', '-q'], folder)
        results.append(('progress on a long run', [] if re.search(r'\r[^\r\n]+: \d+ %', text) else [text[:200]]))
        results.append(('and its line is gone at the end', [] if re.search(r'\r\x1b\[K', text) else ['it stays']))
        text = terminal(['validate', 'many', '-q', '--jobs', '2'], folder)
        results.append(('of validate too', [] if re.search(r'\r[^\r\n]+: \d+ %', text) else [text[:200]]))
        for args in (['check', 'many'], ['validate', 'many'], ['check', one], ['check', 'absent\x1b[2J.yaml'], ['explain', 'x\x1b[2J']):
            out, err = piped(args, folder)
            results.append((f'no sequence in a pipe: {args[0]} {args[1][:6]!r}', re.findall(r'[\x1b\r\x07]', out + err)[:1]))
        out, err = piped(['check', one], folder, FORCE_HYPERLINK='1')
        results.append(('links by force', [] if LINK.search(out) else ['none']))
    print(f'1..{len(results)}')
    for number, (title, problems) in enumerate(results, 1):
        for problem in problems:
            print(f'# {problem!r}')
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")


main()
