-- Who may do what, held by the database itself. People reach the registry
-- through functions of the schema api only: they have no privilege on any
-- table and none on the schema registry, so an estimate of the planner, an
-- error or a key tells nothing about rows that are not theirs.
--
--   tizilim_owner  owns the tables and the functions that say who is who
--   tizilim_api    runs the functions of api, under row security
--   tizilim_user   everybody who may connect
--
-- None of them can log in, nobody is a member of the first two. Identity is
-- session_user, mapped by registry.login to a person; never a setting, never
-- current_user. Several registries of one server share the roles, which own
-- nothing outside their database.

do $$
declare
  name text;
begin
  foreach name in array array['tizilim_owner', 'tizilim_api', 'tizilim_user']
  loop
    begin
      execute format('create role %I nologin noinherit', name);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end
$$;

grant tizilim_owner, tizilim_api to current_user;

do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to tizilim_user', current_database());
  execute format('grant create on database %I to tizilim_owner, tizilim_api',
                 current_database());
end
$$;

alter schema registry owner to tizilim_owner;
alter schema api owner to tizilim_api;
revoke all on schema registry, api, public from public;
grant usage on schema registry to tizilim_api;
grant usage on schema api to tizilim_user;
alter default privileges for role tizilim_owner revoke execute on functions from public;
alter default privileges for role tizilim_api revoke execute on functions from public;

do $$
declare
  thing record;
begin
  for thing in
    select c.oid::regclass as name
      from pg_class c
     where c.relnamespace = 'registry'::regnamespace
       and c.relkind in ('r', 'p')
  loop
    execute format('alter table %s owner to tizilim_owner', thing.name);
  end loop;
  for thing in
    select p.oid::regprocedure as name
      from pg_proc p
     where p.pronamespace = 'registry'::regnamespace
  loop
    execute format('alter function %s owner to tizilim_owner', thing.name);
    execute format('revoke execute on function %s from public', thing.name);
  end loop;
  -- written anew below, behind rights
  for thing in
    select p.oid::regprocedure as name
      from pg_proc p
     where p.pronamespace = 'api'::regnamespace
  loop
    execute format('drop function %s', thing.name);
  end loop;
end
$$;

set local role tizilim_owner;

-- People. Only the functions of an administrator write here; each writes an
-- event to the chain of the registry, '-'.

create table registry.person (
  person_id uuid not null,
  -- where they work; '-' is the registry itself
  body_id text collate "C" not null,
  name text not null,
  active boolean not null,
  constraint person_pkey primary key (person_id),
  constraint person_body_fkey foreign key (body_id) references registry.event_head (body_id),
  constraint person_name_size check (octet_length(name) between 1 and 400)
);

-- One person may have several.
create table registry.login (
  login name not null,
  person_id uuid not null,
  constraint login_pkey primary key (login),
  constraint login_person_fkey foreign key (person_id) references registry.person (person_id)
);

create index login_by_person on registry.login (person_id);

-- For a body, or with '-' for all of them.
create table registry.duty (
  person_id uuid not null,
  duty text collate "C" not null,
  body_id text collate "C" not null,
  constraint duty_pkey primary key (person_id, duty, body_id),
  constraint duty_person_fkey foreign key (person_id) references registry.person (person_id),
  constraint duty_body_fkey foreign key (body_id) references registry.event_head (body_id),
  constraint duty_known check (duty in ('submitter', 'architect', 'reviewer', 'approver',
                                        'checker', 'auditor', 'administrator'))
);

-- Who submits never decides, an auditor does nothing else, whatever the function that writes.
create function registry.keep_duties_apart() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held text[] := array(select distinct d.duty from registry.duty d
                        where d.person_id = new.person_id);
begin
  if held @> '{submitter,approver}' or ('auditor' = any (held) and cardinality(held) > 1) then
    raise exception 'these duties exclude each other: %', array_to_string(held, ', ')
      using errcode = '23514',
            hint = 'who submits cannot decide, and an auditor has no other duty';
  end if;
  return null;
end
$$;

create trigger duty_apart after insert or update on registry.duty
  for each row execute function registry.keep_duties_apart();
alter table registry.duty enable always trigger duty_apart;

alter table registry.body add column successor text collate "C",
  add constraint body_successor_fkey foreign key (successor) references registry.body (body_id);

-- Who is asking. Run as the owner, whom row security admits to these tables.

create function registry.me() returns uuid
language sql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select p.person_id
    from registry.login l
    join registry.person p using (person_id)
   where l.login = session_user
     and p.active
