"""
The files of docs/ci, tried as CI would: in a throw-away repository of git, with the commands that stand in them, on a branch that
brings nothing wrong and on one that does. TAP; usage: ci.py PROGRAM ROOT. What needs python3-yaml or pre-commit is skipped without.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
DOCS = os.path.join(ROOT, 'docs/ci')
MANIFEST = '''schema_version: "1.0"
short_name: {name}
name: {{ kk: {name}, ru: {name}, en: {name} }}
owner: {{ body: msh }}
stage: idea
data_sources:
  - {{ source: {source}, obtained: authority }}
'''


class Repository:
    """`main` has a manifest with an error that everybody knows; a branch adds a second one."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, 'repo')
        bin = os.path.join(folder, 'bin')
        os.makedirs(os.path.join(self.folder, 'initiatives'))
        os.mkdir(bin)
        os.symlink(PROGRAM, os.path.join(bin, 'tizilim'))
        self.env = {'PATH': bin + ':' + os.environ['PATH'], 'HOME': folder, 'LANG': 'C.UTF-8', 'GIT_CONFIG_NOSYSTEM': '1',
                    'PRE_COMMIT_HOME': os.path.join(folder, 'cache')}
        self.git('init', '-q', '-b', 'main')
        self.git('config', 'user.name', 'someone')
        self.git('config', 'user.email', 'someone@example.kz')
        self.write('old', 'unknown-old')
        self.commit('first')
        self.git('clone', '-q', '--bare', '.', '../origin.git')
        self.git('remote', 'add', 'origin', '../origin.git')
        self.git('fetch', '-q', 'origin')
        self.base = self.git('rev-parse', 'HEAD').strip()

    def git(self, *args):
        return self.run(['git', *args], check=True).stdout

    def run(self, args, check=False, **env):
        return subprocess.run(args, cwd=self.folder, env=dict(self.env, **env), capture_output=True, text=True, check=check, timeout=100)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, source):
        with open(self.path(f'initiatives/{name}.yaml'), 'w', encoding='utf-8') as f:
            f.write(MANIFEST.format(name=name, source=source))

    def commit(self, message):
        self.git('add', 'initiatives')
        return self.run(['git', 'commit', '-q', '-m', message])

    def branch(self, name, source):
        self.git('switch', '-q', '-c', name, 'main')
        self.write(name, source)
        self.commit(name)


def expect(run, code, *words):
    text = run.stdout + run.stderr
    if run.returncode != code:
        yield f'exit {run.returncode}, not {code}: {text[-400:]}'
    for word in words:
        if word not in text:
            yield f'it does not say {word!r}: {text[-400:]}'


def try_line(r):
    script = ['sh', os.path.join(DOCS, 'line.sh')]
    r.branch('good', 'gbd-fl')
    yield 'line.sh: a branch that brings nothing wrong', list(expect(r.run(script), 0))
    r.branch('bad', 'unknown-new')
    yield 'line.sh: a branch that does', list(expect(r.run(script), 1, 'unknown-new'))
    failures = [f.get('message') for f in xml.etree.ElementTree.parse(r.path('junit.xml')).findall('.//failure')]
    yield 'line.sh: junit.xml fails for the new one alone', [] if len(failures) == 1 and 'unknown-new' in failures[0] else failures
    yield 'line.sh: the report is there', [] if os.path.getsize(r.path('report.html')) > 10000 else ['it is empty']
    yield 'line.sh: a base that is not there is no success', list(expect(r.run(script, BASE='origin/none'), 3))
    for name in ('junit.xml', 'report.html'):
        os.remove(r.path(name))
    os.rename(r.path('initiatives'), r.path('elsewhere'))
    yield 'line.sh: nor is a folder without manifests', list(expect(r.run(script), 3, 'initiatives/**/*.yaml'))
    os.rename(r.path('elsewhere'), r.path('initiatives'))


def try_hook(r):
    shutil.copy(os.path.join(DOCS, 'pre-commit.sh'), r.path('.git/hooks/pre-commit'))
    r.git('switch', '-q', '-c', 'hook', 'main')
    r.write('fine', 'gbd-fl')
    yield 'pre-commit.sh: a commit that brings nothing wrong', list(expect(r.commit('fine'), 0))
    r.write('broken', 'unknown-new')
    yield 'pre-commit.sh: a commit that does is refused', list(expect(r.commit('broken'), 1, 'unknown-new'))
    r.write('broken', 'gbd-fl')
    yield 'pre-commit.sh: also when the folder is better than what is staged', list(expect(r.run(['git', 'commit', '-q', '-m', 'x']), 1, 'unknown-new'))
    r.git('add', 'initiatives')
    r.write('broken', 'unknown-new')
    yield 'pre-commit.sh: a folder worse than what is staged stops nobody', list(expect(r.run(['git', 'commit', '-q', '-m', 'mended']), 0))
    r.git('reset', '-q', '--hard')
    r.git('switch', '-q', '--orphan', 'empty')
    r.git('reset', '-q', '--hard')
    os.makedirs(r.path('initiatives'), exist_ok=True)
    r.write('first', 'gbd-fl')
    yield 'pre-commit.sh: the first commit of a repository', list(expect(r.commit('first'), 0))
    os.remove(r.path('.git/hooks/pre-commit'))
    r.git('switch', '-q', '-f', 'main')


def load(name):
    import yaml
    with open(os.path.join(DOCS, name) if '/' not in name else name, encoding='utf-8') as f:
        return yaml.safe_load(f)


