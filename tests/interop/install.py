"""
What `meson install` puts into a folder, and the program from there. TAP; usage: install.py BUILD ROOT. The program runs outside of the
source tree, with nothing but what was installed and a home of its own.
"""
import os
import shutil
import subprocess
import sys
import tempfile

BUILD, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
WANT = ['bin/tizilim', 'share/bash-completion/completions/tizilim', 'share/zsh/site-functions/_tizilim',
        'share/fish/vendor_completions.d/tizilim.fish', 'share/doc/tizilim/README.md', 'share/doc/tizilim/docs/CI.md',
        'share/doc/tizilim/docs/examples/initiatives']
PAGES = ['share/man/man1/tizilim.1', 'share/man/man1/tizilim-check.1', 'share/man/man5/tizilim-manifest.5',
         'share/man/kk/man1/tizilim.1', 'share/man/ru/man1/tizilim.1']


def main():
    meson = shutil.which('meson')
    results = []
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        done = subprocess.run([meson, 'install', '-C', BUILD, '--no-rebuild', '--destdir', os.path.join(folder, 'root')],
                              capture_output=True, text=True, timeout=200)
        results.append(('meson install', done.stderr if done.returncode else ''))
        prefix = next(d for d, _, files in os.walk(os.path.join(folder, 'root')) if 'tizilim' in files and d.endswith('/bin'))[:-len('/bin')]
        made = os.path.isdir(os.path.join(BUILD, 'registry/manual/man'))
        missing = [n for n in WANT + (PAGES if made else []) if not os.path.exists(os.path.join(prefix, n))]
        results.append(('all that belongs to it', ' '.join(missing)))
        if not made:
            results.append(('pages of the manual # SKIP scdoc is not installed', ''))
        env = {'HOME': folder, 'PATH': f'{prefix}/bin:/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'XDG_DATA_HOME': os.path.join(folder, 'data')}

        def tizilim(title, *args, want=0, has=''):
            got = subprocess.run(['tizilim', *args], cwd=folder, env=env, capture_output=True, text=True, timeout=200)
            results.append((title, '' if got.returncode == want and has in got.stdout else f'exit {got.returncode}: {got.stdout[-300:]}{got.stderr[-300:]}'))

        examples = os.path.join(prefix, 'share/doc/tizilim/docs/examples/initiatives')
        shutil.copytree(examples, os.path.join(folder, 'initiatives'))
        tizilim('its version', '--version', has='initiative-1.0')
        tizilim('a manifest is begun', 'new', 'my.yaml')
        tizilim('the examples are judged', 'check', 'initiatives', '--fail-on', 'never', '-f', 'summary', has='msh/')
        tizilim('the reference is there', 'ref', 'show', 'gbd-fl', has='gbd-fl')
        tizilim('they are registered', 'submit', 'initiatives')
        tizilim('and listed', 'list', has='msh/')
        tizilim('the registry is stopped', 'down')
        bare = os.path.join(folder, 'bare')
        subprocess.run(['strip', '-o', bare, os.path.join(prefix, 'bin/tizilim')], check=True)
        with open(bare, 'rb') as f:
            results.append(('no folder of the sources is in the program', ROOT if ROOT.encode() in f.read() else ''))
    print(f'1..{len(results)}')
    for number, (title, problem) in enumerate(results, 1):
        for line in problem.split('\n') if problem else ():
            print(f'# {line}')
        print(f"{'not ok' if problem else 'ok'} {number} - {title}")
    return any(problem for _, problem in results)


sys.exit(main())
