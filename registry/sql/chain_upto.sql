-- shape: one
-- The number of an event some way on, or the greatest number.
-- $1 text body id, or -
-- $2 bigint from this number
-- $3 int so many events
select api.chain_upto($1, $2, $3)
