-- shape: many
-- $1 text body id to begin after, or null
-- $2 text short name to begin after
-- $3 bigint at most
select p.body_id, p.short_name
  from api.dup_pending($1, $2, $3) p
