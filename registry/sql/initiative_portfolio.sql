-- shape: many
-- $1 text body id to begin after, or null
-- $2 text short name to begin after
-- $3 bigint at most, or null
select p.body_id, p.short_name, p.revision, p.media, p.bytes, p.is_whole
  from api.portfolio($1, $2, $3) p
