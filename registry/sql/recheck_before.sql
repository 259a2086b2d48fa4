-- shape: many
-- $1 text body id
select b.short_name, b.revision, b.run_id, b.official, b.pack_sha256, b.rule, b.severity,
       b.fingerprint, b.line, b.col, b.pointer, b.kk, b.ru, b.en,
       b.unsaid
  from api.recheck_before($1) b
