-- shape: many
-- What the caller may do with a request now.
-- $1 text body id
-- $2 text short name
-- $3 int number of the request
select s.action
  from api.steps($1, $2, $3) s
