-- shape: many
-- $1 jsonb heads of all chains
-- $2 text[] body ids
-- $3 text[] short names
-- $4 text body whose own are whole; null: whole where the caller has a duty
select p.body_id, p.short_name, p.revision, p.media, p.bytes, p.is_whole
  from api.past_named($1, $2, $3, $4) p
