-- shape: many
-- No row while nothing was approved.
-- $1 text body id
-- $2 text short name
select l.stage, l.before, l.revision, l.heir, l.at, l.actor
  from api.life($1, $2) l
