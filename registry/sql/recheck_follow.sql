-- shape: one
-- How many were queued; null when another worker is at it.
-- $1 bytea SHA-256 of the pack in use
-- $2 bigint up to so many initiatives terms are counted anew
-- $3 bool queue all, whatever happened
select api.recheck_follow($1, $2, $3)
