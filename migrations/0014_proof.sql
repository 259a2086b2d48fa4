-- History that can be proved from outside. Every event names the hash of the
-- one before; every record that an event binds can be read in the order of the
-- events, as lines of an export (registry/proof judges them without this
-- database); the heads of all chains are written down in checkpoints.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- What is there already is written once more: row security and triggers that bind the owner, too,
-- stand aside.
do $$
declare
  name text;
begin
  foreach name in array array['event', 'event_head', 'revision', 'standing', 'initiative',
                              'card', 'pack', 'transition', 'request_kind', 'needed_part',
                              'concern', 'notice', 'authority']
  loop
    execute format('alter table registry.%I no force row level security', name);
    execute format('alter table registry.%I disable trigger user', name);
  end loop;
end
$$;

-- The hash that an event was hashed with, so that a chain tells where it breaks.
alter table registry.event add column prev bytea;
update registry.event e
   set prev = coalesce((select b.hash
                          from registry.event b
                         where (b.body_id, b.seq) = (e.body_id, e.seq - 1)),
                       sha256(convert_to(e.body_id, 'UTF8')));
alter table registry.event
  alter column prev set not null,
  -- so that no history grows beyond what a verifier reads
  add constraint event_sizes check (octet_length(payload::text) <= 2097152
                                    and octet_length(kind) <= 64
                                    and octet_length(subject) <= 1024);

-- The caller holds the lock of the body. Time never goes back within a chain.
create or replace function registry.event_add(p_body text, p_kind text, p_subject text,
                                              p_payload json)
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
  insert into registry.event (body_id, seq, at, actor, person_id, kind, subject, payload, prev,
                              hash)
  values (p_body, head.seq, head.at, session_user, me, p_kind, p_subject, p_payload, head.hash,
          next);
  update registry.event_head h
     set seq = head.seq,
         at = head.at,
         hash = next
   where h.body_id = p_body;
  return head.seq;
end
$$;

-- What an event made has its time: that of the last event of a body whose lock the caller holds.
create function registry.event_at(p_body text) returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select h.at
    from registry.event_head h
   where h.body_id = p_body
$$;

update registry.standing s
   set at = e.at
  from registry.event e
 where (e.body_id, e.seq) = (s.body_id, s.seq);
update registry.revision r
   set submitted_at = s.at
  from registry.standing s
 where (s.body_id, s.short_name, s.revision, s.status)
       = (r.body_id, r.short_name, r.number, 'registered');
update registry.initiative i
   set created_at = r.submitted_at
  from registry.revision r
 where (r.body_id, r.short_name, r.number) = (i.body_id, i.short_name, 1);
update registry.card c
   set submitted_at = r.submitted_at
  from registry.revision r
 where (r.body_id, r.short_name, r.number) = (c.body_id, c.short_name, c.revision);
update registry.pack p
   set loaded_at = e.at
  from registry.event e
 where (e.body_id, e.kind, e.subject) = ('-', 'pack_loaded', p.name || ' ' || p.version);

-- The process as data: what may be done, by whom, what it needs and who is told. A migration that
-- changes it tells the chain of the registry.
create function registry.process() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'transition',
           (select jsonb_agg(to_jsonb(t) order by t.process, t.state, t.action)
              from registry.transition t),
           'request_kind',
           (select jsonb_agg(to_jsonb(k) order by k.kind) from registry.request_kind k),
           'needed_part',
           (select jsonb_agg(to_jsonb(n) order by n.kind, n.part) from registry.needed_part n),
           'concern',
           (select jsonb_agg(to_jsonb(c) order by c.part, c.rule) from registry.concern c),
           'notice',
           (select jsonb_agg(to_jsonb(n) order by n.kind) from registry.notice n))
$$;

