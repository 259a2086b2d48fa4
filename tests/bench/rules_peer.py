"""
One line of JSON from a harness of ../shared/bench/peers to a sample and to a note of what was found, in the form of bench-rules:
rules_peer.py WHAT WHO FILES.
"""
import json
import sys

what, who, files = sys.argv[1:]
try:
    told = json.load(sys.stdin)
except json.JSONDecodeError:
    print(f'{who}: its harness failed')
    sys.exit(1)
speed = told['per_s_median'] if 'per_s_median' in told else told['per_s']
found = told['perRule'] if 'perRule' in told else told['per']
print(what, who, speed, 'manifests/s', sep='\t')
print(f'{who} in {files} files:', *(f'{int(rule[1:])}={n}' for rule, n in sorted(found.items())))
