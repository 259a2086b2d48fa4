-- shape: many
-- What the objects of a registry must not be, each with its subject: read from the catalogue
-- alone, so that every login may ask.
with recursive ours as (
  select n.oid, n.nspname
    from pg_namespace n
   where n.nspname in ('registry', 'api', 'guard')
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
)
select 'rows_open' as defect, r.name as subject
  from relation r
 where r.relkind in ('r', 'p')
   and r.name like 'registry.%'
   and not r.forced
union all
select 'view', r.name
  from relation r
 where r.relkind in ('m', 'f')
    or (r.relkind = 'v' and not coalesce(r.reloptions @> array['security_invoker=true'], false))
union all
select 'path_open', r.name
  from routine r
 where not coalesce(r.proconfig @> array['search_path=pg_catalog, pg_temp'], false)
union all
select 'owner_wrong', r.name
  from routine r
 where r.nspname <> 'guard'
   and pg_get_userbyid(r.proowner)
       <> case r.nspname when 'api' then 'tizilim_api' else 'tizilim_owner' end
union all
select 'owner_wrong', r.name
  from relation r
 where pg_get_userbyid(r.relowner) <> 'tizilim_owner'
union all
select 'leakproof', r.name
  from routine r
 where r.proleakproof
union all
select 'setting_trusted', r.name
  from routine r
 where r.prosrc ~* '\m(current_setting|current_user|current_role)\M'
union all
select 'setting_trusted', r.name || ' ' || p.polname
  from pg_policy p
  join relation r on r.oid = p.polrelid
 where concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
       ~* '\m(current_setting|current_user|current_role)\M'
union all
select 'trigger_off', r.name || ' ' || g.tgname
  from pg_trigger g
  join relation r on r.oid = g.tgrelid
 where not g.tgisinternal
   and g.tgenabled <> 'A'
union all
select 'guard_absent', ''
 where not exists (
         select
           from pg_event_trigger e
           join routine r on r.oid = e.evtfoid
           join pg_roles o on o.oid = e.evtowner
          where r.name = 'guard.refuse_ddl'
            and e.evtevent = 'ddl_command_start'
            and e.evttags is null
            and e.evtenabled = 'A'
            and o.rolsuper)
 order by 1, 2
