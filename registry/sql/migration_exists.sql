-- shape: one
select to_regclass('registry.migration') is not null
