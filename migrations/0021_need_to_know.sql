-- Who is not of a body is shown what his duty needs, and no more. Reviewers read a card of their
-- own where the body keeps something to itself; others learn no numbers of events; cards follow
-- the classes of the schema; a task that stops worker after worker is set aside; days that
-- passed are told.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- The bodies whose documents the caller reads whole: where he submits, checks or audits; and a
-- reviewer or approver that of his own body, with those merged into it.
create function registry.whole() returns text[]
language plpgsql stable parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  wholly text[] := registry.bodies_with('{submitter,architect,checker,auditor}');
  judged text[] := registry.bodies_with('{reviewer,approver}');
  home text[];
  merged text[];
begin
  if judged = '{}' or '-' = any (wholly) then
    return wholly;
  end if;
  select array[registry.body_now(p.body_id)]
    into home
    from registry.person p
   where p.person_id = registry.me()
     and p.body_id <> '-';
  merged := home;
  while merged is not null loop
    select array_agg(b.body_id)
      into merged
      from registry.body b
     where b.successor = any (merged)
       and not b.body_id = any (home);
    home := home || merged;
  end loop;
  return wholly || array(select h.body_id
                           from unnest(home) h (body_id)
                          where judged && array[h.body_id, '-']);
end
$$;

-- The bodies that the caller's duties are for, one by one; null: the duties by which one reads.
create function registry.spread(p_duties text[]) returns text[]
language plpgsql stable parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  bodies text[] := registry.bodies_with(
    coalesce(p_duties, '{submitter,architect,reviewer,approver,checker,auditor}'));
begin
  if '-' = any (bodies) then
    return array(select b.body_id from registry.body b);
  end if;
  return bodies;
end
$$;

alter policy draft_own on registry.draft
  using ((select registry.bodies_with('{submitter,architect}')) && array[body_id, '-'])
  with check ((select registry.bodies_with('{submitter,architect}')) && array[body_id, '-']);
alter policy search_read on registry.search
  using ((select registry.whole()) && array[body_id, '-']);
alter policy facet_read on registry.facet
  using ((select registry.whole()) && array[body_id, '-']
         or (open and (select registry.me()) is not null));

-- What reviewers and approvers of other bodies read of a revision.
create table registry.review_card (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  revision int not null,
  -- null: nothing is kept from them, so they read the document itself
  contents text,
  -- digest of the schema by whose classes a worker has made or compared this revision's cards;
  -- null: they are as the submitter's program made them
  form bytea,
  constraint review_card_pkey primary key (body_id, short_name, revision),
  constraint review_card_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number),
  constraint review_card_size check (octet_length(contents) <= 8388608),
  constraint review_card_form_size check (octet_length(form) = 32)
);

-- Cards for other bodies that were made again of a revision, from an event on; what was shown
-- before stays in registry.shown.
create table registry.remade (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  revision int not null,
  seq bigint not null,
  contents text not null,
  constraint remade_pkey primary key (body_id, short_name, revision, seq),
  constraint remade_event_fkey foreign key (body_id, seq)
    references registry.event (body_id, seq),
  constraint remade_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number),
  constraint remade_size check (octet_length(contents) <= 8388608)
);

-- Which body's share stopped workers, how many of them, and of which program.
create table registry.recheck_try (
  body_id text collate "C" not null,
  program text not null,
  -- the last one that took it
  worker uuid not null,
  tries int not null,
  at timestamptz not null,
  constraint recheck_try_pkey primary key (body_id),
  constraint recheck_try_counts check (tries > 0)
);

do $$
declare
  name text;
begin
  foreach name in array array['review_card', 'remade', 'recheck_try']
  loop
    execute format('alter table registry.%I enable row level security', name);
    execute format('grant select, insert on registry.%I to tizilim_api', name);
  end loop;
end
$$;
grant update on registry.review_card, registry.recheck_try, registry.facet to tizilim_api;
grant delete on registry.recheck_try to tizilim_api;

create policy review_card_read on registry.review_card for select to tizilim_api
  using ((select registry.reads()) && array[body_id, '-']);
create policy review_card_write on registry.review_card for insert to tizilim_api
  with check (registry.holds('{submitter}', body_id));
create policy review_card_remake on registry.review_card for update to tizilim_api
  using ((select registry.holds('{checker}', '-')));
create policy remade_read on registry.remade for select to tizilim_api
  using ((select registry.me()) is not null);
create policy remade_write on registry.remade for insert to tizilim_api
  with check (registry.holds('{checker}', '-'));
create policy card_remake on registry.card for update to tizilim_api
  using ((select registry.holds('{checker}', '-')));
create policy facet_remake on registry.facet for update to tizilim_api
  using ((select registry.holds('{checker}', '-')));
create policy recheck_try_read on registry.recheck_try for select to tizilim_api
  using ((select registry.holds('{checker,administrator,auditor}', '-')));
create policy recheck_try_work on registry.recheck_try to tizilim_api
  using ((select registry.holds('{checker}', '-')))
  with check ((select registry.holds('{checker}', '-')));

create trigger remade_grows before update or delete on registry.remade
  for each row execute function registry.refuse_change();
create trigger remade_stays before truncate on registry.remade
  for each statement execute function registry.refuse_change();
alter table registry.remade enable always trigger remade_grows;
alter table registry.remade enable always trigger remade_stays;

-- Which facets others may see follows from the classes, too; which there are does not.
drop trigger facet_grows on registry.facet;
create trigger facet_grows
  before delete or update of body_id, short_name, revision, kind, value on registry.facet
  for each row execute function registry.refuse_change();
alter table registry.facet enable always trigger facet_grows;

-- A card that was made again is compared anew.
drop trigger card_followed on registry.card;
create trigger card_followed
  after insert or update of status, revision, contents on registry.card
  for each row execute function registry.dup_follow();
alter table registry.card enable always trigger card_followed;

-- Whether those read its words whom the body lets see less than itself; null: of before, then
-- they do if it keeps nothing from them. No part of what a run binds: it changes no verdict.
alter table registry.finding add column open boolean;

-- So that nobody makes what others must read, or verify, longer than it can be.
alter table registry.revision
  add constraint revision_canonical_size check (octet_length(canonical) <= 8388608);
alter table registry.card
  add constraint card_contents_size check (octet_length(contents) <= 8388608);
alter table registry.shown
  add constraint shown_contents_size check (octet_length(contents) <= 8388608);
alter table registry.finding
  add constraint finding_size check (octet_length(message::text) + octet_length(details::text)
                                     + octet_length(pointer) + octet_length(rule)
                                     + octet_length(fingerprint) <= 1048576);

-- The state of a chain as others may know it: the last event that changed what they see, named
-- by its hash, which tells no number.
create function registry.tells(p_body text, p_kind text) returns boolean
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_kind in ('created', 'revised', 'withdrawn', 'card_remade', 'pair_judged')
         or (p_body = '-' and p_kind = 'checked');
end
$$;

alter table registry.event_head
  add column told_seq bigint not null default 0,
  add column told bytea;

