-- shape: many
-- $1 text version of the program
select q.cause, q.initiatives
  from api.recheck_queue($1) q
