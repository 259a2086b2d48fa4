-- The life of an initiative, as data: what may be asked for, by whom it is answered, and what
-- follows. Every act of a person is one row of registry.act and one event of the body's chain,
-- whose payload holds all rows that the act wrote, as they stand after it; so rows can be
-- joined to events without this database.
--
--   a body submits a revision, which opens or goes on with a request   registry.request
--   several authorities each give their part                          registry.act, part
--   an approver of another body decides, once                         registry.decision
--   what was promised has a day                                       registry.commitment
--   the stage that the initiative has reached                         registry.life
--   what a finding may be let pass for, and until when                registry.waiver

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- What may be done in a state, by whom, what follows, and whose turn it is then. No function
-- decides that itself: each asks registry.step.
create table registry.transition (
  process text collate "C" not null,
  state text collate "C" not null,
  action text collate "C" not null,
  -- null: the state before the present one
  next text collate "C",
  -- one of these, for the body of the initiative
  duties text[] not null,
  -- for the whole registry instead
  everywhere boolean not null,
  -- by somebody of another body, who took no part in the submission
  apart boolean not null,
  -- null: nobody's, it is over
  turn text collate "C",
  constraint transition_pkey primary key (process, state, action),
  constraint transition_next_known check (next is not null or action = 'resume'),
  constraint transition_turn_known check (turn in ('authority', 'submitter')),
  -- whatever rows are added one day: nothing becomes approved but by an approver who stands apart
  constraint transition_approved
    check (next is distinct from 'approved' or state = 'approved'
           or (action = 'approve' and duties = '{approver}' and apart)),
  constraint transition_stage
    check (process <> 'life' or action = 'suspend' or (duties = '{approver}' and apart))
);

insert into registry.transition (process, state, action, next, duties, everywhere, apart, turn)
values
  ('request', 'draft',    'submit',   'review',    '{submitter}',          false, false, 'authority'),
  ('request', 'review',   'submit',   'review',    '{submitter}',          false, false, 'authority'),
  ('request', 'review',   'part',     'review',    '{reviewer}',           false, true,  'authority'),
  ('request', 'review',   'comment',  'review',    '{submitter,architect,reviewer,approver}', false, false, 'authority'),
  ('request', 'review',   'return',   'returned',  '{reviewer,approver}',  false, true,  'submitter'),
  ('request', 'review',   'approve',  'approved',  '{approver}',           false, true,  null),
  ('request', 'review',   'refuse',   'refused',   '{approver}',           false, true,  null),
  ('request', 'review',   'withdraw', 'withdrawn', '{submitter}',          false, false, null),
  ('request', 'returned', 'submit',   'review',    '{submitter}',          false, false, 'authority'),
  ('request', 'returned', 'answer',   'review',    '{submitter}',          false, false, 'authority'),
  ('request', 'returned', 'comment',  'returned',  '{submitter,architect,reviewer,approver}', false, false, 'submitter'),
  ('request', 'returned', 'withdraw', 'withdrawn', '{submitter}',          false, false, null),
  ('request', 'approved', 'comment',  'approved',  '{submitter,architect,reviewer,approver}', false, false, null),
  ('request', 'refused',  'comment',  'refused',   '{submitter,architect,reviewer,approver}', false, false, null),

  ('commitment', 'open',     'report', 'reported', '{submitter}',          false, false, 'authority'),
  ('commitment', 'open',     'accept', 'done',     '{reviewer,approver}',  false, true,  null),
  ('commitment', 'reported', 'accept', 'done',     '{reviewer,approver}',  false, true,  null),
  ('commitment', 'reported', 'reject', 'open',     '{reviewer,approver}',  false, true,  'submitter'),

  ('waiver', 'draft',    'request', 'pending',  '{submitter,architect}', false, false, 'authority'),
  ('waiver', 'pending',  'approve', 'approved', '{approver}',            false, true,  null),
  ('waiver', 'pending',  'refuse',  'refused',  '{approver}',            false, true,  null),
  ('waiver', 'pending',  'revoke',  'revoked',  '{submitter,approver}',  false, false, null),
  ('waiver', 'approved', 'revoke',  'revoked',  '{submitter,approver}',  false, false, null),

  -- a finding of what the law bans: two approvers of the whole registry
  ('prohibition', 'draft',    'request', 'pending',  '{submitter,architect}', false, false, 'authority'),
  ('prohibition', 'pending',  'approve', 'half',     '{approver}',            true,  true,  'authority'),
  ('prohibition', 'half',     'approve', 'approved', '{approver}',            true,  true,  null),
  ('prohibition', 'pending',  'refuse',  'refused',  '{approver}',            false, true,  null),
  ('prohibition', 'half',     'refuse',  'refused',  '{approver}',            false, true,  null),
  ('prohibition', 'pending',  'revoke',  'revoked',  '{submitter,approver}',  false, false, null),
  ('prohibition', 'half',     'revoke',  'revoked',  '{submitter,approver}',  false, false, null),
  ('prohibition', 'approved', 'revoke',  'revoked',  '{submitter,approver}',  false, false, null),

  -- the stage: what an approved request of that kind makes of it. What runs already may come
  -- late, with the request that asks for most.
  ('life', 'idea',      'establish', 'design',    '{approver}',           false, true,  null),
  ('life', 'idea',      'pilot',     'pilot',     '{approver}',           false, true,  null),
  ('life', 'idea',      'use',       'use',       '{approver}',           false, true,  null),
  ('life', 'design',    'pilot',     'pilot',     '{approver}',           false, true,  null),
  ('life', 'design',    'use',       'use',       '{approver}',           false, true,  null),
  ('life', 'design',    'change',    'design',    '{approver}',           false, true,  null),
  ('life', 'design',    'transfer',  'retired',   '{approver}',           false, true,  null),
  ('life', 'design',    'retire',    'retired',   '{approver}',           false, true,  null),
  ('life', 'design',    'suspend',   'suspended', '{submitter,approver}', false, false, null),
  ('life', 'pilot',     'use',       'use',       '{approver}',           false, true,  null),
  ('life', 'pilot',     'change',    'pilot',     '{approver}',           false, true,  null),
  ('life', 'pilot',     'transfer',  'retired',   '{approver}',           false, true,  null),
  ('life', 'pilot',     'retire',    'retired',   '{approver}',           false, true,  null),
  ('life', 'pilot',     'suspend',   'suspended', '{submitter,approver}', false, false, null),
  ('life', 'use',       'change',    'use',       '{approver}',           false, true,  null),
  ('life', 'use',       'transfer',  'retired',   '{approver}',           false, true,  null),
  ('life', 'use',       'retire',    'retired',   '{approver}',           false, true,  null),
  ('life', 'use',       'suspend',   'suspended', '{submitter,approver}', false, false, null),
  ('life', 'suspended', 'change',    'suspended', '{approver}',           false, true,  null),
  ('life', 'suspended', 'transfer',  'retired',   '{approver}',           false, true,  null),
  ('life', 'suspended', 'retire',    'retired',   '{approver}',           false, true,  null),
  ('life', 'suspended', 'resume',    null,        '{approver}',           false, true,  null);

