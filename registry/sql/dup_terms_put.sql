-- shape: none
-- $1 int epoch
-- $2 int number of the first
-- $3 text[] counts
-- $4 text[] keys
-- $5 text[] names
select api.dup_terms_put($1, $2, $3::int[], $4, $5)
