-- shape: many
-- Who uses a thing: those that name it, and those that depend on them. The
-- union drops what was seen before, so a circle of dependencies ends.
-- $1 text facet kind
-- $2 text value
-- $3 bool through depends_on as well
with recursive living as (
  select i.body_id, i.short_name, i.revision, i.body_id || '/' || i.short_name as id
    from registry.initiative i
   where i.status = 'registered'
), reached as (
  select l.body_id, l.short_name, l.revision, l.id
    from living l
    join registry.facet f using (body_id, short_name, revision)
   where f.kind = $1
     and f.value = $2
  union
  select l.body_id, l.short_name, l.revision, l.id
    from reached
    join registry.facet f
      on f.kind = 'depends_on'
     and f.value = reached.id
    join living l
      on (l.body_id, l.short_name, l.revision) = (f.body_id, f.short_name, f.revision)
   where $3
)
select u.body_id,
       u.short_name,
       u.revision,
       r.stage,
       r.name ->> 'kk',
       r.name ->> 'ru',
       r.name ->> 'en',
       exists (
         select
           from registry.facet f
          where (f.body_id, f.short_name, f.revision) = (u.body_id, u.short_name, u.revision)
            and f.kind = $1
            and f.value = $2),
       (select min(f.value)
          from registry.facet f
          join reached on reached.id = f.value
         where (f.body_id, f.short_name, f.revision) = (u.body_id, u.short_name, u.revision)
           and f.kind = 'depends_on')
  from reached u
  join registry.revision r
    on (r.body_id, r.short_name, r.number) = (u.body_id, u.short_name, u.revision)
 order by u.body_id, u.short_name
