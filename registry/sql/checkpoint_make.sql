-- shape: one
select c.number, c.text
  from api.checkpoint_make() c
