-- shape: many
-- The last run that judged the latest revision; no row if none did.
-- $1 text body id
-- $2 text short name
select r.run_id::text, r.finished_at
  from api.run_last($1, $2) r
