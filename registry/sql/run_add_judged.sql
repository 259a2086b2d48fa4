-- shape: none
-- A revision without findings was judged too.
-- $1 uuid run
-- $2 text[] body ids
-- $3 text[] short names
-- $4 text[] revisions
select api.run_judged($1, $2, $3, $4::int[])
