-- shape: one
-- Whether the caller may read pg_hba.conf through the server, the server's major version, and
-- whether there is a registry.
select has_function_privilege('pg_hba_file_rules()', 'execute')
         and has_table_privilege('pg_hba_file_rules', 'select'),
       current_setting('server_version_num')::int / 10000,
       exists (select from pg_namespace n where n.nspname = 'registry')
