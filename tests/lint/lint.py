"""
The gates of the house, as one TAP program: each check first proves on a planted bad sample that it can fail, then runs on
the tree. Usage: lint.py ROOT [BUILD]
"""
import hashlib
import os
import re
import subprocess
import sys

ROOT = sys.argv[1]
BUILD = sys.argv[2] if len(sys.argv) > 2 else None


def tracked(*suffixes):
    names = subprocess.run(['git', '-c', 'safe.directory=*', '-C', ROOT, 'ls-files', '-co', '--exclude-standard'], capture_output=True,
                           text=True, check=True).stdout.split('\n')
    return [n for n in names if n.endswith(suffixes) and os.path.isfile(os.path.join(ROOT, n))]


def read(name):
    with open(os.path.join(ROOT, name), encoding='utf-8', errors='replace') as f:
        return f.read()


def layers():
    levels, owners = {}, {}
    for line in read('tests/lint/layers.txt').split('\n'):
        m = re.match(r'(\d+) ([\w/]+):(.*)', line)
        if m:
            levels[m[2]] = int(m[1])
            for header in m[3].split():
                owners[header] = m[2]
    return levels, owners


LEVELS, OWNERS = layers()


def module_of(path):
    if path == 'registry/main.c':
        return 'registry/main'
    return '/'.join(path.split('/')[:2])


def check_layers(name, text):
    me = module_of(name)
    if not name.startswith(('checker/', 'registry/')):
        return
    if me not in LEVELS:
        yield f'{name}: module {me} is not in layers.txt'
        return
    for header in re.findall(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', text, re.M):
        if header in OWNERS and OWNERS[header] != me:
            yield f'{name}: {header} belongs to {OWNERS[header]}'
        if header.startswith(('checker/', 'registry/')):
            other = module_of(header)
            if other != me and LEVELS.get(other, 99) >= LEVELS[me]:
                yield f'{name}: {header} is not below {me}'
            if other != me and header.endswith('_internal.h'):
                yield f'{name}: {header} is internal to {other}'


BANNED = ('strcpy strcat strncpy strncat sprintf vsprintf strtok atoi atol atof gets scanf sscanf fscanf localtime gmtime ctime '
          'system popen alloca setlocale tmpnam mktemp').split()
BASE_ONLY = 'malloc calloc realloc free fopen exit getenv'.split()
PRINTING = 'printf fprintf vfprintf dprintf puts fputs putchar perror'.split()
# Where a base-only call stands by right: processes of the private server; the tool that builds the pack.
ALLOWED = {'registry/process': {'exit', 'dprintf'}, 'checker/pack': {'exit', 'fprintf'}}
COMMENTS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)


def check_calls(name, text):
    code = COMMENTS.sub('""', text)
    me = module_of(name)
    for word in BANNED:
        if re.search(rf'(?<![\w.>]){word}\s*\(', code):
            yield f'{name}: {word} is banned'
    if name.startswith(('checker/', 'registry/')) and me != 'checker/base':
        for word in BASE_ONLY + PRINTING:
            if word not in ALLOWED.get(me, set()) and re.search(rf'(?<![\w.>]){word}\s*\(', code):
                yield f'{name}: {word} belongs to checker/base'


def allowed_sizes():
    return dict(line.split(' ', 1) for line in read('tests/lint/size-allow.txt').split('\n') if line and line[0] != '#')


HEAD = re.compile(r'^[a-z][\w \t*()]*?\b(\w+)\)?\(((?:[^(){};]|\([^()]*\))*)\)\n\{\n(.*?)^\}', re.M | re.S)


def parameters(text):
    """How many: commas outside of the parentheses of function pointers."""
    while re.search(r'\([^()]*\)', text):
        text = re.sub(r'\([^()]*\)', '', text)
    return 0 if text.strip() == 'void' else text.count(',') + 1


def check_functions(name, text):
    if not name.startswith(('checker/', 'registry/')):
        return
    allowed = allowed_sizes()
    for m in HEAD.finditer(text):
        function, head, body = m.groups()
        if f'{name}:{function}' in allowed:
            continue
        if body.count('\n') > 80:
            yield f'{name}: {function} has {body.count(chr(10))} lines, the limit is 80'
        if parameters(head) > 5:
            yield f'{name}: {function} has {parameters(head)} parameters, the limit is 5'
        if re.search(r'^\t{5,}(?:\} else )?(?:if|for|while|switch|do)\b', body, re.M):
            yield f'{name}: {function} nests deeper than 4 levels'


