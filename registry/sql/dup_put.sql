-- shape: none
-- $1 int epoch
-- $2 text[] body ids
-- $3 text[] short names
-- $4 text[] revisions
-- $5 bytea[] packed terms
-- $6 bytea[] what of them a search needs
select api.dup_put($1, $2, $3, $4::int[], $5, $6)
