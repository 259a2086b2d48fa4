"""
No input may cost more than linear time: linear.py WORK. WORK does each attack at one size and at eight times that size;
callgrind counts the instructions of each call. Counts do not depend on the machine's load, so the bound can be tight:
sorting makes 8 to 10 of it, comparing all with all 64. What a call costs whatever its size is small beside the rest.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

MOST = 11.0


def counts(folder):
    """Instructions of each call, in order; the last file is what ran outside of all."""
    def number(name):
        return int(name.rsplit('.', 1)[1])
    for name in sorted(glob.glob(os.path.join(folder, 'out.*')), key=number):
        with open(name, encoding='utf-8') as f:
            yield int(re.search(r'^totals: (\d+)', f.read(), re.M)[1])


def main(program):
    if not shutil.which('valgrind'):
        print('1..0 # SKIP no valgrind')
        return 0
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(['valgrind', '--tool=callgrind', '--dump-after=work', f'--callgrind-out-file={folder}/out', program],
                             capture_output=True, text=True)
        names, all_counts = run.stdout.split(), list(counts(folder))
    if run.returncode or len(all_counts) < 2 * len(names):
        print(f'Bail out! exit {run.returncode}, {len(all_counts)} counts: {run.stdout[-500:]}{run.stderr[-1000:]}')
        return 1
    print(f'1..{len(names)}')
    bad = False
    for number, name in enumerate(names, 1):
        small, large = all_counts[2 * number - 2:2 * number]
        bad |= large > small * MOST
        print(f"{'not ok' if large > small * MOST else 'ok'} {number} - {name}: {large / small:.2f} times for 8 times the size")
    return 1 if bad else 0


sys.exit(main(sys.argv[1]))
