-- shape: many
select p.login, p.person_id::text, p.name, p.home, p.active, p.duty, p.body_id
  from api.people() p
