"""
Turns JSON Schema documents into C tables: embed.py OUT FILE… -- FILE… -- FILE…. First meta-schemas, by their URI; then the
schemas that we ship, then the upgrades to them, both by the name of their file and byte for byte.
"""
import json
import os
import sys


def byte_array(name, data):
    rows = [data[i:i + 16] for i in range(0, len(data), 16)]
    body = ',\n\t'.join(', '.join(str(b) for b in row) for row in rows) or '0'
    return f'static const unsigned char {name}[] = {{\n\t{body}\n}};\n'


def table(kind, prefix, rows):
    arrays = '\n'.join(byte_array(f'{prefix}_{i}', text) for i, (_, text) in enumerate(rows))
    body = ''.join(f'\t{{ STR_INIT("{name}"), {{ (const char *){prefix}_{i}, {len(text)} }} }},\n'
                   for i, (name, text) in enumerate(rows))
    return f'{arrays}\n{kind}[] = {{\n{body}}};\n'


def meta(path):
    with open(path, encoding='utf-8') as f:
        schema = json.load(f)
    # Without the white space: it is parsed at every start.
    return schema['$id'].rstrip('#'), json.dumps(schema, separators=(',', ':')).encode()


def shipped(path):
    with open(path, 'rb') as f:
        return os.path.basename(path).removesuffix('.json'), f.read()


def main(out, paths):
    first = paths.index('--')
    second = paths.index('--', first + 1)
    metas, ours = [meta(p) for p in paths[:first]], [shipped(p) for p in paths[first + 1:second]]
    upgrades = [shipped(p) for p in paths[second + 1:]] + [('', b'')]
    with open(out, 'w', encoding='utf-8') as f:
        f.write('#include "checker/schema/compile_internal.h"\n\n')
        f.write(table('const struct embedded schema_embedded', 'meta', metas))
        f.write(f'const size_t schema_embedded_n = {len(metas)};\n\n')
        f.write(table('const struct schema_shipped schema_shipped_all', 'shipped', ours))
        f.write(f'const size_t schema_shipped_n = {len(ours)};\n\n')
        f.write(table('const struct schema_shipped schema_upgrades', 'upgrade', upgrades))


main(sys.argv[1], sys.argv[2:])
