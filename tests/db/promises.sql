-- What the schema promises, as pgTAP says it: every object that there is and every one to come. Run by tests/fault/catalogue.py as the superuser
-- of a registry with a few initiatives; psql -f tests/db/promises.sql does the same anywhere, for everything is rolled back.
\set QUIET on
\pset format unaligned
\pset tuples_only on
begin;
set local client_min_messages = warning;
create schema tap;
create extension pgtap schema tap;
set local search_path = pg_catalog, tap;

create temporary view object as
  select c.oid, n.nspname as schema, c.relname::text as name, c.relkind::text as kind, c.relowner::regrole::text as owner, c.relacl as acl
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('registry', 'api')
     and c.relkind not in ('i', 'I');
create temporary view routine as
  select p.oid, n.nspname as schema, p.oid::regprocedure::text as name, p.proowner::regrole::text as owner, p.prosecdef as definer,
         p.proconfig as path, p.proacl as acl, p.prosrc as body
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
   where n.nspname in ('registry', 'api');
create temporary view may as
  select o.schema, o.name, a.grantee, a.privilege_type
    from (select schema, name, acl, owner from object
          union all select schema, name, coalesce(acl, acldefault('f', 10)), owner from routine) o
   cross join aclexplode(o.acl) a
   where a.grantee <> o.owner::regrole;

-- What functions of api may do with the rows of each table beside reading: a adds, w writes over, d deletes. What is only added to is history,
-- which no account changes, whatever its rights; but what is watched over by no trigger may change by right only.
create temporary table expected (name text, may text);
insert into expected values
  ('act', 'a'), ('authority', 'ad'), ('body', 'aw'), ('card', 'aw'), ('check_run', 'a'), ('checkpoint', 'a'), ('commitment', 'aw'), ('concern', ''),
  ('decision', 'a'), ('draft', 'adw'), ('dup_epoch', 'a'), ('dup_pending', 'adw'), ('dup_segment', 'adw'), ('dup_term', 'adw'), ('duty', 'ad'),
  ('event', 'a'), ('event_head', 'aw'), ('facet', 'aw'), ('finding', 'a'), ('holiday', 'ad'), ('initiative', 'aw'), ('judged', 'a'), ('life', 'a'),
  ('login', 'a'), ('migration', ''), ('moved_day', 'adw'), ('needed_part', ''), ('neighbour', 'adw'), ('notice', ''), ('pack', 'a'), ('person', 'aw'),
  ('reach', ''), ('read_mark', 'aw'), ('recheck', 'adw'), ('recheck_mark', 'adw'), ('recheck_try', 'adw'), ('remade', 'a'), ('request', 'aw'),
  ('request_kind', ''), ('review_card', 'aw'), ('revision', 'a'), ('run_heads', 'a'),
  ('run_seal', 'a'), ('search', 'aw'), ('shown', 'a'), ('standing', 'a'), ('submission', 'a'), ('tally', ''), ('transition', ''), ('verdict', 'aw'), ('waiver', 'aw');
create temporary view history as
  select name from expected where may = 'a' and name <> 'login';

select no_plan();

-- Who owns, who may.
select schema_owner_is('registry', 'tizilim_owner');
select schema_owner_is('api', 'tizilim_api');
select schema_privs_are('registry', 'tizilim_api', '{USAGE}');
select schema_privs_are('registry', 'tizilim_user', '{}');
select schema_privs_are('api', 'tizilim_user', '{USAGE}');
select schema_privs_are('public', 'tizilim_user', '{}');
select is_empty($$select rolname from pg_roles where rolname ~ '^tizilim_(owner|api|user)$' and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole
                  or rolcreatedb or rolreplication or rolinherit)$$, 'the roles of the registry are nobody''s account and have no power');
select is_empty($$select member::regrole from pg_auth_members where roleid in ('tizilim_owner'::regrole, 'tizilim_api'::regrole)$$,
                'nobody is a member of those who own');
select is_empty($$select * from object where schema = 'registry' and owner <> 'tizilim_owner' or schema = 'api'$$,
                'tables are of their owner, api has none');
select is_empty($$select * from routine where owner <> 'tizilim_' || case schema when 'api' then 'api' else 'owner' end$$, 'functions are of the owner of their schema');

-- Rows.
select set_eq($$select name from object where schema = 'registry' and kind in ('r', 'p')$$, 'select name from expected', 'the tables are those');
select is_empty($$select name from object o join pg_class c using (oid) where o.kind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)$$,
                'row security is forced on every table');
select is_empty($$select name from object where kind in ('v', 'm', 'f')$$, 'there is no view, for one asks by the rights of its owner');
select is_empty($$select * from pg_policy where polroles && array[0::oid] and polrelid <> 'registry.migration'::regclass$$,
                'every policy names for whom it is');
select is_empty($$select polrelid::regclass, polname from pg_policy where coalesce(pg_get_expr(polqual, polrelid), '') ~ 'current_(user|role|setting)'
                  or coalesce(pg_get_expr(polwithcheck, polrelid), '') ~ 'current_(user|role|setting)'$$, 'no policy goes by a setting');
