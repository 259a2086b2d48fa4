-- shape: many
-- $1 text facet kind
-- $2 text value
-- $3 bool through depends_on as well
select u.body_id, u.short_name, u.revision, u.stage, u.kk, u.ru, u.en, u.is_direct, u.via
  from api.users($1, $2, $3) u