create table registry.request_kind (
  kind text collate "C" not null,
  -- of several that fit, the first is the one that is meant when none is named
  rank int not null,
  -- stages that its manifest may declare; null: the one that was reached
  declares text[],
  -- working days of the authority
  days int not null,
  constraint request_kind_pkey primary key (kind)
);

insert into registry.request_kind (kind, rank, declares, days)
values
  ('establish', 1, '{idea,design,development}', 20),
  ('pilot',     2, '{pilot}',                   20),
  ('use',       3, '{use}',                     20),
  ('retire',    4, '{retired}',                 20),
  ('change',    5, null,                        20),
  ('transfer',  6, null,                        20);

-- The parts that a request needs before anybody may decide.
create table registry.needed_part (
  kind text collate "C" not null,
  part text collate "C" not null,
  constraint needed_part_pkey primary key (kind, part),
  constraint needed_part_kind_fkey foreign key (kind) references registry.request_kind (kind),
  constraint needed_part_known check (part in ('architecture', 'data', 'security', 'law'))
);

insert into registry.needed_part (kind, part)
values
  ('establish', 'architecture'), ('establish', 'data'),
  ('pilot', 'architecture'), ('pilot', 'data'), ('pilot', 'security'),
  ('use', 'architecture'), ('use', 'data'), ('use', 'security'), ('use', 'law'),
  ('change', 'architecture'), ('change', 'data'),
  ('transfer', 'architecture'), ('transfer', 'law'),
  ('retire', 'architecture'), ('retire', 'data');

-- The findings that a part is about, by the beginnings of their rules' ids; what none names is
-- of the architecture.
create table registry.concern (
  part text collate "C" not null,
  rule text collate "C" not null,
  constraint concern_pkey primary key (part, rule)
);

insert into registry.concern (part, rule)
values
  ('architecture', 'INT'), ('architecture', 'PLT'), ('architecture', 'DUP'),
  ('architecture', 'DEP'), ('architecture', 'GOV'), ('architecture', 'SOR'),
  ('data', 'SRC'), ('data', 'SOR'), ('data', 'PDP'),
  ('security', 'INT-010'), ('security', 'INT-011'), ('security', 'INT-013'),
  ('security', 'PLT-005'), ('security', 'PDP-004'), ('security', 'PDP-007'),
  ('security', 'AIL-011'),
  ('law', 'AIL'), ('law', 'PDP'), ('law', 'GOV-008');

-- Whose reviewers give a part: those who work at one of these bodies. '-' is the registry itself.
create table registry.authority (
  part text collate "C" not null,
  body_id text collate "C" not null,
  constraint authority_pkey primary key (part, body_id),
  constraint authority_body_fkey foreign key (body_id) references registry.event_head (body_id),
  constraint authority_part_known check (part in ('architecture', 'data', 'security', 'law'))
);

insert into registry.authority (part, body_id)
values ('architecture', '-'), ('data', '-'), ('security', '-'), ('law', '-');

-- Working days. 'MM-DD' of every year or 'YYYY-MM-DD', from the pack.
create table registry.holiday (
  day text collate "C" not null,
  names jsonb not null,
  confidence text not null,
  constraint holiday_pkey primary key (day),
  constraint holiday_day_form check (day ~ '^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$')
);

