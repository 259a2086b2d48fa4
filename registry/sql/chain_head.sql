-- shape: many
-- $1 text body id, or -
select h.seq, h.hash
  from api.head($1) h
