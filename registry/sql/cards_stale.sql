-- shape: many
-- $1 bytea SHA-256 of the schema in use
-- $2 text body id to begin after, or null
-- $3 text short name to begin after
-- $4 int revision to begin after
-- $5 bigint at most
select s.body_id, s.short_name, s.revision, s.media, s.bytes, s.is_latest
  from api.cards_stale($1, $2, $3, $4, $5) s
