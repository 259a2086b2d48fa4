"""
Runs a command a few times and prints a sample a round for each measure:
spawn.py WHAT WHO ROUNDS MEASURE[,MEASURE] -- COMMAND…   (measures: wall, cpu, memory)
Output of the command is dropped; an exit code above 3 ends the measuring.
"""
import os
import sys
import time

WHAT, WHO, ROUNDS, MEASURES = sys.argv[1:5]
COMMAND = sys.argv[6:]


def run():
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execvp(COMMAND[0], COMMAND)
    _, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        sys.exit(f'{COMMAND[0]}: exit {os.waitstatus_to_exitcode(status)}')
    return {
        'wall': ((time.perf_counter() - start) * 1e3, 'ms'),
        'cpu': ((used.ru_utime + used.ru_stime) * 1e3, 'ms CPU'),
        'memory': (used.ru_maxrss / 1024, 'MiB'),
    }


for _ in range(int(ROUNDS)):
    result = run()
    for measure in MEASURES.split(','):
        value, unit = result[measure]
        print(f'{WHAT}\t{WHO}\t{value}\t{unit}')
