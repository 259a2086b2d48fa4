-- shape: one
-- $1 text body id
-- $2 text[] what was taken
-- $3 text[] short names that findings are of
-- $4 text[] and whom each is about
-- $5 bool queue those that are so for the first time
-- $6 text[] short names whose findings changed
-- $7 text[] kinds of events
-- $8 text[] what changed, JSON
select api.recheck_done($1, $2::bigint[], $3, $4, $5, $6, $7, $8)::text
