-- shape: many
-- $1 text body id
-- $2 text short name
-- $3 int number of the request
select p.part, p.authorities, p.rules, p.verdict, p.at, p.actor, p.remark
  from api.parts($1, $2, $3) p
