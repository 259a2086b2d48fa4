-- shape: many
select b.body_id,
       b.names ->> 'kk',
       b.names ->> 'ru',
       b.names ->> 'en',
       b.status
  from registry.body b
 order by b.body_id