do $$
declare
  name text;
  forced constant text[] := '{event,event_head,revision,shown,card,review_card,transition,'
                            'request_kind,needed_part,concern,notice}';
begin
  foreach name in array forced
  loop
    execute format('alter table registry.%I no force row level security', name);
  end loop;

  update registry.event_head h
     set told_seq = e.seq,
         told = e.hash
    from (select distinct on (x.body_id) x.body_id, x.seq, x.hash
            from registry.event x
           where registry.tells(x.body_id, x.kind)
           order by x.body_id, x.seq desc) e
   where e.body_id = h.body_id;

  -- Until a worker has made them, reviewers see what everybody sees.
  insert into registry.review_card (body_id, short_name, revision, contents, form)
  select r.body_id, r.short_name, r.number, coalesce(s.contents, '{}'), sha256('')
    from registry.revision r
    left join registry.shown s
      on (s.body_id, s.short_name, s.revision) = (r.body_id, r.short_name, r.number);

  insert into registry.notice (kind, told)
  values ('request_overdue', 'both'), ('commitment_due', 'submitter');
  perform registry.event_add('-', 'process_set', 'process',
                             json_build_object('process', registry.process()));

  foreach name in array forced || '{remade,recheck_try}'
  loop
    execute format('alter table registry.%I force row level security', name);
  end loop;
end
$$;

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
  tells boolean := registry.tells(p_body, p_kind);
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
         hash = next,
         told_seq = case when tells then head.seq else h.told_seq end,
         told = case when tells then next else h.told end
   where h.body_id = p_body;
  return head.seq;
end
$$;

-- Sixteen digits of a hash: of events of one body, and he who knows it may know what it says.
create function registry.mark(p_hash bytea) returns text
language plpgsql immutable strict
set search_path = pg_catalog, pg_temp
as $$
begin
  return left(encode(p_hash, 'hex'), 16);
end
$$;

-- Of a chain up to a number; null while nothing told of it.
create function registry.mark_at(p_body text, p_seq bigint) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  head registry.event_head;
begin
  select h.* into head from registry.event_head h where h.body_id = p_body;
  if head.told_seq <= p_seq then
    return registry.mark(head.told);
  end if;
  return (select registry.mark(e.hash)
            from registry.event e
           where e.body_id = p_body
             and e.seq <= p_seq
             and registry.tells(e.body_id, e.kind)
           order by e.seq desc
           limit 1);
end
$$;

-- The number again.
create function registry.seq_of(p_body text, p_mark text) returns bigint
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  head registry.event_head;
begin
  select h.* into head from registry.event_head h where h.body_id = p_body;
  if registry.mark(head.told) = p_mark then
    return head.told_seq;
  end if;
  return (select e.seq
            from registry.event e
           where e.body_id = p_body
             and registry.tells(e.body_id, e.kind)
             and registry.mark(e.hash) = p_mark
           order by e.seq desc
           limit 1);
end
$$;

-- The bodies of which the caller may know how many events there are.
create function registry.counts() returns text[]
language plpgsql stable parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return registry.bodies_with('{submitter,architect,reviewer,approver,checker,auditor,'
                              'administrator}');
end
$$;

-- Heads as the caller may know them: numbers of his own bodies, marks of all others.
create function registry.heads_told(p_heads jsonb) returns jsonb
language sql stable strict
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_object_agg(h.key, h.told) filter (where h.told is not null), '{}')
    from (select n.key,
                 case
                   when n.key like '%/%' or jsonb_typeof(n.value) <> 'number'
                        or k.known && array[n.key, '-'] then n.value
                   else to_jsonb(registry.mark_at(n.key, n.value::bigint))
                 end as told
            from (select registry.counts()) k (known)
           cross join jsonb_each(p_heads) n) h
$$;

-- The same as numbers, for the functions that look up what stood. Numbers that the caller may
-- not know he may not try out either.
create function registry.heads_known(p_heads jsonb) returns jsonb
language plpgsql stable strict
set search_path = pg_catalog, pg_temp
as $$
declare
  known text[] := registry.counts();
  heads jsonb;
  understood boolean;
begin
  select coalesce(jsonb_object_agg(n.key, n.seq), '{}'),
         coalesce(bool_and(n.seq is not null
                           and (not n.numbered or n.key like '%/%'
                                or known && array[n.key, '-'])), true)
    into heads, understood
    from (select x.key, jsonb_typeof(x.value) = 'number' as numbered,
                 case jsonb_typeof(x.value)
                   when 'string' then registry.seq_of(x.key, x.value #>> '{}')
                   when 'number' then x.value::bigint
                 end as seq
            from jsonb_each(p_heads) x) n;
  if not understood then
    raise exception 'these heads name no state of this registry'
      using errcode = 'TZ404', hint = 'they are told by api.heads and api.past_heads';
  end if;
  return heads;
end
$$;

-- As they are kept with a run, whose readers are those of its body.
create function registry.heads_kept(p_heads jsonb, p_body text) returns jsonb
language sql stable strict
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_object_agg(h.key, h.kept) filter (where h.kept is not null), '{}')
    from (select n.key,
                 case when n.key like '%/%' or n.key = p_body then n.value
                      else to_jsonb(registry.mark_at(n.key, n.value::bigint)) end as kept
            from jsonb_each(registry.heads_known(p_heads)) n) h
$$;

-- For a decision on a run that kept none: its event is read by all of the body.
create or replace function registry.heads() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_object_agg(h.body_id, registry.mark(h.told))
    from registry.event_head h
   where h.told is not null
$$;

create function registry.reached() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_object_agg(h.body_id, h.seq)
    from registry.event_head h
   where h.seq > 0
$$;

-- The card of a revision as others saw it when the chain of its body had come so far.
create function registry.shown_at(p_body text, p_short_name text, p_revision int, p_seq bigint)
returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (select m.contents
       from registry.remade m
      where (m.body_id, m.short_name, m.revision) = (p_body, p_short_name, p_revision)
        and m.seq <= p_seq
      order by m.seq desc
      limit 1),
    (select s.contents
       from registry.shown s
      where (s.body_id, s.short_name, s.revision) = (p_body, p_short_name, p_revision)));
end
$$;

-- What the caller reads of findings: of those that rest on what a body keeps to itself, only
-- that they are there.
create function registry.findings_seen(p_run uuid)
returns table (body_id text, short_name text, revision int, rule text, severity text,
               fingerprint text, line int, col int, pointer text, kk text, ru text, en text,
               details text)
language sql stable rows 100
set search_path = pg_catalog, pg_temp
as $$
  select f.body_id, f.short_name, f.revision, f.rule, f.severity, f.fingerprint,
         case when o.open then f.line else 0 end, case when o.open then f.col else 0 end,
         case when o.open then f.pointer else '' end,
         case when o.open then f.message ->> 'kk'
              else 'орган рецензенттерге ашпаған өрістерге қатысты' end,
         case when o.open then f.message ->> 'ru'
              else 'касается полей, которые орган рецензентам не открывает' end,
         case when o.open then f.message ->> 'en'
              else 'is about fields that the body does not show to reviewers' end,
         case when o.open then f.details::text else '{}' end
    from registry.finding f
   cross join lateral (
     select (select registry.whole()) && array[f.body_id, '-']
            or coalesce(f.open, not exists (select
                                              from registry.review_card v
                                             where v.body_id = f.body_id
                                               and v.contents is not null))) o (open)
   where f.run_id = p_run
