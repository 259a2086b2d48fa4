#!/usr/bin/env python3
"""The attack list of rights, through real logins; usage: attacks.py TIZILIM SOURCE.

Prints TAP. Who may not see sees nothing, who may not do is refused with the state that is written here; and what every
duty may do with every function of api is the table matrix.txt beside this file (TIZILIM_REWRITE=1 writes it anew).
"""
import os
import re
import sys

import embedded
from embedded import DUTIES, OTHERS, SOURCE, asked, census, psql, run
from tap import tap, told

# What mt keeps to itself: a word of its summary, and a value that a finding quotes.
KEPT = ('Предсказывает УРОЖАЙ', 'zamorskiy-mt')
# who, statement, what must come of it: a state, or the rows
TABLES = ('revision', 'initiative', 'draft', 'event', 'finding', 'card', 'duty', 'person', 'login', 'verdict', 'standing')
ATTACKS = [
    *((f'A02 table {t} past the functions', who, f'select count(*) from registry.{t}', '42501') for t in TABLES for who in ('other', 'auditor')),
    *((f'A14 write into {t}', 'submitter', f'insert into registry.{t} default values', '42501') for t in ('event', 'revision', 'duty', 'finding')),
    *((f'A14 {verb}', 'administrator', sql, '42501') for verb, sql in (
        ('update', 'update registry.event set actor = \'x\''), ('delete', 'delete from registry.revision'), ('truncate', 'truncate registry.event'),
        ('lock', 'begin; lock table registry.event in share mode'))),
    ('A01 a draft of another body', 'other', 'select count(*) from api.drafts()', '0'),
    *((f'A03 {who} reads drafts', who, 'select count(*) from api.drafts()', '0') for who in ('reviewer', 'approver', 'checker', 'auditor')),
    ('A05 a draft for another body', 'other', "select api.draft_put('mt', 'x', 'yaml', '\\x61', true)", 'TZ403'),
    ('A20 a login of nobody sees nothing', 'nobody', 'select count(*) from api.initiatives(null,null,null,null,null,null,null,null,10)', '0'),
    ('A18 one who was switched off sees nothing', 'off', 'select count(*) from api.initiatives(null,null,null,null,null,null,null,null,10)', '0'),
    ('A18 nor cards', 'off', 'select count(*) from api.cards(null, null, 10)', '0'),
    ('A23 the manifest of another body is a card', 'other',
     "select is_whole, convert_from(bytes, 'UTF8') ~ 'Предсказывает' from api.document('mt', 'hidden-one', null)", 'f|f'),
    ('A02 its findings', 'other', "select count(*) from api.run_last('mt', 'hidden-one')", '0'),
    ('A02 its history', 'other', "select count(*) from api.events('mt', 'mt/hidden-one')", '0'),
    ('A02 its revisions', 'other', "select count(*) from api.revisions('mt', 'hidden-one')", '0'),
    ('A02 a word that is withheld', 'other', "select count(*) from api.search(array['предсказ'], 10) s where s.body_id = 'mt'", '0'),
    ('A16 an auditor writes', 'auditor', "select api.withdraw('mt', 'hidden-one', 'x')", 'TZ403'),
    ('A17 two duties that exclude each other', 'administrator', "select api.duty_set('at.submitter', 'approver', 'mt', true)", '23514'),
    ('A17 an auditor with another duty', 'administrator', "select api.duty_set('at.auditor', 'reviewer', 'mt', true)", '23514'),
    ('a submitter makes himself an administrator', 'submitter', "select api.duty_set('at.submitter', 'administrator', '-', true)", 'TZ403'),
    *((f'B01 set role {r}', 'submitter', f'set role {r}', '42501') for r in ('tizilim_owner', 'tizilim_api', 'postgres', 'pg_read_all_data', '"at.other"')),
    ('B02 session authorization', 'submitter', 'set session authorization "at.other"', '42501'),
    ('B03 the role of all keeps the person', 'submitter', "set role tizilim_user; select count(*) from api.drafts()", '1'),
    ('B04 row security off', 'other', 'set row_security = off; select count(*) from api.drafts()', '42501'),
    ('B05 as a replica', 'submitter', 'set session_replication_role = replica', '42501'),
    ('B06 identity by a setting', 'other', "set app.body = 'mt'; set app.login = 'at.submitter'; select count(*) from api.drafts()", '0'),
    *((f'B08 {title}', 'administrator', sql, 'TZ403') for title, sql in (
        ('alter table', 'alter table registry.event disable trigger all'), ('a policy', 'create policy p on registry.event using (true)'),
        ('a function', "create function api.f() returns int language sql as 'select 1'"), ('a schema', 'create schema mine'),
        ('a temporary table', 'create temporary table event (x int)'), ('drop', 'drop table registry.event'), ('grant', 'grant all on registry.event to public'),
        ('an extension', 'create extension dblink'), ('select into', 'select 1 as x into temporary t'))),
    ('B17 copy a table', 'other', 'copy registry.revision to stdout', '42501'),
    ('B17 copy what one may see', 'other', 'copy (select body_id from api.drafts()) to stdout', ''),
    *((f'B20 {title}', 'submitter', sql, '42501') for title, sql in (
        ('a program', "copy (select 1) to program 'id'"), ('a file', "copy (select 1) to '/tmp/x'"), ('read a file', "select pg_read_file('PG_VERSION')"),
        ('list a folder', "select pg_ls_dir('.')"), ('import', "select lo_import('/etc/passwd')"))),
    ('B24 code', 'submitter', 'do $$ begin null; end $$', '42501'),
    ('B25 a table as XML', 'submitter', "select table_to_xml('registry.event', true, false, '')", '42501'),
    ('B25 a query as XML', 'submitter', "select query_to_xml('select 1', true, false, '')", '42501'),
    ('B26 a cursor opened before', 'other', 'begin; declare c cursor for select count(*) from api.drafts(); set role tizilim_user; fetch c; commit', '0'),
    ('B30 decoding', 'submitter', "select pg_create_logical_replication_slot('x', 'pgoutput')", '42501'),
    ('C05 a leaky function over hidden rows', 'other',
     "select count(*) from api.drafts() d where 1 / (length(d.short_name) - length('drafted')) > 0", '0'),
    ('C09 statistics', 'other', "select count(*) from pg_stats where schemaname = 'registry'", '0'),
    ('C11 the size of a table', 'other', "select pg_relation_size('registry.draft')", '42501'),
    ('C11 counters of a table', 'other', "select pg_stat_get_live_tuples('registry.draft'::regclass)", '42501'),
    ('C13 an advisory lock', 'submitter', 'select pg_advisory_lock(1)', '42501'),
    ('C14 lock rows', 'other', 'select 1 from registry.card for update', '42501'),
    ('C16 write into the log of the server', 'submitter', "select pg_logical_emit_message(false, 'x', 'y')", '42501'),
    ('C16 how much others write', 'other', 'select pg_current_wal_lsn()', '42501'),
    ('C16 notify', 'submitter', "select pg_notify('x', 'y')", '42501'),
    ('C17 large objects', 'submitter', 'select lo_create(0)', '42501'),
    ('C18 what others ask', 'other', "select count(*) from pg_stat_activity where usename <> session_user and query <> '' and query !~ 'insufficient'", '0'),
    ('sleep', 'submitter', 'select pg_sleep(10)', '42501'),
    ('end the session of another', 'submitter', 'select pg_terminate_backend(1)', '42501'),
    ('the lock of the registry', 'submitter', "select api.dup_terms_take(1, '{}', '{}')", 'TZ403'),
]