def check_sizes(name, text):
    lines = text.count('\n')
    limit = 250 if name.endswith('.h') else 800
    if name.startswith(('checker/', 'registry/')) and lines > limit and name not in allowed_sizes():
        yield f'{name}: {lines} lines, the limit is {limit}'


def check_first_include(name, text):
    """The header of the module comes first, so that it is complete by itself. A program has none."""
    first = re.search(r'^#include [<"]([^>"]+)[>"]', text, re.M)
    program = re.search(r'^int main\(', text, re.M)
    if name.startswith(('checker/', 'registry/')) and first and not program:
        if os.path.dirname(first[1]) != os.path.dirname(name):
            yield f'{name}: begins with {first[1]} and not with a header of its module'


def check_switch(name, text):
    """The compiler names the value that a switch over an enum forgets, but only without a default."""
    for m in re.finditer(r'^(\t+)switch \(.*?^\1\}', text, re.M | re.S):
        if re.search(rf'^{m[1]}case [A-Z]', m[0], re.M) and re.search(rf'^{m[1]}default:', m[0], re.M):
            yield f'{name}:{text.count(chr(10), 0, m.start()) + 1}: a switch over an enum has a default'


HOST = os.uname().nodename
PLACES = re.compile(r'(?<![\w.~}])/(?:root|home/\w+|work|Users/\w+)(?:/|\b(?![/\w]))'
                    + (rf'|\b{re.escape(HOST)}\b' if len(HOST) > 5 and HOST != 'localhost' else ''))


def check_places(name, text):
    for m in PLACES.finditer(text):
        yield f'{name}: names a place of one machine: {m[0]}'


MARKS = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b|for now\b|\blegacy code\b')


def check_marks(name, text):
    if name != 'tests/lint/lint.py' and not name.startswith('tests/lint/planted'):
        for m in MARKS.finditer(text):
            yield f'{name}: "{m[0]}"'


CONFLICT = re.compile(r'^(<{7} |>{7} |={7}$)', re.M)


def check_conflicts(name, text):
    if not name.startswith('tests/fuzz/corpus/'):
        for m in CONFLICT.finditer(text):
            yield f'{name}: a conflict was left in: {m[0]}'


def check_translations(name, text):
    for m in re.finditer(r'\bMT(?:_INIT)?\(((?:\s*"(?:\\.|[^"\\])*"\s*|,)+)\)', text):
        if re.search(r'(^|,)\s*""\s*(,|$)', m[1]):
            yield f'{name}: an empty translation: {m[0][:60]}'


LITERAL = r'(?:"(?:\\.|[^"\\\n])*"\s*)+'
CONVERSION = re.compile(r'%[-0-9.*]*(?:ll|z|l)?[a-zA-Z%]')


def joined(literals):
    return ''.join(re.findall(r'"((?:\\.|[^"\\\n])*)"', literals))


def arguments(text, at):
    """Of a call, from behind its parenthesis on."""
    depth, start, quoted, found = 1, at, False, []
    i = at
    while depth and i < len(text):
        c = text[i]
        if quoted:
            i += c == '\\'
            quoted = c != '"'
        elif c == '"':
            quoted = True
        elif c in '([{':
            depth += 1
        elif c in ')]}':
            depth -= 1
        if not quoted and (depth == 0 or (c == ',' and depth == 1)):
            found.append(text[start:i])
            start = i + 1
        i += 1
    return found


def words():
    rows = {}
    for name in tracked('.c'):
        if re.match(r'checker/base/words_\w+\.c', name):
            for m in re.finditer(rf'\{{\s*({LITERAL}),\s*({LITERAL}),\s*({LITERAL})\}}', read(name)):
                rows[joined(m[1])] = (joined(m[2]), joined(m[3]), name)
    return rows


WORDS = words()


def needs_words(text):
    """Not only options, places for values and signs."""
    return re.search(r'[A-Za-z]{2}', re.sub(r'--?[\w=<>-]+', ' ', CONVERSION.sub(' ', text)))


