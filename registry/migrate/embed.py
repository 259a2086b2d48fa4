#!/usr/bin/env python3
"""Turn migrations/NNNN_*.sql into a table of C; usage: embed.py <out.c> <file.sql>..."""
import pathlib
import re
import sys


def main(target, *paths):
    out = ['#include "registry/migrate/migrate_internal.h"\n']
    rows = []
    for number, path in enumerate(sorted(map(pathlib.Path, paths)), 1):
        if not re.fullmatch(rf'{number:04}_[a-z0-9_]+', path.stem):
            sys.exit(f'{path}: the files are numbered from 0001 on without gaps')
        data = path.read_bytes()
        # Bytes, not a string literal: those may be 4095 characters long only.
        lines = (', '.join(map(str, data[i:i + 20])) for i in range(0, len(data), 20))
        out.append(f'static const unsigned char text_{number}[] = {{\n\t'
                   + ',\n\t'.join(lines) + '\n};\n')
        rows.append(f'\t{{ {number}, "{path.stem}", text_{number}, sizeof(text_{number}) }},\n')
    out.append(f'const struct migration migrations[] = {{\n{"".join(rows)}}};\n')
    out.append(f'const size_t migrations_n = {len(rows)};\n')
    pathlib.Path(target).write_text('\n'.join(out), encoding='utf-8')


main(*sys.argv[1:])
