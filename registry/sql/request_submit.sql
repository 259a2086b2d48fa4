-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 text kind, or null for the one that fits
-- $4 text initiative that goes on with it, of a transfer, or null
-- $5 text remark, or null
select r.action, r.number, r.kind, r.state, r.due::text
  from api.request_submit($1, $2, $3, $4, $5) r
