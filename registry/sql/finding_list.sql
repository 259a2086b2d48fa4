-- shape: many
-- $1 text body id
-- $2 text short name
-- $3 uuid run
select f.body_id, f.short_name, f.revision, f.rule, f.severity, f.fingerprint, f.line, f.col,
       f.pointer, f.kk, f.ru, f.en, f.details
  from api.findings($1, $2, $3) f
