-- shape: one
-- What a login still lacks to be let in, as the statement that gives it; empty when nothing.
-- $1 text login
select case
         when r.oid is null then format('create role %I login in role tizilim_user', $1)
         when not pg_has_role(r.oid, 'tizilim_user', 'member')
           then format('grant tizilim_user to %I', r.rolname)
         else ''
       end
  from (select $1) wanted (login)
  left join pg_roles r on r.rolname = wanted.login
