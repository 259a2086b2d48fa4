-- shape: many
-- $1 uuid run
select r.body_id, r.actor, r.finished_at, r.official, r.pack_sha256, r.judged_by::text,
       r.portfolio, r.program_version, r.findings_sha256, r.heads
  from api.past_run($1) r
