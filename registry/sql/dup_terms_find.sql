-- shape: many
-- $1 int epoch
-- $2 text[] keys
select t.number, t.counted, t.key, t.name
  from api.dup_terms_find($1, $2) t
