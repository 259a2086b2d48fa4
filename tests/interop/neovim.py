"""
`tizilim lsp` under Neovim, when it is there: marks, explanations, offers, repairs and the canonical form arrive in the buffer as
`check`, `fix` and `fmt` give them. TAP; usage: neovim.py PROGRAM ROOT
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.abspath(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))


def command(folder, *args):
    return subprocess.run([PROGRAM, *args], cwd=folder, capture_output=True, text=True).stdout


def found(folder, name):
    """What `check` says, with columns in bytes, as Neovim counts them."""
    with open(os.path.join(folder, name), encoding='utf-8') as f:
        lines = f.read().split('\n')
    rows = []
    for f in json.loads(command(folder, 'check', name, '-f', 'json'))['findings']:
        line, column = f['line'] - 1, f['column'] - 1
        text = f['message']['kk'] + ('\n→ ' + f['remedy']['kk'] if f['remedy']['kk'] else '')
        size = lambda n: len(lines[line][:n].encode())
        rows.append([f['rule'], line, size(column), line, size(column + (f['span'] or 1)), text])
    return sorted(rows)


def judge(nvim, folder):
    name = 'landmap.yaml'
    path = os.path.join(folder, name)
    with open(os.path.join(ROOT, 'docs/examples/initiatives', name), encoding='utf-8') as f:
        text = f.read().replace('channel: ip-shep', 'chanel: "🗺️" # 🗺️', 1).replace('kk: ', 'kk:  ')
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
    out = os.path.join(folder, 'seen.json')
    subprocess.run([nvim, '--headless', '--clean', path, '-S', os.path.join(HERE, 'neovim.lua')], timeout=120, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=dict(os.environ, TIZILIM=PROGRAM, OUT=out, XDG_STATE_HOME=folder, XDG_DATA_HOME=folder))
    with open(out, encoding='utf-8') as f:
        seen = json.load(f)
    yield 'nothing went wrong', [seen['trouble']] if 'trouble' in seen else []
    if 'trouble' in seen:
        return
    same = lambda rows, wanted: [] if sorted(rows) == wanted else [f'{sorted(rows)} != {wanted}']
    yield 'what check finds is marked', same(seen['opened'], found(folder, name))
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text.replace('stage: idea', '# 🗺️ ә\nstage: idea'))
    yield 'also behind a change', same(seen['edited'], found(folder, name))
    yield 'a field is explained', [] if 'цикл кезеңі' in json.dumps(seen['hover'], ensure_ascii=False) else [seen['hover']]
    labels = [i['label'] for i in seen['offered']['items']]
    yield 'values are offered', [] if 'development' in labels else [labels]
    command(folder, 'fix', '--write', name)
    with open(path, encoding='utf-8') as f:
        yield 'repairs are those of fix', [] if f.read() == '\n'.join(seen['fixed']) + '\n' else [seen['fixed']]
    yield 'and are judged', same(seen['repaired'], found(folder, name))
    command(folder, 'fmt', '--write', name)
    with open(path, encoding='utf-8') as f:
        yield 'the canonical form is that of fmt', [] if f.read() == '\n'.join(seen['formatted']) + '\n' else [seen['formatted']]


def main():
    nvim = shutil.which('nvim')
    with tempfile.TemporaryDirectory() as folder:
        results = list(judge(nvim, folder)) if nvim else [('Neovim # SKIP nvim is not installed', [])]
    print(f'1..{len(results)}')
    for number, (title, problems) in enumerate(results, 1):
        for problem in problems:
            print(f'# {problem}')
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")


main()