def attack(where):
    for title, who, sql, want in ATTACKS:
        got = psql(f'at.{who}', sql, where)
        told(got == want, f'{title} ({who})', f'{got}, expected {want}: {sql}')
    got = psql('at.outsider', 'select 1', where)
    told('permission denied' in got or 'exit 2' in got, 'A19 a login outside of the registry is not let in', got)
    # C06, C07: what a plan tells does not depend on what is hidden.
    plans = [re.sub(r'\(.*', '', psql('at.other', f"explain select * from api.draft('{body}', 'drafted')", where)) +
             ''.join(re.findall(r'rows=\d+', psql('at.other', f"explain select * from api.draft('{body}', 'drafted')", where)))
             for body in ('mt', 'mz', 'nowhere')]
    told(len(set(plans)) == 1 and 'rows=' in plans[0], 'C06 an estimate does not depend on what is hidden', plans)
    # C01: a key of one body tells nothing of another.
    a = psql('at.other', "select api.withdraw('mt', 'hidden-one', 'x')", where)
    b = psql('at.other', "select api.withdraw('mt', 'not-there', 'x')", where)
    told(a == b == 'TZ403', 'C01 what is there and what is not are refused alike', (a, b))


# ---- what reviewers of another body may read ----

FIELDS = {'p_body': "'mt'", 'p_short_name': "'hidden-one'", 'p_revision': '1', 'p_limit': '1000', 'p_bodies': "'{mt}'", 'p_short_names': "'{hidden-one}'",
          'p_from': '1', 'p_to': '9223372036854775807', 'p_documents': 'true', 'p_words': "'{предсказ,предсказывает,zamorskiy}'", 'p_subject': "'mt/hidden-one'",
          'p_number': '1', 'p_kind': "'point'", 'p_value': "'zamorskiy-mt'", 'p_through': 'true', 'p_ids': "'{mt/hidden-one}'", 'p_name': "'digital-qazaqstan'"}


