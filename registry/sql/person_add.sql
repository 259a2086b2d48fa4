-- shape: one
-- $1 text login
-- $2 text name
-- $3 text body where the person works, or -
-- $4 text another login of the same person, or null
select api.person_add($1, $2, $3, $4)
