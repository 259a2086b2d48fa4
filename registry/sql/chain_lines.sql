-- shape: many
-- $1 text body id, or -
-- $2 bigint number of the first event
-- $3 bigint number of the last one
-- $4 bool with the contents of documents
select c.line
  from api.chain($1, $2, $3, $4) c
