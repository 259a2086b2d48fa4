"""
What we write and ship, judged by a validator that is not ours: python3-jsonschema. TAP; usage: schemas.py PROGRAM ROOT.
The schema of SARIF is in the shared suites beside the checkout; without it that test is skipped.
"""
import json
import os
import subprocess
import sys

PROGRAM, ROOT = sys.argv[1], sys.argv[2]
EXAMPLES = os.path.join(ROOT, 'docs/examples/initiatives')
SARIF = os.path.join(ROOT, '../shared/suites/report/sarif-schema-2.1.0.json')


def load(path):
    with open(path, encoding='utf-8') as f:
        return json.load(f)


def report(form):
    run = subprocess.run([PROGRAM, 'check', EXAMPLES, '-f', form, '--fail-on', 'never', '--as-of', '2026-12-01'],
                         capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def faults(validator, schema, document):
    return [f'{"/".join(map(str, e.absolute_path))}: {e.message[:200]}' for e in validator(schema).iter_errors(document)][:5]


def main():
    try:
        import jsonschema
    except ImportError:
        print('1..1\nok 1 - schemas # SKIP python3-jsonschema is not installed')
        return
    latest = jsonschema.Draft202012Validator
    results = []
    for name in sorted(os.listdir(os.path.join(ROOT, 'schemas'))):
        if name.endswith('.json'):
            try:
                latest.check_schema(load(os.path.join(ROOT, 'schemas', name)))
                results.append((f'{name} is a schema', []))
            except jsonschema.SchemaError as e:
                results.append((f'{name} is a schema', [e.message]))
    written, sarif = report('json'), report('sarif')
    schema = load(os.path.join(ROOT, 'schemas/report-1.0.json'))
    results.append(('the JSON report keeps its schema', faults(latest, schema, written)))
    broken = dict(written, findings='none')
    results.append(('a broken report does not', [] if faults(latest, schema, broken) else ['it was accepted']))
    prints = sorted(f['fingerprint'] for f in written['findings'])
    results.append(('SARIF has the same fingerprints', [] if prints == sorted(
        next(iter(r['partialFingerprints'].values())) for r in sarif['runs'][0]['results']) else ['they differ']))
    if os.path.exists(SARIF):
        results.append(('SARIF 2.1.0', faults(jsonschema.Draft4Validator, load(SARIF), sarif)))
    print(f'1..{len(results) + (not os.path.exists(SARIF))}')
    for number, (title, problems) in enumerate(results, 1):
        for problem in problems:
            print(f'# {problem}')
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")
    if not os.path.exists(SARIF):
        print(f'ok {len(results) + 1} - SARIF 2.1.0 # SKIP no shared suites beside the checkout')


main()
