-- shape: one
-- $1 text name of the pack
-- $2 text version
select api.holidays_load($1, $2)
