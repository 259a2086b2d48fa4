-- shape: many
-- What the caller lacks to land migrations, and of what; no row: nothing.
with me as (
  select r.rolsuper, r.rolcreaterole, current_setting('server_version_num')::int as version
    from pg_roles r
   where r.rolname = current_user
), service as (
  select r.oid, r.rolname
    from pg_roles r
   where r.rolname in ('tizilim_owner', 'tizilim_api', 'tizilim_user')
), lack as (
  select 1 as place, 'superuser' as what, '' as subject
   where exists (select from pg_event_trigger e where e.evtname = 'tizilim_guard')
  union all
  select 2, 'database', d.datname::text
    from pg_database d
   where d.datname = current_database()
     and not pg_has_role(d.datdba, 'usage')
  union all
  select 3, 'roles', current_user::text
    from me
   where not me.rolcreaterole
     and (select count(*) from service) < 3
  union all
  -- from version 16 on who may make roles may not grant those of others
  select 4, 'grant', s.rolname::text
    from me
   cross join service s
   where not (me.rolcreaterole and me.version < 160000)
     and not exists (select
                       from pg_auth_members m
                      where m.roleid = s.oid
                        and m.admin_option
                        and pg_has_role(m.member, 'usage'))
  union all
  select 5, 'table', ''
    from pg_class c
   where c.relname = 'migration'
     and c.relnamespace = to_regnamespace('registry')
     and not has_table_privilege(c.oid, 'insert')
)
select l.what, l.subject, current_user::text
  from lack l
 cross join me
 where not me.rolsuper
 order by l.place, l.subject
