"""
What the program is made of, as CycloneDX 1.5: sbom.py BUILD PROGRAM OUT. The libraries are those that the program loads, by the packages
that own them here; meson says which versions of theirs were asked for. The pack and the schemas in the program are components, too.
Equal builds give equal bytes: the time is that of the changelog (SOURCE_DATE_EPOCH), the serial number a hash of the rest.
"""
import datetime
import json
import os
import re
import subprocess
import sys
import urllib.parse
import uuid


def output(*args):
    return subprocess.run(args, capture_output=True, text=True, check=True, env=dict(os.environ, LC_ALL='C.UTF-8')).stdout


def libraries(program):
    """Of the program itself, not of its libraries."""
    needed = re.findall(r'NEEDED +(\S+)', output('objdump', '-p', program))
    found = dict(re.findall(r'^\s*(\S+) => (\S+)', output('ldd', program), re.M))
    return [found[name] for name in needed]


def package(path):
    """Name, version and source of the Debian package that owns a file; merged /usr has two names for it."""
    real = os.path.realpath(path)
    for name in (real, real.removeprefix('/usr'), path):
        got = subprocess.run(['dpkg-query', '-S', name], capture_output=True, text=True)
        if got.returncode == 0:
            return output('dpkg-query', '-W', '-f', '${Package} ${Version} ${Architecture} ${source:Package}', got.stdout.split(': ')[0]).split(' ')
    raise SystemExit(f'sbom: no package owns {path}')


def parts(paths, asked):
    """A package may own several of them."""
    found = {}
    for path in paths:
        name, version, architecture, source = package(path)
        purl = f'pkg:deb/debian/{name}@{urllib.parse.quote(version, safe="")}?arch={architecture}&distro=debian-12'
        part = found.setdefault(purl, {'type': 'library', 'bom-ref': purl, 'name': name, 'version': version, 'purl': purl, 'scope': 'required',
                                       'properties': [{'name': 'debian:source', 'value': source}]})
        soname = os.path.basename(path)
        part['properties'].append({'name': 'tizilim:soname', 'value': soname})
        if soname.split('.so')[0] in asked:
            part['properties'].append({'name': 'meson:version', 'value': asked[soname.split('.so')[0]]})
    return found.values()


def contents(told):
    """What stands in the program itself."""
    pack = told['pack']
    yield {'type': 'data', 'bom-ref': f"pack:{pack['name']}@{pack['version']}", 'name': pack['name'], 'version': pack['version'],
           'hashes': [{'alg': 'SHA-256', 'content': pack['sha256']}]}
    for schema in told['schemas']:
        yield {'type': 'data', 'bom-ref': f"schema:{schema['name']}@{schema['version']}", 'name': schema['name'], 'version': schema['version']}


def main():
    build, program, out = sys.argv[1:4]
    told = json.loads(output(program, '--version', '--json'))
    asked = {d['name']: d['version'] for d in json.loads(output('meson', 'introspect', '--dependencies', build)) if d['version']}
    components = sorted([*parts(libraries(program), asked), *contents(told)], key=lambda c: c['bom-ref'])
    me = f"pkg:generic/tizilim@{told['version']}"
    time = datetime.datetime.fromtimestamp(int(os.environ['SOURCE_DATE_EPOCH']), datetime.timezone.utc)
    bom = {
        'bomFormat': 'CycloneDX', 'specVersion': '1.5', 'version': 1,
        'metadata': {
            'timestamp': time.strftime('%Y-%m-%dT%H:%M:%SZ'),
            'component': {'type': 'application', 'bom-ref': me, 'name': 'tizilim', 'version': told['version'], 'purl': me,
                          'licenses': [{'license': {'id': 'MIT'}}]}},
        'components': components,
        'dependencies': [{'ref': me, 'dependsOn': [c['bom-ref'] for c in components]}],
    }
    bom['serialNumber'] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bom, sort_keys=True))}"
    with open(out, 'w', encoding='utf-8') as f:
        json.dump(bom, f, ensure_ascii=False, indent=1, sort_keys=True)
        f.write('\n')


main()
