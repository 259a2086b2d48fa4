-- shape: many
select b.body_id, b.kk, b.ru, b.en, b.status, b.successor
  from api.bodies() b
