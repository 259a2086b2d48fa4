-- shape: many
-- Of the last run that judged the latest revision.
-- $1 text body id
-- $2 text short name
select f.revision,
       f.rule,
       f.severity,
       f.fingerprint,
       f.line,
       f.col,
       f.pointer,
       f.message ->> 'kk',
       f.message ->> 'ru',
       f.message ->> 'en',
       f.details::text,
       c.run_id,
       c.finished_at
  from registry.initiative i
  join registry.finding f
    on (f.body_id, f.short_name, f.revision) = (i.body_id, i.short_name, i.revision)
  join registry.check_run c using (run_id)
 where i.body_id = $1
   and i.short_name = $2
   and c.run_id = (
       select last.run_id
         from registry.judged j
         join registry.check_run last using (run_id)
        where (j.body_id, j.short_name, j.revision) = (i.body_id, i.short_name, i.revision)
        order by last.finished_at desc, last.run_id
        limit 1)
 order by f.line, f.col, f.rule, f.fingerprint
