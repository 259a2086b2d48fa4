-- shape: many
-- $1 text body id
-- $2 text short name
-- $3 int revision or null for the latest
-- $4 jsonb heads of all chains: the revision that stood then; null: now
select d.body_id, d.short_name, d.revision, d.status, d.stage, d.kk, d.ru, d.en,
       d.submitted_at, d.is_whole, d.submitted_by, d.latest, d.media, d.bytes
  from api.document($1, $2, $3) d
 where $4 is null
union all
select d.body_id, d.short_name, d.revision, d.status, d.stage, d.kk, d.ru, d.en,
       d.submitted_at, d.is_whole, d.submitted_by, d.latest, d.media, d.bytes
  from api.past_document($4, $1, $2) d
 where $4 is not null
