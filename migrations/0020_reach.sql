-- What a submission asks in every statement, kept where one key finds it: who has which right, and
-- how many are registered. Both follow from other tables by triggers.
grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- Rights by login: for the bodies that duties name and for those that were merged into them; '-'
-- covers every body. A policy reads it without a function, of which each call costs as much as
-- the row that it guards.
create table registry.reach (
  login name not null,
  duty text collate "C" not null,
  body_id text collate "C" not null,
  constraint reach_pkey primary key (login, duty, body_id)
);

create function registry.reach_due() returns table (login name, duty text, body_id text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  with recursive held (login, duty, body_id) as (
    select l.login, d.duty, d.body_id
      from registry.login l
      join registry.person p using (person_id)
      join registry.duty d using (person_id)
     where p.active
    union
    select h.login, h.duty, b.body_id
      from held h
      join registry.body b on b.successor = h.body_id
  )
  select h.login, h.duty, h.body_id
    from held h
$$;

create function registry.reach_follow() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from registry.reach r
   where (r.login, r.duty, r.body_id) not in (select * from registry.reach_due());
  insert into registry.reach (login, duty, body_id)
  select d.login, d.duty, d.body_id
    from registry.reach_due() d
  on conflict do nothing;
  return null;
end
$$;

-- Logins that may do more or less than their duties say: only who changed the table by hand.
create function registry.reach_apart() returns setof name
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(r.login, d.login)
    from registry.reach r
    full join registry.reach_due() d using (login, duty, body_id)
   where r.login is null
      or d.login is null
   group by 1
$$;
grant execute on function registry.reach_apart() to tizilim_api;

-- Registered initiatives of each body.
create table registry.tally (
  body_id text collate "C" not null,
  registered int not null,
  constraint tally_pkey primary key (body_id),
  constraint tally_body_fkey foreign key (body_id) references registry.event_head (body_id),
  constraint tally_known check (registered >= 0)
);

create function registry.tally_follow() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  more int := (new.status = 'registered')::int
              - (tg_op = 'UPDATE' and old.status = 'registered')::int;
begin
  update registry.tally t
     set registered = t.registered + more
   where t.body_id = new.body_id;
  if not found then
    insert into registry.tally (body_id, registered)
    values (new.body_id, more);
  end if;
  return null;
end
$$;

do $$
declare
  name text;
begin
  foreach name in array array['reach', 'tally']
  loop
    execute format('alter table registry.%I enable row level security, '
                   'force row level security', name);
    execute format('create policy %I on registry.%I to tizilim_owner using (true)',
                   name || '_keep', name);
    execute format('grant select on registry.%I to tizilim_api', name);
  end loop;
end
$$;
create policy reach_own on registry.reach for select to tizilim_api
  using (login = session_user);
create policy tally_read on registry.tally for select to tizilim_api
  using ((select registry.me()) is not null);

insert into registry.tally (body_id, registered)
select c.body_id, count(*)
  from registry.card c
 where c.status = 'registered'
 group by c.body_id;

do $$
declare
  name text;
begin
  foreach name in array array['login', 'person', 'duty']
  loop
    execute format('create trigger %I after insert or update or delete on registry.%I '
                   'for each statement execute function registry.reach_follow()',
                   name || '_reaches', name);
    execute format('alter table registry.%I enable always trigger %I', name, name || '_reaches');
  end loop;
end
$$;
create trigger body_reaches after update of successor on registry.body
  for each statement execute function registry.reach_follow();
alter table registry.body enable always trigger body_reaches;
create trigger card_tallied after insert on registry.card
  for each row execute function registry.tally_follow();
create trigger card_tallied_anew after update on registry.card
  for each row when (old.status <> new.status) execute function registry.tally_follow();
alter table registry.card
  enable always trigger card_tallied,
  enable always trigger card_tallied_anew;
-- fires the trigger
update registry.login set login = login where false;

create or replace function registry.bodies_with(p_duties text[]) returns text[]
language plpgsql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(select distinct r.body_id
                 from registry.reach r
                where r.login = session_user
                  and r.duty = any (p_duties));
end
$$;

-- What waits for the index follows from the card, whose policy has asked already.
create policy dup_pending_follow on registry.dup_pending to tizilim_owner using (true);
alter function registry.dup_follow() security definer;

create or replace function registry.need(p_duties text[], p_body text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_body is not null and registry.holds(p_duties, p_body) then
    return;
  end if;
  if registry.me() is null then
    raise exception 'the login "%" belongs to no active person of this registry', session_user
      using errcode = 'TZ403', hint = 'its administrator runs: tizilim person add';
  end if;
  raise exception 'this needs the duty of % for %', array_to_string(p_duties, ' or '),
                  case p_body when '-' then 'the whole registry' else p_body end
    using errcode = 'TZ403', hint = 'see `tizilim whoami`; an administrator grants duties';
end
$$;

create or replace function registry.event_at(p_body text) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select h.at
            from registry.event_head h
           where h.body_id = p_body);
end
$$;

create or replace function registry.kind_fits(p_kind registry.request_kind, p_stage text,
                                              p_declared text)
returns boolean
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_declared = any (coalesce(p_kind.declares,
                                    case p_stage when 'design' then '{design,development}'
                                                 else array[p_stage] end));
end
$$;

-- A span of twice as many days, and two weeks, nearly always holds them. All days of it are
-- taken: a limit would have the plan made anew each time.
create or replace function registry.day_behind(p_day date, p_n int) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  days date[];
begin
  if p_n <= 0 then
    return p_day;
  end if;
  for ahead in 2..3
  loop
    days := array(select c.day
                    from registry.calendar(p_day + 1,
                                           p_day + ahead * p_n + (ahead - 1) * (ahead - 1) * 15) c
                   where c.works
                   order by c.day);
    exit when cardinality(days) >= p_n;
  end loop;
  return days[p_n];
end
$$;

-- Read in every statement by policies that were asked of functions.
do $$
declare
  name text;
  reads constant text := '((select array_agg(r.body_id) from registry.reach r '
                         'where r.login = session_user and r.duty <> ''administrator'') '
                         '&& array[body_id, ''-''])';
  submits constant text := '((select array_agg(r.body_id) from registry.reach r '
                           'where r.login = session_user and r.duty = ''submitter'') '
                           '&& array[body_id, ''-''])';
begin
  foreach name in array array['initiative', 'revision', 'search', 'standing', 'submission',
                              'judged', 'finding', 'request', 'act', 'decision', 'commitment',
                              'life', 'waiver']
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
end
$$;

-- Texts are compressed in every submission; lz4 takes a tenth of the time where the server has it.
do $$
declare
  stored record;
begin
  if not exists (select
                   from pg_settings s
                  where s.name = 'default_toast_compression'
                    and 'lz4' = any (s.enumvals)) then
    return;
  end if;
  for stored in
    select *
      from (values ('revision', 'bytes'), ('revision', 'canonical'), ('card', 'contents'),
                   ('shown', 'contents'), ('event', 'payload')) v (name, field)
  loop
    execute format('alter table registry.%I alter column %I set compression lz4', stored.name,
                   stored.field);
  end loop;
end
$$;

reset role;
set local role tizilim_api;

create or replace function api.dup_state()
returns table (registered bigint, pending bigint, epoch int, vocabulary_sha256 bytea,
               pack text, pack_version text, entries int, terms int,
               writable boolean)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select (select coalesce(sum(t.registered), 0)
            from registry.tally t),
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

create function api.reach_apart() returns table (login name)
language plpgsql stable security definer rows 10
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.need('{administrator,auditor}', '-');
  return query select a.login from registry.reach_apart() a (login);
end
$$;
grant execute on function api.reach_apart() to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
