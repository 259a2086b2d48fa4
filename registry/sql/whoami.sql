-- shape: many
select w.login, w.person_id::text, w.name, w.home, w.duty, w.body_id
  from api.whoami() w
