-- shape: many
-- $1 int epoch
-- $2 text[] keys
-- $3 text[] names, one for each key
select t.number, t.counted, t.key, coalesce(t.name, t.key)
  from api.dup_terms_take($1, $2, $3) t