$$;

create or replace function registry.chain_need(p_body text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_body = '-' then
    perform registry.need('{administrator,auditor}', '-');
  end if;
  perform registry.need('{submitter,architect,reviewer,approver,checker,auditor}', p_body);
  if not registry.whole() && array[p_body, '-'] then
    raise exception 'the history of % is for those who read all of it', p_body
      using errcode = 'TZ403',
            hint = 'the body itself, checkers and auditors: see `tizilim whoami`';
  end if;
end
$$;

-- The records of cards behind a chain, as registry.records_behind and records_standing give
-- others.
create function registry.records_of_cards(p_body text, p_from bigint, p_to bigint)
returns table (seq bigint, rank int, record text, key text[], "row" json)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select m.seq, 10, 'remade', array[m.short_name],
         json_build_object('short_name', m.short_name, 'revision', m.revision,
                           'contents_sha256',
                           encode(sha256(convert_to(m.contents, 'UTF8')), 'hex'))
    from registry.remade m
   where m.body_id = p_body
     and m.seq between p_from and p_to
  union all
  -- but for those that stand in until a worker has made them
  select null, 1015, 'review_card', array[v.short_name, lpad(v.revision::text, 10, '0')],
         json_build_object('short_name', v.short_name, 'revision', v.revision,
                           'contents_sha256',
                           encode(sha256(convert_to(v.contents, 'UTF8')), 'hex'))
    from registry.review_card v
   where v.body_id = p_body
     and p_to = 9223372036854775807
     and v.contents is not null
     and v.form is distinct from sha256('')
$$;

-- What is judged again.

create or replace function registry.recheck_changed(p_since jsonb, p_until jsonb)
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
           where e.kind in ('created', 'revised', 'withdrawn', 'card_remade')) x
$$;

