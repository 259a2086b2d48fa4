"""
What of the package is quickly tried; `./dev deb --check` builds it. TAP; usage: package.py BUILD PROGRAM ROOT. The list of parts is
read by a library of npm where TIZILIM_SBOM_READER names the folder that has it:
npm install --prefix FOLDER @cyclonedx/cyclonedx-library ajv ajv-formats ajv-formats-draft2019
"""
import json
import os
import re
import subprocess
import sys
import tempfile

BUILD, PROGRAM, ROOT = (os.path.abspath(p) for p in sys.argv[1:4])
READER = os.environ.get('TIZILIM_SBOM_READER')
results = []


def read(name):
    with open(os.path.join(ROOT, name), encoding='utf-8') as f:
        return f.read()


def test(title, problem):
    results.append((title, problem))


def sbom(out):
    subprocess.run([sys.executable, os.path.join(ROOT, 'debian/sbom.py'), BUILD, PROGRAM, out], check=True,
                   env=dict(os.environ, SOURCE_DATE_EPOCH='1700000000'))
    with open(out, 'rb') as f:
        return f.read()


def reader(path):
    return subprocess.run(['node', os.path.join(ROOT, 'tests/interop/sbom.mjs'), os.path.abspath(READER), path],
                          capture_output=True, text=True, timeout=100)


def parts():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'one.cdx.json')
        first = sbom(path)
        test('equal builds, equal lists of parts', '' if first == sbom(os.path.join(folder, 'two.cdx.json')) else 'the bytes differ')
        bom = json.loads(first)
        named = {p['value'] for c in bom['components'] for p in c.get('properties', []) if p['name'] == 'tizilim:soname'}
        needed = set(re.findall(r'NEEDED +(\S+)', subprocess.run(['objdump', '-p', PROGRAM], capture_output=True, text=True).stdout))
        test('every library is a part', ' '.join(needed ^ named))
        if not READER:
            test('the list is CycloneDX # SKIP TIZILIM_SBOM_READER is not set', '')
            return
        test('the list is CycloneDX', reader(path).stdout)
        del bom['components'][0]['name']
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(bom, f)
        test('the reader sees a fault', '' if reader(path).returncode else 'a component without a name passes')


def versions():
    mine = re.search(r"version: '([^']+)'", read('meson.build'))[1]
    newest = re.match(r'tizilim \(([^)]+)\)', read('debian/changelog'))[1]
    test('the package has the version of the program', '' if mine == newest else f'{newest}, not {mine}')
    libraries = set(re.findall(r'\blib[a-z0-9-]+-dev\b', re.search(r'^PACKAGES="(.*?)"', read('dev'), re.M | re.S)[1]))
    told = set(re.findall(r'\blib[a-z0-9-]+-dev\b', read('debian/control')))
    test('it is built with the libraries that ./dev installs', ' '.join(libraries ^ told))


parts()
versions()
print(f'1..{len(results)}')
for number, (title, problem) in enumerate(results, 1):
    if problem:
        print(f'# {problem}')
    print(f"{'not ok' if problem else 'ok'} {number} - {title}")
sys.exit(any(problem for _, problem in results))
