-- The doors: functions of api, run by tizilim_api under row security. What a
-- caller may see is what the policies of 0003_rights.sql let through; what he
-- may do is asked for by registry.need at the top of each function that
-- writes. States: TZ403 no right, TZ404 not there, TZ409 there with other
-- contents, TZ412 not what the caller saw. Parameters begin with p_, so that
-- none can be taken for a column.

grant tizilim_api to current_user;
set local role tizilim_api;

-- The program, and who is asking.

create function api.migrations() returns table (version int, name text, sha256 bytea)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select m.version, m.name, m.sha256
    from registry.migration m
   order by m.version
$$;

create function api.whoami()
returns table (login text, person_id uuid, name text, home text, duty text, body_id text)
language sql stable security definer rows 10
set search_path = pg_catalog, pg_temp
as $$
  select session_user::text, p.person_id, p.name, p.body_id, d.duty, d.body_id
    from (select registry.me()) me (id)
    left join registry.person p on p.person_id = me.id
    left join registry.duty d on d.person_id = me.id
   order by d.duty, d.body_id
$$;

-- Bodies and people.

create function api.bodies()
returns table (body_id text, kk text, ru text, en text, status text, successor text)
language sql stable security definer rows 300
set search_path = pg_catalog, pg_temp
as $$
  select b.body_id, b.names ->> 'kk', b.names ->> 'ru', b.names ->> 'en', b.status, b.successor
    from registry.body b
   order by b.body_id
$$;

