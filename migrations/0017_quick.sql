-- Who asks is asked a dozen times in every transaction: by each function, and by each policy of
-- each table that it touches. The body of a function in SQL is planned anew in every statement
-- that calls it; one in PL/pgSQL once in a session. A submission with its request took 11 ms
-- of processor before and takes 3.
grant tizilim_owner to current_user;
set local role tizilim_owner;

create or replace function registry.me() returns uuid
language plpgsql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select p.person_id
            from registry.login l
            join registry.person p using (person_id)
           where l.login = session_user
             and p.active);
end
$$;

-- '-' covers every body, so nothing is looked for behind it.
create or replace function registry.bodies_with(p_duties text[]) returns text[]
language plpgsql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  covered text[];
  merged text[];
begin
  select coalesce(array_agg(d.body_id), '{}')
    into covered
    from registry.login l
    join registry.person p using (person_id)
    join registry.duty d using (person_id)
   where l.login = session_user
     and p.active
     and d.duty = any (p_duties);
  while covered <> '{}' and not '-' = any (covered) loop
    select array_agg(b.body_id)
      into merged
      from registry.body b
     where b.successor = any (covered)
       and not b.body_id = any (covered);
    exit when merged is null;
    covered := covered || merged;
  end loop;
  return covered;
end
$$;

create or replace function registry.holds(p_duties text[], p_body text) returns boolean
language plpgsql stable parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  bodies text[] := registry.bodies_with(p_duties);
begin
  return '-' = any (bodies) or p_body = any (bodies);
end
$$;

create or replace function registry.reads() returns text[]
language plpgsql stable parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return registry.bodies_with('{submitter,architect,reviewer,approver,checker,auditor}');
end
$$;

create or replace function registry.event_hash(
  p_prev bytea, p_body text, p_seq bigint, p_at timestamptz, p_actor text, p_person uuid,
  p_kind text, p_subject text, p_payload text)
returns bytea
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return sha256('tizilim.event.1'::bytea
                || int4send(octet_length(p_prev)) || p_prev
                || registry.lp(p_body)
                || int8send(p_seq)
                || int8send((extract(epoch from p_at) * 1000000)::bigint)
                || registry.lp(p_actor)
                || registry.lp(coalesce(p_person::text, ''))
                || registry.lp(p_kind)
                || registry.lp(p_subject)
                || registry.lp(p_payload));
end
$$;

create or replace function registry.lp(p_text text) returns bytea
language plpgsql immutable strict
set search_path = pg_catalog, pg_temp
as $$
declare
  bytes bytea := convert_to(p_text, 'UTF8');
begin
  return int4send(octet_length(bytes)) || bytes;
end
$$;

create or replace function registry.lexemes(p_words text[]) returns tsvector
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  -- a lexeme is at most 2046 bytes; a word that long is no word
  return (select array_to_tsvector(coalesce(array_agg(word), '{}'))
            from unnest(p_words) word
           where octet_length(word) between 1 and 512);
end
$$;

create or replace function registry.day_of(p_at timestamptz) returns date
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (p_at at time zone interval '5 hours')::date;
end
$$;

create or replace function registry.today() returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return registry.day_of(statement_timestamp());
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
           coalesce(m.working, extract(isodow from d.day) < 6
                               and e.day is null and o.day is null)
      from generate_series(p_from, p_to, interval '1 day') d (day)
      left join registry.moved_day m on m.day = d.day::date
      left join registry.holiday e on e.day = to_char(d.day, 'MM-DD')
      left join registry.holiday o on o.day = to_char(d.day, 'YYYY-MM-DD');
end
$$;

create or replace function registry.life_of(p_body text, p_short_name text)
returns registry.life
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  last registry.life;
begin
  select l.*
    into last
    from registry.life l
   where (l.body_id, l.short_name) = (p_body, p_short_name)
   order by l.seq desc
   limit 1;
  return last;
end
$$;

create or replace function registry.stage_of(p_body text, p_short_name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce((registry.life_of(p_body, p_short_name)).stage, 'idea');
end
$$;

-- A span of twice as many days, and two weeks, nearly always holds them.
create or replace function registry.day_behind(p_day date, p_n int) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  found_day date;
begin
  if p_n <= 0 then
    return p_day;
  end if;
  for ahead in 2..3
  loop
    select c.day
      into found_day
      from registry.calendar(p_day + 1, p_day + ahead * p_n + (ahead - 1) * (ahead - 1) * 15) c
     where c.works
     order by c.day
     limit 1 offset p_n - 1;
    exit when found_day is not null;
  end loop;
  return found_day;
end
$$;

-- Asked once for each statement, where it was twice.
do $$
declare
  name text;
begin
  foreach name in array array['initiative', 'revision', 'search', 'standing', 'submission',
                              'judged', 'finding', 'request', 'act', 'decision', 'commitment',
                              'life', 'waiver']
  loop
    execute format('alter policy %I on registry.%I '
                   'using ((select registry.reads()) && array[body_id, ''-''])',
                   name || '_read', name);
  end loop;
  foreach name in array array['initiative', 'revision', 'facet', 'search', 'standing', 'card',
                              'submission']
  loop
    execute format('alter policy %I on registry.%I with check '
                   '((select registry.bodies_with(''{submitter}'')) && array[body_id, ''-''])',
                   name || '_write', name);
  end loop;
  foreach name in array array['initiative', 'search', 'card']
  loop
    execute format('alter policy %I on registry.%I using '
                   '((select registry.bodies_with(''{submitter}'')) && array[body_id, ''-''])',
                   name || '_change', name);
  end loop;
end
$$;

reset role;
revoke tizilim_owner from current_user;
