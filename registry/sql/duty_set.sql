-- shape: one
-- $1 text login
-- $2 text duty
-- $3 text body, or - for all
-- $4 bool granted, else revoked
select api.duty_set($1, $2, $3, $4)
