-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 bytea SHA-256 that it must have, or null
select api.draft_drop($1, $2, $3)
