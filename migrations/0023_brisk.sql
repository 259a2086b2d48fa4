-- A submission with its request in fewer and cheaper statements, and in as many of them when the
-- tables have grown.
grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- While few events are stored, every index that begins with the body seems as good as the key, and
-- a session that then plans to look for one event of a body reads all of that body's ever after.
-- These two serve only who asks by time or by subject.
drop index registry.event_by_time;
create index event_by_time on registry.event (body_id, at) where at is not null;
drop index registry.event_by_subject;
create index event_by_subject on registry.event (subject, body_id, seq);

-- Read in every statement: an array without an aggregate.
do $$
declare
  name text;
  allows constant text := '(array(select r.body_id from registry.reach r '
                          'where r.login = session_user and r.duty %s) '
                          '&& array[body_id, ''-''])';
  reads constant text := format(allows, '<> ''administrator''');
  submits constant text := format(allows, '= ''submitter''');
begin
  foreach name in array array['initiative', 'revision', 'standing', 'submission', 'judged',
                              'finding', 'request', 'act', 'decision', 'commitment', 'life',
                              'waiver']
  loop
    execute format('alter policy %I on registry.%I using (%s)', name || '_read', name, reads);
  end loop;
  foreach name in array array['initiative', 'revision', 'facet', 'search', 'standing', 'card',
                              'submission', 'shown', 'request']
  loop
    execute format('alter policy %I on registry.%I with check (%s)', name || '_write', name,
                   submits);
  end loop;
  foreach name in array array['initiative', 'search', 'card']
  loop
    execute format('alter policy %I on registry.%I using (%s)', name || '_change', name,
                   submits);
  end loop;
  execute format('alter policy act_write on registry.act with check (%s)',
                 format(allows, 'in (''submitter'', ''architect'', ''reviewer'', ''approver'')'));
end
$$;

create or replace function registry.holds(p_duties text[], p_body text) returns boolean
language plpgsql stable parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select
                   from registry.reach r
                  where r.login = session_user
                    and r.duty = any (p_duties)
                    and r.body_id in (p_body, '-'));
end
$$;

create or replace function registry.lexemes(p_words text[]) returns tsvector
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  -- a lexeme is at most 2046 bytes; a word that long is no word
  return array_to_tsvector(array(select word
                                   from unnest(p_words) word
                                  where octet_length(word) between 1 and 512));
end
$$;

create or replace function registry.event_hash(p_prev bytea, p_body text, p_seq bigint,
                                               p_at timestamptz, p_actor text, p_person uuid,
                                               p_kind text, p_subject text, p_payload text)
returns bytea
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  person constant text := coalesce(p_person::text, '');
begin
  -- what registry.lp says of a text, without a call for each
  return sha256('tizilim.event.1'::bytea
                || int4send(octet_length(p_prev)) || p_prev
                || int4send(octet_length(p_body)) || convert_to(p_body, 'UTF8')
                || int8send(p_seq)
                || int8send((extract(epoch from p_at) * 1000000)::bigint)
                || int4send(octet_length(p_actor)) || convert_to(p_actor, 'UTF8')
                || int4send(octet_length(person)) || convert_to(person, 'UTF8')
                || int4send(octet_length(p_kind)) || convert_to(p_kind, 'UTF8')
                || int4send(octet_length(p_subject)) || convert_to(p_subject, 'UTF8')
                || int4send(octet_length(p_payload)) || convert_to(p_payload, 'UTF8'));
end
$$;

-- As registry.event_add, for who needs the time as well.
create function registry.event_put(p_body text, p_kind text, p_subject text, p_payload json,
                                   out seq bigint, out at timestamptz)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  prev bytea;
  next bytea;
  me uuid := registry.me();
  tells boolean := registry.tells(p_body, p_kind);
begin
  select h.seq + 1, greatest(h.at, clock_timestamp()), h.hash
    into strict seq, at, prev
    from registry.event_head h
   where h.body_id = p_body;
  next := registry.event_hash(prev, p_body, seq, at, session_user::text, me, p_kind, p_subject,
                              p_payload::text);
  insert into registry.event (body_id, seq, at, actor, person_id, kind, subject, payload, prev,
                              hash)
  values (p_body, event_put.seq, event_put.at, session_user, me, p_kind, p_subject, p_payload,
          prev, next);
  update registry.event_head h
     set seq = event_put.seq,
         at = event_put.at,
         hash = next,
         told_seq = case when tells then event_put.seq else h.told_seq end,
         told = case when tells then next else h.told end
   where h.body_id = p_body;
end
$$;
grant execute on function registry.event_put(text, text, text, json) to tizilim_api;

create or replace function registry.event_add(p_body text, p_kind text, p_subject text,
                                              p_payload json)
returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  return (registry.event_put(p_body, p_kind, p_subject, p_payload)).seq;
end
$$;

