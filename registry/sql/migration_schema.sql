-- shape: none
create schema if not exists registry
