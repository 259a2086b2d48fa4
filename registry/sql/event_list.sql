-- shape: many
-- $1 text body id
-- $2 text subject
select e.seq, e.at, e.actor, e.kind, e.payload
  from api.events($1, $2) e
