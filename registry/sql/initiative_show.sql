-- shape: many
-- $1 text body id
-- $2 text short name
-- $3 int revision or null for the latest
select i.body_id,
       i.short_name,
       r.number,
       i.status,
       r.stage,
       r.name ->> 'kk',
       r.name ->> 'ru',
       r.name ->> 'en',
       r.submitted_at,
       r.submitted_by,
       i.revision,
       r.media,
       r.bytes,
       r.bytes_sha256
  from registry.initiative i
  join registry.revision r using (body_id, short_name)
 where i.body_id = $1
   and i.short_name = $2
   and r.number = coalesce($3, i.revision)