def try_github(r):
    job = load('github.yml')['jobs']['tizilim']
    script = next(s['run'] for s in job['steps'] if s.get('name') == 'Check the initiatives')
    upload = next(s for s in job['steps'] if 'upload-sarif' in s.get('uses', ''))
    summary = r.path('summary.md')

    def step(branch, base):
        r.git('switch', '-q', branch)
        open(summary, 'w').close()
        return r.run(['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', script], GITHUB_BASE_REF=base, GITHUB_STEP_SUMMARY=summary)

    yield 'github.yml: a request that brings nothing wrong', list(expect(step('good', 'main'), 0))
    yield 'github.yml: a request that does', list(expect(step('bad', 'main'), 1, '::error file=initiatives/bad.yaml,line=7,'))
    with open(r.path(upload['with']['sarif_file']), encoding='utf-8') as f:
        results = json.load(f)['runs'][0]['results']
    new = {x['locations'][0]['physicalLocation']['artifactLocation']['uri'] for x in results if x['baselineState'] == 'new' and x['level'] == 'error'}
    yield 'github.yml: SARIF has the new error, at its file', [] if new == {'initiatives/bad.yaml'} else [str(new)]
    with open(summary, encoding='utf-8') as f:
        yield 'github.yml: the summary names it', [] if 'unknown-new' in f.read() else ['it does not']
    yield 'github.yml: a push to the main branch counts all', list(expect(step('main', ''), 1, 'unknown-old'))
    hostile = '$(touch pwned);`touch pwned`'
    step('bad', hostile)
    yield 'github.yml: a hostile name of a branch runs nothing', ['it ran'] if os.path.exists(r.path('pwned')) else []


def try_gitlab(r):
    job = load('gitlab.yml')['initiatives']
    reports = job['artifacts']['reports']

    def step(branch, base):
        r.git('switch', '-q', branch)
        return r.run(['bash', '-eo', 'pipefail', '-c', '\n'.join(job['script'])], CI_MERGE_REQUEST_DIFF_BASE_SHA=base)

    yield 'gitlab.yml: a request that brings nothing wrong', list(expect(step('good', r.base), 0))
    yield 'gitlab.yml: a request that does', list(expect(step('bad', r.base), 1, 'unknown-new'))
    with open(r.path(reports['codequality']), encoding='utf-8') as f:
        found = {i['location']['path'] for i in json.load(f) if i['severity'] == 'critical'}
    # GitLab compares the reports of both branches itself, so each has all.
    yield 'gitlab.yml: code quality has every error, at its file', [] if found == {'initiatives/bad.yaml', 'initiatives/old.yaml'} else [str(found)]
    cases = xml.etree.ElementTree.parse(r.path(reports['junit']))
    yield 'gitlab.yml: the test report fails for the new one alone', [] if len(cases.findall('.//failure')) == 1 else ['it does not']
    yield 'gitlab.yml: the default branch counts all', list(expect(step('main', ''), 1, 'unknown-old'))


def try_pre_commit(r):
    """The hooks of this project from a repository, as the framework fetches them."""
    hooks = os.path.join(os.path.dirname(r.folder), 'hooks')
    os.mkdir(hooks)
    shutil.copy(os.path.join(ROOT, '.pre-commit-hooks.yaml'), hooks)
    for args in (['init', '-q'], ['add', '.'], ['-c', 'user.name=x', '-c', 'user.email=x@example.kz', 'commit', '-qm', 'hooks']):
        subprocess.run(['git', *args], cwd=hooks, env=r.env, check=True)
    rev = subprocess.run(['git', 'rev-parse', 'HEAD'], cwd=hooks, env=r.env, capture_output=True, text=True, check=True).stdout.strip()
    with open(os.path.join(DOCS, 'pre-commit-config.yaml'), encoding='utf-8') as f:
        config = f.read().replace('ADDRESS-OF-THIS-REPOSITORY', 'file://' + hooks).replace('VERSION', rev)
    r.git('switch', '-q', '-f', '-c', 'framework', 'main')
    with open(r.path('.pre-commit-config.yaml'), 'w', encoding='utf-8') as f:
        f.write(config)
    r.git('add', '.pre-commit-config.yaml')
    r.git('commit', '-qm', 'hooks')
    r.run(['pre-commit', 'install'], check=True)
    r.write('fine', 'gbd-fl')
    r.run(['tizilim', 'fmt', '--write', 'initiatives/fine.yaml'], check=True)
    yield 'pre-commit: a commit that brings nothing wrong', list(expect(r.commit('fine'), 0))
    r.write('broken', 'unknown-new')
    r.run(['tizilim', 'fmt', '--write', 'initiatives/broken.yaml'], check=True)
    yield 'pre-commit: a commit that does is refused', list(expect(r.commit('broken'), 1, 'unknown-new'))


def module(name):
    return subprocess.run(['/usr/bin/python3', '-c', f'import {name}'], capture_output=True).returncode == 0


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder:
        r = Repository(folder)
        for title, trial, there in (('line.sh', try_line, True), ('pre-commit.sh', try_hook, True), ('github.yml', try_github, module('yaml')),
                                    ('gitlab.yml', try_gitlab, module('yaml')), ('pre-commit', try_pre_commit, shutil.which('pre-commit'))):
            results += trial(r) if there else [(f'{title} # SKIP what it needs is not installed', [])]
    print(f'1..{len(results)}')
    for number, (title, problems) in enumerate(results, 1):
        for problem in problems:
            print(f'# {problem!r}')
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")


main()
