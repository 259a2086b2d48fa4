-- shape: one
-- $1 text body id
-- $2 text body that takes over
select api.body_merge($1, $2)