-- Single days that were moved; they win over holidays and weekends.
create table registry.moved_day (
  day date not null,
  working boolean not null,
  reason text not null,
  constraint moved_day_pkey primary key (day),
  constraint moved_day_reason_size check (octet_length(reason) between 1 and 1000)
);

create table registry.request (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  number int not null,
  kind text collate "C" not null,
  state text collate "C" not null,
  turn text collate "C",
  revision int not null,
  days int not null,
  -- of a transfer: the initiative of another body that goes on with it
  heir text collate "C",
  constraint request_pkey primary key (body_id, short_name, number),
  constraint request_kind_fkey foreign key (kind) references registry.request_kind (kind),
  constraint request_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number),
  constraint request_number_counts check (number > 0),
  constraint request_state_known
    check (state in ('review', 'returned', 'approved', 'refused', 'withdrawn')),
  constraint request_turn_fits
    check (turn is not distinct from case state when 'review' then 'authority'
                                                when 'returned' then 'submitter' end),
  constraint request_heir_fits check ((heir is not null) = (kind = 'transfer'))
);

create unique index request_one_open on registry.request (body_id, short_name, kind)
  where turn is not null;

-- When and by whom is told by the event.
create table registry.act (
  body_id text collate "C" not null,
  seq bigint not null,
  short_name text collate "C" not null,
  process text collate "C" not null,
  -- of the request or of the waiver
  number int,
  -- of the commitment
  item int,
  action text collate "C" not null,
  state text collate "C" not null,
  turn text collate "C",
  revision int not null,
  part text collate "C",
  verdict text collate "C",
  -- the finding that it is about
  fingerprint text collate "C",
  remark text,
  constraint act_pkey primary key (body_id, seq),
  constraint act_event_fkey foreign key (body_id, seq) references registry.event (body_id, seq),
  constraint act_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number),
  constraint act_part_whole check ((action = 'part') = (part is not null)
                                   and (part is null) = (verdict is null)),
  constraint act_verdict_known check (verdict in ('positive', 'negative', 'dismissed')),
  constraint act_remark_size check (octet_length(remark) between 1 and 20000),
  constraint act_fingerprint_form check (fingerprint ~ '^[0-9a-f]{32}$')
);

create index act_by_thing on registry.act (body_id, short_name, process, number, seq);

create table registry.decision (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  -- of the request: there is one decision of each
  number int not null,
  seq bigint not null,
  verdict text not null,
  -- what was read
  revision int not null,
  sha256 bytea not null,
  -- what it rests on: a run, its pack and day, the state of the portfolio as the heads of all
  -- chains, and the waivers in force
  run_id uuid not null,
  official boolean not null,
  pack_sha256 bytea not null,
  judged_by date not null,
  heads jsonb not null,
  waivers jsonb not null,
  reason text,
  constraint decision_pkey primary key (body_id, short_name, number),
  constraint decision_request_fkey foreign key (body_id, short_name, number)
    references registry.request (body_id, short_name, number),
  constraint decision_act_fkey foreign key (body_id, seq)
    references registry.act (body_id, seq),
  constraint decision_judged_fkey foreign key (body_id, short_name, revision, run_id)
    references registry.judged (body_id, short_name, revision, run_id),
  constraint decision_verdict_known check (verdict in ('approved', 'refused'))
);

create table registry.commitment (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  number int not null,
  item int not null,
  promise text not null,
  due date not null,
  state text collate "C" not null,
  turn text collate "C",
  constraint commitment_pkey primary key (body_id, short_name, number, item),
  constraint commitment_decision_fkey foreign key (body_id, short_name, number)
    references registry.decision (body_id, short_name, number),
  constraint commitment_promise_size check (octet_length(promise) between 1 and 4000),
  constraint commitment_state_known check (state in ('open', 'reported', 'done'))
);

create index commitment_not_done on registry.commitment (body_id, due) where turn is not null;

-- The stage reached after each act that changed it; without a row it is an idea.
create table registry.life (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  seq bigint not null,
  stage text collate "C" not null,
  -- where it was before it was suspended
  before text collate "C",
  -- the one that was approved last
  revision int not null,
  heir text collate "C",
  constraint life_pkey primary key (body_id, short_name, seq),
  constraint life_act_fkey foreign key (body_id, seq) references registry.act (body_id, seq),
  constraint life_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number),
  constraint life_stage_known
    check (stage in ('design', 'pilot', 'use', 'suspended', 'retired')),
  constraint life_before_fits check ((before is not null) = (stage = 'suspended'))
);

-- Lets findings pass, always with an end: one by its fingerprint, or all of a rule in an
-- initiative. A rule of the process 'prohibition' is one whose norm bans what it finds.
create table registry.waiver (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  number int not null,
  process text collate "C" not null,
  rule text collate "C" not null,
  fingerprint text collate "C",
  reason text not null,
  -- the last day
  until date not null,
  state text collate "C" not null,
  turn text collate "C",
  approved_on date,
  revoked_on date,
  constraint waiver_pkey primary key (body_id, short_name, number),
  constraint waiver_initiative_fkey foreign key (body_id, short_name)
    references registry.initiative (body_id, short_name),
  constraint waiver_process_known check (process in ('waiver', 'prohibition')),
  constraint waiver_state_known
    check (state in ('pending', 'half', 'approved', 'refused', 'revoked')),
  constraint waiver_of_one check (process <> 'prohibition' or fingerprint is not null),
  constraint waiver_rule_form check (rule ~ '^[A-Za-z][A-Za-z0-9/_-]{0,63}$'),
  constraint waiver_fingerprint_form check (fingerprint ~ '^[0-9a-f]{32}$'),
  constraint waiver_reason_size check (octet_length(reason) between 1 and 4000)
);