create function api.body_put(p_body text, p_kk text, p_ru text, p_en text, p_status text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted jsonb := jsonb_build_object('kk', p_kk, 'ru', p_ru, 'en', p_en);
  outcome text;
begin
  perform registry.need('{administrator}', '-');
  insert into registry.event_head (body_id, seq, hash)
  values (p_body, 0, sha256(convert_to(p_body, 'UTF8')))
  on conflict do nothing;
  perform registry.body_lock(p_body);
  insert into registry.body (body_id, names, status)
  values (p_body, wanted, p_status)
  on conflict do nothing;
  if found then
    outcome := 'created';
  else
    update registry.body b
       set names = wanted,
           status = p_status
     where b.body_id = p_body
       and (b.names, b.status) is distinct from (wanted, p_status)
       -- a merged body stays closed whatever a pack says
       and b.successor is null;
    outcome := case when found then 'changed' else 'unchanged' end;
  end if;
  if outcome <> 'unchanged' then
    perform registry.event_add(p_body, 'body_' || outcome, p_body,
                               json_build_object('names', wanted, 'status', p_status));
  end if;
  return outcome;
end
$$;

-- The entries stay under the name they were registered by; who has a duty for the successor
-- has it for them.
create function api.body_merge(p_body text, p_successor text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  was registry.body;
begin
  perform registry.need('{administrator}', '-');
  -- in the order of their ids, so that two mergers cannot wait for each other
  perform registry.body_lock(least(p_body, p_successor));
  perform registry.body_lock(greatest(p_body, p_successor));
  select b.* into was from registry.body b where b.body_id = p_body;
  if was.successor = p_successor then
    return 'unchanged';
  end if;
  if p_body = p_successor
     or exists (with recursive after (body_id) as (
                  select p_successor
                  union
                  select b.successor
                    from registry.body b
                    join after a using (body_id)
                   where b.successor is not null
                )
                select from after a where a.body_id = p_body) then
    raise exception 'body "%" cannot be merged into itself', p_body using errcode = 'TZ409';
  end if;
  update registry.body b
     set status = 'closed',
         successor = p_successor
   where b.body_id = p_body;
  perform registry.event_add(p_body, 'body_merged', p_body,
                             json_build_object('successor', p_successor));
  return 'changed';
end
$$;

create function api.people()
returns table (login text, person_id uuid, name text, home text, active boolean, duty text,
               body_id text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select l.login::text, p.person_id, p.name, p.body_id, p.active, d.duty, d.body_id
    from registry.person p
    join registry.login l using (person_id)
    left join registry.duty d using (person_id)
   order by l.login, d.duty, d.body_id
$$;

-- A login may be of one person only; with the login of a person already known as p_same a
-- second login of that person.
create function api.person_add(p_login text, p_name text, p_body text, p_same text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  known record;
  id uuid := gen_random_uuid();
begin
  perform registry.need('{administrator}', '-');
  perform registry.body_lock('-');
  select p.person_id, p.name, p.body_id
    into known
    from registry.login l
    join registry.person p using (person_id)
   where l.login = p_login;
  if found then
    if (known.name, known.body_id) is distinct from (p_name, p_body) then
      raise exception 'the login "%" is of another person', p_login
        using errcode = 'TZ409', hint = 'see `tizilim person list`';
    end if;
    return 'unchanged';
  end if;
  if p_same is not null then
    select l.person_id into id from registry.login l where l.login = p_same;
    if not found then
      raise exception 'the login "%" is of nobody', p_same using errcode = 'TZ404';
    end if;
  else
    if not exists (select from registry.event_head h where h.body_id = p_body) then
      raise exception 'body "%" is not in the registry', p_body using errcode = 'TZ404';
    end if;
    insert into registry.person (person_id, body_id, name, active)
    values (id, p_body, p_name, true);
  end if;
  insert into registry.login (login, person_id)
  values (p_login, id);
  perform registry.event_add('-', 'person_added', id::text,
                             json_build_object('login', p_login, 'name', p_name,
                                               'body', p_body));
  return 'created';
end
$$;

create function api.person_switch(p_login text, p_active boolean) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  id uuid;
begin
  perform registry.need('{administrator}', '-');
  perform registry.body_lock('-');
  select l.person_id into id from registry.login l where l.login = p_login;
  if not found then
    raise exception 'the login "%" is of nobody', p_login
      using errcode = 'TZ404', hint = 'see `tizilim person list`';
  end if;
  update registry.person p
     set active = p_active
   where p.person_id = id
     and p.active <> p_active;
  if not found then
    return 'unchanged';
  end if;
  perform registry.event_add('-', case when p_active then 'person_enabled'
                                       else 'person_disabled' end,
                             id::text, json_build_object('login', p_login));
  return 'changed';
end
$$;

create function api.duty_set(p_login text, p_duty text, p_body text, p_granted boolean)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  id uuid;
begin
  perform registry.need('{administrator}', '-');
  perform registry.body_lock('-');
  select l.person_id into id from registry.login l where l.login = p_login;
  if not found then
    raise exception 'the login "%" is of nobody', p_login
      using errcode = 'TZ404', hint = 'see `tizilim person list`';
  end if;
  if p_granted then
    if not exists (select from registry.event_head h where h.body_id = p_body) then
      raise exception 'body "%" is not in the registry', p_body using errcode = 'TZ404';
    end if;
    insert into registry.duty (person_id, duty, body_id)
    values (id, p_duty, p_body)
    on conflict do nothing;
  else
    delete from registry.duty d
     where (d.person_id, d.duty, d.body_id) = (id, p_duty, p_body);
  end if;
  if not found then
    return 'unchanged';
  end if;
  perform registry.event_add('-', case when p_granted then 'duty_granted'
                                       else 'duty_revoked' end,
                             id::text,
                             json_build_object('login', p_login, 'duty', p_duty,
                                               'body', p_body));
  return 'changed';
end
$$;

-- Packs.

create function api.pack_put(p_name text, p_version text, p_sha256 bytea, p_valid_from date,
                             p_contents bytea)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  loaded bytea;
begin
  perform registry.need('{administrator}', '-');
  perform registry.body_lock('-');
  select p.sha256
    into loaded
    from registry.pack p
   where (p.name, p.version) = (p_name, p_version);
  if loaded = p_sha256 then
    return 'unchanged';
  elsif found then
    raise exception 'pack "%" version % is in the registry with other contents', p_name,
                    p_version
      using errcode = 'TZ409', hint = 'give the changed pack a new version';
  end if;
  insert into registry.pack (name, version, sha256, valid_from, loaded_at, contents)
  values (p_name, p_version, p_sha256, p_valid_from, clock_timestamp(), p_contents);
  perform registry.event_add('-', 'pack_loaded', p_name || ' ' || p_version,
                             json_build_object('sha256', encode(p_sha256, 'hex'),
                                               'valid_from', p_valid_from));
  return 'created';
end
$$;

create function api.pack_current(p_name text, p_on date)
returns table (name text, version text, sha256 bytea, valid_from date, loaded_at timestamptz,
               contents bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select p.name, p.version, p.sha256, p.valid_from, p.loaded_at, p.contents
    from registry.pack p
   where p.name = p_name
     and (p_on is null or p.valid_from <= p_on)
   order by p.valid_from desc, p.loaded_at desc
   limit 1
$$;

-- Drafts.

create function api.draft_put(p_body text, p_short_name text, p_media text, p_bytes bytea)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{submitter,architect}', p_body);
  insert into registry.draft (body_id, short_name, media, bytes, saved_at, saved_by)
  values (p_body, p_short_name, p_media, p_bytes, clock_timestamp(), session_user)
  on conflict (body_id, short_name) do update
     set media = excluded.media,
         bytes = excluded.bytes,
         saved_at = excluded.saved_at,
         saved_by = excluded.saved_by;
end
$$;

create function api.drafts(p_body text, p_short_name text)
returns table (body_id text, short_name text, media text, bytes bytea, saved_at timestamptz,
               saved_by text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select d.body_id, d.short_name, d.media, d.bytes, d.saved_at, d.saved_by
    from registry.draft d
   where (p_body is null or d.body_id = p_body)
     and (p_short_name is null or d.short_name = p_short_name)
   order by d.body_id, d.short_name
$$;

create function api.draft_drop(p_body text, p_short_name text) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{submitter,architect}', p_body);
  delete from registry.draft d
   where (d.body_id, d.short_name) = (p_body, p_short_name);
  return found;
end
$$;

-- Submissions.

-- Creates the initiative, adds a revision, or finds that the latest one says
-- the same. Asked again under the same key, it answers the same; the lock of
-- the body, which is a write, makes that answer wait for a synchronous standby
-- as the first one had to. p_base is the revision that the
-- caller changed, 0 for a new initiative, null for whatever there is.
create function api.submit(
  p_key uuid, p_base int, p_body text, p_short_name text, p_stage text, p_kk text, p_ru text,
  p_en text, p_media text, p_bytes bytea, p_bytes_sha256 bytea, p_canonical text,
  p_kinds text[], p_values text[], p_open boolean[], p_words text[], p_card text,
  p_card_words text[],
  out status text, out revision int)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  content bytea := sha256(convert_to(p_canonical, 'UTF8'));
  name jsonb := jsonb_build_object('kk', p_kk, 'ru', p_ru, 'en', p_en);
  now timestamptz;
  event bigint;
  known registry.submission;
  latest record;
begin
  perform registry.need('{submitter}', p_body);
  perform registry.body_lock(p_body);
  select s.* into known from registry.submission s where (s.body_id, s.key) = (p_body, p_key);
  if found then
    if (known.short_name, known.bytes_sha256) is distinct from (p_short_name, p_bytes_sha256) then
      raise exception 'this key was used for another submission' using errcode = 'TZ409';
    end if;
    status := known.outcome;
    revision := known.revision;
    return;
  end if;
  select i.status, i.revision, r.canonical_sha256
    into latest
    from registry.initiative i
    join registry.revision r
      on (r.body_id, r.short_name, r.number) = (i.body_id, i.short_name, i.revision)
   where (i.body_id, i.short_name) = (p_body, p_short_name)
     for update of i;
  if p_base <> coalesce(latest.revision, 0) then
    raise exception 'your change is of revision %, the registry holds revision %', p_base,
                    coalesce(latest.revision, 0)
      using errcode = 'TZ412', hint = 'see `tizilim diff`, take over what others changed';
  end if;
  now := clock_timestamp();
  if latest.revision is null then
    status := 'created';
    revision := 1;
    insert into registry.initiative (body_id, short_name, created_at, status, revision)
    values (p_body, p_short_name, now, 'registered', 1);
  elsif latest.status = 'registered' and latest.canonical_sha256 = content then
    status := 'unchanged';
    revision := latest.revision;
  else
    status := 'revised';
    revision := latest.revision + 1;
    update registry.initiative i
       set status = 'registered',
           revision = submit.revision
     where (i.body_id, i.short_name) = (p_body, p_short_name);
  end if;
  if status <> 'unchanged' then
    event := registry.event_add(p_body, submit.status, p_body || '/' || p_short_name,
                                json_build_object('key', p_key, 'revision', submit.revision,
                                                  'sha256', encode(p_bytes_sha256, 'hex'),
                                                  'canonical_sha256', encode(content, 'hex'),
                                                  'stage', p_stage));
    insert into registry.revision (body_id, short_name, number, bytes, bytes_sha256, media,
                                   canonical, canonical_sha256, name, stage, submitted_at,
                                   submitted_by)
    values (p_body, p_short_name, submit.revision, p_bytes, p_bytes_sha256, p_media,
            p_canonical, content, name, p_stage, now, session_user);
    insert into registry.standing (body_id, short_name, seq, at, revision, status)
    values (p_body, p_short_name, event, now, submit.revision, 'registered');
    insert into registry.facet (body_id, short_name, revision, kind, value, open)
    select p_body, p_short_name, submit.revision, f.kind, f.value, bool_or(f.open)
      from unnest(p_kinds, p_values, p_open) f (kind, value, open)
     group by f.kind, f.value;
    insert into registry.search (body_id, short_name, words)
    values (p_body, p_short_name, registry.lexemes(p_words))
    on conflict (body_id, short_name) do update
       set words = excluded.words;
    insert into registry.card (body_id, short_name, revision, contents, name, stage, status,
                               submitted_at, words)
    values (p_body, p_short_name, submit.revision, p_card, name, p_stage, 'registered', now,
            registry.lexemes(p_card_words))
    on conflict (body_id, short_name) do update
       set revision = excluded.revision,
           contents = excluded.contents,
           name = excluded.name,
           stage = excluded.stage,
           status = excluded.status,
           submitted_at = excluded.submitted_at,
           words = excluded.words;
  end if;
  insert into registry.submission (body_id, key, short_name, bytes_sha256, outcome, revision)
  values (p_body, p_key, p_short_name, p_bytes_sha256, submit.status, submit.revision);
end
$$;

create function api.withdraw(p_body text, p_short_name text, p_reason text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  was record;
  event bigint;
begin
  perform registry.need('{submitter}', p_body);
  perform registry.body_lock(p_body);
  select i.status, i.revision
    into was
    from registry.initiative i
   where (i.body_id, i.short_name) = (p_body, p_short_name)
     for update;
  if not found then
    raise exception 'initiative "%/%" is not in the registry', p_body, p_short_name
      using errcode = 'TZ404';
  end if;
  if was.status = 'withdrawn' then
    return 'unchanged';
  end if;
  update registry.initiative i
     set status = 'withdrawn'
   where (i.body_id, i.short_name) = (p_body, p_short_name);
  update registry.card c
     set status = 'withdrawn'
   where (c.body_id, c.short_name) = (p_body, p_short_name);
  event := registry.event_add(p_body, 'withdrawn', p_body || '/' || p_short_name,
                              json_build_object('reason', p_reason));
  insert into registry.standing (body_id, short_name, seq, at, revision, status)
  values (p_body, p_short_name, event, clock_timestamp(), was.revision, 'withdrawn');
  return 'withdrawn';
end
$$;

-- Reading initiatives: whole where the caller has a duty, else as their cards.

create function api.initiatives(
  p_body text, p_stage text, p_status text, p_function text, p_source text, p_territory text,
  p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, c.status, c.stage, c.name ->> 'kk',
         c.name ->> 'ru', c.name ->> 'en', c.submitted_at, i.body_id is not null
    from registry.card c
    left join registry.initiative i using (body_id, short_name)
   where (p_body is null or c.body_id = p_body)
     and (p_stage is null or c.stage = p_stage)
     and (p_status is null or c.status = p_status)
     and (p_after_body is null or (c.body_id, c.short_name) > (p_after_body, p_after_name))
     and not exists (
         select
           from (values ('function', p_function), ('source', p_source),
                        ('territory', p_territory)) wanted (kind, value)
          where wanted.value is not null
            and not exists (
                select
                  from registry.facet f
                 where (f.body_id, f.short_name, f.revision)
                       = (c.body_id, c.short_name, c.revision)
                   and f.kind = wanted.kind
                   and f.value = wanted.value))
   order by c.body_id, c.short_name
   limit p_limit
$$;

create function api.search(p_words text[], p_limit bigint)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, c.status, c.stage, c.name ->> 'kk',
         c.name ->> 'ru', c.name ->> 'en', c.submitted_at, s.body_id is not null
    from registry.card c
    left join registry.search s using (body_id, short_name)
   where c.status = 'registered'
     and coalesce(s.words, c.words) @@ registry.search_query(p_words)
   order by c.body_id, c.short_name
   limit p_limit
$$;

-- Who uses a thing: those that name it, and with p_through those that depend on them. The
-- union drops what was seen before, so a circle of dependencies ends.
create function api.users(p_kind text, p_value text, p_through boolean)
returns table (body_id text, short_name text, revision int, stage text, kk text, ru text,
               en text, is_direct boolean, via text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  with recursive living as (
    select c.*, c.body_id || '/' || c.short_name as id
      from registry.card c
     where c.status = 'registered'
  ), reached as (
    select l.body_id, l.short_name, l.revision, l.id
      from living l
      join registry.facet f using (body_id, short_name, revision)
     where f.kind = p_kind
       and f.value = p_value
    union
    select l.body_id, l.short_name, l.revision, l.id
      from reached
      join registry.facet f
        on f.kind = 'depends_on'
       and f.value = reached.id
      join living l
        on (l.body_id, l.short_name, l.revision) = (f.body_id, f.short_name, f.revision)
     where p_through
  )
  select u.body_id, u.short_name, u.revision, c.stage, c.name ->> 'kk', c.name ->> 'ru',
         c.name ->> 'en',
         exists (
           select
             from registry.facet f
            where (f.body_id, f.short_name, f.revision) = (u.body_id, u.short_name, u.revision)
              and f.kind = p_kind
              and f.value = p_value),
         (select min(f.value)
            from registry.facet f
            join reached on reached.id = f.value
           where (f.body_id, f.short_name, f.revision) = (u.body_id, u.short_name, u.revision)
             and f.kind = 'depends_on')
    from reached u
    join registry.card c using (body_id, short_name)
   order by u.body_id, u.short_name
$$;

create function api.portfolio(p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes, convert_to(c.contents, 'UTF8')), r.number is not null
    from registry.card c
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (c.body_id, c.short_name, c.revision)
   where c.status = 'registered'
     and (p_after_body is null or (c.body_id, c.short_name) > (p_after_body, p_after_name))
   order by c.body_id, c.short_name
   limit p_limit
$$;

-- One revision; without a number the latest. Of another body only the latest, as its card.
create function api.document(p_body text, p_short_name text, p_revision int)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean, submitted_by text,
               latest int, media text, bytes bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select r.body_id, r.short_name, r.number, i.status, r.stage, r.name ->> 'kk',
         r.name ->> 'ru', r.name ->> 'en', r.submitted_at, true, r.submitted_by, i.revision,
         r.media, r.bytes
    from registry.initiative i
    join registry.revision r using (body_id, short_name)
   where (i.body_id, i.short_name) = (p_body, p_short_name)
     and r.number = coalesce(p_revision, i.revision)
  union all
  select c.body_id, c.short_name, c.revision, c.status, c.stage, c.name ->> 'kk',
         c.name ->> 'ru', c.name ->> 'en', c.submitted_at, false, null, c.revision, 'json',
         convert_to(c.contents, 'UTF8')
    from registry.card c
   where (c.body_id, c.short_name) = (p_body, p_short_name)
     and c.revision = coalesce(p_revision, c.revision)
     and not exists (select from registry.initiative i
                      where (i.body_id, i.short_name) = (p_body, p_short_name))
$$;

create function api.revisions(p_body text, p_short_name text)
returns table (number int, stage text, submitted_at timestamptz, submitted_by text,
               bytes_sha256 bytea, canonical_sha256 bytea)
language sql stable security definer rows 10
set search_path = pg_catalog, pg_temp
as $$
  select r.number, r.stage, r.submitted_at, r.submitted_by, r.bytes_sha256, r.canonical_sha256
    from registry.revision r
   where (r.body_id, r.short_name) = (p_body, p_short_name)
   order by r.number
$$;

create function api.events(p_body text, p_subject text)
returns table (seq bigint, at timestamptz, actor text, kind text, payload text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select e.seq, e.at, e.actor, e.kind, e.payload::text
    from registry.event e
   where e.body_id = p_body
     and e.subject = p_subject
   order by e.seq
$$;

-- Runs: opened, filled, sealed in one transaction. A sealed one takes nothing any more.

create function api.run_open(
  p_body text, p_pack_sha256 bytea, p_judged_by date, p_portfolio text,
  p_portfolio_sha256 bytea, p_milliseconds bigint, p_program_version text, p_initiatives int,
  p_errors int, p_warnings int, p_remarks int)
returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  run uuid := gen_random_uuid();
  now timestamptz;
begin
  perform registry.need('{submitter,checker}', p_body);
  perform registry.body_lock(p_body);
  now := clock_timestamp();
  insert into registry.check_run (run_id, body_id, pack_sha256, judged_by, portfolio,
                                  portfolio_sha256, started_at, finished_at, actor, person_id,
                                  official, program_version, initiatives, errors, warnings,
                                  remarks)
  values (run, p_body, p_pack_sha256, p_judged_by, p_portfolio, p_portfolio_sha256,
          now - p_milliseconds * interval '1 millisecond', now, session_user, registry.me(),
          registry.holds('{checker}', '-'), p_program_version, p_initiatives, p_errors,
          p_warnings, p_remarks);
  return run;
end
$$;

create function api.run_judged(p_run uuid, p_bodies text[], p_short_names text[],
                               p_revisions int[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.run_need(p_run);
  insert into registry.judged (body_id, short_name, revision, run_id)
  select j.body_id, j.short_name, j.revision, p_run
    from unnest(p_bodies, p_short_names, p_revisions) j (body_id, short_name, revision);
end
$$;

create function api.run_findings(
  p_run uuid, p_bodies text[], p_short_names text[], p_revisions int[], p_rules text[],
  p_severities text[], p_fingerprints text[], p_lines int[], p_cols int[], p_pointers text[],
  p_kk text[], p_ru text[], p_en text[], p_details jsonb[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.run_need(p_run);
  insert into registry.finding (body_id, short_name, revision, run_id, rule, severity,
                                fingerprint, line, col, pointer, message, details)
  select f.body_id, f.short_name, f.revision, p_run, f.rule, f.severity, f.fingerprint,
         f.line, f.col, f.pointer, jsonb_build_object('kk', f.kk, 'ru', f.ru, 'en', f.en),
         f.details
    from unnest(p_bodies, p_short_names, p_revisions, p_rules, p_severities, p_fingerprints,
                p_lines, p_cols, p_pointers, p_kk, p_ru, p_en, p_details)
      f (body_id, short_name, revision, rule, severity, fingerprint, line, col, pointer,
         kk, ru, en, details);
end
$$;

create function api.run_seal(p_run uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  run registry.check_run := registry.run_need(p_run);
  digest bytea := registry.findings_digest(p_run);
  event bigint;
begin
  event := registry.event_add(run.body_id, 'checked', p_run::text,
                              json_build_object('initiatives', run.initiatives,
                                                'errors', run.errors,
                                                'warnings', run.warnings,
                                                'pack_sha256', encode(run.pack_sha256, 'hex'),
                                                'findings_sha256', encode(digest, 'hex')));
  insert into registry.run_seal (run_id, body_id, seq, findings_sha256)
  values (p_run, run.body_id, event, digest);
end
$$;

-- The last run that judged the latest revision; no row if none did.
create function api.run_last(p_body text, p_short_name text)
returns table (run_id uuid, finished_at timestamptz)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select c.run_id, c.finished_at
    from registry.initiative i
    join registry.judged j
      on (j.body_id, j.short_name, j.revision) = (i.body_id, i.short_name, i.revision)
    join registry.check_run c using (run_id)
   where (i.body_id, i.short_name) = (p_body, p_short_name)
   order by c.finished_at desc, c.run_id
   limit 1
$$;

create function api.findings(p_body text, p_short_name text, p_run uuid)
returns table (body_id text, short_name text, revision int, rule text, severity text,
               fingerprint text, line int, col int, pointer text, kk text, ru text, en text,
               details text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select f.body_id, f.short_name, f.revision, f.rule, f.severity, f.fingerprint, f.line, f.col,
         f.pointer, f.message ->> 'kk', f.message ->> 'ru', f.message ->> 'en', f.details::text
    from registry.finding f
   where (f.body_id, f.short_name, f.run_id) = (p_body, p_short_name, p_run)
   order by f.line, f.col, f.rule, f.fingerprint
$$;

grant execute on all functions in schema api to tizilim_user;

reset role;
revoke tizilim_api from current_user;
