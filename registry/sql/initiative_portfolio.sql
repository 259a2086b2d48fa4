-- shape: many
-- $1 text body whose own are whole, the others cards; null: whole where the caller has a duty
-- $2 text body id to begin after, or null
-- $3 text short name to begin after
-- $4 bigint at most, or null
-- $5 jsonb heads of all chains: as it stood then, of all; null: now
select p.body_id, p.short_name, p.revision, p.media, p.bytes, p.is_whole
  from api.portfolio($1, $2, $3, $4) p
 where $5 is null
union all
select p.body_id, p.short_name, p.revision, p.media, p.bytes, p.is_whole
  from api.past_portfolio($5, $1) p
 where $5 is not null