-- Authorities that no event has named were there from the first.
do $$
begin
  perform registry.event_add(
    '-', 'process_set', 'process',
    json_build_object(
      'process', registry.process(),
      'authority',
      (select jsonb_agg(to_jsonb(a) order by a.part, a.body_id)
         from registry.authority a
        where not exists (select
                            from registry.event e
                           where (e.body_id, e.kind, e.subject)
                                 = ('-', 'authority_named', a.part)
                             and e.payload #>> '{authority,body_id}' = a.body_id))));
end
$$;

do $$
declare
  thing record;
begin
  for thing in
    select c.oid::regclass as name, t.tgname, c.relforcerowsecurity as forced
      from pg_class c
      left join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
     where c.relnamespace = 'registry'::regnamespace
       and c.relkind = 'r'
       and not c.relforcerowsecurity
  loop
    execute format('alter table %s force row level security', thing.name);
    if thing.tgname is not null then
      execute format('alter table %s enable always trigger %I', thing.name, thing.tgname);
    end if;
  end loop;
end
$$;

create index standing_by_event on registry.standing (body_id, seq);
create index run_seal_by_event on registry.run_seal (body_id, seq);
create index judged_by_run on registry.judged (run_id);

create function registry.judged_digest(p_run uuid) returns bytea
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select sha256(coalesce(string_agg(
           sha256(registry.lp(j.body_id) || registry.lp(j.short_name)
                  || registry.lp(j.revision::text)),
           ''::bytea order by j.body_id, j.short_name, j.revision), ''))
    from registry.judged j
   where j.run_id = p_run
$$;

-- What others were shown of each revision; registry.card has the latest. What was shown before
-- is not known.
create table registry.shown (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  revision int not null,
  contents text not null,
  name jsonb not null,
  stage text collate "C" not null,
  constraint shown_pkey primary key (body_id, short_name, revision),
  constraint shown_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number)
);
alter table registry.revision no force row level security;
alter table registry.card no force row level security;
insert into registry.shown (body_id, short_name, revision, contents, name, stage)
select r.body_id, r.short_name, r.number, coalesce(c.contents, '{}'), r.name, r.stage
  from registry.revision r
  left join registry.card c
    on (c.body_id, c.short_name, c.revision) = (r.body_id, r.short_name, r.number);
alter table registry.revision force row level security;
alter table registry.card force row level security;
alter table registry.shown enable row level security;
alter table registry.shown force row level security;
create policy shown_read on registry.shown for select to tizilim_api
  using ((select registry.me()) is not null);
create policy shown_write on registry.shown for insert to tizilim_api
  with check (body_id = any ((select registry.bodies_with('{submitter}'))::text[])
              or '-' = any ((select registry.bodies_with('{submitter}'))::text[]));
grant select, insert on registry.shown to tizilim_api;

-- The heads of all chains at one moment, to be signed and kept elsewhere.
create table registry.checkpoint (
  number int not null,
  -- its event, in the chain of the registry itself
  seq bigint not null,
  text text not null,
  root bytea not null,
  constraint checkpoint_pkey primary key (number),
  constraint checkpoint_number_counts check (number > 0),
  constraint checkpoint_intact check (root = sha256(convert_to(text, 'UTF8')))
);
do $$
declare
  grows text;
begin
  foreach grows in array array['shown', 'checkpoint']
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
alter table registry.checkpoint enable row level security;
alter table registry.checkpoint force row level security;
create policy checkpoint_read on registry.checkpoint for select to tizilim_api
  using ((select registry.holds('{administrator,auditor}', '-')));
create policy checkpoint_write on registry.checkpoint for insert to tizilim_api
  with check ((select registry.holds('{auditor}', '-')));
grant select, insert on registry.checkpoint to tizilim_api;

-- Who reads a chain reads the runs that it binds.
drop policy run_read on registry.check_run;
create policy run_read on registry.check_run for select to tizilim_api
  using (person_id = (select registry.me())
         or body_id = any ((select registry.reads())::text[])
         or '-' = any ((select registry.reads())::text[])
         or exists (select from registry.judged j where j.run_id = check_run.run_id));

-- Lines of an export.

create function registry.iso(p_at timestamptz) returns text
language sql stable strict
set search_path = pg_catalog, pg_temp
as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

create function registry.base64(p_bytes bytea) returns text
language sql immutable strict
set search_path = pg_catalog, pg_temp
as $$
  select translate(encode(p_bytes, 'base64'), E'\n', '')
$$;

-- The digest that is kept, if it is that of what is kept.
create function registry.intact(p_sha256 bytea, p_bytes bytea) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
  select encode(p_sha256, 'hex') where p_sha256 = sha256(p_bytes)
$$;

-- A row but for what it leaves open.
create function registry.told(p_row jsonb) returns json
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_object_agg(m.key, m.value)::json
    from jsonb_each(p_row) m
   where m.value <> 'null'
$$;

-- The records behind the events of a chain, from one number to another, with the contents of
-- documents if they are wanted. When p_to is the greatest number, also those of no event; these
-- have no number. Within an event they are ordered by rank and key.
create function registry.records_behind(p_body text, p_from bigint, p_to bigint,
                                        p_documents boolean)
returns table (seq bigint, rank int, record text, key text[], "row" json)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  with stood as (
    select s.*
      from registry.standing s
     where s.body_id = p_body
       and s.seq between p_from and p_to
  ), revision as (
    select s.seq, r.*
      from stood s
      join registry.revision r
        on (r.body_id, r.short_name, r.number) = (s.body_id, s.short_name, s.revision)
     where s.status = 'registered'
    union all
    select null, r.*
      from registry.revision r
     where r.body_id = p_body
       and p_to = 9223372036854775807
       and not exists (select
                         from registry.standing s
                        where (s.body_id, s.short_name, s.revision, s.status)
                              = (r.body_id, r.short_name, r.number, 'registered'))
  ), run as (
    select s.seq, s.findings_sha256, c.*
      from registry.run_seal s
      join registry.check_run c using (run_id)
     where s.body_id = p_body
       and s.seq between p_from and p_to
    union all
    -- but for those from before runs were sealed
    select null, null, c.*
      from registry.check_run c
     where c.body_id = p_body
       and p_to = 9223372036854775807
       and not exists (select from registry.run_seal s where s.run_id = c.run_id)
       and not exists (select
                         from registry.event e
                        where (e.body_id, e.subject, e.kind)
                              = (p_body, c.run_id::text, 'checked')
                          and e.payload ->> 'findings_sha256' is null)
  )
  select r.seq, 1, 'revision', array[r.short_name],
         json_build_object('short_name', r.short_name, 'number', r.number,
                           'bytes_sha256', registry.intact(r.bytes_sha256, r.bytes),
                           'canonical_sha256',
                           registry.intact(r.canonical_sha256, convert_to(r.canonical, 'UTF8')),
                           'stage', r.stage, 'media', r.media, 'name', r.name,
                           'submitted_at', registry.iso(r.submitted_at),
                           'submitted_by', r.submitted_by,
                           'bytes', case when p_documents then registry.base64(r.bytes) end)
    from revision r
  union all
  select s.seq, 2, 'standing', array[s.short_name],
         json_build_object('short_name', s.short_name, 'revision', s.revision,
                           'status', s.status, 'at', registry.iso(s.at))
    from stood s
  union all
  select r.seq, 2, 'shown', array[r.short_name],
         json_build_object('short_name', h.short_name, 'revision', h.revision,
                           'contents_sha256',
                           encode(sha256(convert_to(h.contents, 'UTF8')), 'hex'),
                           'name', h.name, 'stage', h.stage)
    from revision r
    join registry.shown h
      on (h.body_id, h.short_name, h.revision) = (r.body_id, r.short_name, r.number)
  union all
  -- an answer that nothing changed has no event
  select r.seq, 3, 'submission', array[s.key::text],
         json_build_object('key', s.key, 'short_name', s.short_name,
                           'bytes_sha256', encode(s.bytes_sha256, 'hex'),
                           'outcome', s.outcome, 'revision', s.revision)
    from revision r
    join registry.submission s
      on (s.body_id, s.short_name, s.revision) = (r.body_id, r.short_name, r.number)
   where s.outcome <> 'unchanged'
  union all
  select r.seq, 4, 'run', array[r.run_id::text],
         json_build_object('run_id', r.run_id, 'actor', r.actor, 'person_id', r.person_id,
                           'pack_sha256', encode(r.pack_sha256, 'hex'),
                           'initiatives', r.initiatives, 'errors', r.errors,
                           'warnings', r.warnings, 'remarks', r.remarks,
                           'judged_by', r.judged_by, 'portfolio', r.portfolio,
                           'portfolio_sha256', encode(r.portfolio_sha256, 'hex'),
                           'official', r.official, 'program_version', r.program_version,
                           'started_at', registry.iso(r.started_at),
                           'finished_at', registry.iso(r.finished_at),
                           'heads_sha256',
                           (select encode(sha256(convert_to(h.heads::text, 'UTF8')), 'hex')
                              from registry.run_heads h
                             where h.run_id = r.run_id),
                           'findings_sha256', encode(r.findings_sha256, 'hex'))
    from run r
  union all
  select e.seq, 5, 'judged', array[j.body_id, j.short_name, lpad(j.revision::text, 10, '0')],
         json_build_object('body_id', j.body_id, 'short_name', j.short_name,
                           'revision', j.revision)
    from run r
    join registry.event e on (e.body_id, e.seq) = (p_body, r.seq)
    join registry.judged j using (run_id)
   where e.payload ->> 'judged_sha256' is not null
  union all
  select r.seq, 6, 'finding',
         array[f.body_id, f.short_name, lpad(f.revision::text, 10, '0'), f.fingerprint],
         json_build_object('body_id', f.body_id, 'short_name', f.short_name,
                           'revision', f.revision, 'fingerprint', f.fingerprint,
                           'rule', f.rule, 'severity', f.severity, 'line', f.line,
                           'col', f.col, 'pointer', f.pointer, 'kk', f.message ->> 'kk',
                           'ru', f.message ->> 'ru', 'en', f.message ->> 'en',
                           'details', f.details::text)
    from run r
    join registry.finding f using (run_id)
   where r.seq is not null
  union all
  select a.seq, 7, 'act', array[a.short_name], registry.told(to_jsonb(a))
    from registry.act a
   where a.body_id = p_body
     and a.seq between p_from and p_to
  union all
  select d.seq, 8, 'decision', array[d.short_name], registry.told(to_jsonb(d))
    from registry.decision d
   where d.body_id = p_body
     and d.seq between p_from and p_to
  union all
  select l.seq, 9, 'life', array[l.short_name], registry.told(to_jsonb(l))
    from registry.life l
   where l.body_id = p_body
     and l.seq between p_from and p_to
$$;

-- The same of the chain of the registry itself.
create function registry.records_behind_own(p_from bigint, p_to bigint, p_documents boolean)
returns table (seq bigint, rank int, record text, key text[], "row" json)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select e.seq, 1, 'pack', array[p.name, p.version],
         json_build_object('id', p.name || ' ' || p.version,
                           'sha256', registry.intact(p.sha256, p.contents),
                           'valid_from', p.valid_from,
                           'loaded_at', registry.iso(p.loaded_at),
                           'contents',
                           case when p_documents then registry.base64(p.contents) end)
    from registry.pack p
    left join registry.event e
      on (e.body_id, e.subject, e.kind) = ('-', p.name || ' ' || p.version, 'pack_loaded')
   where coalesce(e.seq, 9223372036854775807) between p_from and p_to
  union all
  select c.seq, 2, 'checkpoint', array[lpad(c.number::text, 10, '0')],
         json_build_object('number', c.number,
                           'root', registry.intact(c.root, convert_to(c.text, 'UTF8')))
    from registry.checkpoint c
   where c.seq between p_from and p_to
  union all
  select e.seq, 3, 'dup_epoch', array[lpad(d.epoch::text, 10, '0')],
         json_build_object('epoch', d.epoch::text, 'pack', d.pack,
                           'version', d.pack_version,
                           'vocabulary_sha256', encode(d.vocabulary_sha256, 'hex'),
                           'entries', d.entries)
    from registry.dup_epoch d
    left join registry.event e
      on (e.body_id, e.subject, e.kind) = ('-', d.epoch::text, 'duplicates_indexed')
   where coalesce(e.seq, 9223372036854775807) between p_from and p_to
$$;

-- The records that later events may change, as they stand.
create function registry.records_standing(p_body text)
returns table (rank int, record text, key text[], "row" json)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select 1, 'body', '{}'::text[],
         json_build_object('names', b.names, 'status', b.status, 'successor', b.successor)
    from registry.body b
   where b.body_id = p_body
  union all
  select 2, 'initiative', array[i.short_name],
         json_build_object('short_name', i.short_name, 'status', i.status,
                           'revision', i.revision, 'created_at', registry.iso(i.created_at))
    from registry.initiative i
   where i.body_id = p_body
  union all
  select 3, 'card', array[c.short_name],
         json_build_object('short_name', c.short_name, 'revision', c.revision,
                           'status', c.status, 'stage', c.stage, 'name', c.name,
                           'contents_sha256',
                           encode(sha256(convert_to(c.contents, 'UTF8')), 'hex'),
                           'submitted_at', registry.iso(c.submitted_at))
    from registry.card c
   where c.body_id = p_body
  union all
  select 4, 'verdict',
         array[v.short_name, v.other, lpad(v.revision::text, 10, '0'),
               lpad(v.other_revision::text, 10, '0'), v.reviewer],
         json_build_object('short_name', v.short_name, 'other', v.other,
                           'revision', v.revision, 'other_revision', v.other_revision,
                           'reviewer', v.reviewer, 'verdict', v.verdict, 'reason', v.reason)
    from (select w.short_name, w.other_body_id || '/' || w.other_short_name, w.revision,
                 w.other_revision, w.reviewer, w.verdict, w.reason
            from registry.verdict w
           where w.body_id = p_body
          union all
          select w.other_short_name, w.body_id || '/' || w.short_name, w.other_revision,
                 w.revision, w.reviewer, w.verdict, w.reason
            from registry.verdict w
           where w.other_body_id = p_body) v (short_name, other, revision, other_revision,
                                              reviewer, verdict, reason)
  union all
  select 5, 'person', array[p.person_id::text],
         json_build_object('person_id', p.person_id, 'name', p.name, 'body_id', p.body_id,
                           'active', p.active)
    from registry.person p
   where p_body = '-'
  union all
  select 6, 'login', array[l.login::text],
         json_build_object('login', l.login, 'person_id', l.person_id)
    from registry.login l
   where p_body = '-'
  union all
  select 7, 'duty', array[d.person_id::text, d.duty, d.body_id],
         json_build_object('person_id', d.person_id, 'duty', d.duty, 'body_id', d.body_id)
    from registry.duty d
   where p_body = '-'
  union all
  select 8, 'request', array[r.short_name, lpad(r.number::text, 10, '0')],
         registry.told(to_jsonb(r))
    from registry.request r
   where r.body_id = p_body
  union all
  select 9, 'commitment',
         array[c.short_name, lpad(c.number::text, 10, '0'), lpad(c.item::text, 10, '0')],
         registry.told(to_jsonb(c))
    from registry.commitment c
   where c.body_id = p_body
  union all
  select 10, 'waiver', array[w.short_name, lpad(w.number::text, 10, '0')],
         registry.told(to_jsonb(w))
    from registry.waiver w
   where w.body_id = p_body
  union all
  select 11, 'authority', array[a.part, a.body_id], registry.told(to_jsonb(a))
    from registry.authority a
   where p_body = '-'
  union all
  select 12, 'holiday', array[h.day],
         json_build_object('day', h.day, 'name', h.names, 'confidence', h.confidence)
    from registry.holiday h
   where p_body = '-'
  union all
  select 13, 'moved_day', array[m.day::text], registry.told(to_jsonb(m))
    from registry.moved_day m
   where p_body = '-'
  union all
  select 14, 'process', '{}', registry.process()::json
   where p_body = '-'
$$;

-- A chain is for those who read all of it: an export without what its reader may not see would
-- look like one that was tampered with.
create function registry.chain_need(p_body text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_body = '-' then
    perform registry.need('{administrator,auditor}', '-');
  end if;
  perform registry.need('{submitter,architect,reviewer,approver,checker,auditor}', p_body);
end
$$;

grant execute on function registry.event_at(text), registry.judged_digest(uuid),
                          registry.process(), registry.told(jsonb),
                          registry.iso(timestamptz), registry.base64(bytea),
                          registry.intact(bytea, bytea),
                          registry.records_behind(text, bigint, bigint, boolean),
                          registry.records_behind_own(bigint, bigint, boolean),
                          registry.records_standing(text),
                          registry.chain_need(text) to tizilim_api;

reset role;
set local role tizilim_api;

-- The export.

-- Every chain there is, or the one asked for.
create function api.chains(p_body text) returns table (body_id text)
language plpgsql stable security definer rows 300
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.chain_need(coalesce(p_body, '-'));
  return query
    select c.body_id
      from (select h.body_id from registry.event_head h
            union
            select e.body_id from registry.event e
            union
            select b.body_id from registry.body b) c
     where p_body is null or c.body_id = p_body
     order by c.body_id;
end
$$;

-- The number of the p_limit-th event from p_from on; the greatest number if there is none.
create function api.chain_upto(p_body text, p_from bigint, p_limit int) returns bigint
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.chain_need(p_body);
  return coalesce((select e.seq
                     from registry.event e
                    where e.body_id = p_body
                      and e.seq >= p_from
                    order by e.seq
                   offset p_limit - 1
                    limit 1), 9223372036854775807);
end
$$;

-- The lines of a chain from one number to another, in their order; up to the greatest number
-- also what stands at its end and its head.
create function api.chain(p_body text, p_from bigint, p_to bigint, p_documents boolean)
returns table (line text)
language plpgsql stable security definer rows 2000
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.chain_need(p_body);
  return query
    with record as (
      select r.seq, r.rank, r.record, r.key, r."row"
        from registry.records_behind(p_body, p_from, p_to, p_documents) r
      union all
      select r.seq, r.rank, r.record, r.key, r."row"
        from registry.records_behind_own(p_from, p_to, p_documents) r
       where p_body = '-'
      union all
      -- behind all events, whatever their numbers
      select null, 1000 + r.rank, r.record, r.key, r."row"
        from registry.records_standing(p_body) r
       where p_to = 9223372036854775807
    ), every as (
      select e.seq, 0 as rank, '{}'::text[] as key,
             json_build_object('is', 'event', 'body', e.body_id, 'seq', e.seq,
                               'at', registry.iso(e.at), 'actor', e.actor,
                               'person', e.person_id, 'kind', e.kind, 'subject', e.subject,
                               'payload', e.payload::text, 'prev', encode(e.prev, 'hex'),
                               'hash', encode(e.hash, 'hex')) as line
        from registry.event e
       where e.body_id = p_body
         and e.seq between p_from and p_to
      union all
      select r.seq, r.rank, r.key,
             json_build_object('is', r.record, 'body', p_body, 'seq', r.seq, 'row', r."row")
        from record r
      union all
      select null, 2000, '{}',
             json_build_object('is', 'head', 'body', h.body_id, 'seq', h.seq,
                               'at', case when h.seq > 0 then registry.iso(h.at) end,
                               'hash', encode(h.hash, 'hex'))
        from registry.event_head h
       where h.body_id = p_body
         and p_to = 9223372036854775807
    )
    select x.line::text
      from every x
     order by x.seq nulls last, x.rank, x.key collate "C", x.line::text collate "C";
end
$$;

-- What the caller may keep as an anchor: the head of a chain that he reads.
create function api.head(p_body text) returns table (seq bigint, hash bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select h.seq, h.hash
    from registry.event_head h
   where h.body_id = p_body
     and registry.holds('{submitter,architect,reviewer,approver,checker,auditor}', p_body)
$$;

-- Checkpoints.

create function api.checkpoint_make() returns table (number int, text text)
language plpgsql security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
declare
  before registry.checkpoint;
  made registry.checkpoint;
begin
  perform registry.need('{auditor}', '-');
  perform registry.body_lock('-');
  select c.* into before from registry.checkpoint c order by c.number desc limit 1;
  made.number := coalesce(before.number, 0) + 1;
  select 'tizilim checkpoint 1' || E'\n'
         || 'number ' || made.number || E'\n'
         || 'at ' || registry.iso(greatest(clock_timestamp(), registry.event_at('-'))) || E'\n'
         || coalesce('previous ' || encode(before.root, 'hex') || E'\n', '')
         || string_agg('head ' || h.body_id || ' ' || h.seq || ' ' || encode(h.hash, 'hex')
                       || E'\n', '' order by h.body_id collate "C")
    into made.text
    from registry.event_head h;
  made.root := sha256(convert_to(made.text, 'UTF8'));
  made.seq := registry.event_add('-', 'checkpoint_made', made.number::text,
                                 json_build_object('number', made.number,
                                                   'root', encode(made.root, 'hex')));
  insert into registry.checkpoint select made.*;
  return query select made.number, made.text || 'root ' || encode(made.root, 'hex') || E'\n';
end
$$;

-- An old one again.
create function api.checkpoint(p_number int) returns table (number int, text text)
language plpgsql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{administrator,auditor}', '-');
  return query
    select c.number, c.text || 'root ' || encode(c.root, 'hex') || E'\n'
      from registry.checkpoint c
     where c.number = p_number;
end
$$;

-- What an event made has its time, and the event holds what tells one document from another.

-- Creates the initiative, adds a revision, or finds that the latest one says
-- the same. Asked again under the same key, it answers the same; the lock of
-- the body, which is a write, makes that answer wait for a synchronous standby
-- as the first one had to. p_base is the revision that the
-- caller changed, 0 for a new initiative, null for whatever there is.
create or replace function api.submit(
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
  if latest.revision is null then
    status := 'created';
    revision := 1;
  elsif latest.status = 'registered' and latest.canonical_sha256 = content then
    status := 'unchanged';
    revision := latest.revision;
  else
    status := 'revised';
    revision := latest.revision + 1;
  end if;
  if status <> 'unchanged' then
    event := registry.event_add(p_body, submit.status, p_body || '/' || p_short_name,
                                json_build_object('key', p_key, 'revision', submit.revision,
                                                  'sha256', encode(p_bytes_sha256, 'hex'),
                                                  'canonical_sha256', encode(content, 'hex'),
                                                  'stage', p_stage, 'media', p_media,
                                                  'name', name,
                                                  'card_sha256',
                                                  encode(sha256(convert_to(p_card, 'UTF8')),
                                                         'hex')));
    now := registry.event_at(p_body);
    insert into registry.initiative (body_id, short_name, created_at, status, revision)
    values (p_body, p_short_name, now, 'registered', 1)
    on conflict on constraint initiative_pkey do update
       set status = 'registered',
           revision = submit.revision;
    insert into registry.revision (body_id, short_name, number, bytes, bytes_sha256, media,
                                   canonical, canonical_sha256, name, stage, submitted_at,
                                   submitted_by)
    values (p_body, p_short_name, submit.revision, p_bytes, p_bytes_sha256, p_media,
            p_canonical, content, name, p_stage, now, session_user);
    insert into registry.standing (body_id, short_name, seq, at, revision, status)
    values (p_body, p_short_name, event, now, submit.revision, 'registered');
    insert into registry.shown (body_id, short_name, revision, contents, name, stage)
    values (p_body, p_short_name, submit.revision, p_card, name, p_stage);
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

-- Takes an initiative back that never was approved, and with it what it asks for.
create or replace function api.withdraw(p_body text, p_short_name text, p_reason text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  was record;
  event bigint;
  open int;
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
  if registry.stage_of(p_body, p_short_name) <> 'idea' then
    raise exception '%/% was approved: it is retired, not withdrawn', p_body, p_short_name
      using errcode = 'TZ409', hint = 'submit it with stage: retired';
  end if;
  for open in
    select r.number
      from registry.request r
     where (r.body_id, r.short_name) = (p_body, p_short_name)
       and r.turn is not null
     order by r.number
  loop
    perform api.request_act(p_body, p_short_name, open, 'withdraw', p_reason, null, null, null,
                            null, null);
  end loop;
  update registry.initiative i
     set status = 'withdrawn'
   where (i.body_id, i.short_name) = (p_body, p_short_name);
  update registry.card c
     set status = 'withdrawn'
   where (c.body_id, c.short_name) = (p_body, p_short_name);
  event := registry.event_add(p_body, 'withdrawn', p_body || '/' || p_short_name,
                              json_build_object('reason', p_reason, 'revision', was.revision));
  insert into registry.standing (body_id, short_name, seq, at, revision, status)
  values (p_body, p_short_name, event, registry.event_at(p_body), was.revision, 'withdrawn');
  return 'withdrawn';
end
$$;

create or replace function api.pack_put(p_name text, p_version text, p_sha256 bytea,
                                        p_valid_from date, p_contents bytea)
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
  perform registry.event_add('-', 'pack_loaded', p_name || ' ' || p_version,
                             json_build_object('sha256', encode(p_sha256, 'hex'),
                                               'valid_from', p_valid_from));
  insert into registry.pack (name, version, sha256, valid_from, loaded_at, contents)
  values (p_name, p_version, p_sha256, p_valid_from, registry.event_at('-'), p_contents);
  return 'created';
end
$$;

create or replace function api.run_seal(p_run uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  run registry.check_run := registry.run_need(p_run);
  digest bytea := registry.findings_digest(p_run);
  event bigint;
begin
  if run.body_id <> '-'
     and exists (select
                   from registry.judged j
                  where j.run_id = p_run
                    and j.body_id <> run.body_id) then
    raise exception 'a run of % has judged what is of another body', run.body_id
      using errcode = 'TZ409', hint = 'a run over several bodies is one of the registry itself, -';
  end if;
  event := registry.event_add(
    run.body_id, 'checked', p_run::text,
    json_build_object('initiatives', run.initiatives, 'errors', run.errors,
                      'warnings', run.warnings, 'remarks', run.remarks,
                      'official', run.official, 'judged_by', run.judged_by,
                      'pack_sha256', encode(run.pack_sha256, 'hex'),
                      'program_version', run.program_version,
                      'portfolio', run.portfolio,
                      'portfolio_sha256', encode(run.portfolio_sha256, 'hex'),
                      'started_at', registry.iso(run.started_at),
                      'finished_at', registry.iso(run.finished_at),
                      'judged_sha256', encode(registry.judged_digest(p_run), 'hex'),
                      'heads_sha256',
                      (select encode(sha256(convert_to(h.heads::text, 'UTF8')), 'hex')
                         from registry.run_heads h
                        where h.run_id = p_run),
                      'findings_sha256', encode(digest, 'hex')));
  insert into registry.run_seal (run_id, body_id, seq, findings_sha256)
  values (p_run, run.body_id, event, digest);
end
$$;

grant execute on function api.chains(text), api.chain_upto(text, bigint, int),
                          api.chain(text, bigint, bigint, boolean),
                          api.head(text), api.checkpoint_make(), api.checkpoint(int)
  to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