def check_words(name, text):
    """What errors say exists in Kazakh and Russian, with the same places for values."""
    if not name.startswith(('checker/', 'registry/')):
        return
    code = re.sub(r'/\*.*?\*/', '', text, flags=re.S)
    said = []
    for m in re.finditer(r'\b(err_set|err_wrap|err_hint|err_errno|cel_fail_at|CEL_FAIL)\(', code):
        which = {'err_set': 2, 'CEL_FAIL': 2, 'cel_fail_at': 3}.get(m[1], 1)
        said += [joined(x) for x in re.findall(LITERAL, (arguments(code, m.end()) + [''] * 4)[which])]
    if name == 'registry/db/error.c':
        said += [joined(m[1]) for m in re.finditer(rf'\{{\s*"(?:[^"\\]|\\.)*",\s*(?:ERR_\w+,\s*)?({LITERAL})', code)]
    for english in said:
        if needs_words(english) and english not in WORDS:
            yield f'{name}: no row in checker/base/words_errors.c or words_registry.c: {english}'
    for m in re.finditer(rf'\{{\s*({LITERAL}),\s*({LITERAL}),\s*({LITERAL})\}}', code) if '/words_' in name else ():
        english, *others = (joined(m[i]) for i in (1, 2, 3))
        for other in others:
            if name.endswith('words_sql.c'):
                if other.count('%') != english.count('%'):
                    yield f'{name}: other places for values: {other}'
            elif not other or CONVERSION.findall(other) != CONVERSION.findall(english):
                yield f'{name}: other places for values: {other}'


def unused_words():
    """Rows that nothing says any more."""
    said = set()
    for name in tracked('.c', '.h'):
        if name.startswith(('checker/', 'registry/')) and '/words_' not in name:
            said |= {joined(x) for x in re.findall(LITERAL, read(name).replace('\\\n', '\n'))}
    for name in tracked('.sql'):
        said |= raised(read(name))
    said |= {os.strerror(n) for n in range(1, 134)}
    return [f'{name}: nothing says this: {english}' for english, (_, _, name) in WORDS.items()
            if english not in said and not english.startswith('<')
            and not (name.endswith('words_sql.c') and english.startswith('this needs the duty of'))]


def never_said():
    """Of the glossary: words, and beginnings of words before an ellipsis."""
    said = re.findall(r'never ((?:«[^»]+»(?:, )?)+)', read('docs/GLOSSARY.md'))
    words = [word for group in said for word in re.findall(r'«([^»]+)»', group)]
    return re.compile('|'.join(r'(?<!\w)' + (re.escape(w[:-1]) if w.endswith('…') else re.escape(w) + r'(?!\w)') for w in words), re.I)


NEVER = never_said()


def check_glossary(name, text):
    """Messages say of a thing what docs/GLOSSARY.md says of it."""
    if name.startswith(('checker/', 'registry/')):
        for literal in re.findall(LITERAL, text):
            for m in NEVER.finditer(joined(literal)):
                yield f'{name}: docs/GLOSSARY.md has another word for "{m[0]}": {joined(literal)[:60]}'


RAISED = r"(?:raise\s+exception|hint\s*=)\s*'((?:[^']|'')*)'"


def raised(text):
    return {m.replace("''", "'").replace('"', '\\"') for m in re.findall(RAISED, text)} - {'%'}


def check_raised(name, text):
    """What migrations raise exists in Kazakh and Russian."""
    for english in raised(text) if name.startswith('migrations/') else ():
        if english not in WORDS:
            yield f'{name}: no row in checker/base/words_sql.c: {english}'


CHECKS = [
    ('layers and one-module headers', check_layers, ('.c', '.h'), 'checker/doc/planted.c',
     '#include "checker/rule/rule.h"\n#include <libpq-fe.h>\n'),
    ('banned calls', check_calls, ('.c', '.h'), 'checker/doc/planted.c', 'void f(void)\n{\n\tchar *p = malloc(3);\n\tstrcpy(p, q);\n}\n'),
    ('sizes of files', check_sizes, ('.c', '.h'), 'checker/doc/planted.h', 'int x;\n' * 251),
    ('lines of a function', check_functions, ('.c', '.h'), 'checker/doc/planted.c',
     'void f(void)\n{\n' + '\tg();\n' * 90 + '}\n'),
    ('parameters', check_functions, (), 'checker/doc/planted.c',
     'static bool f(int a, int b,\n\t      int (*c)(int, int), int d, int e, int f)\n{\n\tg();\n}\n'),
    ('nesting', check_functions, (), 'checker/doc/planted.c',
     'bool f(void)\n{\n' + ''.join('\t' * n + 'if (x)\n' for n in range(1, 6)) + '}\n'),
    ('first include', check_first_include, ('.c',), 'checker/doc/planted.c',
     '#include <string.h>\n#include "checker/doc/doc.h"\n'),
    ('switch over an enum', check_switch, ('.c', '.h'), 'checker/doc/planted.c',
     '\tswitch (x) {\n\tcase NODE_NULL:\n\t\treturn;\n\tdefault:\n\t\treturn;\n\t}\n'),
    ('printing', check_calls, (), 'checker/doc/planted.c', 'void f(void)\n{\n\tfprintf(stderr, "x");\n}\n'),
    ('no place of one machine', check_places, ('',), 'docs/planted.md', 'see /ho' 'me/me/notes\n'),
    ('no unfinished marks', check_marks, ('.c', '.h', '.sql', '.py', '.sh', '.build', 'dev'), 'checker/doc/planted.c', '/* TODO */\n'),
    ('no conflict left in', check_conflicts, ('',), 'docs/planted.md', 'a\n' + '<' * 7 + ' HEAD\nb\n'),
    ('errors in three languages', check_words, ('.c', '.h'), 'checker/doc/planted.c', 'err_set(err, ERR_INPUT, "a new fault of %s", x);\n'),
    ('places for values in translations', check_words, (), 'checker/base/words_planted.c', '\t{ "a %s b", "ә %d", "б %s" },\n'),
    ('raised in three languages', check_raised, ('.sql',), 'migrations/planted.sql', "raise exception 'a new fault of %', x\n"),
    ('words of the glossary', check_glossary, ('.c',), 'checker/doc/planted.c', 'MT("сызба", "схема", "schema")\n'),
    ('no empty translation', check_translations, ('.c', '.h'), 'checker/doc/planted.c', 'MT("бар", "", "there")\n'),
]


