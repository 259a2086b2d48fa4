-- The doors to 0012_life.sql, as in 0004_doors.sql: who may act is asked of registry.step, by
-- the table of transitions.

grant tizilim_api to current_user;
set local role tizilim_api;

-- Requests.

-- After api.submit, in its transaction: the revision opens a request or answers in one. p_kind
-- null takes the one that is open, else the one that fits the stage; the heir is for a transfer.
create function api.request_submit(p_body text, p_short_name text, p_kind text, p_heir text,
                                   p_remark text)
returns table (action text, number int, kind text, state text, due date)
language plpgsql security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
declare
  plan record;
  latest record;
  r registry.request;
  rule registry.transition;
begin
  perform registry.need('{submitter}', p_body);
  perform registry.body_lock(p_body);
  select v.number, v.stage
    into latest
    from registry.initiative i
    join registry.revision v
      on (v.body_id, v.short_name, v.number) = (i.body_id, i.short_name, i.revision)
   where (i.body_id, i.short_name) = (p_body, p_short_name);
  if not found then
    raise exception 'initiative "%/%" is not in the registry', p_body, p_short_name
      using errcode = 'TZ404';
  end if;
  plan := registry.request_plan(p_body, p_short_name, latest.number, latest.stage, p_kind);
  if plan.refused is not null then
    raise exception '%', plan.refused using errcode = 'TZ409', hint = plan.hint;
  end if;
  if plan.action = 'open' then
    rule := registry.step('request', 'draft', 'submit', p_body, p_short_name);
    if (plan.kind = 'transfer') is distinct from (p_heir is not null) then
      raise exception 'a transfer, and nothing else, names the initiative that goes on with it'
        using errcode = 'TZ409', hint = 'tizilim submit --kind transfer --to body/name';
    end if;
    if p_heir is not null
       and not registry.replaces(split_part(p_heir, '/', 1), split_part(p_heir, '/', 2),
                                 p_body || '/' || p_short_name) then
      raise exception '"%" does not say that it takes over %/%', p_heir, p_body, p_short_name
        using errcode = 'TZ409',
              hint = 'the other body submits it with a relation of type replaces';
    end if;
    insert into registry.request (body_id, short_name, number, kind, state, turn, revision,
                                  days, heir)
    values (p_body, p_short_name, plan.number, plan.kind, rule.next, rule.turn, latest.number,
            plan.days, p_heir)
    returning * into r;
  elsif plan.action = 'continue' then
    r := registry.request_need(p_body, p_short_name, plan.number);
    rule := registry.step('request', r.state, 'submit', p_body, p_short_name);
    update registry.request q
       set state = rule.next,
           turn = rule.turn,
           revision = latest.number
     where (q.body_id, q.short_name, q.number) = (r.body_id, r.short_name, r.number)
    returning * into r;
  end if;
  if plan.action <> 'none' then
    perform registry.act_add(
      row(p_body, 0, p_short_name, 'request', r.number, null, 'submit', r.state, r.turn,
          r.revision, null, null, null, nullif(p_remark, ''))::registry.act,
      jsonb_build_object('request', to_jsonb(r)));
  end if;
  return query
    select plan.action, plan.number, plan.kind, q.state,
           case when plan.action = 'open' then registry.day_behind(registry.today(), q.days)
                when q.turn = 'authority'
                  then (select c.due from registry.clocks(array[q]) c) end
      from (select) one
      left join registry.request q
        on (q.body_id, q.short_name, q.number) = (p_body, p_short_name, plan.number);
end
$$;

-- What api.request_submit would do with a revision that is not there yet; writes nothing.
create function api.request_plan(p_body text, p_short_name text, p_stage text, p_kind text)
returns table (action text, number int, kind text, due date, refused text, hint text)
language plpgsql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{submitter,architect}', p_body);
  return query
    select p.action, p.number, p.kind,
           case p.action when 'none' then null
                         else registry.day_behind(registry.today(), p.days) end,
           p.refused, p.hint
      from registry.request_plan(p_body, p_short_name, null, p_stage, p_kind) p;
end
$$;

