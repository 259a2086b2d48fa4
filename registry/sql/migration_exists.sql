-- shape: one
-- Whether the caller asks the table or, where rights are kept, api.migrations.
select exists (select from pg_class c where c.relname = 'migration'
                  and c.relnamespace = to_regnamespace('registry')),
       to_regprocedure('api.migrations()') is not null
