-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 text stage that the manifest declares
-- $4 text kind, or null for the one that fits
select r.action, r.number, r.kind, r.due::text, r.refused, r.hint
  from api.request_plan($1, $2, $3, $4) r
