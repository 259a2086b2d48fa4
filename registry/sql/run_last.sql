-- shape: many
-- The last run that judged the latest revision, or the one that stood; no row if none did.
-- $1 text body id
-- $2 text short name
-- $3 jsonb heads of all chains: runs up to them; null: now
select r.run_id::text, r.finished_at
  from api.run_last($1, $2) r
 where $3 is null
union all
select r.run_id::text, r.finished_at
  from api.past_run_last($3, $1, $2) r
 where $3 is not null
