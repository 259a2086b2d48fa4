-- shape: many
select i.body_id,
       i.short_name,
       r.number,
       r.media,
       r.bytes
  from registry.initiative i
  join registry.revision r
    on (r.body_id, r.short_name, r.number) = (i.body_id, i.short_name, i.revision)
 where i.status = 'registered'
 order by i.body_id, i.short_name
