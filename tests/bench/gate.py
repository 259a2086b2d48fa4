"""
Instruction counts against those kept in the repository: gate.py DATA [--write]

Each row is a program run under callgrind, which counts the same on every machine, loaded or not. Where a row has passes, the
difference of three and one leaves the work alone: no start, no reading of files. A rise of more than 3 % over
tests/bench/instructions.txt fails; --write keeps the new figures, for a change that is worth its price and says so.
"""
import os
import re
import subprocess
import sys

KEPT = 'tests/bench/instructions.txt'
RISE = 1.03
SCHEMA = 'schemas/initiative-1.0.json'
LISTS = 'checker/pack/digital-qazaqstan/lists'
PORTFOLIO = 'tests/cases/portfolio/groups'
PROGRAM = 'build/registry/tizilim'
# libc picks its string functions by the processor; without AVX2 it is the same everywhere.
ENVIRONMENT = {**os.environ, 'GLIBC_TUNABLES': 'glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-AVX512F,-ERMS,-FSRM', 'LC_ALL': 'C.UTF-8'}


def count(command):
    run = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *command], capture_output=True, text=True,
                         env=ENVIRONMENT)
    found = re.search(r'Collected : (\d+)', run.stderr)
    if not found or run.returncode not in (0, 1, 3):
        sys.exit(f'{" ".join(command)}: exit {run.returncode}\n{run.stderr[-500:]}')
    return int(found[1])


def few(data, syntax, numbers):
    """A folder with some of the manifests, and how many bytes and files it holds."""
    folder = f'{data}/gate-{syntax}-{len(numbers)}'
    os.makedirs(folder, exist_ok=True)
    size = 0
    for number in numbers:
        name = f'{number:05d}.{syntax}'
        with open(f'{data}/{syntax}/{name}', 'rb') as f:
            text = f.read()
        size += len(text)
        with open(f'{folder}/{name}', 'wb') as f:
            f.write(text)
    return folder, size, len(numbers)


def manifests(folder):
    return sum(name.endswith('.yaml') for _, _, names in os.walk(folder) for name in names)


def passes(program, *arguments, after=()):
    """Instructions of one pass."""
    one, three = (count([f'build/tests/bench/{program}', *arguments, str(n), *after]) for n in (1, 3))
    return (three - one) / 2


def rows(data):
    good = [n for n in range(20) if n % 20 != 19]
    broken = [n for n in range(19, 200, 20)]
    json, json_bytes, json_files = few(data, 'json', good)
    yaml, yaml_bytes, _ = few(data, 'yaml', good)
    bad, _, _ = few(data, 'json', broken)
    one, _, _ = few(data, 'json', [0])
    yield 'read JSON, instructions a byte', passes('bench-parse', json, after=['ours']) / json_bytes
    yield 'read YAML, instructions a byte', passes('bench-parse', yaml, after=['ours']) / yaml_bytes
    yield 'judge by the schema, instructions a manifest', passes('bench-schema', SCHEMA, json, after=['judge']) / json_files
    yield 'explain faults of ten manifests, instructions', passes('bench-schema', SCHEMA, bad, after=['explain'])
    yield 'validate one file from a cold start, instructions', count([PROGRAM, 'validate', one, '-q'])
    cold = count([PROGRAM, 'check', one, '-q'])
    yield 'check one file from a cold start, instructions', cold
    yield 'check one more file, all rules, instructions', (count([PROGRAM, 'check', json, '-q']) - cold) / (json_files - 1)
    yield 'the complete pack, portfolio, instructions a manifest', passes('bench-pack', '.', PORTFOLIO) / manifests(PORTFOLIO)
    yield 'all pairs among 300 entries from a cold start, instructions', count(['build/tests/bench/bench-dup', f'{data}/entries.jsonl', LISTS, '300', 'pairs'])


def kept():
    with open(KEPT, encoding='utf-8') as f:
        lines = [line.rstrip('\n').split('\t') for line in f if not line.startswith('#')]
    return {name: float(value) for value, name in lines}


def main():
    data, write = sys.argv[1], '--write' in sys.argv[2:]
    before = {} if write and not os.path.exists(KEPT) else kept()
    now, failed = {}, 0
    for name, value in rows(data):
        value = float(f'{value:.6g}')
        now[name] = value
        old = before.get(name)
        change = f'{(value / old - 1) * 100:+.1f} %' if old else 'new'
        high = old is None or value > old * RISE
        failed += high
        print(f'{"ROSE" if high and not write else "ok":5} {value:>14,.6g}  {change:>8}  {name}', flush=True)
    for name in before.keys() - now.keys():
        print(f'GONE  {name}')
        failed += 1
    if write:
        with open(KEPT, 'w', encoding='utf-8') as f:
            f.write('# Kept by `./dev bench --gate --write`; gcc 12, -O2, Debian 12.\n')
            f.writelines(f'{value:g}\t{name}\n' for name, value in now.items())
    elif failed:
        sys.exit(f'{failed} rose by more than {RISE - 1:.0%}; `./dev bench --gate --write` keeps the new figures')


main()
