-- shape: one
-- For this transaction: names in expressions of the catalogue are written whole.
select set_config('search_path', 'pg_catalog', true)
