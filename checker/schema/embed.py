"""Turns JSON Schema documents into a C table of (URI, text): embed.py OUT FILE..."""
import json
import sys


def byte_array(name, data):
    rows = [data[i:i + 16] for i in range(0, len(data), 16)]
    body = ',\n\t'.join(', '.join(str(b) for b in row) for row in rows)
    return f'static const unsigned char {name}[] = {{\n\t{body}\n}};\n'


def main(out, paths):
    arrays, rows = [], []
    for i, path in enumerate(paths):
        with open(path, encoding='utf-8') as f:
            schema = json.load(f)
        # Without the white space: it is parsed at every start.
        text = json.dumps(schema, separators=(',', ':')).encode()
        uri = schema['$id'].rstrip('#')
        arrays.append(byte_array(f'text_{i}', text))
        rows.append(f'\t{{ STR_INIT("{uri}"), {{ (const char *)text_{i}, {len(text)} }} }},\n')
    with open(out, 'w', encoding='utf-8') as f:
        f.write('#include "checker/schema/compile_internal.h"\n\n')
        f.write('\n'.join(arrays))
        f.write(f'\nconst struct embedded schema_embedded[] = {{\n{"".join(rows)}}};\n')
        f.write(f'const size_t schema_embedded_n = {len(rows)};\n')


main(sys.argv[1], sys.argv[2:])
