-- shape: one
-- One migrator at a time, also while the table of versions does not exist yet.
select pg_advisory_xact_lock(4838107620150501)::text
