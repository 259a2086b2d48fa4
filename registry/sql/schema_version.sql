-- shape: many
-- What has landed, for those who have no right to the tables.
select m.version, m.name, m.sha256
  from api.migrations() m
