-- shape: many
-- $1 text[] body ids
-- $2 text[] short names
select p.body_id, p.short_name, p.revision, p.media, p.bytes, p.is_whole
  from api.portfolio_of($1, $2) p