create unique index waiver_one_pending
  on registry.waiver (body_id, short_name, rule, (coalesce(fingerprint, '')))
  where turn is not null;

-- The state of the portfolio that a run saw: the head of every chain.
create table registry.run_heads (
  run_id uuid not null,
  heads jsonb not null,
  constraint run_heads_pkey primary key (run_id),
  constraint run_heads_run_fkey foreign key (run_id) references registry.check_run (run_id),
  constraint run_heads_form
    check (jsonb_typeof(heads) = 'object' and octet_length(heads::text) <= 1048576)
);

-- Events that somebody is told of: those who submit for the body, those who review, or both.
create table registry.notice (
  kind text collate "C" not null,
  told text collate "C" not null,
  constraint notice_pkey primary key (kind),
  constraint notice_told_known check (told in ('submitter', 'authority', 'both'))
);

insert into registry.notice (kind, told)
values
  ('request_submit', 'authority'), ('request_answer', 'authority'),
  ('request_withdraw', 'authority'), ('request_part', 'authority'),
  ('request_comment', 'both'), ('request_return', 'submitter'),
  ('request_approve', 'submitter'), ('request_refuse', 'submitter'),
  ('commitment_report', 'authority'), ('commitment_accept', 'submitter'),
  ('commitment_reject', 'submitter'),
  ('waiver_request', 'authority'), ('waiver_approve', 'submitter'),
  ('waiver_refuse', 'submitter'), ('waiver_revoke', 'both'),
  ('prohibition_request', 'authority'), ('prohibition_approve', 'both'),
  ('prohibition_refuse', 'submitter'), ('prohibition_revoke', 'both'),
  ('life_suspend', 'both'), ('life_resume', 'submitter'), ('life_take_over', 'submitter'),
  ('findings_changed', 'submitter'), ('neighbour_found', 'submitter');

-- Most events are of submissions and runs, of which nobody is told.
create index event_that_tells on registry.event (body_id, seq)
  where kind not in ('created', 'revised', 'withdrawn', 'checked');

-- How far somebody has read the events of a body: of no concern to others, so no event.
create table registry.read_mark (
  person_id uuid not null,
  body_id text collate "C" not null,
  seq bigint not null,
  constraint read_mark_pkey primary key (person_id, body_id),
  constraint read_mark_person_fkey foreign key (person_id) references registry.person (person_id),
  constraint read_mark_body_fkey foreign key (body_id) references registry.event_head (body_id)
);

do $$
declare
  grows text;
begin
  foreach grows in array array['act', 'decision', 'life', 'run_heads']
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

-- Days. The country has one time, five hours ahead of UTC; a day of the law is a day there.

create function registry.day_of(p_at timestamptz) returns date
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
  select (p_at at time zone interval '5 hours')::date
$$;

create function registry.today() returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select registry.day_of(statement_timestamp())
$$;

-- Every day from the first to the last.
create function registry.calendar(p_from date, p_to date)
returns table (day date, works boolean)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select d.day::date,
         coalesce(m.working,
                  extract(isodow from d.day) < 6
                  and not exists (select from registry.holiday h
                                   where h.day in (to_char(d.day, 'MM-DD'),
                                                   to_char(d.day, 'YYYY-MM-DD'))))
    from generate_series(p_from, p_to, interval '1 day') d (day)
    left join registry.moved_day m on m.day = d.day::date
$$;

-- Working days behind the first day, up to and with the last.
create function registry.days_between(p_from date, p_to date) returns int
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select count(*)::int
    from registry.calendar(p_from + 1, p_to) c
   where c.works
$$;

-- The n-th working day behind a day; for none that day. A calendar may hold no more than
-- sixty days off beyond two in three.
create function registry.day_behind(p_day date, p_n int) returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select case
           when p_n <= 0 then p_day
           else (select c.day
                   from registry.calendar(p_day + 1, p_day + 3 * p_n + 60) c
                  where c.works
                  order by c.day
                  limit 1 offset p_n - 1)
         end
$$;

