"""
Samples on standard input (what, who, value, unit, by tabs) to a table of medians, ours beside each peer. The ratio says how many
times better ours is: less time, memory or instructions, more bytes a second. A row without a peer has none.
"""
import statistics
import sys


def figure(value):
    return f'{value:.0f}' if value >= 100 else f'{value:.3g}'


samples, notes = {}, []
for line in sys.stdin:
    cells = line.rstrip('\n').split('\t')
    if len(cells) == 4:
        samples.setdefault((cells[0], cells[3]), {}).setdefault(cells[1], []).append(float(cells[2]))
    else:
        notes.append(line.rstrip('\n'))

rows = [('what', 'ours', 'peer', 'ratio')]
for (what, unit), by_who in samples.items():
    medians = {who: statistics.median(values) for who, values in by_who.items()}
    ours = medians.pop('ours', None)
    for who, theirs in medians.items() or [(None, None)]:
        ratio = ''
        if ours and theirs:
            ratio = f'{ours / theirs if unit.endswith("/s") else theirs / ours:.2f}'
        rows.append((f'{what}, {unit}', '' if ours is None else figure(ours),
                     '' if who is None else f'{who} {figure(theirs)}', ratio))
widths = [max(len(row[i]) for row in rows) for i in range(4)]
for row in rows if len(rows) > 1 else []:
    print('  ' + ' | '.join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
for note in notes:
    print(f'  {note}')
