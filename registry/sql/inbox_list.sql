-- shape: many
-- $1 bigint at most so many
select i.body_id, i.seq, i.at, i.actor, i.kind, i.subject, i.payload
  from api.inbox($1) i
