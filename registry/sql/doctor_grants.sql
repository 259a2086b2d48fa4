-- shape: many
-- What nobody may be allowed past the functions of api.
with recursive ours as (
  select n.oid, n.nspname
    from pg_namespace n
   where n.nspname in ('registry', 'api', 'guard')
), service as (
  select r.oid, r.rolname, r.rolname <> 'tizilim_user' as runs
    from pg_roles r
   where r.rolname in ('tizilim_owner', 'tizilim_api', 'tizilim_user')
), member (oid) as (
  select m.member
    from pg_auth_members m
    join service s on s.oid = m.roleid
   where not s.runs
  union
  select m.member
    from pg_auth_members m
    join member on member.oid = m.roleid
), relation as (
  select c.oid, c.relkind, c.relrowsecurity and c.relforcerowsecurity as forced, c.reloptions,
         c.relacl, c.relowner, o.nspname || '.' || c.relname as name
    from pg_class c
    join ours o on o.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
), routine as (
  select p.oid, p.proowner, p.proacl, p.proconfig, p.proleakproof, p.prosrc, o.nspname,
         o.nspname || '.' || p.proname as name
    from pg_proc p
    join ours o on o.oid = p.pronamespace
), granted as (
  -- who lands migrations keeps what he needs for the next one
  select r.name, a.grantee, r.name = 'registry.migration' as lander
    from relation r, aclexplode(r.relacl) a
   where a.grantee <> r.relowner
  union all
  select r.name, a.grantee, false
    from routine r, aclexplode(coalesce(r.proacl, acldefault('f', r.proowner))) a
   where a.grantee <> r.proowner
  union all
  select o.nspname::text, a.grantee, o.nspname = 'registry'
    from ours o
    join pg_namespace n using (oid), aclexplode(n.nspacl) a
   where a.grantee <> n.nspowner
), builtin as (
  select p.oid, p.proname
    from pg_proc p
   where p.pronamespace = 'pg_catalog'::regnamespace
     and (p.proname ~ '^pg_(try_)?advisory'
          or p.proname ~ '^lo_|^lo(read|write)$'
          or p.proname ~ '^pg_(sleep|sleep_for|sleep_until|notify|cancel_backend|terminate_backend)$'
          or p.proname ~ '^pg_(logical_emit_message|current_wal_(lsn|insert_lsn|flush_lsn))$'
          or p.proname ~ '^pg_(relation|total_relation|table|indexes)_size$'
          or p.proname ~ '^(query|table|schema|database|cursor)_to_xml'
          or p.proname ~ '^pg_stat_get_(tuples|live|dead|numscans|blocks|xact|mod|ins|last|vacuum|autovacuum|analyze|autoanalyze)')
     and exists (select
                   from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                  where a.grantee = 0)
)
select 'builtin_open' as defect, string_agg(distinct b.proname, ', ') as subject
  from builtin b
having count(*) > 0
union all
select 'public_code', l.lanname
  from pg_language l, aclexplode(coalesce(l.lanacl, acldefault('l', l.lanowner))) a
 where l.lanname = 'plpgsql'
   and a.grantee = 0
union all
select 'public_may', g.name
  from granted g
 where g.grantee = 0
union all
select 'public_may', n.nspname || ' ' || lower(a.privilege_type)
  from pg_namespace n, aclexplode(n.nspacl) a
 where a.grantee = 0
   and n.nspname not in ('pg_catalog', 'information_schema')
   and n.oid not in (select o.oid from ours o)
union all
select 'public_may', d.datname || ' ' || lower(a.privilege_type)
  from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
 where d.datname = current_database()
   and a.grantee = 0
union all
select 'stranger_may', r.rolname || ': ' || g.name
  from granted g
  join pg_roles r on r.oid = g.grantee
 where g.grantee not in (select s.oid from service s)
   and not (g.lander and not exists (select from member m where m.oid = g.grantee))
union all
select 'user_may', g.name
  from granted g
  join service s on s.oid = g.grantee and not s.runs
 where g.name <> 'api'
   and g.name not like 'api.%'
 order by 1, 2
