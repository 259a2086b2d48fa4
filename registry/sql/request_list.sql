-- shape: many
-- $1 text body id, or null for all
-- $2 text short name, or null for all
-- $3 int number, or null for all
-- $4 bool open or not, or null for both
select r.body_id, r.short_name, r.number, r.kind, r.state, r.turn, r.revision, r.sha256, r.days,
       r.used, r.due::text, r.is_late, r.is_broken, r.opened_at, r.opened_by, r.heir, r.stage,
       r.kk, r.ru, r.en
  from api.requests($1, $2, $3, $4) r
