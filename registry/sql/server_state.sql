-- shape: one
-- Of which version the server is, and what the database is written in.
select current_setting('server_version_num')::int, current_setting('server_encoding')