$$;

-- The bodies for which the caller has one of the duties: those named, and those that were
-- merged into them.
create function registry.bodies_with(p_duties text[]) returns text[]
language sql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with recursive covered (body_id) as (
    select d.body_id
      from registry.duty d
     where d.person_id = registry.me()
       and d.duty = any (p_duties)
    union
    select b.body_id
      from registry.body b
      join covered c on b.successor = c.body_id
  )
  select coalesce(array_agg(c.body_id), '{}')
    from covered c
$$;

create function registry.holds(p_duties text[], p_body text) returns boolean
language sql stable parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select b.list @> array['-'] or b.list @> array[p_body]
    from (select registry.bodies_with(p_duties)) b (list)
$$;

-- Bodies whose entries the caller reads whole.
create function registry.reads() returns text[]
language sql stable parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select registry.bodies_with('{submitter,architect,reviewer,approver,checker,auditor}')
$$;

create function registry.need(p_duties text[], p_body text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if registry.me() is null then
    raise exception 'the login "%" belongs to no active person of this registry', session_user
      using errcode = 'TZ403', hint = 'its administrator runs: tizilim person add';
  end if;
  if p_body is null or not registry.holds(p_duties, p_body) then
    raise exception 'this needs the duty of % for %', array_to_string(p_duties, ' or '),
                    case p_body when '-' then 'the whole registry' else p_body end
      using errcode = 'TZ403', hint = 'see `tizilim whoami`; an administrator grants duties';
  end if;
end
$$;

-- History: one chain of events for each body, hashed. The hash takes every field with its
-- length before it, so that no byte can move from one to the next.

create function registry.lp(p_text text) returns bytea
language sql immutable strict
set search_path = pg_catalog, pg_temp
as $$
  select int4send(octet_length(convert_to(p_text, 'UTF8'))) || convert_to(p_text, 'UTF8')
$$;

create function registry.event_hash(
  p_prev bytea, p_body text, p_seq bigint, p_at timestamptz, p_actor text, p_person uuid,
  p_kind text, p_subject text, p_payload text)
returns bytea
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
  select sha256('tizilim.event.1'::bytea
                || int4send(octet_length(p_prev)) || p_prev
                || registry.lp(p_body)
                || int8send(p_seq)
                || int8send((extract(epoch from p_at) * 1000000)::bigint)
                || registry.lp(p_actor)
                || registry.lp(coalesce(p_person::text, ''))
                || registry.lp(p_kind)
                || registry.lp(p_subject)
                || registry.lp(p_payload))
$$;

alter table registry.event_head
  add column hash bytea,
  add column at timestamptz not null default '-infinity';
alter table registry.event
  add column person_id uuid,
  add column hash bytea;

-- Chains what was recorded before chains were kept.
alter table registry.event disable trigger event_grows;
do $$
declare
  head record;
  e record;
  prev bytea;
begin
  for head in select h.body_id from registry.event_head h
  loop
    prev := sha256(convert_to(head.body_id, 'UTF8'));
    for e in select x.* from registry.event x where x.body_id = head.body_id order by x.seq
    loop
      prev := registry.event_hash(prev, e.body_id, e.seq, e.at, e.actor, null, e.kind,
                                  e.subject, e.payload::text);
      update registry.event x
         set hash = prev
       where (x.body_id, x.seq) = (e.body_id, e.seq);
    end loop;
    update registry.event_head h
       set hash = prev,
           at = coalesce((select max(x.at) from registry.event x
                           where x.body_id = head.body_id), '-infinity')
     where h.body_id = head.body_id;
  end loop;
end
$$;
alter table registry.event enable always trigger event_grows;
alter table registry.event alter column hash set not null;
alter table registry.event_head alter column hash set not null;

-- Takes the lock of a body, before anything of it is looked up: what is looked up then is
-- final. Also for a change that turns out to be none.
create function registry.body_lock(p_body text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform
     from registry.event_head h
    where h.body_id = p_body
      for update;
  if not found then
    raise exception 'body "%" is not in the registry', p_body
      using errcode = 'TZ404', hint = 'load the pack that names it, or correct the id';
  end if;
end
$$;

-- The caller holds the lock of the body. Time never goes back within a chain.
create function registry.event_add(p_body text, p_kind text, p_subject text, p_payload json)
returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  head registry.event_head;
  next bytea;
  me uuid := registry.me();
begin
  select h.* into strict head from registry.event_head h where h.body_id = p_body;
  head.seq := head.seq + 1;
  head.at := greatest(head.at, clock_timestamp());
  next := registry.event_hash(head.hash, p_body, head.seq, head.at, session_user::text, me,
                              p_kind, p_subject, p_payload::text);
  insert into registry.event (body_id, seq, at, actor, person_id, kind, subject, payload, hash)
  values (p_body, head.seq, head.at, session_user, me, p_kind, p_subject, p_payload, next);
  update registry.event_head h
     set seq = head.seq,
         at = head.at,
         hash = next
   where h.body_id = p_body;
  return head.seq;
end
$$;

-- Who lands this migration is the first administrator.
do $$
declare
  id uuid := gen_random_uuid();
begin
  insert into registry.person (person_id, body_id, name, active)
  values (id, '-', session_user, true);
  insert into registry.login (login, person_id)
  values (session_user, id);
  insert into registry.duty (person_id, duty, body_id)
  values (id, 'administrator', '-');
  perform registry.event_add('-', 'person_added', id::text,
                             json_build_object('login', session_user, 'name', session_user,
                                               'body', '-', 'duty', 'administrator'));
end
$$;

-- What stands when: the state of an initiative after each event that changed it. The heads
-- of the chains, seen in one snapshot, name a state of the whole registry for ever.
create table registry.standing (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  seq bigint not null,
  at timestamptz not null,
  revision int not null,
  status text not null,
  constraint standing_pkey primary key (body_id, short_name, seq),
  constraint standing_event_fkey foreign key (body_id, seq)
    references registry.event (body_id, seq),
  constraint standing_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number)
);

insert into registry.standing (body_id, short_name, seq, at, revision, status)
select e.body_id,
       split_part(e.subject, '/', 2),
       e.seq,
       e.at,
       -- a withdrawal leaves the revision that was there
       coalesce((e.payload ->> 'revision')::int,
                (select max((b.payload ->> 'revision')::int)
                   from registry.event b
                  where b.body_id = e.body_id
                    and b.subject = e.subject
                    and b.seq < e.seq
                    and b.kind in ('created', 'revised'))),
       case e.kind when 'withdrawn' then 'withdrawn' else 'registered' end
  from registry.event e
 where e.kind in ('created', 'revised', 'withdrawn');

-- The answer given to a submission, kept under the key that its client chose: asked again,
-- the registry says the same.
create table registry.submission (
  body_id text collate "C" not null,
  key uuid not null,
  short_name text collate "C" not null,
  bytes_sha256 bytea not null,
  outcome text not null,
  revision int not null,
  constraint submission_pkey primary key (body_id, key),
  constraint submission_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number)
);

