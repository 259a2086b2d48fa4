-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 int number
-- $4 text approve, refuse or revoke
-- $5 text remark, or null
select api.waiver_act($1, $2, $3, $4, $5)
