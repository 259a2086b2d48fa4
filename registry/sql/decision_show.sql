-- shape: many
-- No row if it is not decided.
-- $1 text body id
-- $2 text short name
-- $3 int number of the request
select d.verdict, d.at, d.actor, d.revision, d.sha256, d.run_id::text, d.official, d.pack_sha256,
       d.judged_by::text, d.heads, d.waivers, d.reason
  from api.decision($1, $2, $3) d