-- A part, a return with remarks, an answer, a comment, a withdrawal. A part names what was read.
create function api.request_act(
  p_body text, p_short_name text, p_number int, p_action text, p_remark text, p_part text,
  p_verdict text, p_revision int, p_sha256 bytea, p_fingerprint text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  r registry.request;
  rule registry.transition;
begin
  perform registry.act_begin(p_body);
  if p_action not in ('part', 'return', 'answer', 'comment', 'withdraw') is not false then
    raise exception '"%" is done otherwise', p_action
      using errcode = 'TZ409', hint = 'tizilim submit, tizilim decide';
  end if;
  r := registry.request_need(p_body, p_short_name, p_number);
  rule := registry.step('request', r.state, p_action, p_body, p_short_name);
  if p_action in ('return', 'answer', 'comment') and coalesce(p_remark, '') = '' then
    raise exception 'a % needs words', p_action
      using errcode = 'TZ409', hint = 'say what is to be done, or what was done';
  end if;
  if p_action = 'part' then
    if not exists (select from registry.needed_part n
                    where (n.kind, n.part) = (r.kind, p_part)) then
      raise exception 'a request "%" needs no part "%"', r.kind, p_part
        using errcode = 'TZ409', hint = 'see `tizilim review`';
    end if;
    if not registry.gives(p_part) then
      raise exception 'the part "%" is given by another authority', p_part
        using errcode = 'TZ403', hint = 'see `tizilim authority list`';
    end if;
    perform registry.read_need(r, p_revision, p_sha256);
  end if;
  update registry.request q
     set state = rule.next,
         turn = rule.turn
   where (q.body_id, q.short_name, q.number) = (r.body_id, r.short_name, r.number)
  returning * into r;
  perform registry.act_add(
    row(p_body, 0, p_short_name, 'request', p_number, null, p_action, r.state, r.turn,
        r.revision, case p_action when 'part' then p_part end,
        case p_action when 'part' then p_verdict end, p_fingerprint,
        nullif(p_remark, ''))::registry.act,
    jsonb_build_object('request', to_jsonb(r)));
  return r.state;
end
$$;

-- The decision on a request: once, by an approver of another body, when every part is given, on
-- the revision and contents that he read.
create function api.decide(
  p_body text, p_short_name text, p_number int, p_action text, p_revision int,
  p_sha256 bytea, p_reason text, p_promises text[], p_dues date[])
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  r registry.request;
  rule registry.transition;
  run registry.check_run;
  d registry.decision;
  promises jsonb;
  was registry.life := registry.life_of(p_body, p_short_name);
  stage registry.life;
  missing text;
begin
  perform registry.need('{approver}', p_body);
  if p_action not in ('approve', 'refuse') is not false then
    raise exception 'a decision approves or refuses' using errcode = 'TZ409';
  end if;
  select q.* into r from registry.request q
   where (q.body_id, q.short_name, q.number) = (p_body, p_short_name, p_number);
  -- of a transfer in the order of the bodies, so that two cannot wait for each other
  perform registry.body_lock(b.body_id)
     from (select p_body as body_id
           union
           select split_part(r.heir, '/', 1) where r.heir is not null and p_action = 'approve'
            order by 1) b;
  r := registry.request_need(p_body, p_short_name, p_number);
  rule := registry.step('request', r.state, p_action, p_body, p_short_name);
  perform registry.read_need(r, p_revision, p_sha256);
  missing := (select string_agg(p.part, ', ' order by p.part)
                from registry.parts(array[r]) p
               where p.verdict is null);
  if missing is not null then
    raise exception 'parts of revision % are missing: %', r.revision, missing
      using errcode = 'TZ409', hint = 'every authority gives its part first: tizilim part';
  end if;
  run := registry.run_of(p_body, p_short_name, r.revision);
  if run.run_id is null then
    raise exception 'no run has judged revision %', r.revision
      using errcode = 'TZ409', hint = 'a checker or the submitter checks it first';
  end if;
  perform registry.decision_need(r, run, p_action, p_reason);
  promises := (select coalesce(jsonb_agg(jsonb_build_object(
                        'body_id', p_body, 'short_name', p_short_name, 'number', p_number,
                        'item', c.item, 'promise', c.promise, 'due', c.due, 'state', 'open',
                        'turn', 'submitter') order by c.item), '[]')
                 from unnest(p_promises, p_dues) with ordinality c (promise, due, item));
  if promises <> '[]' and (p_action = 'refuse' or exists (
       select from unnest(p_dues) x (due) where x.due is null or x.due <= registry.today())) then
    raise exception 'commitments belong to an approval, each with a day still to come'
      using errcode = 'TZ409';
  end if;
  update registry.request q
     set state = rule.next,
         turn = rule.turn
   where (q.body_id, q.short_name, q.number) = (p_body, p_short_name, p_number)
  returning * into r;
  d := row(p_body, p_short_name, p_number, 0, r.state, r.revision, p_sha256, run.run_id,
           run.official, run.pack_sha256, run.judged_by,
           coalesce((select h.heads from registry.run_heads h where h.run_id = run.run_id),
                    registry.heads()),
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'number', w.number, 'process', w.process, 'rule', w.rule,
                     'fingerprint', w.fingerprint, 'until', w.until) order by w.number), '[]')
              from registry.waiver w
             where (w.body_id, w.short_name) = (p_body, p_short_name)
               and registry.today() between w.approved_on and w.until
               and w.revoked_on is null),
           nullif(p_reason, ''))::registry.decision;
  if p_action = 'approve' then
    stage := registry.life_next(p_body, p_short_name, r.kind, r.revision, r.heir);
  end if;
  d.seq := registry.act_add(
    row(p_body, 0, p_short_name, 'request', p_number, null, p_action, r.state, r.turn,
        r.revision, null, null, null, d.reason)::registry.act,
    jsonb_build_object('request', to_jsonb(r), 'decision', to_jsonb(d) - 'seq',
                       'commitment', promises)
    || case when stage.stage is null then '{}'
            else jsonb_build_object('life', to_jsonb(stage) - 'seq') end);
  insert into registry.decision select d.*;
  insert into registry.commitment
  select c.* from jsonb_populate_recordset(null::registry.commitment, promises) c;
  if stage.stage is not null then
    stage.seq := d.seq;
    insert into registry.life select stage.*;
  end if;
  if r.heir is not null and p_action = 'approve' then
    perform registry.take_over(r, was);
  end if;
  return r.state;
