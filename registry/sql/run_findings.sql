-- shape: many
-- $1 uuid run
select f.body_id, f.short_name, f.revision, f.rule, f.severity, f.fingerprint, f.line, f.col,
       f.pointer, f.kk, f.ru, f.en, f.details
  from api.past_findings($1) f
