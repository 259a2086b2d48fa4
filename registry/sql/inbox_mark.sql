-- shape: one
-- $1 text body id
-- $2 bigint number of the last event that was read
select api.inbox_mark($1, $2)::text
