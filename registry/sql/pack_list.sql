-- shape: many
select p.name, p.version, p.sha256, p.valid_from::text, p.loaded_at
  from api.packs() p
