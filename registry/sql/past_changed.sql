-- shape: many
-- $1 jsonb heads of all chains
-- $2 bigint at most
select x.body_id, x.short_name, x.is_now, x.was
  from api.past_changed($1, $2) x
