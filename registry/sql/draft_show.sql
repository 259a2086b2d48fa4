-- shape: many
-- $1 text body id
-- $2 text short name
select d.body_id, d.short_name, d.bytes_sha256, d.saved_at, d.saved_by, d.media, d.bytes
  from api.draft($1, $2) d
