-- shape: many
-- What roles must not be or be members of, and ways out of the database.
with recursive service as (
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
), held (member, roleid) as (
  select m.member, m.roleid
    from pg_auth_members m
    join member on member.oid = m.member
  union
  select h.member, m.roleid
    from held h
    join pg_auth_members m on m.member = h.roleid
), power as (
  select r.oid, r.rolname, r.rolcanlogin,
         concat_ws(', ', case when r.rolsuper then 'superuser' end,
                   case when r.rolbypassrls then 'bypassrls' end,
                   case when r.rolcreaterole then 'createrole' end,
                   case when r.rolcreatedb then 'createdb' end,
                   case when r.rolreplication then 'replication' end) as powers
    from pg_roles r
)
select 'service_member' as defect, m.rolname || ' → ' || s.rolname as subject
  from pg_auth_members a
  join service s on s.oid = a.roleid and s.runs
  join pg_roles m on m.oid = a.member
union all
select 'service_power', s.rolname || ': ' || concat_ws(', ', nullif(p.powers, ''),
                                                       case when p.rolcanlogin then 'login' end)
  from service s
  join power p using (oid)
 where p.powers <> ''
    or p.rolcanlogin
union all
select 'service_power', s.rolname || ': ' || r.rolname
  from service s
  join pg_auth_members a on a.member = s.oid
  join pg_roles r on r.oid = a.roleid
union all
select 'person_power', p.rolname || ': ' || p.powers
  from member m
  join power p using (oid)
 where p.powers <> ''
union all
select 'person_power', p.rolname || ': ' || r.rolname
  from held h
  join power p on p.oid = h.member
  join pg_roles r on r.oid = h.roleid
 where r.rolname ~ '^pg_' or r.rolsuper or r.rolbypassrls or r.rolcreaterole
union all
select 'way_out', e.extname
  from pg_extension e
 where e.extname ~ '^(dblink|postgres_fdw|file_fdw|adminpack|pl.*u)$'
union all
select 'way_out', p.pubname
  from pg_publication p
 order by 1, 2
