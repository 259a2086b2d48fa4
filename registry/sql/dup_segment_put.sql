-- shape: none
-- $1 int epoch
-- $2 text body id
-- $3 int number
-- $4 text[] short names
-- $5 text[] revisions
-- $6 bytea[] packed terms
-- $7 bytea[] what of them a search needs
select api.dup_segment_put($1, $2, $3, $4, $5::int[], $6, $7)