-- The clocks of requests, which run while the turn is the authority's. Each day is taken as
-- the count of working days up to it.
create function registry.clocks(p_requests registry.request[])
returns table (body_id text, short_name text, number int, used int, due date)
language sql stable rows 100
set search_path = pg_catalog, pg_temp
as $$
  with act as (
    select r.body_id, r.short_name, r.number, r.days, a.turn, registry.day_of(e.at) as day,
           lead(registry.day_of(e.at), 1, registry.today()) over (of_request order by a.seq)
             as next,
           -- acts since the turn last came to the authority
           a.seq > coalesce(max(a.seq) filter (where a.turn is distinct from 'authority')
                              over of_request, 0) as present
      from unnest(p_requests) r
      join registry.act a
        on (a.body_id, a.short_name, a.process, a.number)
           = (r.body_id, r.short_name, 'request', r.number)
      join registry.event e on (e.body_id, e.seq) = (a.body_id, a.seq)
    window of_request as (partition by r.body_id, r.short_name, r.number)
  ), calendar as materialized (
    select c.day, count(*) filter (where c.works) over (order by c.day) as n
      from (select min(least(a.day, a.next)) as first,
                   max(greatest(a.day, a.next)) + 3 * max(a.days) + 60 as last
              from act a) span
     cross join lateral registry.calendar(span.first, span.last) c
  ), passed as (
    select a.*, since.n as began, greatest(until.n - since.n, 0) as n
      from act a
      join calendar since on since.day = a.day
      join calendar until on until.day = a.next
  ), summed as (
    select p.body_id, p.short_name, p.number,
           coalesce(sum(p.n) filter (where p.turn = 'authority'), 0) as used,
           min(p.day) filter (where p.present) as since,
           min(p.began) filter (where p.present) as began,
           min(p.days) - coalesce(sum(p.n) filter (where p.turn = 'authority'
                                                     and not p.present), 0) as remaining
      from passed p
     group by p.body_id, p.short_name, p.number
  )
  select s.body_id, s.short_name, s.number, s.used::int,
         case when s.remaining <= 0 then s.since else d.day end
    from summed s
    left join (select c.n, min(c.day) as day
                 from calendar c
                group by c.n) d on d.n = s.began + s.remaining
$$;

-- As before, but who asks is looked up once and not for each duty: every policy comes here.
create or replace function registry.bodies_with(p_duties text[]) returns text[]
language sql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with recursive covered (body_id) as (
    select d.body_id
      from registry.duty d
     where d.person_id = (select registry.me())
       and d.duty = any (p_duties)
    union
    select b.body_id
      from registry.body b
      join covered c on b.successor = c.body_id
  )
  select coalesce(array_agg(c.body_id), '{}')
    from covered c
$$;

-- Where an initiative stands, and who may act.

create function registry.life_of(p_body text, p_short_name text) returns registry.life
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select l.*
    from registry.life l
   where (l.body_id, l.short_name) = (p_body, p_short_name)
   order by l.seq desc
   limit 1
$$;

