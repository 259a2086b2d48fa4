"""Turns files into C arrays: embed.py OUT.c NAME=FILE…  gives  const unsigned char NAME[]; const size_t NAME_size;"""
import sys

out, pairs = sys.argv[1], [a.split('=', 1) for a in sys.argv[2:]]
with open(out, 'w', encoding='ascii') as o:
    o.write('#include <stddef.h>\n')
    for name, path in pairs:
        with open(path, 'rb') as f:
            data = f.read()
        o.write(f'extern const unsigned char {name}[];\nextern const size_t {name}_size;\n')
        o.write(f'_Alignas(16) const unsigned char {name}[] = {{\n')
        for i in range(0, len(data), 24):
            o.write(','.join(str(b) for b in data[i:i + 24]) + ',\n')
        o.write(f'0}};\nconst size_t {name}_size = {len(data)};\n')
