-- shape: many
-- All words must be there, each as the beginning of a stored one: stems of
-- longer forms are longer than the stem looked for.
-- $1 text[] words, folded and stemmed
-- $2 bigint at most
select i.body_id, i.short_name, i.revision, i.status, i.stage, i.kk, i.ru, i.en,
       i.submitted_at, i.is_whole
  from api.search($1, $2) i