create function registry.stage_of(p_body text, p_short_name text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((registry.life_of(p_body, p_short_name)).stage, 'idea')
$$;

-- The body that has its duties now.
create function registry.body_now(p_body text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  with recursive later (body_id, steps) as (
    select p_body collate "C", 0
    union all
    select b.successor, l.steps + 1
      from later l
      join registry.body b using (body_id)
     where b.successor is not null
  )
  select l.body_id
    from later l
   order by l.steps desc
   limit 1
$$;

-- Why the caller, by person and by where he works, is on the submitting side; null: he is not.
-- Run as the owner, whom row security lets see the caller's own events and no others.
create function registry.beside(p_body text, p_short_name text) returns text
language sql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select case
           when p.person_id is null then
             'the caller is no person of this registry'
           when p.body_id = p_body or registry.body_now(p.body_id) = registry.body_now(p_body) then
             'this is for somebody of another body than the one that submits'
           when exists (select
                          from registry.event e
                         where e.body_id = p_body
                           and e.subject = p_body || '/' || p_short_name
                           and e.person_id = me.id
                           and e.kind in ('created', 'revised', 'request_submit',
                                          'request_answer', 'waiver_request',
                                          'prohibition_request', 'commitment_report')) then
             'who took part in the submission cannot judge it'
         end
    from (select registry.me()) me (id)
    left join registry.person p on p.person_id = me.id
$$;

-- The row of the table by which the caller may act now.
create function registry.step(p_process text, p_state text, p_action text, p_body text,
                              p_short_name text)
returns registry.transition
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  found_row registry.transition;
  possible text := (select string_agg(t.action, ', ' order by t.action)
                      from registry.transition t
                     where (t.process, t.state) = (p_process, p_state));
begin
  select t.*
    into found_row
    from registry.transition t
   where (t.process, t.state, t.action) = (p_process, p_state, p_action);
  if not found then
    raise exception '"%" cannot follow: the % of %/% is in state "%"', p_action, p_process,
                    p_body, p_short_name, p_state
      using errcode = 'TZ409',
            hint = coalesce('possible now: ' || possible, 'nothing can follow any more');
  end if;
  perform registry.need(found_row.duties, case when found_row.everywhere then '-' else p_body end);
  if found_row.apart and registry.beside(p_body, p_short_name) is not null then
    raise exception '%', registry.beside(p_body, p_short_name)
      using errcode = 'TZ403', hint = 'nobody decides on what is his own, under whatever login';
  end if;
  return found_row;
end
$$;

-- At the top of a function that acts: so nobody else gets at the lock of a body.
create function registry.act_begin(p_body text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{submitter,architect,reviewer,approver}', p_body);
  perform registry.body_lock(p_body);
end
$$;

-- The event of an act and its row. p_rows are the rows that it leaves, by their tables.
create function registry.act_add(p_act registry.act, p_rows jsonb) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  p_act.seq := registry.event_add(
    p_act.body_id, p_act.process || '_' || p_act.action,
    p_act.body_id || '/' || p_act.short_name,
    (jsonb_build_object('act', jsonb_strip_nulls(to_jsonb(p_act)) - 'body_id' - 'seq')
     || p_rows)::json);
  insert into registry.act select p_act.*;
  return p_act.seq;
end
$$;

-- The caller holds the lock of the body: what is read is final.
create function registry.request_need(p_body text, p_short_name text, p_number int)
returns registry.request
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  r registry.request;
begin
  select q.*
    into r
    from registry.request q
   where (q.body_id, q.short_name, q.number) = (p_body, p_short_name, p_number);
  if not found then
    raise exception 'there is no request %/%#%', p_body, p_short_name, p_number
      using errcode = 'TZ404', hint = 'see `tizilim queue`';
  end if;
  return r;
end
$$;

-- Nobody judges what he has not read.
create function registry.read_need(p_request registry.request, p_revision int, p_sha256 bytea)
returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select
                   from registry.revision v
                  where (v.body_id, v.short_name, v.number)
                        = (p_request.body_id, p_request.short_name, p_request.revision)
                    and v.number = p_revision
                    and v.bytes_sha256 = p_sha256) then
    raise exception 'the request is about revision %, which is not what you read',
                    p_request.revision
      using errcode = 'TZ412', hint = 'read it again: `tizilim review`';
  end if;
end
$$;

-- Requests: which one a submission opens or goes on with.

create function registry.kind_fits(p_kind registry.request_kind, p_stage text, p_declared text)
returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
  select p_declared = any (coalesce(p_kind.declares,
                                    case p_stage when 'design' then '{design,development}'
                                                 else array[p_stage] end))
$$;

-- 'none': the request of this revision is there already, or nothing is asked for.
create function registry.request_plan(
  p_body text, p_short_name text, p_revision int, p_declared text, p_kind text,
  out action text, out number int, out kind text, out days int, out refused text, out hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  stage text := registry.stage_of(p_body, p_short_name);
  possible text := (select string_agg(t.action, ', ' order by k.rank)
                      from registry.transition t
                      join registry.request_kind k on k.kind = t.action
                     where (t.process, t.state) = ('life', stage));
  n bigint;
begin
  action := 'none';
  select r.number, r.kind, r.days
    into number, kind, days
    from registry.request r
   where (r.body_id, r.short_name, r.revision) = (p_body, p_short_name, p_revision)
     and r.state <> 'withdrawn'
     and r.kind = coalesce(p_kind, r.kind)
   order by r.number desc
   limit 1;
  if found then
    return;
  end if;
  select count(*), min(r.number), min(r.kind), min(r.days)
    into n, number, kind, days
    from registry.request r
   where (r.body_id, r.short_name) = (p_body, p_short_name)
     and r.turn is not null
     and r.kind = coalesce(p_kind, r.kind);
  if n = 1 then
    action := 'continue';
    return;
  elsif n > 1 then
    refused := 'several requests are open: which of them does this revision answer?';
    hint := 'name it in request.kind or with --kind';
    return;
  end if;
  select k.kind, k.days
    into kind, days
    from registry.request_kind k
    join registry.transition t on (t.process, t.state, t.action) = ('life', stage, k.kind)
   where k.kind = coalesce(p_kind, k.kind)
     and registry.kind_fits(k, stage, p_declared)
   order by k.rank
   limit 1;
  if found then
    action := 'open';
    number := coalesce((select max(r.number)
                          from registry.request r
                         where (r.body_id, r.short_name) = (p_body, p_short_name)), 0) + 1;
  elsif p_kind is not null then
    refused := format('no "%s" can be asked for: the initiative has reached stage "%s", its '
                      'manifest declares "%s"', p_kind, stage, p_declared);
    hint := coalesce('possible from this stage: ' || possible, 'nothing is possible any more');
  end if;
end
$$;

-- Findings, runs, and what the law bans.

-- An official run if there is one, else the last.
create function registry.run_of(p_body text, p_short_name text, p_revision int)
returns registry.check_run
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select c.*
    from registry.judged j
    join registry.check_run c using (run_id)
    join registry.run_seal s using (run_id)
   where (j.body_id, j.short_name, j.revision) = (p_body, p_short_name, p_revision)
   order by c.official desc, c.finished_at desc, c.run_id
   limit 1
$$;

-- The rules of a pack whose norms are prohibitions; of the packs in force when none is named.
create function registry.prohibitions(p_pack_sha256 bytea) returns setof text
language sql stable rows 10
set search_path = pg_catalog, pg_temp
as $$
  select r.rule ->> 'id'
    from (select distinct on (p.name) p.contents
            from registry.pack p
           where p.sha256 = coalesce(p_pack_sha256, p.sha256)
             and (p_pack_sha256 is not null or p.valid_from <= registry.today())
           order by p.name, p.valid_from desc, p.loaded_at desc) pack
   cross join json_each(convert_from(pack.contents, 'UTF8')::json) file (name, contents)
   cross join json_array_elements(case when file.name like 'rules/%'
                                       then file.contents -> 'rules' else '[]' end) r (rule)
   where r.rule ->> 'prohibition' = 'true'
$$;

create function registry.waived(p_body text, p_short_name text, p_rule text, p_fingerprint text,
                                p_prohibited boolean, p_on date)
returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
      from registry.waiver w
     where (w.body_id, w.short_name, w.rule) = (p_body, p_short_name, p_rule)
       and coalesce(w.fingerprint, p_fingerprint) = p_fingerprint
       and (w.process = 'prohibition' or not p_prohibited)
       and p_on between w.approved_on and w.until
       and (w.revoked_on is null or p_on < w.revoked_on))
$$;

create function registry.heads() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_object_agg(h.body_id, h.seq)
    from registry.event_head h
   where h.seq > 0
$$;

-- An id that was retired is never used again, whatever function adds a revision.
create function registry.refuse_retired() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if registry.stage_of(new.body_id, new.short_name) = 'retired' then
    raise exception '%/% is retired, and its name is never used again', new.body_id,
                    new.short_name
      using errcode = 'TZ409', hint = 'give the new initiative another short_name';
  end if;
  return new;
end
$$;
create trigger revision_of_living before insert on registry.revision
  for each row execute function registry.refuse_retired();
alter table registry.revision enable always trigger revision_of_living;

-- Whether another initiative says of itself that it replaces this one. Run as the owner: who
-- decides may not read the other body's entries.
create function registry.replaces(p_heir_body text, p_heir_name text, p_id text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
      from registry.card c
      join registry.facet f using (body_id, short_name, revision)
     where (c.body_id, c.short_name, c.status) = (p_heir_body, p_heir_name, 'registered')
       and (f.kind, f.value) = ('replaces', p_id))
$$;
create policy event_own on registry.event for select to tizilim_owner
  using (person_id = (select registry.me()));
create policy card_heir on registry.card for select to tizilim_owner using (true);
create policy facet_heir on registry.facet for select to tizilim_owner using (kind = 'replaces');

-- Parts and decisions.

-- The parts that requests need, each with what was last said of the revision in question.
create function registry.parts(p_requests registry.request[])
returns table (body_id text, short_name text, number int, part text, verdict text, seq bigint)
language sql stable rows 100
set search_path = pg_catalog, pg_temp
as $$
  select r.body_id, r.short_name, r.number, n.part, a.verdict, a.seq
    from unnest(p_requests) r
    join registry.needed_part n using (kind)
    left join lateral (
      select x.verdict, x.seq
        from registry.act x
       where (x.body_id, x.short_name, x.process, x.number)
             = (r.body_id, r.short_name, 'request', r.number)
         and (x.part, x.revision) = (n.part, r.revision)
       order by x.seq desc
       limit 1) a on true
$$;

-- Whether the caller works where that part is given.
create function registry.gives(p_part text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
      from registry.authority a
      join registry.person p on registry.body_now(p.body_id) = registry.body_now(a.body_id)
     where a.part = p_part
       and p.person_id = registry.me())
$$;

-- What keeps a decision from being made on what the run found.
create function registry.decision_need(p_request registry.request, p_run registry.check_run,
                                       p_action text, p_reason text)
returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  banned text;
  doubts boolean;
begin
  if not exists (select from registry.pack p where p.sha256 = p_run.pack_sha256) then
    raise exception 'the last run went by a pack that is not in the registry'
      using errcode = 'TZ409', hint = 'an administrator runs: tizilim migrate --pack';
  end if;
  select string_agg(f.rule || ' ' || f.fingerprint, ', ' order by f.rule, f.fingerprint)
    into banned
    from registry.finding f
    join registry.prohibitions(p_run.pack_sha256) b (rule) using (rule)
   where (f.body_id, f.short_name, f.revision, f.run_id)
         = (p_request.body_id, p_request.short_name, p_request.revision, p_run.run_id)
     and not registry.waived(f.body_id, f.short_name, f.rule, f.fingerprint, true,
                             registry.today());
  if p_action = 'approve' and banned is not null then
    raise exception 'signs of what the law bans stand in the way: %', banned
      using errcode = 'TZ409',
            hint = 'two approvers of the whole registry may waive one: tizilim waiver request';
  end if;
  doubts := exists (
    select
      from registry.finding f
     where (f.body_id, f.short_name, f.revision, f.run_id)
           = (p_request.body_id, p_request.short_name, p_request.revision, p_run.run_id)
       and f.severity = 'error'
       and not registry.waived(f.body_id, f.short_name, f.rule, f.fingerprint, false,
                               registry.today()))
    or exists (select
                 from registry.parts(array[p_request]) p
                where p.verdict = 'negative');
  if coalesce(p_reason, '') = '' and (p_action = 'refuse' or doubts) then
    raise exception 'this decision needs a reason'
      using errcode = 'TZ409',
            hint = 'a refusal does, and an approval over errors or a negative part';
  end if;
end
$$;

-- The stage that follows; its row, yet without the number of its event.
create function registry.life_next(p_body text, p_short_name text, p_action text,
                                   p_revision int, p_heir text)
returns registry.life
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  was registry.life := registry.life_of(p_body, p_short_name);
  rule registry.transition := registry.step('life', coalesce(was.stage, 'idea'), p_action,
                                            p_body, p_short_name);
  next text := coalesce(rule.next, was.before);
begin
  return row(p_body, p_short_name, 0, next,
             case when next = 'suspended'
               then case was.stage when 'suspended' then was.before else was.stage end end,
             p_revision, p_heir)::registry.life;
end
$$;

-- The heir of a transfer goes on from where the other stood, unless it has come further itself.
create function registry.take_over(p_request registry.request, p_was registry.life)
returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  heir registry.life;
begin
  heir := row(split_part(p_request.heir, '/', 1), split_part(p_request.heir, '/', 2), 0,
              p_was.stage, p_was.before, 0, null)::registry.life;
  perform registry.need('{approver}', heir.body_id);
  if registry.beside(heir.body_id, heir.short_name) is not null then
    raise exception '%', registry.beside(heir.body_id, heir.short_name)
      using errcode = 'TZ403';
  end if;
  select i.revision
    into heir.revision
    from registry.initiative i
   where (i.body_id, i.short_name) = (heir.body_id, heir.short_name);
  if registry.stage_of(heir.body_id, heir.short_name) <> 'idea' then
    return;
  end if;
  heir.seq := registry.act_add(
    row(heir.body_id, 0, heir.short_name, 'life', null, null, 'take_over', heir.stage, null,
        heir.revision, null, null, null,
        p_request.body_id || '/' || p_request.short_name)::registry.act,
    jsonb_build_object('life', to_jsonb(heir) - 'seq'));
  insert into registry.life select heir.*;
end
$$;

-- Row security, as in 0003_rights.sql.

do $$
declare
  name text;
begin
  foreach name in array array['transition', 'request_kind', 'needed_part', 'concern',
                              'authority', 'holiday', 'moved_day', 'notice']
  loop
    execute format('create policy %I on registry.%I for select to tizilim_api using (true)',
                   name || '_read', name);
  end loop;
  foreach name in array array['authority', 'holiday', 'moved_day']
  loop
    execute format('create policy %I on registry.%I to tizilim_api '
                   'using ((select registry.holds(''{administrator}'', ''-''))) '
                   'with check ((select registry.holds(''{administrator}'', ''-'')))',
                   name || '_write', name);
  end loop;
  foreach name in array array['request', 'act', 'decision', 'commitment', 'life', 'waiver']
  loop
    execute format('create policy %I on registry.%I for select to tizilim_api '
                   'using (body_id = any ((select registry.reads())::text[]) '
                   'or ''-'' = any ((select registry.reads())::text[]))',
                   name || '_read', name);
  end loop;
  foreach name in array array['transition', 'request_kind', 'needed_part', 'concern',
                              'authority', 'holiday', 'moved_day', 'notice', 'request', 'act',
                              'decision', 'commitment', 'life', 'waiver', 'run_heads',
                              'read_mark']
  loop
    execute format('alter table registry.%I enable row level security', name);
    execute format('alter table registry.%I force row level security', name);
    execute format('grant select on registry.%I to tizilim_api', name);
  end loop;
end
$$;

create policy request_write on registry.request for insert to tizilim_api
  with check (registry.holds('{submitter}', body_id));
create policy request_change on registry.request for update to tizilim_api
  using (registry.holds('{submitter,architect,reviewer,approver}', body_id));
create policy act_write on registry.act for insert to tizilim_api
  with check (registry.holds('{submitter,architect,reviewer,approver}', body_id));
create policy decision_write on registry.decision for insert to tizilim_api
  with check (registry.holds('{approver}', body_id));
create policy commitment_write on registry.commitment for insert to tizilim_api
  with check (registry.holds('{approver}', body_id));
create policy commitment_change on registry.commitment for update to tizilim_api
  using (registry.holds('{submitter,reviewer,approver}', body_id));
create policy life_write on registry.life for insert to tizilim_api
  with check (registry.holds('{submitter,approver}', body_id));
create policy waiver_write on registry.waiver for insert to tizilim_api
  with check (registry.holds('{submitter,architect}', body_id));
create policy waiver_change on registry.waiver for update to tizilim_api
  using (registry.holds('{submitter,approver}', body_id));
create policy run_heads_read on registry.run_heads for select to tizilim_api
  using (exists (select from registry.check_run c where c.run_id = run_heads.run_id));
create policy run_heads_write on registry.run_heads for insert to tizilim_api
  with check (exists (select from registry.check_run c
                       where c.run_id = run_heads.run_id
                         and c.person_id = (select registry.me())));
create policy read_mark_own on registry.read_mark to tizilim_api
  using (person_id = (select registry.me()))
  with check (person_id = (select registry.me()));

grant insert on registry.authority, registry.holiday, registry.moved_day, registry.request,
                registry.act, registry.decision, registry.commitment, registry.life,
                registry.waiver, registry.run_heads, registry.read_mark to tizilim_api;
grant update on registry.moved_day, registry.request, registry.commitment, registry.waiver,
                registry.read_mark to tizilim_api;
grant delete on registry.authority, registry.holiday, registry.moved_day to tizilim_api;
grant execute on all functions in schema registry to tizilim_api;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
