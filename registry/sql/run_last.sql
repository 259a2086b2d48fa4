-- shape: many
-- The last run that judged the latest revision; no row if none did.
-- $1 text body id
-- $2 text short name
select c.run_id::text, c.finished_at
  from registry.initiative i
  join registry.judged j
    on (j.body_id, j.short_name, j.revision) = (i.body_id, i.short_name, i.revision)
  join registry.check_run c using (run_id)
 where i.body_id = $1
   and i.short_name = $2
 order by c.finished_at desc, c.run_id
 limit 1
