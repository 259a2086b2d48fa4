-- shape: many
-- $1 text version of the program
select a.body_id, a.tries, a.at
  from api.recheck_aside($1) a
