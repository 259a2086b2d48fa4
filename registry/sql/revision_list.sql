-- shape: many
-- $1 text body id
-- $2 text short name
select r.number,
       r.stage,
       r.submitted_at,
       r.submitted_by,
       r.bytes_sha256,
       r.canonical_sha256
  from registry.revision r
 where r.body_id = $1
   and r.short_name = $2
 order by r.number
