-- shape: one
-- $1 text pack name
-- $2 text version
-- $3 bytea SHA-256 of the contents
-- $4 date valid from
-- $5 bytea contents, canonical JSON
select api.pack_put($1, $2, $3, $4, $5)
