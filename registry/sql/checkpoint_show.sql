-- shape: many
-- $1 int number
select c.number, c.text
  from api.checkpoint($1) c