def sweep(who, where, run_id):
    """Every function of api that only reads, asked for mt/hidden-one: those whose answers hold what mt keeps to itself."""
    heads = psql(who, 'select api.heads()', where)
    values = FIELDS | {'p_run': f"'{run_id}'", 'p_heads': f"'{heads}'"}
    asked = psql('postgres', "select p.proname, array_to_string(array(select coalesce(p.proargnames[i], '') || ':' || format_type(p.proargtypes[i - 1], null) "
                             "from generate_series(1, p.pronargs) i), ';') from pg_proc p where p.pronamespace = 'api'::regnamespace and p.provolatile = 's' order by 1", where)
    found, answered = [], 0
    for line in asked.split('\n'):
        name, params = line.split('|')
        params = [p.split(':') for p in params.split(';') if p]
        for wide in (False, True):
            # once for what is named, once for all there is
            args = ', '.join(f'{"null" if wide and n not in ("p_heads", "p_limit", "p_run", "p_to", "p_from") else values.get(n, "null")}::{t}' for n, t in params)
            answer = psql(who, f'select x::text from api.{name}({args}) x', where)
            answered += not re.fullmatch(r'[0-9A-Z]{5}|exit.*|', answer)
            if any(k in answer or k.encode().hex() in answer for k in KEPT):
                found.append(name)
    return sorted(set(found)), answered


