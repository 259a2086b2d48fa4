-- shape: one
-- Whether who lands migrations is not yet admitted to what they made.
select exists (select from pg_roles r
                where r.rolname = 'tizilim_user'
                  and not pg_has_role(r.oid, 'usage'))
