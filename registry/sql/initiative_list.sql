-- shape: many
-- $1 text body id or null
-- $2 text stage or null
-- $3 text function or null
-- $4 text source or null
-- $5 text territory or null
-- $6 text status or null
-- $7 text body id to begin after, or null
-- $8 text short name to begin after
-- $9 bigint at most
-- $10 jsonb heads of all chains: as it stood then; null: now
select i.body_id, i.short_name, i.revision, i.status, i.stage, i.kk, i.ru, i.en,
       i.submitted_at, i.is_whole
  from api.initiatives($1, $2, $6, $3, $4, $5, $7, $8, $9) i
 where $10 is null
union all
select i.body_id, i.short_name, i.revision, i.status, i.stage, i.kk, i.ru, i.en,
       i.submitted_at, i.is_whole
  from api.past_initiatives($10, $1, $2, $6, $3, $4, $5, $7, $8, $9) i
 where $10 is not null
