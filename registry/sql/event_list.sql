-- shape: many
-- $1 text body id
-- $2 text subject
select e.seq,
       e.at,
       e.actor,
       e.kind,
       e.payload::text
  from registry.event e
 where e.body_id = $1
   and e.subject = $2
 order by e.seq
