-- What a submission asks in a registry of 100,000 without reading all cards: how
-- many there are, and which are near. Row security lets no function that might
-- tell of a row be asked before the right to see it is, so ids are cut before
-- they are looked up.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- Whole, for a partial one is not counted by where there is row security.
create index card_by_status on registry.card (status, body_id, short_name);

reset role;
set local role tizilim_api;

create or replace function api.near(p_ids text[], p_kinds text[], p_values text[], p_names text[],
                         p_limit bigint)
returns table (body_id text, short_name text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  with recursive given as (
    select g.kind collate "C" as kind, g.value collate "C" as value
      from unnest(p_kinds, p_values) g (kind, value)
  ), linked as (
    select g.value as id
      from given g
     where g.kind in ('depends_on', 'replaces', 'part_of', 'realises', 'same_product',
                      'version_of', 'partner')
       and g.value like '%/%'
    union
    select f.value
      from linked l
     cross join lateral (
             select split_part(l.id, '/', 1) collate "C" as body_id,
                    split_part(l.id, '/', 2) collate "C" as short_name
             offset 0) i
      join registry.card c on (c.body_id, c.short_name) = (i.body_id, i.short_name)
      join registry.facet f
        on (f.body_id, f.short_name, f.revision) = (c.body_id, c.short_name, c.revision)
     where f.kind = 'depends_on'
  ), linked_ids as materialized (
    select split_part(l.id, '/', 1) collate "C" as body_id,
           split_part(l.id, '/', 2) collate "C" as short_name
      from linked l
  ), bodies as materialized (
    select distinct split_part(b.id, '/', 1) collate "C" as body_id
      from unnest(p_ids) b (id)
  ), found as (
    select c.body_id, c.short_name, c.revision
      from linked_ids i
      join registry.card c on (c.body_id, c.short_name) = (i.body_id, i.short_name)
    union
    select f.body_id, f.short_name, f.revision
      from registry.facet f
     where f.kind in ('depends_on', 'replaces', 'part_of', 'realises', 'same_product',
                      'version_of', 'partner')
       and f.value = any (p_ids)
    union
    select f.body_id, f.short_name, f.revision
      from given g
      join registry.facet f using (kind, value)
     where g.kind in ('product', 'store_object')
    union
    select f.body_id, f.short_name, f.revision
      from given g
      join registry.facet f using (kind, value)
      join registry.facet p
        on (p.body_id, p.short_name, p.revision) = (f.body_id, f.short_name, f.revision)
       and p.kind = 'product'
      join registry.facet t
        on (t.body_id, t.short_name, t.revision) = (f.body_id, f.short_name, f.revision)
       and t.kind = 'territory'
      join given r on r.kind = 'territory' and left(r.value, 2) = left(t.value, 2)
     where g.kind = 'function'
       and exists (select from given s where s.kind = 'product')
    union
    select c.body_id, c.short_name, c.revision
      from bodies b
     cross join lateral (
             select k.body_id, k.short_name, k.revision, k.name
               from registry.card k
              where k.body_id = b.body_id
             offset 0) c
     where array[c.name ->> 'kk', c.name ->> 'ru', c.name ->> 'en'] && p_names
  )
  select f.body_id, f.short_name
    from found f
    join registry.card c using (body_id, short_name, revision)
   where c.status = 'registered'
   order by f.body_id, f.short_name
   limit p_limit
$$;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
