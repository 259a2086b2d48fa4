-- shape: one
-- Whether the table of versions is there, and whether others than who lands migrations ask
-- api.migrations.
select exists (select from pg_class c where c.relname = 'migration'
                  and c.relnamespace = to_regnamespace('registry')),
       to_regprocedure('api.migrations()') is not null
         and not (has_schema_privilege(to_regnamespace('registry'), 'usage')
                  and has_table_privilege(
                        (select c.oid from pg_class c
                          where c.relname = 'migration'
                            and c.relnamespace = to_regnamespace('registry')), 'select'))
