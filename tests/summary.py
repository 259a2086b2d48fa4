"""Adds up the JUnit results that meson left in the build folders; the closing line of ./dev test."""
import json
import sys
import xml.etree.ElementTree as xml

passed = failed = skipped = 0
for build in sys.argv[1:]:
    try:
        root = xml.parse(f'{build}/meson-logs/testlog.junit.xml').getroot()
    except (OSError, xml.ParseError) as e:
        print(f'{build}: no results: {e}')
        failed += 1
        continue
    told = set()
    for case in root.iter('testcase'):
        name = f"{build}: {case.get('classname')}/{case.get('name')}"
        if case.find('failure') is not None or case.find('error') is not None:
            failed += 1
            told.add(case.get('classname'))
            print(f'FAILED {name}')
        elif case.find('skipped') is not None:
            skipped += 1
            print(f'skipped {name}')
        else:
            passed += 1
    # A program that was stopped, as one that takes too long, has no case that failed.
    with open(f'{build}/meson-logs/testlog.json') as log:
        for run in map(json.loads, log):
            if run['result'] in ('FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT') and not any(t.endswith(run['name']) for t in told):
                failed += 1
                print(f"FAILED {build}: {run['name']}: {run['result']}")
print(f'{passed} passed, {failed} failed, {skipped} skipped')
sys.exit(1 if failed or not passed else 0)
