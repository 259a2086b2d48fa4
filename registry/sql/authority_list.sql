-- shape: many
select a.part, a.body_id
  from api.authorities() a
