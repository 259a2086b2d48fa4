-- shape: many
-- All words must be there, each as the beginning of a stored one: stems of
-- longer forms are longer than the stem looked for.
-- $1 text[] words, folded and stemmed
-- $2 bigint at most
select i.body_id,
       i.short_name,
       r.number,
       i.status,
       r.stage,
       r.name ->> 'kk',
       r.name ->> 'ru',
       r.name ->> 'en',
       r.submitted_at
  from registry.search s
  join registry.initiative i using (body_id, short_name)
  join registry.revision r
    on (r.body_id, r.short_name, r.number) = (i.body_id, i.short_name, i.revision)
 where i.status = 'registered'
   and s.words @@ api.search_query($1)
 order by i.body_id, i.short_name
 limit $2
