-- shape: one
-- $1 text login
-- $2 bool active from now on
select api.person_switch($1, $2)
