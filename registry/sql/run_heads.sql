-- shape: one
-- $1 uuid run
-- $2 text heads of all chains, as JSON
select api.run_heads($1, $2)::text