-- What other bodies may see of the latest revision: a copy made when it was submitted.
create table registry.card (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  revision int not null,
  contents text not null,
  name jsonb not null,
  stage text collate "C" not null,
  status text not null,
  submitted_at timestamptz not null,
  words tsvector not null,
  constraint card_pkey primary key (body_id, short_name),
  constraint card_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number)
);

-- Of what was registered before, others see no more than the name until it is revised.
insert into registry.card (body_id, short_name, revision, contents, name, stage, status,
                           submitted_at, words)
select i.body_id, i.short_name, i.revision, '{}', r.name, r.stage, i.status, r.submitted_at, ''
  from registry.initiative i
  join registry.revision r
    on (r.body_id, r.short_name, r.number) = (i.body_id, i.short_name, i.revision);

create index card_by_word on registry.card using gin (words);

alter table registry.facet add column open boolean not null default false;

-- Not yet submitted: of their body alone.
create table registry.draft (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  media text not null,
  bytes bytea not null,
  saved_at timestamptz not null,
  saved_by text not null,
  constraint draft_pkey primary key (body_id, short_name),
  constraint draft_body_fkey foreign key (body_id) references registry.body (body_id),
  constraint draft_short_name_form check (short_name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint draft_bytes_size check (octet_length(bytes) between 1 and 1048576),
  constraint draft_media_known check (media in ('yaml', 'json'))
);

-- A run is open until it is sealed; the seal is bound to the chain of a body, and binds the
-- findings by their digest.
alter table registry.check_run
  add column body_id text collate "C" not null default '-',
  add column person_id uuid,
  add column official boolean not null default false;
alter table registry.check_run alter column body_id drop default;
alter table registry.check_run alter column official drop default;

create table registry.run_seal (
  run_id uuid not null,
  body_id text collate "C" not null,
  seq bigint not null,
  findings_sha256 bytea not null,
  constraint run_seal_pkey primary key (run_id),
  constraint run_seal_run_fkey foreign key (run_id) references registry.check_run (run_id),
  constraint run_seal_event_fkey foreign key (body_id, seq)
    references registry.event (body_id, seq)
);

create function registry.findings_digest(p_run uuid) returns bytea
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select sha256(coalesce(string_agg(
           sha256(registry.lp(f.body_id) || registry.lp(f.short_name)
                  || registry.lp(f.revision::text) || registry.lp(f.fingerprint)
                  || registry.lp(f.rule) || registry.lp(f.severity)
                  || registry.lp(f.line::text) || registry.lp(f.col::text)
                  || registry.lp(f.pointer) || registry.lp(f.message ->> 'kk')
                  || registry.lp(f.message ->> 'ru') || registry.lp(f.message ->> 'en')
                  || registry.lp(f.details::text)),
           ''::bytea order by f.body_id, f.short_name, f.revision, f.fingerprint), ''))
    from registry.finding f
   where f.run_id = p_run
$$;

do $$
declare
  grows text;
begin
  foreach grows in array array['standing', 'submission', 'run_seal']
  loop
    execute format('create trigger %I before update or delete on registry.%I '
                   'for each row execute function registry.refuse_change()',
                   grows || '_grows', grows);
    execute format('create trigger %I before truncate on registry.%I '
                   'for each statement execute function registry.refuse_change()',
                   grows || '_stays', grows);
    execute format('alter table registry.%I enable always trigger %I', grows,
                   grows || '_grows');
    execute format('alter table registry.%I enable always trigger %I', grows,
                   grows || '_stays');
  end loop;
end
$$;

-- Takes part in what the functions of api do.

create function registry.lexemes(p_words text[]) returns tsvector
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
  -- a lexeme is at most 2046 bytes; a word that long is no word
  select array_to_tsvector(coalesce(array_agg(word), '{}'))
    from unnest(p_words) word
   where octet_length(word) between 1 and 512
$$;

-- A prefix query over all words; a word may hold any character.
create function registry.search_query(p_words text[]) returns tsquery
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
  select string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || ''':*',
                    ' & ')::tsquery
    from unnest(p_words) word
   where word <> ''
$$;

-- The caller's own run while it takes findings.
create function registry.run_need(p_run uuid) returns registry.check_run
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  run registry.check_run;
begin
  select c.*
    into run
    from registry.check_run c
   where c.run_id = p_run
     and c.person_id = registry.me()
     and not exists (select from registry.run_seal s where s.run_id = p_run);
  if not found then
    raise exception 'run % is not yours, or it is sealed', p_run using errcode = 'TZ403';
  end if;
  return run;
end
$$;

-- Row security: forced on every table, so it binds the owner, too.

do $$
declare
  name regclass;
begin
  for name in
    select c.oid
      from pg_class c
     where c.relnamespace = 'registry'::regnamespace
       and c.relkind in ('r', 'p')
  loop
    execute format('alter table %s enable row level security', name);
    execute format('alter table %s force row level security', name);
  end loop;
end
$$;

-- for registry.me and its kind, which run as the owner
create policy person_who on registry.person for select to tizilim_owner using (true);
create policy login_who on registry.login for select to tizilim_owner using (true);
create policy duty_who on registry.duty for select to tizilim_owner using (true);
create policy body_who on registry.body for select to tizilim_owner using (true);
-- who may is a matter of privileges: who migrates, and api.migrations
create policy migration_all on registry.migration using (true) with check (true);

create policy body_read on registry.body for select to tizilim_api using (true);
create policy pack_read on registry.pack for select to tizilim_api using (true);
create policy head_lock on registry.event_head to tizilim_api using (true) with check (true);

create policy person_read on registry.person for select to tizilim_api
  using (person_id = (select registry.me())
         or (select registry.holds('{administrator,auditor}', '-')));
create policy login_read on registry.login for select to tizilim_api
  using (person_id = (select registry.me())
         or (select registry.holds('{administrator,auditor}', '-')));
create policy duty_read on registry.duty for select to tizilim_api
  using (person_id = (select registry.me())
         or (select registry.holds('{administrator,auditor}', '-')));

-- what is of a body: read by those who have a duty there, or everywhere
do $$
declare
  name text;
begin
  foreach name in array array['initiative', 'revision', 'search', 'standing', 'submission',
                              'judged', 'finding']
  loop
    execute format('create policy %I on registry.%I for select to tizilim_api '
                   'using (body_id = any ((select registry.reads())::text[]) '
                   'or ''-'' = any ((select registry.reads())::text[]))',
                   name || '_read', name);
  end loop;
end
$$;
create policy facet_read on registry.facet for select to tizilim_api
  using (body_id = any ((select registry.reads())::text[])
         or '-' = any ((select registry.reads())::text[])
         or (open and (select registry.me()) is not null));
create policy card_read on registry.card for select to tizilim_api
  using ((select registry.me()) is not null);
create policy run_read on registry.check_run for select to tizilim_api
  using (person_id = (select registry.me())
         or '-' = any ((select registry.reads())::text[])
         or exists (select from registry.judged j where j.run_id = check_run.run_id));
create policy seal_read on registry.run_seal for select to tizilim_api using (true);
-- the chain of the registry itself is for administrators and auditors
create policy event_read on registry.event for select to tizilim_api
  using (case body_id
           when '-' then (select registry.holds('{administrator,auditor}', '-'))
           else body_id = any ((select registry.reads())::text[])
                or '-' = any ((select registry.reads())::text[])
         end);
create policy draft_own on registry.draft to tizilim_api
  using (registry.holds('{submitter,architect}', body_id))
  with check (registry.holds('{submitter,architect}', body_id));

-- and written through the functions of api
create policy event_write on registry.event for insert to tizilim_api with check (true);
create policy person_write on registry.person to tizilim_api
  using ((select registry.holds('{administrator}', '-')))
  with check ((select registry.holds('{administrator}', '-')));
create policy login_write on registry.login for insert to tizilim_api
  with check ((select registry.holds('{administrator}', '-')));
create policy duty_write on registry.duty to tizilim_api
  using ((select registry.holds('{administrator}', '-')))
  with check ((select registry.holds('{administrator}', '-')));
create policy body_write on registry.body for insert to tizilim_api
  with check ((select registry.holds('{administrator}', '-')));
create policy body_change on registry.body for update to tizilim_api
  using ((select registry.holds('{administrator}', '-')));
create policy pack_write on registry.pack for insert to tizilim_api
  with check ((select registry.holds('{administrator}', '-')));
do $$
declare
  name text;
begin
  foreach name in array array['initiative', 'revision', 'facet', 'search', 'standing', 'card',
                              'submission']
  loop
    execute format('create policy %I on registry.%I for insert to tizilim_api '
                   'with check (body_id = any ((select registry.bodies_with(''{submitter}''))::text[]) '
                   'or ''-'' = any ((select registry.bodies_with(''{submitter}''))::text[]))',
                   name || '_write', name);
  end loop;
  foreach name in array array['initiative', 'search', 'card']
  loop
    execute format('create policy %I on registry.%I for update to tizilim_api '
                   'using (body_id = any ((select registry.bodies_with(''{submitter}''))::text[]) '
                   'or ''-'' = any ((select registry.bodies_with(''{submitter}''))::text[]))',
                   name || '_change', name);
  end loop;
end
$$;
create policy run_write on registry.check_run for insert to tizilim_api
  with check (person_id = (select registry.me()));
create policy seal_write on registry.run_seal for insert to tizilim_api with check (true);
create policy judged_write on registry.judged for insert to tizilim_api
  with check (registry.holds('{submitter,checker}', body_id));
create policy finding_write on registry.finding for insert to tizilim_api
  with check (body_id = any ((select registry.bodies_with('{submitter,checker}'))::text[])
              or '-' = any ((select registry.bodies_with('{submitter,checker}'))::text[]));

grant select on all tables in schema registry to tizilim_api;
grant insert on registry.body, registry.event, registry.event_head, registry.initiative,
                registry.revision, registry.facet, registry.search, registry.card,
                registry.standing, registry.submission, registry.draft, registry.pack,
                registry.check_run, registry.run_seal, registry.judged, registry.finding,
                registry.person, registry.login, registry.duty to tizilim_api;
grant update on registry.body, registry.event_head, registry.initiative, registry.search,
                registry.card, registry.draft, registry.person to tizilim_api;
grant delete on registry.draft, registry.duty to tizilim_api;
grant execute on all functions in schema registry to tizilim_api;

do $$
begin
  execute format('grant usage on schema registry to %I', session_user);
  execute format('grant select, insert on registry.migration to %I', session_user);
end
$$;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