create or replace function registry.act_add(p_act registry.act, p_rows jsonb) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  p_act.seq := (registry.event_put(
    p_act.body_id, p_act.process || '_' || p_act.action,
    p_act.body_id || '/' || p_act.short_name,
    (jsonb_build_object('act', jsonb_strip_nulls(to_jsonb(p_act)) - 'body_id' - 'seq')
     || p_rows)::json)).seq;
  insert into registry.act values (p_act.*);
  return p_act.seq;
end
$$;

create or replace function registry.stage_of(p_body text, p_short_name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce((select l.stage
                     from registry.life l
                    where (l.body_id, l.short_name) = (p_body, p_short_name)
                    order by l.seq desc
                    limit 1), 'idea');
end
$$;

create or replace function registry.calendar(p_from date, p_to date)
returns table (day date, works boolean)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
    select d.day::date,
           coalesce(m.working,
                    extract(isodow from d.day) < 6
                    and to_char(d.day, 'MM-DD') not in (select h.day
                                                          from registry.holiday h)
                    and to_char(d.day, 'YYYY-MM-DD') not in (select h.day
                                                               from registry.holiday h))
      from generate_series(p_from::timestamp, p_to::timestamp, interval '1 day') d (day)
      left join registry.moved_day m on m.day = d.day::date;
end
$$;

-- The first span nearly always holds them; all days of it are taken: a limit would have the plan
-- made anew each time.
create or replace function registry.day_behind(p_day date, p_n int) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  days date[];
  span int;
begin
  if p_n <= 0 then
    return p_day;
  end if;
  foreach span in array array[p_n + p_n / 2 + 10, p_n * 3 + 60]
  loop
    days := array(select c.day
                    from registry.calendar(p_day + 1, p_day + span) c
                   where c.works
                   order by c.day);
    exit when cardinality(days) >= p_n;
  end loop;
  return days[p_n];
end
$$;

create or replace function registry.step(p_process text, p_state text, p_action text,
                                         p_body text, p_short_name text)
returns registry.transition
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  found_row registry.transition;
begin
  select t.*
    into found_row
    from registry.transition t
   where (t.process, t.state, t.action) = (p_process, p_state, p_action);
  if not found then
    raise exception '"%" cannot follow: the % of %/% is in state "%"', p_action, p_process,
                    p_body, p_short_name, p_state
      using errcode = 'TZ409',
            hint = coalesce('possible now: '
                            || (select string_agg(t.action, ', ' order by t.action)
                                  from registry.transition t
                                 where (t.process, t.state) = (p_process, p_state)),
                            'nothing can follow any more');
  end if;
  perform registry.need(found_row.duties, case when found_row.everywhere then '-' else p_body end);
  if found_row.apart and registry.beside(p_body, p_short_name) is not null then
    raise exception '%', registry.beside(p_body, p_short_name)
      using errcode = 'TZ403', hint = 'nobody decides on what is his own, under whatever login';
  end if;
  return found_row;
end
$$;

-- One look at the requests of an initiative: the last of this revision, and those that are open.
create or replace function registry.request_plan(p_body text, p_short_name text, p_revision int,
                                                 p_declared text, p_kind text, out action text,
                                                 out number int, out kind text, out days int,
                                                 out refused text, out hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  stage text;
  of_revision int;
  is_open int;
  n_open bigint;
  newest int;
begin
  action := 'none';
  select max(r.number) filter (where r.revision = p_revision
                                 and r.state <> 'withdrawn'
                                 and r.kind = coalesce(p_kind, r.kind)),
         max(r.number) filter (where r.turn is not null and r.kind = coalesce(p_kind, r.kind)),
         count(*) filter (where r.turn is not null and r.kind = coalesce(p_kind, r.kind)),
         max(r.number)
    into of_revision, is_open, n_open, newest
    from registry.request r
   where (r.body_id, r.short_name) = (p_body, p_short_name);
  if of_revision is null and n_open > 1 then
    refused := 'several requests are open: which of them does this revision answer?';
    hint := 'name it in request.kind or with --kind';
    return;
  end if;
  number := coalesce(of_revision, is_open);
  if number is not null then
    if of_revision is null then
      action := 'continue';
    end if;
    select r.kind, r.days
      into kind, days
      from registry.request r
     where (r.body_id, r.short_name, r.number) = (p_body, p_short_name, request_plan.number);
    return;
  end if;
  stage := registry.stage_of(p_body, p_short_name);
  select k.kind, k.days
    into kind, days
    from registry.request_kind k
    join registry.transition t on (t.process, t.state, t.action) = ('life', stage, k.kind)
   where k.kind = coalesce(p_kind, k.kind)
     and p_declared = any (coalesce(k.declares, case stage when 'design' then '{design,development}'
                                                           else array[stage] end))
   order by k.rank
   limit 1;
  if found then
    action := 'open';
    number := coalesce(newest, 0) + 1;
  elsif p_kind is not null then
    refused := format('no "%s" can be asked for: the initiative has reached stage "%s", its '
                      'manifest declares "%s"', p_kind, stage, p_declared);
    hint := coalesce('possible from this stage: '
                     || (select string_agg(t.action, ', ' order by k.rank)
                           from registry.transition t
                           join registry.request_kind k on k.kind = t.action
                          where (t.process, t.state) = ('life', stage)),
                     'nothing is possible any more');
  end if;
end
$$;
drop function registry.kind_fits(registry.request_kind, text, text);

reset role;
set local role tizilim_api;

-- A session keeps the plans of its first submissions: made while tables are small they would read
-- them whole ever after, and to plan for the values of each of the first five costs more than it
-- ever saves.
create or replace function api.submit(
  p_key uuid, p_base int, p_body text, p_short_name text, p_stage text, p_kk text, p_ru text,
  p_en text, p_media text, p_bytes bytea, p_bytes_sha256 bytea, p_canonical text, p_kinds text[],
  p_values text[], p_open boolean[], p_words text[], p_card text, p_card_words text[],
  out status text, out revision int)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  content constant bytea := sha256(convert_to(p_canonical, 'UTF8'));
  names constant jsonb := jsonb_build_object('kk', p_kk, 'ru', p_ru, 'en', p_en);
  made record;
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
   where (i.body_id, i.short_name) = (p_body, p_short_name);
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
    made := registry.event_put(p_body, submit.status, p_body || '/' || p_short_name,
                               json_build_object('key', p_key, 'revision', submit.revision,
                                                 'sha256', encode(p_bytes_sha256, 'hex'),
                                                 'canonical_sha256', encode(content, 'hex'),
                                                 'stage', p_stage, 'media', p_media,
                                                 'name', names,
                                                 'card_sha256',
                                                 encode(sha256(convert_to(p_card, 'UTF8')),
                                                        'hex')));
    if status = 'created' then
      insert into registry.initiative (body_id, short_name, created_at, status, revision)
      values (p_body, p_short_name, made.at, 'registered', 1);
    else
      update registry.initiative i
         set status = 'registered',
             revision = submit.revision
       where (i.body_id, i.short_name) = (p_body, p_short_name);
    end if;
    insert into registry.revision (body_id, short_name, number, bytes, bytes_sha256, media,
                                   canonical, canonical_sha256, name, stage, submitted_at,
                                   submitted_by)
    values (p_body, p_short_name, submit.revision, p_bytes, p_bytes_sha256, p_media,
            p_canonical, content, names, p_stage, made.at, session_user);
    insert into registry.standing (body_id, short_name, seq, at, revision, status)
    values (p_body, p_short_name, made.seq, made.at, submit.revision, 'registered');
    insert into registry.shown (body_id, short_name, revision, contents, name, stage)
    values (p_body, p_short_name, submit.revision, p_card, names, p_stage);
    insert into registry.facet (body_id, short_name, revision, kind, value, open)
    select p_body, p_short_name, submit.revision, f.kind, f.value, bool_or(f.open)
      from unnest(p_kinds, p_values, p_open) f (kind, value, open)
     group by f.kind, f.value;
    if status = 'created' then
      insert into registry.search (body_id, short_name, words)
      values (p_body, p_short_name, registry.lexemes(p_words));
      insert into registry.card (body_id, short_name, revision, contents, name, stage, status,
                                 submitted_at, words)
      values (p_body, p_short_name, submit.revision, p_card, names, p_stage, 'registered', made.at,
              registry.lexemes(p_card_words));
    else
      update registry.search s
         set words = registry.lexemes(p_words)
       where (s.body_id, s.short_name) = (p_body, p_short_name);
      update registry.card c
         set revision = submit.revision,
             contents = p_card,
             name = names,
             stage = p_stage,
             status = 'registered',
             submitted_at = made.at,
             words = registry.lexemes(p_card_words)
       where (c.body_id, c.short_name) = (p_body, p_short_name);
    end if;
  end if;
  insert into registry.submission (body_id, key, short_name, bytes_sha256, outcome, revision)
  values (p_body, p_key, p_short_name, p_bytes_sha256, submit.status, submit.revision);
end
$$;

create or replace function api.request_submit(p_body text, p_short_name text, p_kind text,
                                              p_heir text, p_remark text)
returns table (action text, number int, kind text, state text, due date)
language plpgsql security definer rows 1
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
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
  else
    select q.*
      into r
      from registry.request q
     where (q.body_id, q.short_name, q.number) = (p_body, p_short_name, plan.number);
  end if;
  action := plan.action;
  number := plan.number;
  kind := plan.kind;
  state := r.state;
  due := case when plan.action = 'open' then registry.day_behind(registry.today(), r.days)
              when r.turn = 'authority' then (select c.due from registry.clocks(array[r]) c) end;
  return next;
end
$$;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
