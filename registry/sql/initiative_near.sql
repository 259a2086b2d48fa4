-- shape: many
-- $1 text[] ids of the given
-- $2 text[] kinds of their facets
-- $3 text[] values of those
-- $4 text[] their names in all languages
-- $5 bigint at most
select n.body_id, n.short_name
  from api.near($1, $2, $3, $4, $5) n
