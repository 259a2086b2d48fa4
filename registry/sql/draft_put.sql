-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 text media, yaml or json
-- $4 bytea the document as it was written
-- $5 bool also over what somebody else saved
select api.draft_put($1, $2, $3, $4, $5)
