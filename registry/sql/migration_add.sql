-- shape: none
-- $1 int version
-- $2 text file name without ending
-- $3 bytea SHA-256 of the file
insert into registry.migration (version, name, sha256)
values ($1, $2, $3)
