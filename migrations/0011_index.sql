-- The index of duplicates is of the whole registry, so those alone write it who
-- work for the whole registry. Whoever submits holds the lock of his body and
-- no other; what he submits is pending, and read from its card until the index
-- has it.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- Null: withdrawn, and its kept terms are to go.
alter table registry.dup_pending alter column revision drop not null;

create or replace function registry.dup_follow() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into registry.dup_pending (body_id, short_name, revision)
  values (new.body_id, new.short_name,
          case new.status when 'registered' then new.revision end)
  on conflict (body_id, short_name) do update
     set revision = excluded.revision;
  return null;
end
$$;

create or replace function registry.dup_hold(p_epoch int) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{checker,administrator}', '-');
  perform registry.body_lock('-');
  if p_epoch is distinct from (select max(e.epoch) from registry.dup_epoch e) then
    raise exception 'the index of duplicates was made anew in the meantime'
      using errcode = 'serialization_failure';
  end if;
end
$$;

-- The caller holds the index.
create function registry.dup_forget() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  gone record;
begin
  for gone in
    delete from registry.dup_pending p
     where p.revision is null
    returning p.body_id, p.short_name
  loop
    perform registry.dup_remove(gone.body_id, gone.short_name);
  end loop;
end
$$;
grant execute on function registry.dup_forget() to tizilim_api;

drop policy dup_segment_write on registry.dup_segment;
create policy dup_segment_write on registry.dup_segment to tizilim_api
  using ((select registry.holds('{checker,administrator}', '-')));
drop policy dup_term_write on registry.dup_term;
create policy dup_term_write on registry.dup_term for insert to tizilim_api
  with check ((select registry.holds('{checker,administrator}', '-')));
drop policy dup_term_change on registry.dup_term;
create policy dup_term_change on registry.dup_term for update to tizilim_api
  using ((select registry.holds('{checker,administrator}', '-')));

reset role;
set local role tizilim_api;

drop function api.dup_state();
create function api.dup_state()
returns table (registered bigint, pending bigint, epoch int, vocabulary_sha256 bytea,
               pack text, pack_version text, entries int, terms int,
               writable boolean)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select (select count(*)
            from registry.card c
           where c.status = 'registered'),
         (select count(*)
            from registry.dup_pending p
           where p.revision is not null),
         e.epoch, e.vocabulary_sha256, e.pack, e.pack_version, e.entries,
         (select coalesce(max(t.number), -1) + 1
            from registry.dup_term t
           where t.epoch = e.epoch),
         registry.holds('{checker,administrator}', '-')
    from (select max(l.epoch) as epoch from registry.dup_epoch l) last
    left join registry.dup_epoch e using (epoch)
$$;

