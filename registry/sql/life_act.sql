-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 text suspend or resume
-- $4 text reason
select api.life_act($1, $2, $3, $4)
