-- shape: many
-- $1 text body id to begin after, or null
-- $2 text short name to begin after
-- $3 bigint at most
select c.body_id, c.short_name, c.revision, c.contents
  from api.cards($1, $2, $3) c
