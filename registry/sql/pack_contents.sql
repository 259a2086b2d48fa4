-- shape: many
-- $1 bytea hash of the contents
select p.name, p.version, p.valid_from::text, p.contents
  from api.past_pack($1) p
