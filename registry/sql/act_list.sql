-- shape: many
-- $1 text body id
-- $2 text short name
-- $3 int number of the request
select a.at, a.actor, a.process, a.item, a.action, a.state, a.revision, a.part, a.verdict,
       a.fingerprint, a.remark
  from api.acts($1, $2, $3) a
