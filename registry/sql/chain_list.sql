-- shape: many
-- The chains that the caller may export, or the one that is asked for.
-- $1 text body id, - for the registry itself, or null for all
select c.body_id
  from api.chains($1) c
