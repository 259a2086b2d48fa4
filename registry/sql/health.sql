-- shape: one
-- Whether the server can be written to, and of which version it is.
select not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off',
       current_setting('server_version')
