-- shape: many
-- The heads of all chains as JSON; no row for somebody unknown.
select h
  from api.heads() h
 where h is not null
