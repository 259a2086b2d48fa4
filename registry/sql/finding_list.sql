-- shape: many
-- $1 text body id
-- $2 text short name
-- $3 uuid run
select f.body_id,
       f.short_name,
       f.revision,
       f.rule,
       f.severity,
       f.fingerprint,
       f.line,
       f.col,
       f.pointer,
       f.message ->> 'kk',
       f.message ->> 'ru',
       f.message ->> 'en',
       f.details::text
  from registry.finding f
 where f.body_id = $1
   and f.short_name = $2
   and f.run_id = $3
 order by f.line, f.col, f.rule, f.fingerprint
