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
select i.body_id,
       i.short_name,
       r.number,
       i.status,
       r.stage,
       r.name ->> 'kk',
       r.name ->> 'ru',
       r.name ->> 'en',
       r.submitted_at
  from registry.initiative i
  join registry.revision r
    on (r.body_id, r.short_name, r.number) = (i.body_id, i.short_name, i.revision)
 where ($1::text is null or i.body_id = $1)
   and ($2::text is null or r.stage = $2)
   and ($6::text is null or i.status = $6)
   and ($7::text is null or (i.body_id, i.short_name) > ($7, $8))
   and not exists (
       select
         from (values ('function', $3), ('source', $4), ('territory', $5)) wanted (kind, value)
        where wanted.value is not null
          and not exists (
              select
                from registry.facet f
               where (f.body_id, f.short_name, f.revision) = (i.body_id, i.short_name, i.revision)
                 and f.kind = wanted.kind
                 and f.value = wanted.value))
 order by i.body_id, i.short_name
 limit $9