def need_to_know(where):
    run_id = psql('postgres', "select run_id from registry.finding where body_id = 'mt' limit 1", where)
    quoted = psql('postgres', f"select count(*) from registry.finding where message::text like '%{KEPT[1]}%'", where)
    told(int(quoted) >= 1, 'a finding quotes what a body keeps to itself', quoted)
    for who in ('at.reviewer', 'at.approver', 'at.other', 'at.administrator'):
        found, answered = sweep(who, where, run_id)
        told(not found and answered > 20, f'no function tells {who} what mt keeps to itself', (found, answered))
    for who, least in (('at.auditor', 7), ('at.checker', 7), ('at.submitter', 7), ('at.inhouse', 7)):
        found, answered = sweep(who, where, run_id)
        told(len(found) >= least, f'and {who}, who reads mt whole, is told', (found, answered))
    card = psql('at.reviewer', "select is_whole, submitted_by, convert_from(bytes, 'UTF8') ~ 'neznakomaya-baza' from api.document('mt', 'hidden-one', 1)", where)
    told(card == 'f|at.submitter|t', 'a reviewer reads a card of his own', card)
    words = psql('at.reviewer', f"select string_agg(rule || ':' || en, ' ') from api.findings('mt', 'hidden-one', '{run_id}')", where)
    told('INT-001:is about fields that the body does not show' in words and 'neznakomaya-baza' in words,
         'of a finding about what is kept he sees that it is there; others he reads', words)
    told(psql('at.reviewer', "select count(*) from api.search(array['предсказ'], 10) s where s.body_id = 'mt'", where) == '0',
         'nor finds it by a word that is kept')
    told(psql('at.reviewer', f"select count(*) from api.past_judged('{run_id}')", where) == 'TZ403', 'nor may he make the run again')
    told(psql('at.reviewer', "select count(*) from api.chain('mt', 1, 9223372036854775807, true)", where) == 'TZ403', 'nor export the chain')
    shown = run('show', 'mt/hidden-one', '--as', 'at.reviewer').stdout
    told('what its body shows to reviewers' in shown and 'does not show to reviewers' in shown and not any(k in shown for k in KEPT),
         'tizilim show says so', shown)


def counts(where):
    """How many events a body has."""
    heads = psql('at.other', "select jsonb_typeof(api.heads()::jsonb -> 'mt'), jsonb_typeof(api.heads()::jsonb -> 'mz'), api.heads()::jsonb ? '-'", where)
    told(heads == 'string|number|f', 'heads tell the numbers of one\'s own bodies alone', heads)
    n = psql('postgres', "select seq from registry.event_head where body_id = 'mt'", where)
    told(psql('at.auditor', "select api.heads()::jsonb -> 'mt'", where) == n, 'an auditor is told all')
    tried = {psql('at.other', f"select count(*) from api.past_initiatives('{{\"mt\": {k}}}', null, null, null, null, null, null, null, null, 10)", where)
             for k in range(5)}
    told(tried == {'TZ404'}, 'nobody finds numbers out by trying', tried)
    stood = [psql(w, "select string_agg(body_id || short_name || revision, ' ') from api.past_initiatives((select h::jsonb from api.heads() h), "
                     "null, null, null, null, null, null, null, null, 10)", where) for w in ('at.other', 'at.auditor')]
    told(stood[0] == stood[1] and 'hidden-one' in stood[0], 'marks name the same state as numbers', stood)
    kept = psql('at.submitter', "select string_agg(jsonb_typeof(h.value), ' ' order by h.key) from api.past_run((select run_id from api.run_last('mt', 'hidden-one'))) r "
                                'cross join jsonb_each(r.heads::jsonb) h', where)
    told('number' in kept.split(), 'a run keeps the number of its own body', kept)


def pages(who, call, where):
    """How many pages a plan that was run looked at, when all that is to be planned was planned before."""
    text = psql(who, f'select * from api.{call}; select * from api.{call}; explain (analyze, buffers, costs off, timing off) select * from api.{call}', where)
    found = re.search(r'Buffers: shared hit=(\d+)', text)
    return int(found[1]) if found else 0


def plans(where):
    """What EXPLAIN (ANALYZE, BUFFERS) counts does not depend on what is hidden."""
    asked = ('drafts()', 'inbox(10)', 'requests(null, null, null, null)', 'commitments(null, null, null, null)', 'waivers(null, null, null)', 'queue()')
    psql('postgres', 'analyze', where)
    before = {call: pages('at.other', call, where) for call in asked}
    psql('at.submitter', "select count(api.draft_put('mt', 'many-' || i, 'yaml', convert_to(repeat('a', 3000), 'UTF8'), true)) from generate_series(1, 900) i", where)
    psql('postgres', 'analyze', where)
    after = {call: pages('at.other', call, where) for call in asked}
    told(before['drafts()'] > 0 and all(abs(after[c] - before[c]) <= 12 for c in asked), 'C08 nor does the number of pages that are looked at', (before, after))
    for there, absent in (("draft('mt', 'many-1')", "draft('mt', 'nothing-1')"), ("events('mt', 'mt/hidden-one')", "events('mt', 'mt/nothing-one')"),
                          ("acts('mt', 'hidden-one', 1)", "acts('mt', 'nothing-one', 1)")):
        told(pages('at.other', there, where) == pages('at.other', absent, where), f'C20 {there} and what is not there are looked for alike')
    psql('at.submitter', "select count(api.draft_drop('mt', 'many-' || i, null)) from generate_series(1, 900) i", where)


