-- shape: many
-- $1 text version of the program
select t.id, t.body_id, t.day
  from api.recheck_take($1) t
