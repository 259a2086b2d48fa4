-- shape: many
select q.cause, q.initiatives
  from api.recheck_queue() q
