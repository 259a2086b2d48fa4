#!/usr/bin/env python3
"""Turn the statements of this folder into an enum and a table of C.

usage: catalog.py <out.h> <out.c> <file.sql>...

A file begins with comments: "-- shape: none|one|many|stream", then for every
parameter "-- $1 text meaning", in order. The rest is one statement.
"""
import pathlib
import re
import sys

# Built-in types keep their OID in every PostgreSQL.
TYPES = {'bool': 16, 'bytea': 17, 'bigint': 20, 'int': 23, 'text': 25, 'text[]': 1009,
         'int[]': 1007, 'bytea[]': 1001, 'date': 1082, 'timestamptz': 1184, 'uuid': 2950, 'jsonb': 3802}
SHAPES = ('none', 'one', 'many', 'stream')


def fail(path, why):
    sys.exit(f'{path}: {why}')


def read(path):
    head, body, shape, types = [], [], None, []
    for line in path.read_text(encoding='utf-8').splitlines():
        (body if body or not line.startswith('--') else head).append(line)
    for line in head:
        if found := re.fullmatch(r'-- shape: (\w+)', line):
            shape = found[1]
        elif found := re.match(r'-- \$(\d+) (\S+) \S', line):
            if int(found[1]) != len(types) + 1 or found[2] not in TYPES:
                fail(path, f'bad parameter line: {line}')
            types.append(TYPES[found[2]])
    text = '\n'.join(body).strip()
    if shape not in SHAPES:
        fail(path, 'no shape')
    if shape == 'stream' and types:
        fail(path, 'a stream takes no parameters')
    if not text or ';' in text:
        fail(path, 'not exactly one statement without a semicolon')
    used = {int(n) for n in re.findall(r'\$(\d+)', text)}
    if used != set(range(1, len(types) + 1)):
        fail(path, f'parameters used {sorted(used)}, described {len(types)}')
    return path.stem, text, shape, types


def literal(text):
    lines = text.replace('\\', '\\\\').replace('"', '\\"').split('\n')
    return '\n'.join(f'\t\t\t"{line}{end}"' for line, end in
                     zip(lines, ['\\n'] * (len(lines) - 1) + ['']))


def main(header, source, *paths):
    rows = sorted(read(pathlib.Path(p)) for p in paths)
    ids = ''.join(f'\tSQL_{name},\n' for name, *_ in rows)
    pathlib.Path(header).write_text(
        '#ifndef REGISTRY_SQL_CATALOG_H\n#define REGISTRY_SQL_CATALOG_H\n\n'
        f'enum sql_id {{\n{ids}\tSQL_COUNT\n}};\n\n#endif\n', encoding='utf-8')
    out = ['#include "registry/sql/sql.h"\n\n'
           'const struct sql_statement sql_statements[SQL_COUNT] = {\n']
    for name, text, shape, types in rows:
        oids = ', '.join(map(str, types))
        at = f'(const unsigned[]){{ {oids} }}' if types else 'NULL'
        out.append(f'\t[SQL_{name}] = {{\n\t\t.name = "{name}",\n\t\t.text =\n{literal(text)},\n'
                   f'\t\t.shape = SHAPE_{shape.upper()},\n\t\t.params = {len(types)},\n'
                   f'\t\t.types = {at},\n\t}},\n')
    pathlib.Path(source).write_text(''.join(out) + '};\n', encoding='utf-8')


main(*sys.argv[1:])