def formatted():
    sources = [n for n in tracked('.c', '.h')]
    run = subprocess.run(['clang-format', '--dry-run', '--Werror', *sources], cwd=ROOT, capture_output=True, text=True)
    return [line for line in run.stderr.split('\n') if 'error:' in line][:20] if run.returncode else []


def symbols():
    """Symbols that a module shows begin with its own name or that of a type or table its header names."""
    found = []
    for dirpath, _, names in os.walk(BUILD or ''):
        for lib in names:
            if not lib.startswith('lib') or not lib.endswith('.a'):
                continue
            folder = os.path.relpath(dirpath, BUILD)
            headers = ''.join(read(n) for n in tracked('.h') if n.startswith(folder + '/'))
            nm = subprocess.run(['nm', '-g', '--defined-only', os.path.join(dirpath, lib)], capture_output=True, text=True)
            for m in re.finditer(r'^[0-9a-f]+ [TDBRV] (\w+)$', nm.stdout, re.M):
                if not m[1].startswith('__') and not re.search(rf'\b{m[1]}\b', headers) and 'schema' not in m[1]:
                    found.append(f'{folder}: {m[1]} is visible but in no header of the module')
    return found


PACK, PACK_SUM = 'checker/pack/digital-qazaqstan/', 'tests/lint/pack.sum'


def pack_now():
    """Version and digest of the shipped pack."""
    digest = hashlib.sha256()
    for name in sorted(n for n in tracked('.yaml') if n.startswith(PACK)):
        digest.update(f'{name}\n{read(name)}'.encode())
    return re.search(r'^version: "(.*)"$', read(PACK + 'pack.yaml'), re.M)[1], digest.hexdigest()


def pack_version(kept, version, digest):
    """A registry that has a version of a pack refuses other contents under it."""
    if kept == [version, digest]:
        return []
    if kept[0] == version:
        return [f'{PACK}: the contents changed under version {version}, so registries that have it refuse the pack: '
                'raise `version` in pack.yaml']
    if os.environ.get('TIZILIM_REWRITE') != '1':
        return [f'{PACK_SUM}: is of version {kept[0]}, the pack is {version}: TIZILIM_REWRITE=1 python3 tests/lint/lint.py .']
    with open(os.path.join(ROOT, PACK_SUM), 'w', encoding='utf-8') as f:
        f.write(f'{version} {digest}\n')
    return []


def main():
    results = []
    for title, check, suffixes, planted_name, planted in CHECKS:
        if not list(check(planted_name, planted)):
            results.append((title, ['does not see the planted fault']))
            continue
        results.append((title, [p for n in tracked(*suffixes) for p in check(n, read(n))]))
    results.append(('format', formatted()))
    results.append(('no translation of nothing', unused_words()))
    version, digest = pack_now()
    results.append(('versions of the pack', pack_version(read(PACK_SUM).split(), version, digest)
                    if pack_version([version, ''], version, digest) else ['does not see the planted fault']))
    if BUILD:
        results.append(('symbols', symbols()))
    print(f'1..{len(results)}')
    for number, (title, problems) in enumerate(results, 1):
        for p in problems:
            print(f'# {p}')
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")
    return 1 if any(p for _, p in results) else 0


sys.exit(main())
