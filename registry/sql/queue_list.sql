-- shape: many
select q.what, q.body_id, q.short_name, q.number, q.item, q.kind, q.detail, q.used, q.days,
       q.due::text, q.is_late, q.kk, q.ru, q.en
  from api.queue() q
