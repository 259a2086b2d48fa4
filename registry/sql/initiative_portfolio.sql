-- shape: many
-- $1 text body id to begin after, or null
-- $2 text short name to begin after
-- $3 bigint at most, or null
select i.body_id,
       i.short_name,
       r.number,
       r.media,
       r.bytes
  from registry.initiative i
  join registry.revision r
    on (r.body_id, r.short_name, r.number) = (i.body_id, i.short_name, i.revision)
 where i.status = 'registered'
   and ($1::text is null or (i.body_id, i.short_name) > ($1, $2))
 order by i.body_id, i.short_name
 limit $3
