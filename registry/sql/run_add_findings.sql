-- shape: none
-- Columns as arrays of equal length: a run may hold many thousands.
-- $1 uuid run
-- $2 text[] body ids
-- $3 text[] short names
-- $4 text[] revisions
-- $5 text[] rules
-- $6 text[] severities
-- $7 text[] fingerprints
-- $8 text[] lines
-- $9 text[] columns
-- $10 text[] pointers
-- $11 text[] messages in Kazakh
-- $12 text[] messages in Russian
-- $13 text[] messages in English
-- $14 text[] details, JSON
-- $15 text[] whether they say no more than reviewers of other bodies may read
select api.run_findings($1, $2, $3, $4::int[], $5, $6, $7, $8::int[], $9::int[], $10,
                          $11, $12, $13, $14::jsonb[], $15::boolean[])
