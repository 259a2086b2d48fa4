-- shape: one
-- $1 text body id
-- $2 text version of the program
-- $3 uuid worker
select api.recheck_begin($1, $2, $3)::text
