-- shape: one
-- $1 date day
-- $2 bool whether it is a working day, or null to take the word back
-- $3 text reason, or null
select api.day_set($1, $2, $3)
