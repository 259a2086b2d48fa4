-- shape: many
-- $1 text body id, or null for all
-- $2 text short name, or null for all
-- $3 date day that state and force are asked for, or null for today
select w.body_id, w.short_name, w.number, w.rule, w.fingerprint, w.reason, w.until::text,
       w.state, w.in_force, w.of_banned, w.asked_at, w.asked_by, w.approved_by
  from api.waivers($1, $2, $3) w
