-- shape: many
select version, name, sha256
  from registry.migration
 order by version
