-- shape: many
-- $1 uuid run
select j.body_id, j.short_name, j.revision, j.media, j.bytes
  from api.past_judged($1) j
