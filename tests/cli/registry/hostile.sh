# Names, reasons and comments that would steer a terminal: whatever the registry's commands say of them, nothing in it does.
# In a registry of its own: what is left there would stand in other tests.
export XDG_DATA_HOME="$PWD/data"
mkdir "$XDG_DATA_HOME"
cat >steer.py <<'P'
import os, re, subprocess, sys, unicodedata
evil = '\u001b[31mX\u202eevil\u2066 \u009b1m \u0007\n::error::forged'
tizilim, source = os.environ['TIZILIM'], os.environ['SOURCE']
with open(f'{source}/docs/examples/initiatives/mammo.yaml', encoding='utf-8') as f:
    text = f.read()
quoted = '"' + evil.replace('\u001b', '\\e').replace('\u202e', '\\u202e').replace('\u2066', '\\u2066').replace('\u009b', '\\x9b').replace(
    '\u0007', '\\a').replace('\n', '\\n')
for name in ('one', 'two'):
    with open(f'{name}.yaml', 'w', encoding='utf-8') as f:
        f.write(re.sub(r'^( +(?:kk|ru|en): )"?([^"\n]*)"?$', lambda m: f'{m[1]}{quoted} {m[2]}"', text.replace('mammo', name), flags=re.M))
with open('one.yaml', encoding='utf-8') as f:
    again = f.read()
with open('three.yaml', 'w', encoding='utf-8') as f:
    f.write(re.sub(r'^( +kk: .*)"$', r'\1 \\e \\u202e"', again, flags=re.M))
i, j = 'mz/one', 'mz/two'
commands = [
    ['submit', 'one.yaml', 'two.yaml'], ['submit', 'three.yaml', '--json'], ['submit', 'three.yaml'], ['diff', 'mz/one', '1', '2'], ['diff', 'mz/one', '1', '2', '--json'], ['list'], ['list', '--json'], ['show', i], ['history', i], ['history', i, '--json'], ['search', 'evil'], ['export', '--csv'], ['export', '--jsonl'],
    ['queue'], ['queue', '--json'], ['review', i], ['review', i, '--json'], ['comment', i, evil], ['review', i],
    ['duplicates', i], ['duplicates', i, j], ['duplicates', '-f', 'csv'], ['duplicates', '-f', 'json'], ['duplicates', '-f', 'html'],
    ['verdict', i, j, 'related', '--reason', evil], ['verdicts'], ['verdicts', '-f', 'json'], ['draft', 'save', 'one.yaml'], ['draft', 'list'],
    ['draft', 'show', i], ['person', 'add', 'ev.il', '--name', evil, '--body', 'mz'], ['person', 'list'],
    ['waiver', 'request', i, '--rule', 'INT-014', '--reason', evil, '--until', '2099-01-01'], ['waiver', 'list'],
    ['check', '--all', '--registry', '--fail-on', 'never'], ['check', '--all', '--registry', '--fail-on', 'never', '-f', 'summary'],
    ['decide', i, '--return', '--reason', evil], ['review', i], ['inbox'], ['inbox', '--json'], ['withdraw', j, '--reason', evil], ['history', j], ['queue'],
]
for args in commands:
    done = subprocess.run([tizilim, *args, '--lang', 'en'], capture_output=True)
    said = (done.stdout + done.stderr).decode()
    allowed = '\n\r' if '--csv' in args or 'csv' in args else '\n'
    bad = sorted({f'U+{ord(c):04X}' for c in said if c not in allowed and unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp')})
    # A cell of CSV may hold a line break, in its quotes.
    forged = 'csv' not in ' '.join(args) and any(line.startswith('::error::') for line in said.split('\n'))
    print(' '.join(a for a in args if a != evil), 'steers: ' + ' '.join(bad) if bad or forged else 'fine', f'code {done.returncode}' if done.returncode else '')
P
XDG_DATA_HOME=$PWD/data # what others list stays as it is
export XDG_DATA_HOME
python3 steer.py | sed 's/ *$//'
"$TIZILIM" down >/dev/null 2>&1
"$TIZILIM" down >/dev/null 2>&1
