-- shape: many
select t.id, t.body_id, t.day
  from api.recheck_take() t