# ---- every function, by every duty ----

VALUES = {'text': "'mt'", 'integer': '1', 'bigint': '1', 'bytea': "'\\x61'", 'boolean': 'true', 'date': "'2026-12-01'", 'uuid': "'00000000-0000-4000-8000-000000000000'",
          'text[]': "'{mt}'", 'integer[]': "'{1}'", 'bytea[]': "'{}'", 'boolean[]': "'{true}'", 'jsonb': "'{}'", 'jsonb[]': "'{}'", 'json': "'{}'", 'date[]': "'{2026-12-01}'",
          'bigint[]': "'{1}'", 'timestamp with time zone': "'2026-12-01'", 'real': '1', 'double precision': '1'}


def functions(where):
    text = psql('postgres', "select p.proname, array_to_string(array(select format_type(t, null) from unnest(p.proargtypes) t), ',') "
                            "from pg_proc p where p.pronamespace = 'api'::regnamespace order by 1, 2", where)
    for line in text.split('\n'):
        name, types = line.split('|')
        yield name, [t for t in types.split(',') if t]


def outcome(answer):
    return answer if re.fullmatch(r'[0-9A-Z]{5}', answer) else 'rows' if answer else 'none'


def matrix(where):
    people = (*DUTIES, *OTHERS)
    lines = ['function '.ljust(26) + ' '.join(w[:9].ljust(9) for w in people)]
    nulls, passed = [], []
    before = census(where)
    for name, types in functions(where):
        values = ', '.join(f'{VALUES[t]}::{t}' for t in types)
        blank = ', '.join(f'null::{t}' for t in types)
        row = [outcome(psql(f'at.{who}', f'begin; select * from api.{name}({values}); rollback', where)) for who in people]
        lines.append(name.ljust(26) + ' '.join(r.ljust(9) for r in row))
        if types:
            nulls += [f'select * from api.{name}({blank});']
            nulls += [f'select * from api.{name}({", ".join("null::" + t if i == k else VALUES[t] + "::" + t for k, t in enumerate(types))});'
                      for i in range(len(types))]
    text = '\n'.join(line.rstrip() for line in lines) + '\n'
    kept = SOURCE / 'tests/fault/matrix.txt'
    if os.environ.get('TIZILIM_REWRITE') == '1':
        kept.write_text(text)
    told(kept.exists() and kept.read_text() == text, 'A22 what each duty may do with each function is as written', text)
    told(census(where) == before, 'nothing of that is left behind')
    # A21: none is taken for a value. Each statement is a transaction of its own, so that what passes stays.
    for who in ('submitter', 'reviewer', 'approver', 'checker', 'other', 'nobody'):
        asked(f'at.{who}', '\n'.join(nulls), where)
        now = census(where)
        passed += [f'{who}: {b}' for a, b in zip(before.split('\n'), now.split('\n')) if a != b]
        before = now
    told(not passed, f'A21 {len(nulls)} calls with a null in the place of a value change nothing', '\n'.join(passed))


def main():
    try:
        where = embedded.begin()
        attack(where)
        need_to_know(where)
        counts(where)
        plans(where)
        matrix(where)
        done = run('audit', 'verify')
        told(done.returncode == 0, 'the history holds', done.stdout + done.stderr)
    finally:
        embedded.end()
    return tap.plan()


sys.exit(main())
