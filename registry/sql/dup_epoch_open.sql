-- shape: one
-- $1 bytea SHA-256 of what makes terms out of texts
-- $2 text pack name
-- $3 text pack version
-- $4 int entries that terms were counted over
select api.dup_epoch_open($1, $2, $3, $4)
