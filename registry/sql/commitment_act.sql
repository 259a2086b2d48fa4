-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 int number of the request
-- $4 int number of the commitment
-- $5 text report, accept or reject
-- $6 text remark, or null
select api.commitment_act($1, $2, $3, $4, $5, $6)
