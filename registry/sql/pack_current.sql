-- shape: many
-- $1 text pack name
-- $2 date judged by, null for the latest of all
select p.name,
       p.version,
       p.sha256,
       p.valid_from,
       p.loaded_at,
       p.contents
  from registry.pack p
 where p.name = $1
   and ($2::date is null or p.valid_from <= $2)
 order by p.valid_from desc, p.loaded_at desc
 limit 1
