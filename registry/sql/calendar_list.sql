-- shape: many
-- $1 date first day
-- $2 date last day
select c.day::text, c.working, c.kk, c.ru, c.en, c.confidence, c.reason
  from api.calendar($1, $2) c
