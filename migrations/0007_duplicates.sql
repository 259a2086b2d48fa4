-- What the search for duplicates needs, so that it reads no text twice, and
-- what people said of its pairs. Compared are cards: what each body shows the
-- others, so everybody gets the same answer, and nobody learns more by asking.
-- But for the verdicts all of it follows from the cards and may be made anew.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- How texts became terms, and when those were counted. The last one counts.
create table registry.dup_epoch (
  epoch int not null,
  -- equal when the same text gives the same terms with the same weights
  vocabulary_sha256 bytea not null,
  pack text not null,
  pack_version text not null,
  -- that terms were counted over
  entries int not null,
  made_at timestamptz not null,
  made_by text not null,
  constraint dup_epoch_pkey primary key (epoch),
  constraint dup_epoch_vocabulary_size check (octet_length(vocabulary_sha256) = 32),
  constraint dup_epoch_entries_count check (entries >= 0)
);

-- Terms of the last epoch. Those that came after it was made have a count of 0.
create table registry.dup_term (
  epoch int not null,
  number int not null,
  counted int not null,
  key text collate "C" not null,
  -- as people read it; null: the key itself
  name text collate "C",
  constraint dup_term_pkey primary key (epoch, number),
  constraint dup_term_key_unique unique (epoch, key),
  constraint dup_term_epoch_fkey foreign key (epoch) references registry.dup_epoch (epoch),
  constraint dup_term_key_size check (octet_length(key) between 1 and 2048),
  constraint dup_term_counts check (number >= 0 and counted >= 0)
);

-- The terms of each registered initiative, packed: numbers and counts. Many of
-- one body in a row, so that all are read in a tenth of a second.
create table registry.dup_segment (
  body_id text collate "C" not null,
  number int not null,
  epoch int not null,
  short_names text[] collate "C" not null,
  revisions int[] not null,
  packed bytea[] not null,
  constraint dup_segment_pkey primary key (body_id, number),
  constraint dup_segment_body_fkey foreign key (body_id) references registry.body (body_id),
  constraint dup_segment_epoch_fkey foreign key (epoch) references registry.dup_epoch (epoch),
  constraint dup_segment_size check (cardinality(short_names) between 1 and 256
                                     and cardinality(revisions) = cardinality(short_names)
                                     and cardinality(packed) = cardinality(short_names))
);

-- Packed bytes do not compress.
alter table registry.dup_segment alter packed set storage external;

-- Registered initiatives whose terms are not kept, or of an older revision.
create table registry.dup_pending (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  revision int not null,
  constraint dup_pending_pkey primary key (body_id, short_name),
  constraint dup_pending_card_fkey foreign key (body_id, short_name)
    references registry.card (body_id, short_name)
);

create policy card_land on registry.card for select to tizilim_owner using (true);
insert into registry.dup_pending (body_id, short_name, revision)
select c.body_id, c.short_name, c.revision
  from registry.card c
 where c.status = 'registered';
drop policy card_land on registry.card;

-- What a person said of two initiatives, the first by bytes before the other,
-- and what he saw of them. Score, word and common are what the search saw: they
-- say which cell of the table of probabilities the verdict counts in.
create table registry.verdict (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  other_body_id text collate "C" not null,
  other_short_name text collate "C" not null,
  revision int not null,
  other_revision int not null,
  reviewer text not null,
  at timestamptz not null,
  verdict text not null,
  reason text not null,
  card text not null,
  other_card text not null,
  -- in millionths
  score int not null,
  word boolean not null,
  common text not null,
  constraint verdict_pkey primary key (body_id, short_name, other_body_id, other_short_name,
                                       revision, other_revision, reviewer),
  constraint verdict_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number),
  constraint verdict_other_revision_fkey
    foreign key (other_body_id, other_short_name, other_revision)
    references registry.revision (body_id, short_name, number),
  constraint verdict_of_two check ((body_id, short_name) < (other_body_id, other_short_name)),
  constraint verdict_known check (verdict in ('same-function', 'same-product', 'new-version',
                                              'related', 'unrelated')),
  constraint verdict_reason_size check (octet_length(reason) between 1 and 4096),
  constraint verdict_score_range check (score between 0 and 1000000),
  constraint verdict_common_known check (common in ('nothing', 'object', 'function', 'both'))
);

