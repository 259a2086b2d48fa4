#!/usr/bin/env python3
"""What others' tools say of the schema: plpgsql_check of every function, pgTAP of what is promised; usage: catalogue.py TIZILIM SOURCE.

Prints TAP. A tool that is not installed is skipped.
"""
import re
import sys

import embedded
from embedded import SOURCE, asked, psql
from tap import tap, told

# What plpgsql_check says that stays so, and why.
STAYS = {
    ('api.recheck_follow', 'target type is different type than source type'): 'a constant, once a call',
}
CHECK = '''
create schema tool;
create extension plpgsql_check schema tool;
select format('%s|%s|%s %s %s', p.oid::regproc, c.message, c.level, c.lineno, c.detail)
  from pg_proc p
  join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
  left join pg_trigger t on t.tgfoid = p.oid
 cross join lateral tool.plpgsql_check_function_tb(p.oid, coalesce(t.tgrelid, 0), fatal_errors => false, all_warnings => true) c
 where p.pronamespace in ('api'::regnamespace, 'registry'::regnamespace, 'guard'::regnamespace)
 group by 1
 order by 1'''
# PostgreSQL itself checks a function of SQL when it is made; not when what it reads changes.
MAKE_ANEW = '''
do $$
declare
  f record;
begin
  for f in select p.oid, p.oid::regprocedure as name from pg_proc p join pg_language l on l.oid = p.prolang and l.lanname = 'sql'
            where p.pronamespace in ('api'::regnamespace, 'registry'::regnamespace)
  loop
    begin
      execute pg_get_functiondef(f.oid);
    exception when others then
      raise warning '%: %', f.name, sqlerrm;
    end;
  end loop;
end
$$'''


def functions(where):
    """Every function is checked; one planted with a fault shows that this is so."""
    if psql('postgres', "select count(*) from pg_available_extensions where name = 'plpgsql_check'", where) != '1':
        told(True, 'functions in PL/pgSQL # SKIP plpgsql_check is not installed')
        return
    plant = ("create function api.planted(x int) returns int language plpgsql as $$ declare unused int; begin "
             "execute 'select ' || x; return nowhere; end $$;")
    for title, script, wanted in (('a fault is found', f'begin; {plant} {CHECK}; rollback', {'api.planted'}), ('every function is sound', CHECK, set())):
        said = asked('postgres', script, where)
        found = [line.split('|') for line in said.stdout.split('\n') if line]
        new = [f for f in found if (f[0], f[1]) not in STAYS]
        told(not said.stderr and {f[0] for f in new} == wanted, f'plpgsql_check: {title}', said.stderr + '\n'.join(map(str, new)))
        gone = set(STAYS) - {(f[0], f[1]) for f in found}
        told(not gone, f'plpgsql_check: what stays is there still ({title})', gone)


def promises(where):
    if psql('postgres', "select count(*) from pg_available_extensions where name = 'pgtap'", where) != '1':
        told(True, 'promises # SKIP pgTAP is not installed')
        return
    said = asked('postgres', (SOURCE / 'tests/db/promises.sql').read_text(), where)
    lines = re.findall(r'^(not )?ok \d+(?: - (.*))?\n((?:#.*\n)*)', said.stdout, re.M)
    for failed, title, why in lines:
        told(not failed, title, why)
    plan = re.findall(r'^1\.\.(\d+)$', said.stdout, re.M)
    told(plan == [str(len(lines))] and not said.stderr, 'pgTAP came to its end', said.stderr)


def main():
    try:
        where = embedded.begin()
        functions(where)
        planted = asked('postgres', f'begin; alter table registry.card rename contents to planted; {MAKE_ANEW}; rollback', where).stderr
        told('api.cards(' in planted, 'a function in SQL that reads what is not there is found', planted)
        anew = asked('postgres', f'begin; {MAKE_ANEW}; rollback', where).stderr
        told(not anew, 'every function in SQL can be made anew', anew)
        promises(where)
    finally:
        embedded.end()
    return tap.plan()


sys.exit(main())
