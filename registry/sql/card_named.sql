-- shape: many
-- $1 text[] body ids
-- $2 text[] short names
select c.body_id, c.short_name, c.revision, c.contents
  from api.cards_of($1, $2) c