create index verdict_by_other on registry.verdict (other_body_id, other_short_name);

create trigger dup_epoch_grows before update or delete on registry.dup_epoch
  for each row execute function registry.refuse_change();
create trigger dup_epoch_stays before truncate on registry.dup_epoch
  for each statement execute function registry.refuse_change();
alter table registry.dup_epoch enable always trigger dup_epoch_grows;
alter table registry.dup_epoch enable always trigger dup_epoch_stays;

-- Whoever writes terms or segments holds the lock of the registry itself, '-',
-- taken after those of bodies: numbers of terms are the same for all.

create function registry.dup_remove(p_body text, p_short_name text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  kept registry.dup_segment;
  place int;
begin
  select *
    into kept
    from registry.dup_segment s
   where s.body_id = p_body
     and s.short_names @> array[p_short_name];
  if not found then
    return;
  end if;
  if cardinality(kept.short_names) = 1 then
    delete from registry.dup_segment s
     where (s.body_id, s.number) = (kept.body_id, kept.number);
    return;
  end if;
  place := array_position(kept.short_names, p_short_name);
  update registry.dup_segment s
     set short_names = kept.short_names[:place - 1] || kept.short_names[place + 1:],
         revisions = kept.revisions[:place - 1] || kept.revisions[place + 1:],
         packed = kept.packed[:place - 1] || kept.packed[place + 1:]
   where (s.body_id, s.number) = (kept.body_id, kept.number);
end
$$;

-- Whatever changes a card, its kept terms follow or are known to lag.
create function registry.dup_follow() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.status = 'registered' then
    insert into registry.dup_pending (body_id, short_name, revision)
    values (new.body_id, new.short_name, new.revision)
    on conflict (body_id, short_name) do update
       set revision = excluded.revision;
  else
    perform registry.body_lock('-');
    perform registry.dup_remove(new.body_id, new.short_name);
    delete from registry.dup_pending p
     where (p.body_id, p.short_name) = (new.body_id, new.short_name);
  end if;
  return null;
end
$$;

create trigger card_followed
  after insert or update of status, revision on registry.card
  for each row execute function registry.dup_follow();
alter table registry.card enable always trigger card_followed;

-- The last epoch, held until the end of the transaction. If it is another than
-- the caller read, the transaction may be repeated.
create function registry.dup_hold(p_epoch int) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.body_lock('-');
  if p_epoch is distinct from (select max(e.epoch) from registry.dup_epoch e) then
    raise exception 'the index of duplicates was made anew in the meantime'
      using errcode = 'serialization_failure';
  end if;
end
$$;

-- Verdicts without their pairs, for whoever asks: all count in one table of
-- probabilities, the same for everybody.
create function registry.verdict_marks()
returns table (score int, word boolean, common text, verdict text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select v.score, v.word, v.common, v.verdict
    from registry.verdict v
$$;

do $$
declare
  name text;
begin
  foreach name in array array['dup_epoch', 'dup_term', 'dup_segment', 'dup_pending', 'verdict']
  loop
    execute format('alter table registry.%I enable row level security', name);
    execute format('alter table registry.%I force row level security', name);
    execute format('grant select, insert on registry.%I to tizilim_api', name);
  end loop;
  -- made of cards, which everybody may read
  foreach name in array array['dup_epoch', 'dup_term', 'dup_segment', 'dup_pending']
  loop
    execute format('create policy %I on registry.%I for select to tizilim_api '
                   'using ((select registry.me()) is not null)', name || '_read', name);
  end loop;
  foreach name in array array['dup_segment', 'dup_pending']
  loop
    execute format('create policy %I on registry.%I to tizilim_api '
                   'using (body_id = any ((select registry.bodies_with(%L))::text[]) '
                   'or ''-'' = any ((select registry.bodies_with(%L))::text[]))',
                   name || '_write', name, '{submitter}',
                   '{submitter,checker,administrator}');
    execute format('grant update, delete on registry.%I to tizilim_api', name);
  end loop;
end
$$;
create policy dup_epoch_write on registry.dup_epoch for insert to tizilim_api
  with check ((select registry.holds('{checker,administrator}', '-')));
create policy dup_term_write on registry.dup_term for insert to tizilim_api
  with check ((select registry.me()) is not null);
create policy dup_term_change on registry.dup_term for update to tizilim_api
  using ((select registry.me()) is not null);
create policy dup_term_drop on registry.dup_term for delete to tizilim_api
  using ((select registry.holds('{checker,administrator}', '-')));
grant update, delete on registry.dup_term to tizilim_api;
create policy verdict_count on registry.verdict for select to tizilim_owner using (true);
create policy verdict_read on registry.verdict for select to tizilim_api
  using (body_id = any ((select registry.reads())::text[])
         or other_body_id = any ((select registry.reads())::text[])
         or '-' = any ((select registry.reads())::text[]));
create policy verdict_write on registry.verdict for insert to tizilim_api
  with check (registry.holds('{reviewer}', body_id)
              and registry.holds('{reviewer}', other_body_id));
create policy verdict_change on registry.verdict for update to tizilim_api
  using (registry.holds('{reviewer}', body_id)
         and registry.holds('{reviewer}', other_body_id));
grant update on registry.verdict to tizilim_api;
grant execute on function registry.dup_remove(text, text), registry.dup_hold(int),
                          registry.verdict_marks() to tizilim_api;

reset role;
set local role tizilim_api;

-- What is kept.

create function api.dup_state()
returns table (registered bigint, pending bigint, epoch int, vocabulary_sha256 bytea,
               pack text, pack_version text, entries int, terms int)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select (select count(*)
            from registry.card c
           where c.status = 'registered'),
         (select count(*)
            from registry.dup_pending),
         e.epoch, e.vocabulary_sha256, e.pack, e.pack_version, e.entries,
         (select coalesce(max(t.number), -1) + 1
            from registry.dup_term t
           where t.epoch = e.epoch)
    from (select max(l.epoch) as epoch from registry.dup_epoch l) last
    left join registry.dup_epoch e using (epoch)
$$;

create function api.dup_vocabulary_known(p_vocabulary_sha256 bytea) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
           select
             from registry.dup_epoch e
            where e.vocabulary_sha256 = p_vocabulary_sha256)
$$;

create function api.dup_terms() returns table (number int, counted int, key text, name text)
language sql stable security definer rows 100000
set search_path = pg_catalog, pg_temp
as $$
  select t.number, t.counted, t.key, t.name
    from registry.dup_term t
$$;

create function api.dup_terms_find(p_epoch int, p_keys text[])
returns table (number int, counted int, key text, name text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select t.number, t.counted, t.key, coalesce(t.name, t.key)
    from registry.dup_term t
   where t.epoch = p_epoch
     and t.key = any (p_keys)
$$;

create function api.dup_rows()
returns table (body_id text, short_names text[], revisions int[], packed bytea[])
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select s.body_id, s.short_names, s.revisions, s.packed
    from registry.dup_segment s
$$;

create function api.dup_pending(p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select p.body_id, p.short_name
    from registry.dup_pending p
   where p_after_body is null or (p.body_id, p.short_name) > (p_after_body, p_after_name)
   order by p.body_id, p.short_name
   limit p_limit
$$;

-- Cards of all that is registered, or of those named.
create function api.cards(p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text, revision int, contents text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, c.contents
    from registry.card c
   where c.status = 'registered'
     and (p_after_body is null or (c.body_id, c.short_name) > (p_after_body, p_after_name))
   order by c.body_id, c.short_name
   limit p_limit
$$;

create function api.cards_of(p_bodies text[], p_short_names text[])
returns table (body_id text, short_name text, revision int, contents text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, c.contents
    from unnest(p_bodies, p_short_names) n (body_id, short_name)
    join registry.card c using (body_id, short_name)
   where c.status = 'registered'
   order by c.body_id, c.short_name
$$;

-- As api.portfolio, of those named.
create function api.portfolio_of(p_bodies text[], p_short_names text[])
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_whole boolean)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes, convert_to(c.contents, 'UTF8')), r.number is not null
    from unnest(p_bodies, p_short_names) n (body_id, short_name)
    join registry.card c using (body_id, short_name)
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (c.body_id, c.short_name, c.revision)
   where c.status = 'registered'
   order by c.body_id, c.short_name
$$;

-- Those that rules across initiatives may join with the ones given: the same
-- product, the same stored object, a product for the same function in the same
-- region, the same name in the same body, and links of any kind either way,
-- dependences to their end.
create function api.near(p_ids text[], p_kinds text[], p_values text[], p_names text[],
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
    select split_part(l.id, '/', 1) collate "C" as body_id,
           split_part(l.id, '/', 2) collate "C" as short_name
      from linked l
    union
    select f.body_id, f.short_name
      from registry.facet f
     where f.kind in ('depends_on', 'replaces', 'part_of', 'realises', 'same_product',
                      'version_of', 'partner')
       and f.value = any (p_ids)
    union
    select f.body_id, f.short_name
      from given g
      join registry.facet f using (kind, value)
     where g.kind in ('product', 'store_object')
    union
    select f.body_id, f.short_name
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
    select c.body_id, c.short_name
      from registry.card c
     where c.body_id in (select split_part(b.id, '/', 1) collate "C" from unnest(p_ids) b (id))
       and array[c.name ->> 'kk', c.name ->> 'ru', c.name ->> 'en'] && p_names
  )
  select f.body_id, f.short_name
    from found f
    join registry.card c using (body_id, short_name)
   where c.status = 'registered'
   order by f.body_id, f.short_name
   limit p_limit
$$;

-- The terms of the keys, new ones numbered behind all others. Of several names
-- of one the last by bytes stays, so that the order of entries does not show.
create function api.dup_terms_take(p_epoch int, p_keys text[], p_names text[])
returns table (number int, counted int, key text, name text)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if registry.me() is null then
    raise exception 'the login "%" belongs to no active person of this registry', session_user
      using errcode = 'TZ403';
  end if;
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

-- The packed terms of revisions; those that are not registered any more are
-- left out.
create function api.dup_put(p_epoch int, p_bodies text[], p_short_names text[],
                            p_revisions int[], p_packed bytea[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  r record;
begin
  perform registry.need('{submitter,checker,administrator}', b.body_id)
     from (select distinct n.body_id from unnest(p_bodies) n (body_id)) b;
  perform registry.dup_hold(p_epoch);
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

-- A new epoch; what was kept of the one before goes. Its terms and segments
-- follow in the same transaction, then api.dup_epoch_close.
create function api.dup_epoch_open(p_vocabulary_sha256 bytea, p_pack text, p_pack_version text,
                                   p_entries int)
returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made int;
begin
  perform registry.need('{checker,administrator}', '-');
  perform registry.body_lock('-');
  select coalesce(max(e.epoch), 0) + 1
    into made
    from registry.dup_epoch e;
  delete from registry.dup_segment;
  delete from registry.dup_term;
  insert into registry.dup_epoch (epoch, vocabulary_sha256, pack, pack_version, entries,
                                  made_at, made_by)
  values (made, p_vocabulary_sha256, p_pack, p_pack_version, p_entries, clock_timestamp(),
          session_user);
  perform registry.event_add('-', 'duplicates_indexed', made::text,
                             json_build_object('pack', p_pack, 'version', p_pack_version,
                                               'vocabulary_sha256',
                                               encode(p_vocabulary_sha256, 'hex'),
                                               'entries', p_entries));
  return made;
end
$$;

create function api.dup_terms_put(p_epoch int, p_first int, p_counted int[], p_keys text[],
                                  p_names text[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{checker,administrator}', '-');
  perform registry.dup_hold(p_epoch);
  insert into registry.dup_term (epoch, number, counted, key, name)
  select p_epoch, p_first + t.place - 1, t.counted, t.key, nullif(t.name, t.key)
    from unnest(p_counted, p_keys, p_names) with ordinality t (counted, key, name, place);
end
$$;

-- Leaves out what was revised or withdrawn since the caller read it.
create function api.dup_segment_put(p_epoch int, p_body text, p_number int,
                                    p_short_names text[], p_revisions int[], p_packed bytea[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{checker,administrator}', '-');
  perform registry.dup_hold(p_epoch);
  insert into registry.dup_segment (body_id, number, epoch, short_names, revisions, packed)
  select p_body, p_number, p_epoch, array_agg(n.short_name order by n.place),
         array_agg(n.revision order by n.place), array_agg(n.packed order by n.place)
    from unnest(p_short_names, p_revisions, p_packed)
           with ordinality n (short_name, revision, packed, place)
    join registry.card c
      on (c.body_id, c.short_name, c.revision, c.status)
         = (p_body, n.short_name, n.revision, 'registered')
  having count(*) > 0;
end
$$;

create function api.dup_epoch_close(p_epoch int) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{checker,administrator}', '-');
  perform registry.dup_hold(p_epoch);
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

-- A reviewer who judges the same revisions again corrects himself; what he said
-- before stays in the events of both bodies.
create function api.verdict_put(
  p_body text, p_short_name text, p_revision int,
  p_other_body text, p_other_short_name text, p_other_revision int,
  p_verdict text, p_reason text, p_score int, p_word boolean, p_common text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  outcome text;
  was record;
  one text;
  other text;
begin
  perform registry.need('{reviewer}', p_body);
  perform registry.need('{reviewer}', p_other_body);
  perform registry.body_lock(least(p_body collate "C", p_other_body));
  perform registry.body_lock(greatest(p_body collate "C", p_other_body));
  select c.contents
    into one
    from registry.card c
   where (c.body_id, c.short_name, c.revision) = (p_body, p_short_name, p_revision);
  select c.contents
    into other
    from registry.card c
   where (c.body_id, c.short_name, c.revision)
         = (p_other_body, p_other_short_name, p_other_revision);
  if one is null or other is null then
    raise exception 'one of the two was revised in the meantime'
      using errcode = 'TZ412', hint = 'look at both again';
  end if;
  select v.verdict, v.reason
    into was
    from registry.verdict v
   where (v.body_id, v.short_name, v.other_body_id, v.other_short_name, v.revision,
          v.other_revision, v.reviewer)
         = (p_body, p_short_name, p_other_body, p_other_short_name, p_revision,
            p_other_revision, session_user);
  outcome := case when not found then 'created'
                  when (was.verdict, was.reason) = (p_verdict, p_reason) then 'unchanged'
                  else 'changed' end;
  if outcome = 'unchanged' then
    return outcome;
  end if;
  insert into registry.verdict (body_id, short_name, other_body_id, other_short_name,
                                revision, other_revision, reviewer, at, verdict, reason,
                                card, other_card, score, word, common)
  values (p_body, p_short_name, p_other_body, p_other_short_name, p_revision,
          p_other_revision, session_user, clock_timestamp(), p_verdict, p_reason, one, other,
          p_score, p_word, p_common)
  on conflict on constraint verdict_pkey do update
     set at = excluded.at,
         verdict = excluded.verdict,
         reason = excluded.reason,
         score = excluded.score,
         word = excluded.word,
         common = excluded.common;
  perform registry.event_add(p_body, 'pair_judged', p_body || '/' || p_short_name,
                             json_build_object('other',
                                               p_other_body || '/' || p_other_short_name,
                                               'revision', p_revision,
                                               'other_revision', p_other_revision,
                                               'verdict', p_verdict, 'reason', p_reason));
  perform registry.event_add(p_other_body, 'pair_judged',
                             p_other_body || '/' || p_other_short_name,
                             json_build_object('other', p_body || '/' || p_short_name,
                                               'revision', p_other_revision,
                                               'other_revision', p_revision,
                                               'verdict', p_verdict, 'reason', p_reason));
  return outcome;
end
$$;

create function api.verdicts(p_body text, p_short_name text)
returns table (body_id text, short_name text, revision int, other_body_id text,
               other_short_name text, other_revision int, reviewer text, at timestamptz,
               verdict text, reason text, score int, word boolean, common text, card text,
               other_card text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select v.body_id, v.short_name, v.revision, v.other_body_id, v.other_short_name,
         v.other_revision, v.reviewer, v.at, v.verdict, v.reason, v.score, v.word, v.common,
         v.card, v.other_card
    from registry.verdict v
   where p_body is null
      or (v.body_id, v.short_name) = (p_body, p_short_name)
      or (v.other_body_id, v.other_short_name) = (p_body, p_short_name)
   order by v.body_id, v.short_name, v.other_body_id, v.other_short_name, v.at, v.reviewer
$$;

create function api.verdict_marks()
returns table (score int, word boolean, common text, verdict text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select m.score, m.word, m.common, m.verdict
    from registry.verdict_marks() m
   where registry.me() is not null
$$;

grant execute on all functions in schema api to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
