"""
Completion in the shells themselves. TAP; usage: completion.py PROGRAM ROOT. A shell that is not installed is skipped; bash calls the
function as it would for a key, fish and zsh complete a line (zsh on a terminal).
"""
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SCRIPTS = os.path.join(ROOT, 'completions')


def run(*args, **options):
    return subprocess.run(args, capture_output=True, text=True, timeout=100, **options)


def bash(line, env, folder):
    """The words as bash parts them, and what the function puts into COMPREPLY."""
    words = [w for w in re.split(r'(=)|\s', line) if w] + ([''] if line[-1] in ' =' else [])
    script = f'source {SCRIPTS}/tizilim.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tizilim tizilim; printf "%s\\n" "${{COMPREPLY[@]}}"'
    got = run('bash', '--norc', '-c', script, 'bash', *words, cwd=folder, env=env)
    assert not got.stderr, got.stderr
    return got.stdout.split('\n')


def fish(line, env, folder):
    got = run('fish', '--no-config', '-c', f'source {SCRIPTS}/tizilim.fish; complete -C $argv[1]', line, cwd=folder, env=env)
    assert not got.stderr, got.stderr
    return [w.split('\t')[0] for w in got.stdout.split('\n')]


class Zsh:
    """One shell on a terminal; a widget that stands for the key writes all matches to a file."""
    SETUP = f"""
        PS1='go> '; fpath=({SCRIPTS} $fpath); autoload -Uz compinit; compinit -u -D; zstyle ':completion:*' verbose no
        compadd() {{ local -a found; builtin compadd -O found "$@"; print -rl -- $found >>got; builtin compadd "$@" }}
        bindkey '^X' complete-word
    """

    def __init__(self, env, folder):
        self.got = os.path.join(folder, 'got')
        with open(os.path.join(folder, '.zshrc'), 'w', encoding='utf-8') as f:
            f.write(self.SETUP)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe('zsh', ['zsh', '-d', '-i'], dict(env, ZDOTDIR=folder))
        # What is typed before the prompt is there would be thrown away.
        self.read(lambda seen: b'go> ' in seen)

    def read(self, enough):
        """The terminal must be read, or the shell stops writing to it."""
        seen = b''
        for _ in range(300):
            if select.select([self.fd], [], [], 0.1)[0]:
                seen += os.read(self.fd, 65536)
            elif enough(seen):
                return
        raise TimeoutError(seen)

    def type(self, keys):
        if os.path.exists(self.got):
            os.unlink(self.got)
        os.write(self.fd, keys.encode())
        self.read(lambda _: os.path.exists(self.got) and os.path.getsize(self.got))
        with open(self.got, encoding='utf-8') as f:
            return f.read()

    def __call__(self, line):
        return self.type('\x15' + line + '\x18').split('\n')

    def close(self):
        os.close(self.fd)
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


SHELLS = {'bash': lambda env, folder: lambda line: bash(line, env, folder),
          'fish': lambda env, folder: lambda line: fish(line, env, folder),
          'zsh': Zsh}


def ids(kind, env):
    return {e['entry']['id'] for e in json.loads(run(PROGRAM, 'ref', 'list', kind, '--json', env=env).stdout)}


def rows(env):
    commands = re.findall(r'^  ([a-z]+)(?: ([a-z]+))?  ', run(PROGRAM, 'help', '--lang', 'en', env=env).stdout, re.M)
    options = set(re.findall(r'^ +(?:-., )?(--[a-z-]+=?)', run(PROGRAM, 'check', '--help', env=env).stdout, re.M))
    return [
        ('every command', 'tizilim ', {first for first, _ in commands} | {'--help', '--version'}),
        ('its second word', 'tizilim pack ', {second for first, second in commands if first == 'pack'}),
        ('every option', 'tizilim check --', options),
        ('values of an option', 'tizilim check --fail-on ', {'error', 'warning', 'info', 'never'}),
        ('values behind "="', 'tizilim check --lang=', {'auto', 'kk', 'ru', 'en'}),
        ('ids of the reference', 'tizilim uses --source ', ids('sources', env)),
        ('ids behind a word', 'tizilim ref show gbd-f', {'gbd-fl'}),
        ('words of a synopsis', 'tizilim verdict a/b c/d ', {'same-function', 'same-product', 'new-version', 'related', 'unrelated'}),
        ('files', 'tizilim check in', {'initiatives', 'in.yaml'}),
        ('files behind "="', 'tizilim check --baseline=in', {'initiatives', 'in.yaml'}),
        ('folders', 'tizilim upgrade --steps in', {'initiatives'}),
        ('folders and files', 'tizilim check --pack in', {'initiatives', 'in.yaml'}),
    ]


def main():
    number = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, 'bin'))
        os.makedirs(os.path.join(folder, 'initiatives'))
        open(os.path.join(folder, 'in.yaml'), 'w', encoding='utf-8').close()
        os.symlink(PROGRAM, os.path.join(folder, 'bin', 'tizilim'))
        env = {'PATH': f'{folder}/bin:' + os.environ['PATH'], 'HOME': folder, 'LC_ALL': 'C.UTF-8', 'TERM': 'xterm'}
        for name in ('bash', 'fish', 'zsh'):
            there = shutil.which(name)
            shell = there and SHELLS[name](env, folder)
            for title, line, want in rows(env):
                number += 1
                if not there:
                    print(f'ok {number} - {name}: {title} # SKIP {name} is not installed')
                    continue
                # Shells differ in whether what stands before "=" is part of a match.
                before = re.search(r'--[a-z-]*=$|$', re.sub(r'=.*', '=', line.split(' ')[-1]))[0]
                got = {w.removeprefix(before).rstrip('/') for w in shell(line)} - {''}
                if got != want:
                    failed = 1
                    print(f'# {line!r}: missing {sorted(want - got)[:9]}, too many {sorted(got - want)[:9]}')
                print(f"{'ok' if got == want else 'not ok'} {number} - {name}: {title}")
            if there and name == 'zsh':
                shell.close()
    print(f'1..{number}')
    return failed


sys.exit(main())
