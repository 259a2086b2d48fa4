#!/usr/bin/env python3
"""Queries made at random by sqlsmith, as several logins; usage: smith.py TIZILIM SOURCE [--long].

Prints TAP. Each login runs queries over all that it can name, and queries over the functions of api alone, with the values below for
their parameters; the latter each in a transaction that is kept. The server must not crash nor meet with what it did not expect,
functions must refuse in words, nobody may be shown or change what is not theirs. Without --long (or TIZILIM_LONG) a few hundred, always
the same.
"""
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

import embedded
from embedded import SECRETS, asked, census, clean, psql, run
from tap import tap, told

LONG = '--long' in sys.argv or bool(os.environ.get('TIZILIM_LONG'))
ALL, API, CALLS = (3000, 3000, 100) if LONG else (30, 100, 4)

# Each login and whose secrets it may see: of a body all, all but its drafts, or nothing.
LOGINS = {'nobody': {}, 'other': {'mz': 2}, 'submitter': {'mt': 2}, 'reviewer': {'mt': 1}, 'approver': {'mt': 1}, 'checker': {'mt': 1},
          'administrator': {}, 'auditor': {'mt': 1, 'mz': 1}}
# What they must not change: all, or what is of a body, but for these tables.
KEEPS = {'nobody': (None, ()), 'auditor': (None, ('checkpoint', 'event', 'event_head')), 'other': ('mt', ()), 'administrator': ('mz', ('body', 'person', 'login', 'duty', 'authority', 'event', 'event_head')),
         **dict.fromkeys(('submitter', 'reviewer', 'approver', 'checker'), ('mz', ()))}
# What errors that come up in our functions may be, but for those that they raise themselves: a value that is none of its type or is past its
# range; a constraint, which has a name that the program has words for.
WORDS = re.compile('22(?!004).{3}|23(514|502|503|505)')

