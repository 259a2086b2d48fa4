-- shape: one
-- $1 uuid run
select api.run_seal($1)::text
