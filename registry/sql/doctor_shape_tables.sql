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
      select 'table' as kind, c.oid as object,
             coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char",
                                           c.relowner)) as acl
        from pg_class c
       where c.relnamespace in (select oid from ours)
    ) privileges, aclexplode(acl) a
    join role r on r.oid = a.grantee
   group by kind, object
), shape (object, text) as (
  select 'relation ' || o.nspname || '.' || c.relname,
         concat_ws('|', c.relkind, r.name, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
                   a.text, case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end)
    from pg_class c
    join ours o on o.oid = c.relnamespace
    join role r on r.oid = c.relowner
    left join acl a on (a.kind, a.object) = ('table', c.oid)
   where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select 'column ' || o.nspname || '.' || c.relname || '.' || t.attname,
         concat_ws('|', format_type(t.atttypid, t.atttypmod), t.attnotnull, t.attgenerated,
                   t.attacl, l.collname, pg_get_expr(d.adbin, d.adrelid))
    from pg_attribute t
    join pg_class c on c.oid = t.attrelid
    join ours o on o.oid = c.relnamespace
    left join pg_attrdef d on (d.adrelid, d.adnum) = (t.attrelid, t.attnum)
    left join pg_collation l on l.oid = t.attcollation
   where c.relkind in ('r', 'p')
     and t.attnum > 0
     and not t.attisdropped
  union all
  select 'constraint ' || o.nspname || '.' || c.relname || '.' || k.conname,
         -- a restored one groups its conditions otherwise
         concat_ws('|', k.convalidated, translate(pg_get_constraintdef(k.oid), '()', ''))
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join ours o on o.oid = c.relnamespace
   where k.contype in ('c', 'f', 'p', 'u', 'x')
  union all
  select 'index ' || o.nspname || '.' || x.relname,
         concat_ws('|', i.indisvalid, pg_get_indexdef(i.indexrelid))
    from pg_index i
    join pg_class x on x.oid = i.indexrelid
    join ours o on o.oid = x.relnamespace
  union all
  select 'trigger ' || o.nspname || '.' || c.relname || '.' || g.tgname,
         concat_ws('|', g.tgenabled, pg_get_triggerdef(g.oid))
    from pg_trigger g
    join pg_class c on c.oid = g.tgrelid
    join ours o on o.oid = c.relnamespace
   where not g.tgisinternal
  union all
  select 'rule ' || o.nspname || '.' || c.relname || '.' || w.rulename, pg_get_ruledef(w.oid)
    from pg_rewrite w
    join pg_class c on c.oid = w.ev_class
    join ours o on o.oid = c.relnamespace
   where c.relkind in ('r', 'p')
  union all
  select 'policy ' || o.nspname || '.' || c.relname || '.' || p.polname,
         concat_ws('|', p.polcmd, p.polpermissive,
                   (select string_agg(r.name, ',' order by r.name)
                      from role r
                     where r.oid = any (p.polroles)),
                   pg_get_expr(p.polqual, p.polrelid), '/',
                   pg_get_expr(p.polwithcheck, p.polrelid))
    from pg_policy p
    join pg_class c on c.oid = p.polrelid
    join ours o on o.oid = c.relnamespace
)
select s.object, left(encode(sha256(convert_to(s.text, 'UTF8')), 'hex'), 16)
  from shape s
 order by s.object collate "C"