# Of each type that a function takes: what is there, what is not, what is at the edge, what does harm where it is not quoted.
VALUES = {
    'text': ['mt', 'mz', 'hidden-one', 'hidden-two', 'drafted', 'registered', 'idea', 'at.submitter', 'approve', 'establish', '', '-', '%',
             "'; drop schema registry; --", '\\', '../x', '\u202e\u0456', 'x' * 3000, '{"mt":1}', 'mt/hidden-one', 'yaml'],
    'int4': ['0', '1', '-1', '2', '2147483647', '-2147483648'],
    'int8': ['0', '1', '-1', '9223372036854775807', '-9223372036854775808', '1000'],
    'bool': ['true', 'false'],
    'date': ['2026-12-01', 'infinity', '-infinity', '0001-01-01 BC', '5874897-12-31'],
    'timestamptz': ['2026-12-01', 'infinity', '-infinity'],
    'uuid': ['00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    'bytea': ['', 'a', '\\x00', '\\xff'],
    'json': ['{}', '[]', 'null', '1e999'],
    'jsonb': ['{}', '[]', 'null', '1e999', '{"mt": 1}', '{"mt": "x"}', '{"mt": -1, "mz": 99999999999}'],
    'text[]': ['{}', '{mt}', '{NULL}', '{{mt,mz},{mz,mt}}', '{mt,mz,mt}', '{"",%}'],
    'int4[]': ['{}', '{1}', '{NULL}', '{{1,2},{3,4}}', '{2147483647,-1}'],
    'bool[]': ['{}', '{true}', '{NULL}'],
    'date[]': ['{}', '{2026-12-01}', '{infinity,NULL}'],
    'bytea[]': ['{}', '{a}', '{NULL}'],
    'int8[]': ['{}', '{1}', '{NULL,9223372036854775807}'],
    'jsonb[]': ['{}', '{"{}"}', '{NULL}'],
}
# By the parameter's name, so that some calls come through.
NAMED = {
    'p_body': ['mt', 'mz'], 'p_short_name': ['hidden-one', 'hidden-two', 'drafted', 'made'], 'p_number': ['1'], 'p_item': ['1'], 'p_revision': ['1'],
    'p_limit': ['20'], 'p_epoch': ['1', '2'], 'p_stage': ['idea', 'pilot'], 'p_status': ['active', 'registered'], 'p_media': ['yaml'], 'p_base': ['0', '1'],
    'p_login': ['at.other', 'at.off', 'made'], 'p_duty': ['submitter', 'approver'], 'p_part': ['law', 'data'], 'p_kind': ['establish', 'use'],
    'p_verdict': ['positive', 'related', 'not-alike'], 'p_rule': ['SRC-002'], 'p_common': ['object'], 'p_until': ['2027-01-15'], 'p_on': ['2026-12-01'],
    'p_action': ['comment', 'return', 'take', 'answer', 'approve', 'refuse', 'part', 'report', 'confirm', 'suspend', 'resume', 'retire', 'revoke', 'withdraw'],
    'p_fingerprint': ['0' * 32],
}


def set_up(where):
    """A schema in which sqlsmith finds what it asks catalogues for: the functions of api, what they give for the values above."""
    columns = ', '.join(f"((array[{', '.join(quoted(v) for v in values)}])[1 + n * {step} % {len(values)}])::{name} as {column(name)}"
                        for step, (name, values) in enumerate(VALUES.items(), 1))
    script = ['create schema smith',
              # By a type that a pseudotype stands for, else most of what is made does not come to be run.
              "create view smith.pg_type as select coalesce(a.name, t.typname) as typname, t.oid, t.typnamespace, t.typdelim, t.typrelid, t.typelem, t.typarray, "
              "coalesce(a.kind, t.typtype::text) as typtype from pg_catalog.pg_type t left join (values ('anyrange', 'int4range', 'r'), "
              "('anymultirange', 'int4multirange', 'm'), ('anyenum', 'varchar', 'b')) a (of, name, kind) on a.of = t.typname",
              "create view smith.pg_proc as select p.oid, p.pronamespace, p.prorettype, p.proname, p.proretset, p.prokind, p.proargtypes "
              "from pg_catalog.pg_proc p where p.pronamespace = 'api'::regnamespace or p.pronamespace = 'pg_catalog'::regnamespace "
              "and p.prokind = 'a' and p.proname in ('count', 'min', 'max')",
              f'create view smith.given as select n, {columns} from generate_series(1, 40) n']
    for name, names, types in functions(where, 'p.proretset'):
        script += [f"create view smith.{name} as select f.* from smith.given g, lateral api.{name}({', '.join(each_with_each(names, types))}) f"]
    script += ['grant usage on schema smith to tizilim_user', 'grant select on all tables in schema smith to tizilim_user',
               "alter system set log_line_prefix = '<%u> '", "alter system set log_error_verbosity = 'verbose'", 'select pg_reload_conf()']
    return asked('postgres', ';\n'.join(script), where, '-v', 'ON_ERROR_STOP=1').stderr


def functions(where, which='true'):
    """The name of each function of api, the names and the types of what it takes."""
    text = psql('postgres', "select p.proname, array_to_string(p.proargnames[:p.pronargs], ','), array_to_string(array(select "
                "case b.typcategory when 'A' then substr(b.typname, 2) || '[]' else b.typname end "
                "from unnest(p.proargtypes) with ordinality a (t, n) join pg_type b on b.oid = t order by n), ',') "
                f"from pg_proc p where p.pronamespace = 'api'::regnamespace and {which} order by 1, 3", where)
    for line in text.split('\n'):
        name, names, types = line.split('|')
        yield name, [n for n in names.split(',') if n], [t for t in types.split(',') if t]


def each_with_each(names, types):
    """For the n-th row of what is given: values by their names in all combinations, others by their types."""
    wide = 1
    for name, kind in zip(names, types):
        values = NAMED.get(name)
        yield f"(array[{', '.join(map(quoted, values))}])[1 + g.n / {wide} % {len(values)}]::{kind}" if values else f'g.{column(kind)}' if kind in VALUES else f'null::{kind}'
        wide *= len(values or '.')


def column(name):
    return name.replace('[]', 's') + '_'


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def smith(who, where, *options):
    target = f"host={where[1]} port={where[0]} dbname=tizilim user={who}"
    return subprocess.run(['sqlsmith', f'--target={target}' + (" options='-csearch_path=smith,pg_catalog'" if '--dry-run' in options else ''), *options],
                          env=clean, capture_output=True, text=True, check=False, timeout=600)


def kept(who, script, where, milliseconds):
    """All that psql shows of it; each statement is a transaction."""
    done = asked(who, f'set statement_timeout = {milliseconds};\n{script}', where)
    return done.stdout + done.stderr


def all_it_can_name(who, where, seed):
    return smith(who, where, f'--seed={seed}', f'--max-queries={ALL}').stderr


def api_alone(who, where, seed):
    made = smith(who, where, f'--seed={seed}', f'--max-queries={API}', '--exclude-catalog', '--dry-run').stdout
    return kept(who, 'set search_path = smith, pg_catalog;\n' + made, where, 300)


def calls(who, where, seed):
    """Each function as people call it, with values that are right or wrong."""
    draw = random.Random(seed)
    script = [f"select * from api.{name}({', '.join(value(draw, n, t) for n, t in zip(names, types))});"
              for name, names, types in functions(where) for _ in range(CALLS if types else 1)]
    script += [f'table smith.{name};' for name, _, _ in functions(where, 'p.proretset')]
    draw.shuffle(script)
    return kept(who, '\n'.join(script), where, 3000)


def value(draw, name, kind):
    given = NAMED.get(name) if draw.random() < 0.7 else None
    return 'null' if kind not in VALUES or draw.random() < 0.05 else f'{quoted(draw.choice(given or VALUES[kind]))}::{kind}'


def errors(log):
    """Each error of the server's log: its state, its text, where it came up, the statement."""
    for entry in re.split(r'^(?=<[^>]*> (?:ERROR|FATAL|PANIC):)', log, flags=re.M):
        head = re.match(r'<([^>]*)> (\w+):  (\w{5}): (.*)', entry)
        if head:
            parts = dict(re.findall(r'^<[^>]*> (CONTEXT|STATEMENT|DETAIL):  (.*(?:\n(?!<).*)*)', entry, re.M))
            yield {'who': head[1], 'grade': head[2], 'state': head[3], 'text': head[4], 'at': parts.get('CONTEXT', ''),
                   'statement': parts.get('STATEMENT', '')}


def shown(text, secrets):
    """What of other bodies stands in it, as text or as bytes."""
    return [s for body, words in SECRETS.items() for n, s in enumerate(words, 1) if n > secrets.get(body, 0)
            and (s in text or s.encode().hex() in text)]


def try_one(who, where, seed, log):
    """Each kind of query as that login; what may not come of it, by what it is."""
    body, but_for = KEEPS[who]
    before, at = census(where, body), log.stat().st_size
    text = ''.join(f(f'at.{who}', where, seed) for f in (all_it_can_name, api_alone, calls))
    changed = [b.split('|')[0].split('.')[1] for a, b in zip(before.split('\n'), census(where, body).split('\n')) if a != b]
    with log.open(encoding='utf-8', errors='replace') as f:
        f.seek(at)
        found = list(errors(f.read()))
    ours = [e for e in found if re.search('(SQL|PL/pgSQL) function', e['at'])]
    told(len(found) > 50 and len(ours) > 30, f'{who}: queries that meet with something ({len(found)} errors, {len(ours)} in functions of ours)')
    for title, faults in (('is told in words what is wrong', [e for e in ours if e['state'] != '57014' and not WORDS.fullmatch(e['state'])
                                                  and not e['at'].split('\n')[0].endswith('at RAISE')]),
                          ('no function runs for seconds', [e for e in ours if e['state'] == '57014' and e['statement'].startswith('select * from api.')]),
                          ('is shown nothing of others', shown(text, LOGINS[who])),
                          (f'changes nothing{" of " + body if body else ""}', [t for t in changed if t not in but_for])):
        told(not faults, f'{who}: {title}', '\n'.join(f"{e['state']} {e['text']}\n{e['at']}\n{e['statement']}" if isinstance(e, dict) else e for e in faults[:20]))
    if who == 'submitter':
        told(shown(text, {}), 'submitter: is shown what is its own, by which it is seen that others are not')


def main():
    try:
        if not shutil.which('sqlsmith'):
            print('1..0 # SKIP sqlsmith is not installed')
            return 0
        where = embedded.begin()
        fault = set_up(where)
        if fault:
            raise RuntimeError(fault)
        log = pathlib.Path(where[1]).parent / 'postgres.log'
        for seed, who in enumerate(LOGINS, 1):
            try_one(who, where, seed, log)
        crashed = re.findall('.*(?:PANIC|terminated by signal).*', log.read_text(encoding='utf-8', errors='replace'))
        told(not crashed, 'the server stays up', '\n'.join(crashed))
        done = run('audit', 'verify')
        told(done.returncode == 0, 'the history holds', done.stdout + done.stderr)
    finally:
        embedded.end()
    return tap.plan()


sys.exit(main())