end
$$;

-- Commitments, and the stage.

create function api.commitment_act(p_body text, p_short_name text, p_number int, p_item int,
                                   p_action text, p_remark text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  c registry.commitment;
  rule registry.transition;
begin
  perform registry.act_begin(p_body);
  select x.*
    into c
    from registry.commitment x
   where (x.body_id, x.short_name, x.number, x.item)
         = (p_body, p_short_name, p_number, p_item);
  if not found then
    raise exception 'there is no commitment % of request %/%#%', p_item, p_body, p_short_name,
                    p_number
      using errcode = 'TZ404', hint = 'see `tizilim commitments`';
  end if;
  rule := registry.step('commitment', c.state, p_action, p_body, p_short_name);
  update registry.commitment x
     set state = rule.next,
         turn = rule.turn
   where (x.body_id, x.short_name, x.number, x.item)
         = (p_body, p_short_name, p_number, p_item)
  returning * into c;
  perform registry.act_add(
    row(p_body, 0, p_short_name, 'commitment', p_number, p_item, p_action, c.state, c.turn,
        (select d.revision from registry.decision d
          where (d.body_id, d.short_name, d.number) = (p_body, p_short_name, p_number)),
        null, null, null, nullif(p_remark, ''))::registry.act,
    jsonb_build_object('commitment', jsonb_build_array(to_jsonb(c))));
  return c.state;
end
$$;

-- Suspends or resumes; every other stage is reached by a decision.
create function api.life_act(p_body text, p_short_name text, p_action text, p_reason text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  was registry.life;
  stage registry.life;
begin
  perform registry.act_begin(p_body);
  if p_action not in ('suspend', 'resume') is not false then
    raise exception 'a stage is reached by a decision' using errcode = 'TZ409';
  end if;
  if not exists (select from registry.initiative i
                  where (i.body_id, i.short_name) = (p_body, p_short_name)) then
    raise exception 'initiative "%/%" is not in the registry', p_body, p_short_name
      using errcode = 'TZ404';
  end if;
  was := registry.life_of(p_body, p_short_name);
  stage := registry.life_next(p_body, p_short_name, p_action, was.revision, was.heir);
  if coalesce(p_reason, '') = '' then
    raise exception 'this needs a reason' using errcode = 'TZ409';
  end if;
  stage.seq := registry.act_add(
    row(p_body, 0, p_short_name, 'life', null, null, p_action, stage.stage, null,
        stage.revision, null, null, null, p_reason)::registry.act,
    jsonb_build_object('life', to_jsonb(stage) - 'seq'));
  insert into registry.life select stage.*;
  return stage.stage;
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
                              json_build_object('reason', p_reason));
  insert into registry.standing (body_id, short_name, seq, at, revision, status)
  values (p_body, p_short_name, event, clock_timestamp(), was.revision, 'withdrawn');
  return 'withdrawn';
end
$$;

-- Waivers.

-- Of one finding by its fingerprint, whose rule is that of the findings recorded; or of a rule.
create function api.waiver_request(p_body text, p_short_name text, p_rule text,
                                   p_fingerprint text, p_until date, p_reason text)
returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  w registry.waiver;
  rule registry.transition;
  revision int;
begin
  perform registry.need('{submitter,architect}', p_body);
  perform registry.body_lock(p_body);
  select i.revision
    into revision
    from registry.initiative i
   where (i.body_id, i.short_name) = (p_body, p_short_name);
  if not found then
    raise exception 'initiative "%/%" is not in the registry', p_body, p_short_name
      using errcode = 'TZ404';
  end if;
  w := row(p_body, p_short_name,
           coalesce((select max(x.number) from registry.waiver x
                      where (x.body_id, x.short_name) = (p_body, p_short_name)), 0) + 1,
           'waiver', p_rule, p_fingerprint, p_reason, p_until, null, null, null,
           null)::registry.waiver;
  if p_fingerprint is not null then
    select f.rule
      into w.rule
      from registry.finding f
      join registry.check_run c using (run_id)
     where (f.body_id, f.short_name, f.fingerprint) = (p_body, p_short_name, p_fingerprint)
       and f.rule = coalesce(p_rule, f.rule)
     order by c.finished_at desc
     limit 1;
    if not found then
      raise exception 'no run has found %', p_fingerprint
        using errcode = 'TZ404', hint = 'see `tizilim show`';
    end if;
  end if;
  if w.rule ~ '^(document|schema|ignore|report)/' is not false then
    raise exception 'this is a fault of the document, not to be waived' using errcode = 'TZ409';
  end if;
  if exists (select from registry.prohibitions(null) b (rule) where b.rule = w.rule) then
    w.process := 'prohibition';
    if p_fingerprint is null then
      raise exception '% looks for what the law bans: its findings are waived one by one', w.rule
        using errcode = 'TZ409', hint = 'name one with --finding';
    end if;
  end if;
  if p_until between registry.today() and registry.today() + 366 is not true then
    raise exception 'a waiver ends within a year from today' using errcode = 'TZ409';
  end if;
  if coalesce(p_reason, '') = '' then
    raise exception 'this needs a reason' using errcode = 'TZ409';
  end if;
  rule := registry.step(w.process, 'draft', 'request', p_body, p_short_name);
  w.state := rule.next;
  w.turn := rule.turn;
  insert into registry.waiver select w.*;
  perform registry.act_add(
    row(p_body, 0, p_short_name, w.process, w.number, null, 'request', w.state, w.turn,
        revision, null, null, w.fingerprint, null)::registry.act,
    jsonb_build_object('waiver', to_jsonb(w)));
  return w.number;
end
$$;

create function api.waiver_act(p_body text, p_short_name text, p_number int, p_action text,
                               p_remark text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  w registry.waiver;
  rule registry.transition;
begin
  perform registry.act_begin(p_body);
  select x.*
    into w
    from registry.waiver x
   where (x.body_id, x.short_name, x.number) = (p_body, p_short_name, p_number);
  if not found then
    raise exception 'there is no waiver %/%#%', p_body, p_short_name, p_number
      using errcode = 'TZ404', hint = 'see `tizilim waiver list`';
  end if;
  rule := registry.step(w.process, w.state, p_action, p_body, p_short_name);
  if p_action = 'approve' and w.until < registry.today() then
    raise exception 'this waiver has ended on %', w.until using errcode = 'TZ409';
  end if;
  if p_action = 'approve'
     and exists (select
                   from registry.act a
                   join registry.event e using (body_id, seq)
                  where (a.body_id, a.short_name, a.process, a.number, a.action)
                        = (p_body, p_short_name, w.process, p_number, 'approve')
                    and e.person_id = registry.me()) then
    raise exception 'you have approved it already: another approver is needed'
      using errcode = 'TZ403';
  end if;
  if p_action = 'refuse' and coalesce(p_remark, '') = '' then
    raise exception 'this needs a reason' using errcode = 'TZ409';
  end if;
  update registry.waiver x
     set state = rule.next,
         turn = rule.turn,
         approved_on = case rule.next when 'approved' then registry.today()
                                      else x.approved_on end,
         revoked_on = case rule.next when 'revoked' then registry.today() end
   where (x.body_id, x.short_name, x.number) = (p_body, p_short_name, p_number)
  returning * into w;
  perform registry.act_add(
    row(p_body, 0, p_short_name, w.process, w.number, null, p_action, w.state, w.turn,
        (select i.revision from registry.initiative i
          where (i.body_id, i.short_name) = (p_body, p_short_name)),
        null, null, w.fingerprint, nullif(p_remark, ''))::registry.act,
    jsonb_build_object('waiver', to_jsonb(w)));
  return w.state;
end
$$;

-- The calendar and the authorities: of an administrator.

-- Takes the holidays of a loaded pack in place of those there were; a pack that tells none
-- changes nothing.
create function api.holidays_load(p_name text, p_version text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted jsonb;
begin
  perform registry.need('{administrator}', '-');
  perform registry.body_lock('-');
  if not exists (select from registry.pack p
                  where (p.name, p.version) = (p_name, p_version)) then
    raise exception 'pack "%" version % is not in the registry', p_name, p_version
      using errcode = 'TZ404';
  end if;
  select jsonb_agg(h.day order by h.day ->> 'day')
    into wanted
    from registry.pack p
   cross join json_each(convert_from(p.contents, 'UTF8')::json) file (name, contents)
   cross join jsonb_array_elements(case when file.name like 'lists/%'
                                        then (file.contents -> 'holidays')::jsonb end) h (day)
   where (p.name, p.version) = (p_name, p_version);
  if wanted is null
     or wanted = (select coalesce(jsonb_agg(jsonb_build_object('day', h.day, 'name', h.names,
                                                               'confidence', h.confidence)
                                            order by h.day), '[]')
                    from registry.holiday h) then
    return 'unchanged';
  end if;
  delete from registry.holiday;
  insert into registry.holiday (day, names, confidence)
  select h.day ->> 'day', h.day -> 'name', h.day ->> 'confidence'
    from jsonb_array_elements(wanted) h (day);
  perform registry.event_add('-', 'holidays_loaded', p_name || ' ' || p_version,
                             json_build_object('holiday', wanted));
  return 'changed';
end
$$;

-- A day that was moved; p_working null takes the word back.
create function api.day_set(p_day date, p_working boolean, p_reason text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{administrator}', '-');
  if p_day is null then
    raise exception 'which day?' using errcode = '22004';
  end if;
  perform registry.body_lock('-');
  if p_working is null then
    delete from registry.moved_day m where m.day = p_day;
  else
    insert into registry.moved_day (day, working, reason)
    values (p_day, p_working, p_reason)
    on conflict (day) do update
       set working = excluded.working,
           reason = excluded.reason
     where (moved_day.working, moved_day.reason)
           is distinct from (excluded.working, excluded.reason);
  end if;
  if not found then
    return 'unchanged';
  end if;
  perform registry.event_add('-', 'day_set', p_day::text,
                             json_build_object('moved_day', json_build_object(
                               'day', p_day, 'working', p_working, 'reason', p_reason)));
  return 'changed';
end
$$;

create function api.authority_set(p_part text, p_body text, p_named boolean) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{administrator}', '-');
  if p_named is null then
    raise exception 'named or dropped?' using errcode = '22004';
  end if;
  perform registry.body_lock('-');
  if p_named then
    if not exists (select from registry.event_head h where h.body_id = p_body) then
      raise exception 'body "%" is not in the registry', p_body using errcode = 'TZ404';
    end if;
    insert into registry.authority (part, body_id)
    values (p_part, p_body)
    on conflict do nothing;
  else
    delete from registry.authority a
     where (a.part, a.body_id) = (p_part, p_body);
  end if;
  if not found then
    return 'unchanged';
  end if;
  perform registry.event_add('-', case when p_named then 'authority_named'
                                       else 'authority_dropped' end, p_part,
                             json_build_object('authority', json_build_object(
                               'part', p_part, 'body_id', p_body)));
  return 'changed';
end
$$;

-- The state of the portfolio: read in one snapshot with it, and kept with the run that saw it.

create function api.heads() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select registry.heads()::text
   where registry.me() is not null
$$;

create function api.run_heads(p_run uuid, p_heads text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.run_need(p_run);
  insert into registry.run_heads (run_id, heads)
  values (p_run, p_heads::jsonb);
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
  event := registry.event_add(run.body_id, 'checked', p_run::text,
                              json_build_object('initiatives', run.initiatives,
                                                'errors', run.errors,
                                                'warnings', run.warnings,
                                                'pack_sha256', encode(run.pack_sha256, 'hex'),
                                                'findings_sha256', encode(digest, 'hex'),
                                                'heads_sha256',
                                                (select encode(sha256(convert_to(
                                                          h.heads::text, 'UTF8')), 'hex')
                                                   from registry.run_heads h
                                                  where h.run_id = p_run)));
  insert into registry.run_seal (run_id, body_id, seq, findings_sha256)
  values (p_run, run.body_id, event, digest);
end
$$;

-- Reading.

create function api.requests(p_body text, p_short_name text, p_number int, p_open boolean)
returns table (body_id text, short_name text, number int, kind text, state text, turn text,
               revision int, sha256 bytea, days int, used int, due date, is_late boolean,
               is_broken boolean, opened_at timestamptz, opened_by text, heir text, stage text,
               kk text, ru text, en text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  with request as materialized (
    select r.*
      from registry.request r
     where (p_body is null or r.body_id = p_body)
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

create function api.acts(p_body text, p_short_name text, p_number int)
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
     and a.process in ('request', 'commitment')
   order by a.seq
$$;

-- What the caller may do with a request now.
create function api.steps(p_body text, p_short_name text, p_number int)
returns table (action text)
language sql stable security definer rows 5
set search_path = pg_catalog, pg_temp
as $$
  select t.action
    from registry.request r
    join registry.transition t on (t.process, t.state) = ('request', r.state)
   where (r.body_id, r.short_name, r.number) = (p_body, p_short_name, p_number)
     and registry.holds(t.duties, r.body_id)
     and (not t.apart or registry.beside(r.body_id, r.short_name) is null)
     and (t.action <> 'part'
          or exists (select
                       from registry.needed_part n
                      where n.kind = r.kind
                        and registry.gives(n.part)))
   order by t.action
$$;

create function api.parts(p_body text, p_short_name text, p_number int)
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
   order by p.part
$$;

create function api.commitments(p_body text, p_short_name text, p_number int, p_open boolean)
returns table (body_id text, short_name text, number int, item int, promise text, due date,
               state text, is_late boolean)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.number, c.item, c.promise, c.due, c.state,
         c.state = 'open' and c.due < registry.today()
    from registry.commitment c
   where (p_body is null or c.body_id = p_body)
     and (p_short_name is null or c.short_name = p_short_name)
     and (p_number is null or c.number = p_number)
     and (p_open is null or p_open = (c.turn is not null))
   order by c.due, c.body_id, c.short_name, c.number, c.item
$$;

create function api.decision(p_body text, p_short_name text, p_number int)
returns table (verdict text, at timestamptz, actor text, revision int, sha256 bytea,
               run_id uuid, official boolean, pack_sha256 bytea, judged_by date, heads text,
               waivers text, reason text)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select d.verdict, e.at, e.actor, d.revision, d.sha256, d.run_id, d.official, d.pack_sha256,
         d.judged_by, d.heads::text, d.waivers::text, d.reason
    from registry.decision d
    join registry.event e using (body_id, seq)
   where (d.body_id, d.short_name, d.number) = (p_body, p_short_name, p_number)
$$;

create function api.life(p_body text, p_short_name text)
returns table (stage text, before text, revision int, heir text, at timestamptz, actor text)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select l.stage, l.before, l.revision, l.heir, e.at, e.actor
    from registry.life_of(p_body, p_short_name) l
    join registry.event e using (body_id, seq)
$$;

-- State and force on a day, today when it is null.
create function api.waivers(p_body text, p_short_name text, p_on date)
returns table (body_id text, short_name text, number int, rule text, fingerprint text,
               reason text, until date, state text, in_force boolean, of_banned boolean,
               asked_at timestamptz, asked_by text, approved_by text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select w.body_id, w.short_name, w.number, w.rule, w.fingerprint, w.reason, w.until,
         case when w.state in ('pending', 'half', 'approved') and w.until < d.day
           then 'expired' else w.state end,
         coalesce(d.day between w.approved_on and w.until
                  and (w.revoked_on is null or d.day < w.revoked_on), false),
         w.process = 'prohibition', a.asked_at, a.asked_by, a.approved_by
    from registry.waiver w
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
   where (p_body is null or w.body_id = p_body)
     and (p_short_name is null or w.short_name = p_short_name)
   order by w.body_id, w.short_name, w.number
$$;

-- What waits for the caller: parts, decisions, answers, commitments, waivers.
create function api.queue()
returns table (what text, body_id text, short_name text, number int, item int, kind text,
               detail text, used int, days int, due date, is_late boolean, kk text, ru text,
               en text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
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
      from registry.request r
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
     cross join registry.commitment c
     where c.turn is not null
       and array[c.body_id, '-'] && case c.turn when 'submitter' then me.submits
                                                else me.reviews || me.approves end
    union all
    select 'waiver', w.body_id, w.short_name, w.number, null, null,
           w.rule || coalesce(' ' || w.fingerprint, ''), null, null, w.until
      from me
     cross join registry.waiver w
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

-- Days, from the first to the last, that a week alone does not tell.
create function api.calendar(p_from date, p_to date)
returns table (day date, working boolean, kk text, ru text, en text, confidence text,
               reason text)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
as $$
  select d.day, d.works, h.names ->> 'kk', h.names ->> 'ru',
         h.names ->> 'en', h.confidence, m.reason
    from registry.calendar(p_from, least(p_to, p_from + 3660)) d
    left join registry.holiday h
      on h.day in (to_char(d.day, 'MM-DD'), to_char(d.day, 'YYYY-MM-DD'))
    left join registry.moved_day m on m.day = d.day
   where registry.me() is not null
     and (h.day is not null or m.day is not null)
   order by d.day
$$;

create function api.authorities() returns table (part text, body_id text)
language sql stable security definer rows 10
set search_path = pg_catalog, pg_temp
as $$
  select a.part, a.body_id
    from registry.authority a
   where registry.me() is not null
   order by a.part, a.body_id
$$;

-- Events that the caller is told of and has not marked as read; not his own.
create function api.inbox(p_limit bigint)
returns table (body_id text, seq bigint, at timestamptz, actor text, kind text, subject text,
               payload text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  with me as (
    select registry.me() as person_id,
           registry.bodies_with('{submitter,architect}') as submits,
           registry.bodies_with('{reviewer,approver}') as reviews
  )
  select e.body_id, e.seq, e.at, e.actor, e.kind, e.subject, e.payload::text
    from me
   cross join registry.event e
    join registry.notice n using (kind)
    left join registry.read_mark m
      on (m.person_id, m.body_id) = (me.person_id, e.body_id)
   where e.seq > coalesce(m.seq, 0)
     -- what the index leaves out
     and e.kind not in ('created', 'revised', 'withdrawn', 'checked')
     and e.person_id is distinct from me.person_id
     and (n.told in ('submitter', 'both') and array[e.body_id, '-'] && me.submits
          or n.told in ('authority', 'both') and array[e.body_id, '-'] && me.reviews)
   order by e.at, e.body_id, e.seq
   limit p_limit
$$;

-- All of a body up to an event.
create function api.inbox_mark(p_body text, p_seq bigint) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{submitter,architect,reviewer,approver}', p_body);
  insert into registry.read_mark (person_id, body_id, seq)
  values (registry.me(), p_body, p_seq)
  on conflict (person_id, body_id) do update
     set seq = greatest(read_mark.seq, excluded.seq);
end
$$;

grant execute on all functions in schema api to tizilim_user;

reset role;
revoke tizilim_api from current_user;
