-- shape: one
-- $1 text login
select exists (select from pg_roles r where r.rolname = $1),
       (select r.rolsuper or r.rolcreaterole from pg_roles r where r.rolname = session_user)
