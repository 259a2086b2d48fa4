-- shape: many
select g.body_id, g.short_name
  from api.dup_gone() g
