-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 text rule, or null for that of the finding
-- $4 text fingerprint of the finding, or null for all of the rule
-- $5 date last day
-- $6 text reason
select api.waiver_request($1, $2, $3, $4, $5, $6)
