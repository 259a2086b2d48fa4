-- shape: one
-- $1 text body id
-- $2 text name in Kazakh
-- $3 text name in Russian
-- $4 text name in English
-- $5 text status
select api.body_put($1, $2, $3, $4, $5)
