-- What a change may have changed is judged again: a new revision, a new pack, a neighbour, a day
-- that has come. Who changes something writes nothing here, so it costs him nothing: the
-- chains tell what happened, and one worker after another follows them.
--
--   api.recheck_follow   from what was followed to what there is now: queues initiatives
--   api.recheck_take     those queued of one body, for one worker
--   api.recheck_done     with the run that the worker records, in one transaction
--
-- Until a worker commits, what he took is queued as before; nobody else takes it meanwhile.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- Rows are only added and, once done, deleted: what is queued again while a worker judges it
-- must not be lost with what he took.
create table registry.recheck (
  id bigint generated always as identity,
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  cause text collate "C" not null,
  constraint recheck_pkey primary key (id),
  constraint recheck_cause_known check (cause in ('revision', 'neighbour', 'pack', 'day', 'index'))
);

create index recheck_by_body on registry.recheck (body_id, id);

-- How far it was followed. One row.
create table registry.recheck_mark (
  one boolean not null,
  -- of all chains
  heads jsonb not null,
  -- what all findings rest on: pack, day, index of duplicates
  basis jsonb not null,
  constraint recheck_mark_pkey primary key (one),
  constraint recheck_mark_one check (one)
);

insert into registry.recheck_mark (one, heads, basis) values (true, '{}', '{}');

-- Whom the findings of an initiative are about, as they were last judged: when that one
-- changes, they may go.
create table registry.neighbour (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  other text collate "C" not null,
  constraint neighbour_pkey primary key (body_id, short_name, other)
);

create index neighbour_by_other on registry.neighbour (other);

-- Who is told of a day that has passed: the process changes, and its chain says so.
do $$
declare
  name text;
  forced constant text[] := '{event,event_head,transition,request_kind,needed_part,concern,notice}';
begin
  foreach name in array forced
  loop
    execute format('alter table registry.%I no force row level security', name);
  end loop;
  insert into registry.notice (kind, told)
  values ('waiver_expired', 'both'), ('commitment_overdue', 'both');
  perform registry.event_add('-', 'process_set', 'process',
                             json_build_object('process', registry.process()));
  foreach name in array forced
  loop
    execute format('alter table registry.%I force row level security', name);
  end loop;
end
$$;

do $$
declare
  name text;
begin
  foreach name in array array['recheck', 'recheck_mark', 'neighbour']
  loop
    execute format('alter table registry.%I enable row level security', name);
    execute format('alter table registry.%I force row level security', name);
    execute format('create policy %I on registry.%I to tizilim_api '
                   'using ((select registry.holds(''{checker}'', ''-''))) '
                   'with check ((select registry.holds(''{checker}'', ''-'')))',
                   name || '_work', name);
    execute format('grant select, insert, update, delete on registry.%I to tizilim_api', name);
  end loop;
end
$$;

-- What all findings rest on besides documents: when it changes, all are judged again. Beyond
-- p_small initiatives terms are counted by epochs; up to it, whenever something is registered.
create function registry.recheck_basis(p_pack_sha256 bytea, p_small bigint) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'pack', encode(p_pack_sha256, 'hex'),
           'day', registry.today(),
           'epoch', case when c.n > p_small
                         then coalesce((select max(e.epoch) from registry.dup_epoch e), 0) end,
           'verdicts', (select encode(sha256(convert_to(coalesce(string_agg(
                                 v::text, '' order by v.body_id, v.short_name, v.other_body_id,
                                                      v.other_short_name), ''), 'UTF8')), 'hex')
                          from registry.verdict v))
    from (select count(*) from registry.card k where k.status = 'registered') c (n)
$$;

-- Initiatives of which a revision was added or that were withdrawn, with both revisions.
create function registry.recheck_changed(p_since jsonb, p_until jsonb)
returns table (body_id text, short_name text, was int, is_now int)
language sql stable rows 100
set search_path = pg_catalog, pg_temp
as $$
  select x.body_id, x.short_name,
         (select s.revision
            from registry.standing s
           where (s.body_id, s.short_name) = (x.body_id, x.short_name)
             and s.seq <= x.since
           order by s.seq desc
           limit 1),
         (select s.revision
            from registry.standing s
           where (s.body_id, s.short_name) = (x.body_id, x.short_name)
             and s.seq <= x.until
           order by s.seq desc
           limit 1)
    from (select distinct e.body_id, split_part(e.subject, '/', 2) collate "C" as short_name,
                 h.since, h.until
            from (select n.key collate "C" as body_id, n.value::bigint as until,
                         coalesce((p_since ->> n.key)::bigint, 0) as since
                    from jsonb_each_text(p_until) n) h
            join registry.event e
              on e.body_id = h.body_id
             and e.seq > h.since
             and e.seq <= h.until
           where e.kind in ('created', 'revised', 'withdrawn')) x
