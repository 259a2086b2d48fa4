-- shape: many
-- $1 text body id, or null for all
-- $2 text short name, or null for all
-- $3 int number of the request, or null for all
-- $4 bool open or not, or null for both
select c.body_id, c.short_name, c.number, c.item, c.promise, c.due::text, c.state, c.is_late
  from api.commitments($1, $2, $3, $4) c
