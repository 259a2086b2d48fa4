-- shape: one
-- Set after connecting, not by start-up options, which poolers refuse.
-- $1 text statement timeout
-- $2 text lock timeout
-- $3 text timeout of an idle transaction
select current_setting('server_version_num')::int,
       current_setting('server_encoding'),
       set_config('search_path', 'registry, pg_temp', false),
       set_config('statement_timeout', $1, false),
       set_config('lock_timeout', $2, false),
       set_config('idle_in_transaction_session_timeout', $3, false),
       set_config('timezone', 'UTC', false),
       set_config('datestyle', 'ISO, YMD', false),
       set_config('bytea_output', 'hex', false)
