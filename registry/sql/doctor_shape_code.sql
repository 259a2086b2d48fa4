-- shape: many
-- What rights rest on, object by object, as a digest: read from the catalogue alone, the same on
-- every server. Roles that are not the registry's own stand as *.
with ours as (
  select n.oid, n.nspname
    from pg_namespace n
   where n.nspname in ('registry', 'api', 'guard')
), role as (
  select r.oid, case when r.rolname ~ '^tizilim_(owner|api|user)$' then r.rolname else '*' end as name
    from pg_roles r
  union all
  select 0, 'public'
), acl (kind, object, text) as (
  select kind, object, string_agg(distinct r.name || ' ' || a.privilege_type, ',')
    from (
      select 'schema' as kind, n.oid as object, coalesce(n.nspacl, acldefault('n', n.nspowner)) as acl
        from pg_namespace n
       where n.oid in (select oid from ours)
      union all
      select 'function', p.oid, coalesce(p.proacl, acldefault('f', p.proowner))
        from pg_proc p
       where p.pronamespace in (select oid from ours)
      union all
      select 'default', d.oid, d.defaclacl
        from pg_default_acl d
    ) privileges, aclexplode(acl) a
    join role r on r.oid = a.grantee
   group by kind, object
), shape (object, text) as (
  select 'schema ' || n.nspname, concat_ws('|', r.name, a.text)
    from ours o
    join pg_namespace n using (oid)
    join role r on r.oid = n.nspowner
    left join acl a on (a.kind, a.object) = ('schema', n.oid)
  union all
  select 'function ' || o.nspname || '.' || p.proname || '('
           || pg_get_function_identity_arguments(p.oid) || ')',
         concat_ws('|', r.name, l.lanname, p.prosecdef, p.provolatile, p.proleakproof,
                   p.proparallel, p.proconfig, a.text, pg_get_function_result(p.oid),
                   pg_get_function_arguments(p.oid), p.prosrc)
    from pg_proc p
    join ours o on o.oid = p.pronamespace
    join role r on r.oid = p.proowner
    join pg_language l on l.oid = p.prolang
    left join acl a on (a.kind, a.object) = ('function', p.oid)
  union all
  select 'default privileges ' || r.name || ' ' || d.defaclobjtype::text, a.text
    from pg_default_acl d
    join role r on r.oid = d.defaclrole
    left join acl a on (a.kind, a.object) = ('default', d.oid)
   where r.name <> '*'
)
select s.object, left(encode(sha256(convert_to(s.text, 'UTF8')), 'hex'), 16)
  from shape s
 order by s.object collate "C"
