-- shape: many
-- $1 text pack name
-- $2 date judged by, null for the latest of all
select p.name, p.version, p.sha256, p.valid_from, p.loaded_at, p.contents
  from api.pack_current($1, $2) p