$$;

-- Days that have passed since, told to those whom they concern; the caller holds the mark.
create function registry.recheck_days(p_since date, p_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  passed record;
begin
  for passed in
    select w.body_id, w.short_name, 'waiver_expired' as kind,
           jsonb_build_object('waiver', to_jsonb(w)) as payload
      from registry.waiver w
     where w.state = 'approved'
       and w.until >= p_since
       and w.until < p_day
    union all
    select c.body_id, c.short_name, 'commitment_overdue',
           jsonb_build_object('commitment', jsonb_build_array(to_jsonb(c)))
      from registry.commitment c
     where c.state = 'open'
       and c.due >= p_since
       and c.due < p_day
     order by 1, 2, 3, 4
  loop
    perform registry.body_lock(passed.body_id);
    perform registry.event_add(passed.body_id, passed.kind,
                               passed.body_id || '/' || passed.short_name,
                               passed.payload::json);
  end loop;
end
$$;

grant execute on function registry.recheck_basis(bytea, bigint),
                          registry.recheck_changed(jsonb, jsonb),
                          registry.recheck_days(date, date) to tizilim_api;

reset role;
set local role tizilim_api;

-- Queues what may have changed: how many rows; null when another worker is at it. p_all: every
-- initiative, whatever happened.
create function api.recheck_follow(p_pack_sha256 bytea, p_small bigint, p_all boolean)
returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  mark registry.recheck_mark;
  reached jsonb;
  rests jsonb;
  cause text;
  x record;
  added bigint := 0;
  n bigint;
begin
  perform registry.need('{checker}', '-');
  select m.* into mark from registry.recheck_mark m for update skip locked;
  if not found then
    return null;
  end if;
  reached := registry.heads();
  rests := registry.recheck_basis(p_pack_sha256, p_small);
  cause := case when p_all or rests -> 'pack' is distinct from mark.basis -> 'pack' then 'pack'
                when rests -> 'day' is distinct from mark.basis -> 'day' then 'day'
                when rests <> mark.basis then 'index' end;
  -- so many that looking round each would take longer than judging all
  if cause is null and (select count(*) > 500
                          from registry.recheck_changed(mark.heads, reached)) then
    cause := 'neighbour';
  end if;
  if mark.basis <> '{}' then
    perform registry.recheck_days((mark.basis ->> 'day')::date, (rests ->> 'day')::date);
    for x in select c.* from registry.recheck_changed(mark.heads, reached) c
    loop
      -- where terms are counted anew, every one may change all likenesses
      if rests ->> 'epoch' is null then
        cause := coalesce(cause, 'neighbour');
      end if;
      insert into registry.recheck (body_id, short_name, cause)
      select k.body_id, k.short_name, 'revision'
        from registry.card k
       where (k.body_id, k.short_name, k.status) = (x.body_id, x.short_name, 'registered')
      union all
      select near.body_id, near.short_name, 'neighbour'
        from (select f.kinds, f.named, v.names
                from (select coalesce(array_agg(t.kind), '{}') as kinds,
                             coalesce(array_agg(t.value), '{}') as named
                        from registry.facet t
                       where (t.body_id, t.short_name) = (x.body_id, x.short_name)
                         and t.revision in (x.was, x.is_now)) f,
                     (select coalesce(array_agg(l.name), '{}') as names
                        from registry.revision r
                       cross join jsonb_each_text(r.name) l (lang, name)
                       where (r.body_id, r.short_name) = (x.body_id, x.short_name)
                         and r.number in (x.was, x.is_now)) v
               where cause is null) given
       cross join api.near(array[x.body_id || '/' || x.short_name], given.kinds, given.named,
                           given.names, 1000000) near
       where (near.body_id, near.short_name) <> (x.body_id, x.short_name)
      union all
      select g.body_id, g.short_name, 'neighbour'
        from registry.neighbour g
        join registry.card k using (body_id, short_name)
       where cause is null
         and g.other = x.body_id || '/' || x.short_name
         and k.status = 'registered';
      get diagnostics n = row_count;
      added := added + n;
    end loop;
  end if;
  if cause is not null then
    insert into registry.recheck (body_id, short_name, cause)
    select k.body_id, k.short_name, cause
      from registry.card k
     where k.status = 'registered'
     order by k.body_id, k.short_name;
    get diagnostics n = row_count;
    added := added + n;
  end if;
  update registry.recheck_mark m
     set heads = reached,
         basis = rests;
  return added;
end
$$;

-- All that is queued of one body, until the transaction ends. Its oldest row stands for the
-- body, so that no two workers judge one; the day is the one to judge by.
create function api.recheck_take()
returns table (id bigint, body_id text, day date)
language plpgsql security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
declare
  body text;
begin
  perform registry.need('{checker}', '-');
  select q.body_id
    into body
    from registry.recheck q
   where q.id in (select min(o.id) from registry.recheck o group by o.body_id)
   order by q.id
   limit 1
     for update skip locked;
  perform from registry.recheck q where q.body_id = body order by q.id for update;
  return query
    select q.id, q.body_id, registry.today()
      from registry.recheck q
     where q.body_id = body
     order by q.id;
end
$$;

-- The registered initiatives of a body with the findings of the last run that judged their latest
-- revision; without a rule there are none, without a run none did.
create function api.recheck_before(p_body text)
returns table (short_name text, revision int, run_id uuid, official boolean,
               pack_sha256 bytea, rule text, severity text, fingerprint text, line int,
               col int, pointer text, kk text, ru text, en text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select i.short_name, i.revision, r.run_id, coalesce(r.official, false), r.pack_sha256, f.rule,
         f.severity, f.fingerprint, f.line, f.col, f.pointer, f.message ->> 'kk',
         f.message ->> 'ru', f.message ->> 'en'
    from registry.initiative i
    left join lateral (
      select c.run_id, c.official, c.pack_sha256
        from registry.judged j
        join registry.check_run c using (run_id)
       where (j.body_id, j.short_name, j.revision) = (i.body_id, i.short_name, i.revision)
       order by c.finished_at desc, c.run_id
       limit 1) r on true
    left join registry.finding f
      on (f.body_id, f.short_name, f.revision, f.run_id)
         = (i.body_id, i.short_name, i.revision, r.run_id)
   where i.body_id = p_body
     and i.status = 'registered'
   order by i.short_name, f.fingerprint
$$;

-- What was taken is done. p_named and p_others: whom the findings of all initiatives of the
-- body are about now. With p_spread those that are so for the first time are queued. Of each
-- change somebody is told.
create function api.recheck_done(
  p_body text, p_ids bigint[], p_named text[], p_others text[], p_spread boolean,
  p_subjects text[], p_kinds text[], p_changes text[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  change record;
begin
  perform registry.need('{checker}', '-');
  delete from registry.recheck q where q.id = any (p_ids);
  delete from registry.neighbour g
   where g.body_id = p_body
     and not exists (select
                       from unnest(p_named, p_others) n (short_name, other)
                      where (n.short_name, n.other) = (g.short_name, g.other));
  with fresh as (
    insert into registry.neighbour (body_id, short_name, other)
    select distinct p_body, n.short_name, n.other
      from unnest(p_named, p_others) n (short_name, other)
    on conflict do nothing
    returning other
  )
  insert into registry.recheck (body_id, short_name, cause)
  select distinct k.body_id, k.short_name, 'neighbour'
    from fresh f
    join registry.card k
      on k.body_id = split_part(f.other, '/', 1)
     and k.short_name = split_part(f.other, '/', 2)
   where p_spread
     and k.status = 'registered'
     and k.body_id <> p_body;
  for change in
    select c.short_name, c.kind, c.payload
      from unnest(p_subjects, p_kinds, p_changes) c (short_name, kind, payload)
     order by c.short_name
  loop
    if change.kind in ('findings_changed', 'neighbour_found') is not true
       or octet_length(change.payload) <= 65536 is not true then
      raise exception 'no such change can be told' using errcode = '22023';
    end if;
    perform registry.body_lock(p_body);
    perform registry.event_add(p_body, change.kind, p_body || '/' || change.short_name,
                               change.payload::json);
  end loop;
end
$$;

-- How much is queued, by cause.
create function api.recheck_queue()
returns table (cause text, initiatives bigint)
language sql stable security definer rows 5
set search_path = pg_catalog, pg_temp
as $$
  select q.cause, count(distinct (q.body_id, q.short_name))
    from registry.recheck q
   group by q.cause
   order by q.cause
$$;

grant execute on function api.recheck_follow(bytea, bigint, boolean), api.recheck_take(),
                          api.recheck_before(text),
                          api.recheck_done(text, bigint[], text[], text[], boolean, text[],
                                           text[], text[]),
                          api.recheck_queue() to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
