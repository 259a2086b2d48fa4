-- shape: many
-- $1 text body id
-- $2 text short name
select r.number, r.stage, r.submitted_at, r.submitted_by, r.bytes_sha256, r.canonical_sha256
  from api.revisions($1, $2) r
