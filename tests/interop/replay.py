"""
Every run of a registry that grew meanwhile is run again and finds the same, to the byte. TAP; usage: replay.py PROGRAM ROOT. The examples
come in one after another, some are withdrawn or revised in between, and two bodies submit together.
"""
import json
import os
import subprocess
import sys
import tempfile

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
EXAMPLES = os.path.join(ROOT, 'docs/examples/initiatives')
TWO = '''schema_version: "1.0"
short_name: sorter-{0}
name: {{ ru: "Сортировщик {0}" }}
summary: {{ ru: "Чат-бот отвечает гражданам на вопросы о записи к врачу и переносит запись на другое время" }}
owner: {{ body: {0} }}
stage: idea
'''


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        env = {**os.environ, 'XDG_DATA_HOME': os.path.join(folder, 'data'), 'LC_ALL': 'C.UTF-8'}
        for name in ('TIZILIM_DB', 'PGHOST', 'PGSERVICE', 'PGDATABASE'):
            env.pop(name, None)
        os.mkdir(env['XDG_DATA_HOME'])

        def tizilim(*args, want=(0,)):
            got = subprocess.run([PROGRAM, *args], cwd=folder, env=env, capture_output=True, text=True, timeout=300)
            if got.returncode not in want:
                raise RuntimeError(f'{args}: exit {got.returncode}: {got.stdout[-500:]}{got.stderr[-500:]}')
            return got

        def submit(*paths):
            answers = json.loads(tizilim('submit', '--json', *paths).stdout)
            return [a['id'] for a in answers]

        try:
            tizilim('person', 'add', 'auditor', '--name', 'Auditor', '--body', '-')
            tizilim('duty', 'grant', 'auditor', 'auditor', '-')
            names = sorted(n for n in os.listdir(EXAMPLES) if n.endswith('.yaml'))
            for i, name in enumerate(names):
                id, = submit(os.path.join(EXAMPLES, name))
                if i % 7 == 3:
                    tizilim('withdraw', id, '--reason', 'not wanted')
                if i % 5 == 2:
                    text = open(os.path.join(EXAMPLES, name), encoding='utf-8').read()
                    path = os.path.join(folder, name)
                    with open(path, 'w', encoding='utf-8') as f:
                        f.write(text.rstrip('\n') + '\n# again\n' if i % 7 == 3 else text.replace('summary:\n', 'summary: # again\n', 1))
                    submit(path)
            for body in ('mt', 'mz'):
                with open(os.path.join(folder, f'{body}.yaml'), 'w', encoding='utf-8') as f:
                    f.write(TWO.format(body))
            submit('mt.yaml', 'mz.yaml')
            lines = [json.loads(line) for line in tizilim('audit', 'export', '--as', 'auditor').stdout.splitlines()]
            runs = [line['row']['run_id'] for line in lines if line['is'] == 'run']
            found = sum(line['is'] == 'finding' for line in lines)
            results.append(('runs with findings were recorded',
                            '' if len(runs) > len(names) and found > 3 * len(names) else f'{len(runs)} runs, {found} findings'))
            for run in runs:
                got = tizilim('replay', run, '--as', 'auditor', '-f', 'json', want=(0, 1))
                results.append((f'run of {len(results)}', '' if json.loads(got.stdout)['same'] and got.returncode == 0 else got.stdout[:500]))
            results.append(('the history is whole', '' if tizilim('audit', 'verify', '--as', 'auditor').returncode == 0 else 'it is not'))
        except (RuntimeError, ValueError) as e:
            results.append(('the story is told', str(e)))
        finally:
            subprocess.run([PROGRAM, 'down'], env=env, capture_output=True, timeout=100)
    print(f'1..{len(results)}')
    for i, (title, why) in enumerate(results, 1):
        print(f'{"not ok" if why else "ok"} {i} - {title}')
        if why:
            print('# ' + why.replace('\n', '\n# '))
    return any(why for _, why in results)


sys.exit(main())
