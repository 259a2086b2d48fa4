-- shape: one
-- $1 text part
-- $2 text body id, or -
-- $3 bool named or dropped
select api.authority_set($1, $2, $3)