create or replace function api.dup_pending(p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select p.body_id, p.short_name
    from registry.dup_pending p
   where p.revision is not null
     and (p_after_body is null or (p.body_id, p.short_name) > (p_after_body, p_after_name))
   order by p.body_id, p.short_name
   limit p_limit
$$;

-- Withdrawn, but still among the rows.
create function api.dup_gone() returns table (body_id text, short_name text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select p.body_id, p.short_name
    from registry.dup_pending p
   where p.revision is null
$$;

create or replace function api.dup_terms_take(p_epoch int, p_keys text[], p_names text[])
returns table (number int, counted int, key text, name text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.dup_hold(p_epoch);
  update registry.dup_term t
     set name = n.name
    from (select g.key, max(g.name collate "C") as name
            from unnest(p_keys, p_names) g (key, name)
           group by g.key) n
   where (t.epoch, t.key) = (p_epoch, n.key)
     and n.name > coalesce(t.name, t.key);
  insert into registry.dup_term (epoch, number, counted, key, name)
  select p_epoch,
         (select coalesce(max(t.number), -1) from registry.dup_term t where t.epoch = p_epoch)
           + row_number() over (order by n.place),
         0,
         n.key,
         nullif(n.name, n.key)
    from (select g.key, max(g.name collate "C") as name, min(g.place) as place
            from unnest(p_keys, p_names) with ordinality g (key, name, place)
           group by g.key) n
   where not exists (
           select
             from registry.dup_term t
            where (t.epoch, t.key) = (p_epoch, n.key));
  return query
  select t.number, t.counted, t.key, t.name
    from registry.dup_term t
   where t.epoch = p_epoch
     and t.key = any (p_keys);
end
$$;

create or replace function api.dup_put(p_epoch int, p_bodies text[], p_short_names text[],
                            p_revisions int[], p_packed bytea[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  r record;
begin
  perform registry.dup_hold(p_epoch);
  perform registry.dup_forget();
  for r in
    delete from registry.dup_pending p
     using unnest(p_bodies, p_short_names, p_revisions, p_packed)
             n (body_id, short_name, revision, packed)
     where (p.body_id, p.short_name, p.revision) = (n.body_id, n.short_name, n.revision)
    returning n.*
  loop
    update registry.dup_segment s
       set packed[array_position(s.short_names, r.short_name)] = r.packed,
           revisions[array_position(s.short_names, r.short_name)] = r.revision
     where s.body_id = r.body_id
       and s.short_names @> array[r.short_name];
    continue when found;
    update registry.dup_segment s
       set short_names = s.short_names || r.short_name,
           revisions = s.revisions || r.revision,
           packed = s.packed || r.packed
     where s.body_id = r.body_id
       and s.number = (
             select max(t.number)
               from registry.dup_segment t
              where t.body_id = r.body_id)
       and cardinality(s.short_names) < 256;
    continue when found;
    insert into registry.dup_segment (body_id, number, epoch, short_names, revisions, packed)
    values (r.body_id,
            (select coalesce(max(t.number), 0) + 1
               from registry.dup_segment t
              where t.body_id = r.body_id),
            p_epoch, array[r.short_name], array[r.revision], array[r.packed]);
  end loop;
end
$$;

create or replace function api.dup_epoch_close(p_epoch int) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.dup_hold(p_epoch);
  perform registry.dup_forget();
  delete from registry.dup_pending p
   using registry.dup_segment s, unnest(s.short_names, s.revisions) n (short_name, revision)
   where (p.body_id, p.short_name, p.revision) = (s.body_id, n.short_name, n.revision);
  insert into registry.dup_pending (body_id, short_name, revision)
  select c.body_id, c.short_name, c.revision
    from registry.card c
   where c.status = 'registered'
     and not exists (
           select
             from registry.dup_segment s, unnest(s.short_names, s.revisions) n (short_name, revision)
            where (s.body_id, n.short_name, n.revision)
                  = (c.body_id, c.short_name, c.revision))
  on conflict do nothing;
end
$$;

-- Of an older revision nothing counts any more.
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
      join registry.card c
        on c.body_id = split_part(l.id, '/', 1)
       and c.short_name = split_part(l.id, '/', 2)
      join registry.facet f
        on (f.body_id, f.short_name, f.revision) = (c.body_id, c.short_name, c.revision)
     where f.kind = 'depends_on'
  ), found as (
    select c.body_id, c.short_name, c.revision
      from linked l
      join registry.card c
        on c.body_id = split_part(l.id, '/', 1)
       and c.short_name = split_part(l.id, '/', 2)
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
      from registry.card c
     where c.body_id in (select split_part(b.id, '/', 1) collate "C" from unnest(p_ids) b (id))
       and array[c.name ->> 'kk', c.name ->> 'ru', c.name ->> 'en'] && p_names
  )
  select f.body_id, f.short_name
    from found f
    join registry.card c using (body_id, short_name, revision)
   where c.status = 'registered'
   order by f.body_id, f.short_name
   limit p_limit
$$;

grant execute on function api.dup_state(), api.dup_gone() to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