select is(m.may, e.may, 'api and ' || e.name)
  from expected e
  join (select o.name, string_agg(case x.p when 'INSERT' then 'a' when 'UPDATE' then 'w' when 'DELETE' then 'd' when 'SELECT' then '' else x.p end, ''
                                  order by x.p = 'UPDATE', x.p = 'DELETE', x.p) as may
          from object o
         cross join unnest('{SELECT,INSERT,DELETE,UPDATE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) x (p)
         where o.schema = 'registry' and has_table_privilege('tizilim_api', o.oid, x.p) and o.kind = 'r'
         group by 1) m using (name)
 order by e.name;
select is_empty($$select * from may where grantee in (0, 'tizilim_user'::regrole) and schema = 'registry'$$, 'all others have no right in registry');
select is_empty($$select name, grantee::regrole, privilege_type from may where schema = 'registry' and grantee <> 'tizilim_api'::regrole
                  and name <> 'migration'$$, 'nor has anybody else, but for who migrates in the list of migrations');

-- Functions.
select is_empty($$select name from routine where path @> '{"search_path=pg_catalog, pg_temp"}' is not true$$, 'every function says where it looks for names');
select is_empty($$select name from routine where schema = 'api' and not definer$$, 'functions of api run as their owner');
select set_eq($$select name from routine where schema = 'registry' and definer$$,
              '{"registry.me()","registry.bodies_with(text[])","registry.keep_duties_apart()","registry.verdict_marks()","registry.replaces(text,text,text)",
                "registry.beside(text,text)","registry.heads_before(timestamp with time zone)","registry.stood(jsonb)","registry.verdicts_before(jsonb)",
                "registry.marks_before(jsonb)","registry.stood_one(jsonb,text,text)","registry.changed_since(jsonb,bigint)","registry.seq_of(text,text)",
                "registry.mark_at(text,bigint)","registry.dup_follow()","registry.tally_follow()","registry.reach_follow()","registry.reach_due()",
                "registry.reach_apart()"}'::text[], 'those of registry that pass row security are these, and no more');
select is_empty($$select name from may join routine using (schema, name) where schema = 'api'
                  group by name having array_agg(may.grantee::regrole::text) <> '{tizilim_user}'$$, 'all who are let in, and nobody else, call what is in api');
select is_empty($$select r.name from routine r where r.schema = 'api' and not exists (select from may m where m.name = r.name)$$, 'and all of it');
select is_empty($$select name from routine where body ~* 'current_(user|role|setting)|set_config|\mexecute\s'$$, 'identity is the login; no statement is put together');
select is_empty($$select r.name from routine r join pg_proc p using (oid) where p.proleakproof$$, 'none is called leakproof');

-- History is only added to.
select trigger_is('registry', h.name, h.name || k.kind, 'registry', 'refuse_change') from history h cross join (values ('_grows'), ('_stays')) k (kind)
 order by 1;
select is_empty($$select tgrelid::regclass, tgname from pg_trigger where not tgisinternal and tgrelid in (select oid from object) and tgenabled <> 'A'$$,
                'every trigger fires for a replica, too');
set local session_replication_role = replica;
select throws_ok(format('truncate registry.%I cascade', h.name), null, format('%s is not emptied, by a superuser and as a replica', h.name)) from history h order by 1;
select throws_ok(format('delete from registry.%I', h.name), null, format('nothing of %s is deleted', h.name))
  from history h where (xpath('//n/text()', query_to_xml(format('select count(*) as n from registry.%I', h.name), false, true, '')))[1]::text::int > 0
 order by 1;
set local session_replication_role = origin;
select fk_ok('registry', t.name, '{body_id,seq}'::name[], 'registry', t.behind, '{body_id,seq}'::name[])
  from (values ('standing', 'event'), ('run_seal', 'event'), ('act', 'event'), ('life', 'act'), ('decision', 'act')) t (name, behind);
select index_is_unique('registry', 'request', 'request_one_open', 'one open request of a kind');
select index_is_unique('registry', 'waiver', 'waiver_one_pending', 'one pending waiver of a thing');

-- The life of a request, of a waiver, of a commitment, of an initiative.
create temporary view step as select * from registry.transition;
select is_empty($$select * from step where duties && '{submitter,architect}' and action in ('approve', 'refuse', 'part', 'accept', 'reject')$$, 'who submits does not decide');
select is_empty($$select * from step where action in ('approve', 'refuse', 'part', 'accept', 'reject', 'return') and not apart$$,
                'who decides is another person than who submitted');
select is_empty($$select * from step where action in ('approve', 'refuse') and duties <> '{approver}'$$, 'an approver decides');
select set_eq($$select action from step where (process, state) = ('request', 'review') and turn is null and next is not null$$,
              '{approve,refuse,withdraw}'::text[], 'a request under review ends in three ways');
select is_empty($$select * from step where process = 'request' and state in ('approved', 'refused', 'withdrawn') and (action <> 'comment' or next <> state)$$,
                'what has ended is only commented on');
select is_empty($$select * from step where process = 'prohibition' and state = 'pending' and next = 'approved'$$, 'two approve what the law bans');
select is_empty($$select * from step where process = 'prohibition' and action = 'approve' and not everywhere$$, 'and they are of the whole country');
select is_empty($$select * from step where process = 'life' and state = 'retired'$$, 'what is retired stays so');
select is_empty($$select s.process, s.next from step s where s.turn is not null and not exists (select from step n where (n.process, n.state) = (s.process, s.next))$$,
                'where somebody has the turn there is a step to take');
select is_empty($$select * from step s, unnest(s.duties) d where d not in ('submitter', 'architect', 'reviewer', 'approver')$$, 'steps are of duties that there are');

select * from finish();
rollback;
