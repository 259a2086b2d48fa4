-- shape: one
-- $1 text body id, or null for all
select api.recheck_end($1)