-- Days that have passed or are near, told to those whom they concern; the caller holds the
-- mark. Of a decision and of a promise that is due it is told once, by what was told before: a
-- calendar that is corrected moves days.
create or replace function registry.recheck_days(p_since date, p_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  passed record;
begin
  if p_since >= p_day then
    return;
  end if;
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
    union all
    select c.body_id, c.short_name, 'commitment_due',
           jsonb_build_object('commitment', jsonb_build_array(to_jsonb(c)))
      from registry.commitment c
     where c.state = 'open'
       and c.due between p_day and p_day + 7
       and not exists (
             select
               from registry.event e
              where (e.body_id, e.subject, e.kind)
                    = (c.body_id, c.body_id || '/' || c.short_name, 'commitment_due')
                and (e.payload #>> '{commitment,0,number}')::int = c.number
                and (e.payload #>> '{commitment,0,item}')::int = c.item)
    union all
    select r.body_id, r.short_name, 'request_overdue',
           jsonb_build_object('request', to_jsonb(r))
      from registry.clocks((select array_agg(q) from registry.request q
                             where q.turn = 'authority')) k
      join registry.request r using (body_id, short_name, number)
     where k.due < p_day
       and not exists (
             select
               from registry.event e
              where (e.body_id, e.subject, e.kind)
                    = (r.body_id, r.body_id || '/' || r.short_name, 'request_overdue')
                and (e.payload #>> '{request,number}')::int = r.number
                -- since the turn came to the authority last
                and e.seq > (select coalesce(max(a.seq), 0)
                               from registry.act a
                              where (a.body_id, a.short_name, a.process, a.number)
                                    = (r.body_id, r.short_name, 'request', r.number)
                                and a.turn is distinct from 'authority'))
     order by 1, 2, 3, 4
  loop
    perform registry.body_lock(passed.body_id);
    perform registry.event_add(passed.body_id, passed.kind,
                               passed.body_id || '/' || passed.short_name,
                               passed.payload::json);
  end loop;
end
$$;

-- A body's share that three workers of this program took without coming to its end.
create function registry.set_aside(p_body text, p_program text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select
                   from registry.recheck_try t
                  where (t.body_id, t.program) = (p_body, p_program)
                    and t.tries >= 3);
end
$$;

grant execute on function
  registry.whole(), registry.spread(text[]), registry.tells(text, text), registry.mark(bytea),
  registry.mark_at(text, bigint), registry.seq_of(text, text), registry.counts(),
  registry.heads_told(jsonb), registry.heads_known(jsonb), registry.heads_kept(jsonb, text),
  registry.reached(), registry.shown_at(text, text, int, bigint),
  registry.findings_seen(uuid), registry.records_of_cards(text, bigint, bigint),
  registry.set_aside(text, text)
  to tizilim_api;

reset role;
set local role tizilim_api;

-- Documents: whole, as reviewers or as everybody may read them.

create or replace function api.initiatives(
  p_body text, p_stage text, p_status text, p_function text, p_source text, p_territory text,
  p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, c.status, c.stage, c.name ->> 'kk',
         c.name ->> 'ru', c.name ->> 'en', c.submitted_at,
         (select registry.whole()) && array[c.body_id, '-']
         or (v.revision is not null and v.contents is null)
    from registry.card c
    left join registry.review_card v using (body_id, short_name, revision)
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

create or replace function api.portfolio(p_for text, p_after_body text, p_after_name text,
                                         p_limit bigint)
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes, convert_to(coalesce(v.contents, c.contents), 'UTF8')),
         r.number is not null
    from registry.card c
    left join registry.review_card v
      on (v.body_id, v.short_name, v.revision) = (c.body_id, c.short_name, c.revision)
     and (p_for is null or v.body_id = p_for)
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (c.body_id, c.short_name, c.revision)
     and (p_for is null or r.body_id = p_for)
     and ((select registry.whole()) && array[r.body_id, '-']
          or (v.revision is not null and v.contents is null))
   where c.status = 'registered'
     and (p_after_body is null or (c.body_id, c.short_name) > (p_after_body, p_after_name))
   order by c.body_id, c.short_name
   limit p_limit
$$;

create or replace function api.portfolio_of(p_bodies text[], p_short_names text[])
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_whole boolean)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes, convert_to(coalesce(v.contents, c.contents), 'UTF8')),
         r.number is not null
    from unnest(p_bodies, p_short_names) n (body_id, short_name)
    join registry.card c using (body_id, short_name)
    left join registry.review_card v using (body_id, short_name, revision)
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (c.body_id, c.short_name, c.revision)
     and ((select registry.whole()) && array[r.body_id, '-']
          or (v.revision is not null and v.contents is null))
   where c.status = 'registered'
   order by c.body_id, c.short_name
$$;

-- One revision; without a number the latest. Reviewers of another body read their card of it,
-- others only the latest as the card for everybody, which says not who submitted it.
create or replace function api.document(p_body text, p_short_name text, p_revision int)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean, submitted_by text,
               latest int, media text, bytes bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select r.body_id, r.short_name, r.number, i.status, r.stage, r.name ->> 'kk',
         r.name ->> 'ru', r.name ->> 'en', r.submitted_at, w.whole, r.submitted_by, i.revision,
         case when w.whole then r.media else 'json' end,
         case when w.whole then r.bytes
              else convert_to(coalesce(v.contents,
                                       registry.shown_at(r.body_id, r.short_name, r.number,
                                                         9223372036854775807)), 'UTF8') end
    from registry.initiative i
    join registry.revision r using (body_id, short_name)
    left join registry.review_card v
      on (v.body_id, v.short_name, v.revision) = (r.body_id, r.short_name, r.number)
   cross join lateral (
     select (select registry.whole()) && array[r.body_id, '-']
            or (v.revision is not null and v.contents is null)) w (whole)
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

-- Findings.

create or replace function api.findings(p_body text, p_short_name text, p_run uuid)
returns table (body_id text, short_name text, revision int, rule text, severity text,
               fingerprint text, line int, col int, pointer text, kk text, ru text, en text,
               details text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select f.*
    from registry.findings_seen(p_run) f
   where (f.body_id, f.short_name) = (p_body, p_short_name)
   order by f.line, f.col, f.rule, f.fingerprint
$$;

create or replace function api.past_findings(p_run uuid)
returns table (body_id text, short_name text, revision int, rule text, severity text,
               fingerprint text, line int, col int, pointer text, kk text, ru text, en text,
               details text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select f.*
    from registry.findings_seen(p_run) f
   order by f.body_id collate "C", f.short_name collate "C", f.revision,
            f.fingerprint collate "C"
$$;

-- With p_open: which of them say no more than their reviewers may read.
drop function api.run_findings(uuid, text[], text[], int[], text[], text[], text[], int[],
                               int[], text[], text[], text[], text[], jsonb[]);
create function api.run_findings(
  p_run uuid, p_bodies text[], p_short_names text[], p_revisions int[], p_rules text[],
  p_severities text[], p_fingerprints text[], p_lines int[], p_cols int[], p_pointers text[],
  p_kk text[], p_ru text[], p_en text[], p_details jsonb[], p_open boolean[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.run_need(p_run);
  insert into registry.finding (body_id, short_name, revision, run_id, rule, severity,
                                fingerprint, line, col, pointer, message, details, open)
  select f.body_id, f.short_name, f.revision, p_run, f.rule, f.severity, f.fingerprint,
         f.line, f.col, f.pointer, jsonb_build_object('kk', f.kk, 'ru', f.ru, 'en', f.en),
         f.details, coalesce(f.open, false)
    from unnest(p_bodies, p_short_names, p_revisions, p_rules, p_severities, p_fingerprints,
                p_lines, p_cols, p_pointers, p_kk, p_ru, p_en, p_details, p_open)
      f (body_id, short_name, revision, rule, severity, fingerprint, line, col, pointer,
         kk, ru, en, details, open);
end
$$;

-- Also whether it was not said yet if a finding is for reviewers to read.
drop function api.recheck_before(text);
create function api.recheck_before(p_body text)
returns table (short_name text, revision int, run_id uuid, official boolean,
               pack_sha256 bytea, rule text, severity text, fingerprint text, line int,
               col int, pointer text, kk text, ru text, en text, unsaid boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select i.short_name, i.revision, r.run_id, coalesce(r.official, false), r.pack_sha256, f.rule,
         f.severity, f.fingerprint, f.line, f.col, f.pointer, f.message ->> 'kk',
         f.message ->> 'ru', f.message ->> 'en', f.rule is not null and f.open is null
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
     and registry.whole() && array[p_body, '-']
   order by i.short_name, f.fingerprint
$$;

-- Heads.

create or replace function api.heads() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_object_agg(h.body_id, case when k.known && array[h.body_id, '-']
                                          then to_jsonb(h.seq)
                                          else to_jsonb(registry.mark(h.told)) end)
           filter (where k.known && array[h.body_id, '-'] or h.told is not null)::text
    from (select registry.counts()) k (known)
   cross join registry.event_head h
   where h.seq > 0
     and registry.me() is not null
$$;

create or replace function api.run_heads(p_run uuid, p_heads text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  run registry.check_run := registry.run_need(p_run);
begin
  insert into registry.run_heads (run_id, heads)
  values (p_run, registry.heads_kept(p_heads::jsonb, run.body_id));
end
$$;

create or replace function api.past_heads(p_on date) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select registry.heads_told(registry.heads_before(
           (p_on + 1)::timestamp at time zone interval '5 hours'))::text
   where registry.me() is not null
     and p_on < registry.today()
$$;

create or replace function api.decision(p_body text, p_short_name text, p_number int)
returns table (verdict text, at timestamptz, actor text, revision int, sha256 bytea,
               run_id uuid, official boolean, pack_sha256 bytea, judged_by date, heads text,
               waivers text, reason text)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select d.verdict, e.at, e.actor, d.revision, d.sha256, d.run_id, d.official, d.pack_sha256,
         d.judged_by, registry.heads_told(d.heads)::text, d.waivers::text, d.reason
    from registry.decision d
    join registry.event e using (body_id, seq)
   where (d.body_id, d.short_name, d.number) = (p_body, p_short_name, p_number)
$$;

-- What stood.

create or replace function api.past_portfolio(p_heads jsonb, p_for text)
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select s.body_id, s.short_name, s.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes,
                  convert_to(coalesce(v.contents,
                                      registry.shown_at(s.body_id, s.short_name, s.revision,
                                                        (h.heads ->> s.body_id)::bigint)),
                             'UTF8')),
         r.number is not null
    from (select registry.heads_known(p_heads) where registry.me() is not null) h (heads)
   cross join lateral registry.stood(h.heads) s
    left join registry.review_card v
      on (v.body_id, v.short_name, v.revision) = (s.body_id, s.short_name, s.revision)
     and (p_for is null or v.body_id = p_for)
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (s.body_id, s.short_name, s.revision)
     and (p_for is null or r.body_id = p_for)
     and ((select registry.whole()) && array[r.body_id, '-']
          or (v.revision is not null and v.contents is null))
   where s.status = 'registered'
   order by s.body_id collate "C", s.short_name collate "C"
$$;

create or replace function api.past_initiatives(
  p_heads jsonb, p_body text, p_stage text, p_status text, p_function text, p_source text,
  p_territory text, p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select s.body_id, s.short_name, s.revision, s.status, c.stage, c.name ->> 'kk',
         c.name ->> 'ru', c.name ->> 'en', s.submitted_at,
         (select registry.whole()) && array[s.body_id, '-']
         or (v.revision is not null and v.contents is null)
    from (select registry.heads_known(p_heads) where registry.me() is not null) h (heads)
   cross join lateral registry.stood(h.heads) s
    join registry.shown c using (body_id, short_name, revision)
    left join registry.review_card v using (body_id, short_name, revision)
   where (p_body is null or s.body_id = p_body)
     and (p_stage is null or c.stage = p_stage)
     and (p_status is null or s.status = p_status)
     and (p_after_body is null
          or (s.body_id collate "C", s.short_name collate "C") > (p_after_body, p_after_name))
     and not exists (
         select
           from (values ('function', p_function), ('source', p_source),
                        ('territory', p_territory)) wanted (kind, value)
          where wanted.value is not null
            and not exists (
                select
                  from registry.facet f
                 where (f.body_id, f.short_name, f.revision)
                       = (s.body_id, s.short_name, s.revision)
                   and f.kind = wanted.kind
                   and f.value = wanted.value))
   order by s.body_id collate "C", s.short_name collate "C"
   limit p_limit
$$;

create or replace function api.past_document(p_heads jsonb, p_body text, p_short_name text)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean, submitted_by text,
               latest int, media text, bytes bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select s.body_id, s.short_name, s.revision, s.status, c.stage, c.name ->> 'kk',
         c.name ->> 'ru', c.name ->> 'en', s.submitted_at,
         r.number is not null and w.whole, r.submitted_by, s.revision,
         case when w.whole then coalesce(r.media, 'json') else 'json' end,
         case when w.whole and r.number is not null then r.bytes
              else convert_to(coalesce(v.contents,
                                       registry.shown_at(s.body_id, s.short_name, s.revision,
                                                         (h.heads ->> s.body_id)::bigint)),
                              'UTF8') end
    from (select registry.heads_known(p_heads) where registry.me() is not null) h (heads)
   cross join lateral registry.stood(h.heads) s
    join registry.shown c using (body_id, short_name, revision)
    left join registry.review_card v using (body_id, short_name, revision)
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (s.body_id, s.short_name, s.revision)
   cross join lateral (
     select (select registry.whole()) && array[s.body_id, '-']
            or (v.revision is not null and v.contents is null)) w (whole)
   where (s.body_id, s.short_name) = (p_body, p_short_name)
$$;

create or replace function api.past_verdicts(p_heads jsonb, p_body text)
returns table (body_id text, short_name text, revision int, other_body_id text,
               other_short_name text, other_revision int, reviewer text, at timestamptz,
               verdict text, reason text, score int, word boolean, common text, card text,
               other_card text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select v.body_id, v.short_name, v.revision, v.other_body_id, v.other_short_name,
         v.other_revision, v.reviewer, v.at, b.verdict, v.reason, v.score, v.word, v.common,
         v.card, v.other_card
    from registry.verdicts_before(registry.heads_known(p_heads)) b
    join registry.verdict v
      using (body_id, short_name, other_body_id, other_short_name, revision, other_revision,
             reviewer)
   where p_body is null
      or p_body in (v.body_id, v.other_body_id)
   order by v.body_id, v.short_name, v.other_body_id, v.other_short_name, v.at, v.reviewer
$$;

create or replace function api.past_marks(p_heads jsonb)
returns table (score int, word boolean, common text, verdict text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select m.score, m.word, m.common, m.verdict
    from (select registry.heads_known(p_heads) where registry.me() is not null) h (heads)
   cross join lateral registry.marks_before(h.heads) m
$$;

create or replace function api.past_run(p_run uuid)
returns table (body_id text, actor text, finished_at timestamptz, official boolean,
               pack_sha256 bytea, judged_by date, portfolio text, program_version text,
               findings_sha256 bytea, heads text)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.actor, c.finished_at, c.official, c.pack_sha256, c.judged_by,
         c.portfolio, c.program_version, s.findings_sha256,
         registry.heads_told(h.heads)::text
    from registry.check_run c
    join registry.run_seal s using (run_id)
    left join registry.run_heads h using (run_id)
   where c.run_id = p_run
$$;

create or replace function api.past_run_last(p_heads jsonb, p_body text, p_short_name text)
returns table (run_id uuid, finished_at timestamptz)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select c.run_id, c.finished_at
    from (select registry.heads_known(p_heads) where registry.me() is not null) h (heads)
   cross join lateral registry.stood(h.heads) s
    join registry.judged j using (body_id, short_name, revision)
    join registry.run_seal l using (run_id)
    join registry.check_run c using (run_id)
   where (s.body_id, s.short_name) = (p_body, p_short_name)
     and l.seq <= (h.heads ->> l.body_id)::bigint
   order by c.finished_at desc, c.run_id
   limit 1
$$;

-- A run is made again of whole documents: also by reviewers of a body that keeps nothing to
-- itself.
create or replace function api.past_judged(p_run uuid)
returns table (body_id text, short_name text, revision int, media text, bytes bytea)
language plpgsql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select
               from registry.judged j
              where j.run_id = p_run
                and not (select registry.whole()) && array[j.body_id, '-']
                and (exists (select
                               from registry.review_card v
                              where v.body_id = j.body_id
                                and v.contents is not null)
                     or not exists (select
                                      from registry.review_card v
                                     where (v.body_id, v.short_name, v.revision)
                                           = (j.body_id, j.short_name, j.revision)))) then
    raise exception 'a run is made again by those who read all of what it judged'
      using errcode = 'TZ403',
            hint = 'the body itself, checkers and auditors: see `tizilim whoami`';
  end if;
  return query
    select j.body_id, j.short_name, j.revision, r.media, r.bytes
      from registry.judged j
      join registry.revision r
        on (r.body_id, r.short_name, r.number) = (j.body_id, j.short_name, j.revision)
     where j.run_id = p_run
     order by j.body_id, j.short_name, j.revision;
end
$$;

-- The export, with the records of cards.
create or replace function api.chain(p_body text, p_from bigint, p_to bigint,
                                     p_documents boolean)
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
        from registry.records_of_cards(p_body, p_from, p_to) r
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

-- Cards.

-- After api.submit, in its transaction: what reviewers of other bodies may read of the revision;
-- null: all of it. Until it is said they read the card for everybody.
create function api.review_card_put(p_body text, p_short_name text, p_revision int,
                                    p_contents text)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{submitter}', p_body);
  perform registry.body_lock(p_body);
  if exists (select
               from registry.review_card v
              where (v.body_id, v.short_name, v.revision)
                    = (p_body, p_short_name, p_revision)) then
    return;
  end if;
  if not exists (select
                   from registry.initiative i
                  where (i.body_id, i.short_name, i.revision)
                        = (p_body, p_short_name, p_revision)) then
    raise exception 'initiative "%/%" is not in the registry', p_body, p_short_name
      using errcode = 'TZ404';
  end if;
  insert into registry.review_card (body_id, short_name, revision, contents)
  values (p_body, p_short_name, p_revision, p_contents);
  if p_contents is not null then
    perform registry.event_add(p_body, 'review_card_made', p_body || '/' || p_short_name,
                               json_build_object('revision', p_revision, 'contents_sha256',
                                                 encode(sha256(convert_to(p_contents, 'UTF8')),
                                                        'hex')));
  end if;
end
$$;

-- Revisions whose cards were not made or compared by this schema, with their documents; the
-- latest one of an initiative has a card for everybody as well.
create function api.cards_stale(p_form bytea, p_after_body text, p_after_name text,
                                p_after_revision int, p_limit bigint)
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_latest boolean)
language sql stable security definer rows 500
set search_path = pg_catalog, pg_temp
as $$
  select v.body_id, v.short_name, v.revision, r.media, r.bytes, c.revision = v.revision
    from registry.review_card v
    join registry.revision r
      on (r.body_id, r.short_name, r.number) = (v.body_id, v.short_name, v.revision)
    join registry.card c
      on (c.body_id, c.short_name) = (v.body_id, v.short_name)
   where v.form is distinct from p_form
     and (p_after_body is null
          or (v.body_id, v.short_name, v.revision)
             > (p_after_body, p_after_name, p_after_revision))
     and registry.holds('{checker}', '-')
   order by v.body_id, v.short_name, v.revision
   limit p_limit
$$;

-- The cards of a revision as the schema has them now. p_card, its words and the facets that it
-- shows are null for one that is not the latest. True when others see something else now.
create function api.card_remake(p_form bytea, p_body text, p_short_name text, p_revision int,
                                p_review text, p_card text, p_card_words text[],
                                p_kinds text[], p_values text[])
returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  id text := p_body || '/' || p_short_name;
  was registry.review_card;
  seq bigint;
begin
  perform registry.need('{checker}', '-');
  perform registry.body_lock(p_body);
  select v.*
    into was
    from registry.review_card v
   where (v.body_id, v.short_name, v.revision) = (p_body, p_short_name, p_revision);
  if not found or p_form is null then
    raise exception 'revision % of %/% has no card to make again', p_revision, p_body,
                    p_short_name
      using errcode = 'TZ404';
  end if;
  if was.form = sha256('') then
    was.contents := null;
  end if;
  update registry.review_card v
     set contents = p_review,
         form = p_form
   where (v.body_id, v.short_name, v.revision) = (p_body, p_short_name, p_revision);
  if p_review is distinct from was.contents then
    perform registry.event_add(p_body,
                               case when p_review is null then 'review_card_dropped'
                                    else 'review_card_made' end, id,
                               json_build_object('revision', p_revision, 'contents_sha256',
                                                 encode(sha256(convert_to(p_review, 'UTF8')),
                                                        'hex')));
  end if;
  perform
     from registry.card c
    where (c.body_id, c.short_name, c.revision) = (p_body, p_short_name, p_revision)
      and c.contents <> p_card;
  if not found then
    return false;
  end if;
  seq := registry.event_add(p_body, 'card_remade', id,
                            json_build_object('revision', p_revision, 'card_sha256',
                                              encode(sha256(convert_to(p_card, 'UTF8')),
                                                     'hex')));
  insert into registry.remade (body_id, short_name, revision, seq, contents)
  values (p_body, p_short_name, p_revision, seq, p_card);
  update registry.card c
     set contents = p_card,
         words = registry.lexemes(p_card_words)
   where (c.body_id, c.short_name) = (p_body, p_short_name);
  update registry.facet f
     set open = not f.open
   where (f.body_id, f.short_name, f.revision) = (p_body, p_short_name, p_revision)
     and f.open <> exists (select
                             from unnest(p_kinds, p_values) s (kind, value)
                            where (s.kind, s.value) = (f.kind, f.value));
  return true;
end
$$;

-- How many revisions' cards are of another schema, and how many no worker has compared yet; no
-- row for who does not run the registry.
create function api.cards_state(p_form bytea)
returns table (stale bigint, uncompared bigint)
language plpgsql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
begin
  if registry.holds('{checker,auditor}', '-') then
    return query
      select count(*) filter (where v.form is not null), count(*) filter (where v.form is null)
        from registry.review_card v
       where v.form is distinct from p_form;
  end if;
end
$$;

-- What is judged again.

create or replace function api.recheck_follow(p_pack_sha256 bytea, p_small bigint, p_all boolean)
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
  reached := registry.reached();
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

-- But what is set aside.
drop function api.recheck_take();
create function api.recheck_take(p_program text)
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
     and not registry.set_aside(q.body_id, p_program)
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

-- On another connection than the one that took it, and committed before it is judged: so it is
-- known of whoever does not come to the end. The same worker again is no other.
create function api.recheck_begin(p_body text, p_program text, p_worker uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{checker}', '-');
  insert into registry.recheck_try (body_id, program, worker, tries, at)
  values (p_body, p_program, p_worker, 1, clock_timestamp())
  on conflict (body_id) do update
     set program = excluded.program,
         worker = excluded.worker,
         tries = case when recheck_try.program <> excluded.program then 1
                      when recheck_try.worker = excluded.worker then recheck_try.tries
                      else recheck_try.tries + 1 end,
         at = excluded.at;
end
$$;

-- With api.recheck_done; or somebody wants it tried again, null: all that is set aside.
create function api.recheck_end(p_body text) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  n bigint;
begin
  perform registry.need('{checker}', '-');
  delete from registry.recheck_try t
   where p_body is null
      or t.body_id = p_body;
  get diagnostics n = row_count;
  return n;
end
$$;

-- What is set aside, to those who run the registry.
create function api.recheck_aside(p_program text)
returns table (body_id text, tries int, at timestamptz)
language sql stable security definer rows 5
set search_path = pg_catalog, pg_temp
as $$
  select t.body_id, t.tries, t.at
    from registry.recheck_try t
   where registry.set_aside(t.body_id, p_program)
   order by t.body_id
$$;

drop function api.recheck_queue();
create function api.recheck_queue(p_program text)
returns table (cause text, initiatives bigint)
language sql stable security definer rows 5
set search_path = pg_catalog, pg_temp
as $$
  select q.cause, count(distinct (q.body_id, q.short_name))
    from registry.recheck q
   where (select registry.holds('{checker}', '-'))
     and not registry.set_aside(q.body_id, p_program)
   group by q.cause
   order by q.cause
$$;

-- What time does is nobody's own.
create or replace function api.inbox(p_limit bigint)
returns table (body_id text, seq bigint, at timestamptz, actor text, kind text, subject text,
               payload text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  with me as (
    select registry.me() as person_id,
           registry.bodies_with('{submitter,architect}') as submits,
           registry.bodies_with('{reviewer,approver}') as reviews
  )
  select e.body_id, e.seq, e.at, e.actor, e.kind, e.subject, e.payload::text
    from me
   cross join unnest(registry.spread(null)) b (body_id)
    left join registry.read_mark m
      on (m.person_id, m.body_id) = (me.person_id, b.body_id)
   cross join lateral (
     select x.*
       from registry.event x
      where x.body_id = b.body_id
        and x.seq > coalesce(m.seq, 0)
        -- what the index leaves out
        and x.kind not in ('created', 'revised', 'withdrawn', 'checked')
     offset 0) e
    join registry.notice n using (kind)
   where (e.person_id is distinct from me.person_id
          or e.kind in ('waiver_expired', 'commitment_due', 'commitment_overdue',
                        'request_overdue'))
     and (n.told in ('submitter', 'both') and array[e.body_id, '-'] && me.submits
          or n.told in ('authority', 'both') and array[e.body_id, '-'] && me.reviews)
   order by e.at, e.body_id, e.seq
   limit p_limit
$$;

-- What a plan that was run, or a clock, tells: EXPLAIN counts the pages that a function looks at.
-- So what is asked of another body is not looked for, and what is asked of all is looked for
-- body by body. From here on as before but for that.

create or replace function api.drafts()
returns table (body_id text, short_name text, bytes_sha256 bytea, saved_at timestamptz,
               saved_by text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  select d.body_id, d.short_name, d.bytes_sha256, d.saved_at, d.saved_by
    from unnest(registry.spread('{submitter,architect}')) b (body_id)
   cross join lateral (
     select x.* from registry.draft x where x.body_id = b.body_id offset 0) d
   order by d.body_id, d.short_name
$$;

create or replace function api.draft(p_body text, p_short_name text)
returns table (body_id text, short_name text, bytes_sha256 bytea, saved_at timestamptz,
               saved_by text, media text, bytes bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select d.body_id, d.short_name, d.bytes_sha256, d.saved_at, d.saved_by, d.media, d.bytes
    from registry.draft d
   where (d.body_id, d.short_name) = (p_body, p_short_name)
     and (select registry.bodies_with('{submitter,architect}')) && array[p_body, '-']
$$;

create or replace function api.revisions(p_body text, p_short_name text)
returns table (number int, stage text, submitted_at timestamptz, submitted_by text,
               bytes_sha256 bytea, canonical_sha256 bytea)
language sql stable security definer rows 10
set search_path = pg_catalog, pg_temp
as $$
  select r.number, r.stage, r.submitted_at, r.submitted_by, r.bytes_sha256, r.canonical_sha256
    from registry.revision r
   where (r.body_id, r.short_name) = (p_body, p_short_name)
     and (select registry.reads()) && array[p_body, '-']
   order by r.number
$$;

create or replace function api.events(p_body text, p_subject text)
returns table (seq bigint, at timestamptz, actor text, kind text, payload text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select e.seq, e.at, e.actor, e.kind, e.payload::text
    from registry.event e
   where e.body_id = p_body
     and e.subject = p_subject
     and (select registry.reads()) && array[p_body, '-']
   order by e.seq
$$;

create or replace function api.run_last(p_body text, p_short_name text)
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
     and (select registry.reads()) && array[p_body, '-']
   order by c.finished_at desc, c.run_id
   limit 1
$$;

create or replace function api.requests(p_body text, p_short_name text, p_number int, p_open boolean)
returns table (body_id text, short_name text, number int, kind text, state text, turn text,
               revision int, sha256 bytea, days int, used int, due date, is_late boolean,
               is_broken boolean, opened_at timestamptz, opened_by text, heir text, stage text,
               kk text, ru text, en text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  with request as materialized (
    select r.*
      from unnest(registry.spread(null)) b (body_id)
     cross join lateral (
       select x.* from registry.request x where x.body_id = b.body_id offset 0) r
     where (p_body is null or b.body_id = p_body)
       and (p_short_name is null or r.short_name = p_short_name)
       and (p_number is null or r.number = p_number)
       and (p_open is null or p_open = (r.turn is not null))
  )
  select r.body_id, r.short_name, r.number, r.kind, r.state, r.turn, r.revision,
         v.bytes_sha256, r.days, c.used, case r.turn when 'authority' then c.due end,
         coalesce(r.turn = 'authority' and c.due < registry.today(), false),
         exists (select
                   from registry.commitment m
                  where (m.body_id, m.short_name, m.number)
                        = (r.body_id, r.short_name, r.number)
                    and m.state = 'open'
                    and m.due < registry.today()),
         e.at, e.actor, r.heir, registry.stage_of(r.body_id, r.short_name), v.name ->> 'kk',
         v.name ->> 'ru', v.name ->> 'en'
    from request r
    join registry.clocks((select array_agg(q::registry.request) from request q)) c
      using (body_id, short_name, number)
    join registry.revision v
      on (v.body_id, v.short_name, v.number) = (r.body_id, r.short_name, r.revision)
    join lateral (select min(a.seq) as seq
                    from registry.act a
                   where (a.body_id, a.short_name, a.process, a.number)
                         = (r.body_id, r.short_name, 'request', r.number)) first on true
    join registry.event e on (e.body_id, e.seq) = (r.body_id, first.seq)
   order by r.body_id, r.short_name, r.number
$$;

create or replace function api.acts(p_body text, p_short_name text, p_number int)
returns table (seq bigint, at timestamptz, actor text, process text, item int, action text,
               state text, revision int, part text, verdict text, fingerprint text, remark text)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
as $$
  select a.seq, e.at, e.actor, a.process, a.item, a.action, a.state, a.revision, a.part,
         a.verdict, a.fingerprint, a.remark
    from registry.act a
    join registry.event e using (body_id, seq)
   where (a.body_id, a.short_name, a.number) = (p_body, p_short_name, p_number)
     and (select registry.reads()) && array[p_body, '-']
     and a.process in ('request', 'commitment')
   order by a.seq
$$;

create or replace function api.steps(p_body text, p_short_name text, p_number int)
returns table (action text)
language sql stable security definer rows 5
set search_path = pg_catalog, pg_temp
as $$
  select t.action
    from registry.request r
    join registry.transition t on (t.process, t.state) = ('request', r.state)
   where (r.body_id, r.short_name, r.number) = (p_body, p_short_name, p_number)
     and (select registry.reads()) && array[p_body, '-']
     and registry.holds(t.duties, r.body_id)
     and (not t.apart or registry.beside(r.body_id, r.short_name) is null)
     and (t.action <> 'part'
          or exists (select
                       from registry.needed_part n
                      where n.kind = r.kind
                        and registry.gives(n.part)))
   order by t.action
$$;

create or replace function api.parts(p_body text, p_short_name text, p_number int)
returns table (part text, authorities text, rules text, verdict text, at timestamptz,
               actor text, remark text)
language sql stable security definer rows 4
set search_path = pg_catalog, pg_temp
as $$
  select p.part,
         (select string_agg(a.body_id, ', ' order by a.body_id)
            from registry.authority a
           where a.part = p.part),
         (select string_agg(c.rule, ',' order by c.rule)
            from registry.concern c
           where c.part = p.part),
         p.verdict, e.at, e.actor, x.remark
    from registry.request r
   cross join lateral registry.parts(array[r]) p
    left join registry.act x on (x.body_id, x.seq) = (p.body_id, p.seq)
    left join registry.event e on (e.body_id, e.seq) = (p.body_id, p.seq)
   where (r.body_id, r.short_name, r.number) = (p_body, p_short_name, p_number)
     and (select registry.reads()) && array[p_body, '-']
   order by p.part
$$;

create or replace function api.commitments(p_body text, p_short_name text, p_number int, p_open boolean)
returns table (body_id text, short_name text, number int, item int, promise text, due date,
               state text, is_late boolean)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  select c.body_id, c.short_name, c.number, c.item, c.promise, c.due, c.state,
         c.state = 'open' and c.due < registry.today()
    from unnest(registry.spread(null)) b (body_id)
   cross join lateral (
     select x.* from registry.commitment x where x.body_id = b.body_id offset 0) c
   where (p_body is null or b.body_id = p_body)
     and (p_short_name is null or c.short_name = p_short_name)
     and (p_number is null or c.number = p_number)
     and (p_open is null or p_open = (c.turn is not null))
   order by c.due, c.body_id, c.short_name, c.number, c.item
$$;

create or replace function api.life(p_body text, p_short_name text)
returns table (stage text, before text, revision int, heir text, at timestamptz, actor text)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select l.stage, l.before, l.revision, l.heir, e.at, e.actor
    from registry.life_of(p_body, p_short_name) l
    join registry.event e using (body_id, seq)
   where (select registry.reads()) && array[p_body, '-']
$$;

create or replace function api.waivers(p_body text, p_short_name text, p_on date)
returns table (body_id text, short_name text, number int, rule text, fingerprint text,
               reason text, until date, state text, in_force boolean, of_banned boolean,
               asked_at timestamptz, asked_by text, approved_by text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  select w.body_id, w.short_name, w.number, w.rule, w.fingerprint, w.reason, w.until,
         case when w.state in ('pending', 'half', 'approved') and w.until < d.day
           then 'expired' else w.state end,
         coalesce(d.day between w.approved_on and w.until
                  and (w.revoked_on is null or d.day < w.revoked_on), false),
         w.process = 'prohibition', a.asked_at, a.asked_by, a.approved_by
    from unnest(registry.spread(null)) b (body_id)
   cross join lateral (
     select x.* from registry.waiver x where x.body_id = b.body_id offset 0) w
   cross join (select coalesce(p_on, registry.today())) d (day)
   cross join lateral (
     select min(e.at) filter (where x.action = 'request') as asked_at,
            min(e.actor) filter (where x.action = 'request') as asked_by,
            string_agg(e.actor, ', ' order by x.seq) filter (where x.action = 'approve')
              as approved_by
       from registry.act x
       join registry.event e using (body_id, seq)
      where (x.body_id, x.short_name, x.process, x.number)
            = (w.body_id, w.short_name, w.process, w.number)) a
   where (p_body is null or b.body_id = p_body)
     and (p_short_name is null or w.short_name = p_short_name)
   order by w.body_id, w.short_name, w.number
$$;

create or replace function api.queue()
returns table (what text, body_id text, short_name text, number int, item int, kind text,
               detail text, used int, days int, due date, is_late boolean, kk text, ru text,
               en text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  with me as materialized (
    select registry.me() as person_id,
           registry.bodies_with('{submitter}') as submits,
           registry.bodies_with('{reviewer}') as reviews,
           registry.bodies_with('{approver}') as approves,
           (select array_agg(distinct a.part) from registry.authority a
             where registry.gives(a.part)) as gives
  ), request as materialized (
    select r.*
      from unnest(registry.spread(null)) b (body_id)
     cross join lateral (
       select x.* from registry.request x where x.body_id = b.body_id offset 0) r
     where r.turn is not null
  ), open as materialized (
    select r.*, c.used, case r.turn when 'authority' then c.due end as due,
           r.turn = 'submitter' and array[r.body_id, '-'] && me.submits as to_answer,
           r.turn = 'authority' and array[r.body_id, '-'] && me.reviews as to_review,
           r.turn = 'authority' and array[r.body_id, '-'] && me.approves as to_decide
      from me
     cross join request r
      join registry.clocks((select array_agg(q::registry.request) from request q)) c
        using (body_id, short_name, number)
  ), asked as materialized (
    select p.body_id, p.short_name, p.number,
           string_agg(p.part, ', ' order by p.part) filter (where p.part = any (me.gives))
             as mine
      from me
     cross join registry.parts((select array_agg(q::registry.request) from request q)) p
     where p.verdict is null
     group by p.body_id, p.short_name, p.number
  ), waiting as (
    select 'part' as what, o.body_id, o.short_name, o.number, null::int as item, o.kind,
           a.mine as detail, o.used, o.days, o.due
      from open o
      join asked a using (body_id, short_name, number)
     where o.to_review
    union all
    select 'decide', o.body_id, o.short_name, o.number, null, o.kind, '', o.used, o.days, o.due
      from open o
      left join asked a using (body_id, short_name, number)
     where o.to_decide
       and a.number is null
    union all
    select 'answer', o.body_id, o.short_name, o.number, null, o.kind, '', o.used, o.days, null
      from open o
     where o.to_answer
    union all
    select case c.turn when 'submitter' then 'fulfil' else 'accept' end, c.body_id,
           c.short_name, c.number, c.item, null, c.promise, null, null, c.due
      from me
     cross join unnest(registry.spread(null)) b (body_id)
     cross join lateral (
       select x.* from registry.commitment x where x.body_id = b.body_id offset 0) c
     where c.turn is not null
       and array[c.body_id, '-'] && case c.turn when 'submitter' then me.submits
                                                else me.reviews || me.approves end
    union all
    select 'waiver', w.body_id, w.short_name, w.number, null, null,
           w.rule || coalesce(' ' || w.fingerprint, ''), null, null, w.until
      from me
     cross join unnest(registry.spread(null)) b (body_id)
     cross join lateral (
       select x.* from registry.waiver x where x.body_id = b.body_id offset 0) w
     where w.turn is not null
       and w.until >= registry.today()
       and array['-', case w.process when 'waiver' then w.body_id end] && me.approves
       and not exists (select
                         from registry.act a
                         join registry.event e using (body_id, seq)
                        where (a.body_id, a.short_name, a.process, a.number, a.action)
                              = (w.body_id, w.short_name, w.process, w.number, 'approve')
                          and e.person_id = me.person_id)
  )
  select w.what, w.body_id, w.short_name, w.number, w.item, w.kind, nullif(w.detail, ''),
         w.used, w.days, w.due,
         coalesce(w.due < registry.today() and w.what <> 'waiver', false),
         v.name ->> 'kk', v.name ->> 'ru', v.name ->> 'en'
    from waiting w
    join registry.initiative i using (body_id, short_name)
    join registry.revision v
      on (v.body_id, v.short_name, v.number) = (i.body_id, i.short_name, i.revision)
   where w.detail is not null
     -- those who submit answer and fulfil, nobody else does anything for himself
     and (w.what in ('answer', 'fulfil') or registry.beside(w.body_id, w.short_name) is null)
   order by w.due nulls last, w.body_id, w.short_name, w.number, w.item
$$;

grant execute on all functions in schema api to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;

-- Built-in functions that write into the log of the server, and tell how much others do: as in
-- 0005_guard.sql of a superuser alone.
do $guard$
declare
  name regprocedure;
begin
  if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
    return;
  end if;
  for name in
    select p.oid
      from pg_proc p
     where p.pronamespace = 'pg_catalog'::regnamespace
       and p.proname ~ '^pg_(logical_emit_message|current_wal_(lsn|insert_lsn|flush_lsn))$'
  loop
    execute format('revoke execute on function %s from public', name);
  end loop;
end
$guard$;
