-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 text reason
select api.withdraw($1, $2, $3)
