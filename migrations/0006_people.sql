-- People and bodies as administrators change them: a registry keeps an
-- administrator, an administrator is one of the whole registry, a login is
-- taken as it is written, a body has its three names.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

alter table registry.duty
  add constraint duty_administrator_everywhere
    check (duty <> 'administrator' or body_id = '-');
alter table registry.body
  drop constraint body_names_form,
  add constraint body_names_form
    check ((names ->> 'kk' <> '' and names ->> 'ru' <> '' and names ->> 'en' <> '') is true);

-- Asked before the change: afterwards the caller may see less.
create function registry.keep_an_administrator(p_without uuid) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select
                   from registry.duty d
                   join registry.person p using (person_id)
                  where d.duty = 'administrator'
                    and p.active
                    and p.person_id <> p_without) then
    raise exception 'nobody else administers this registry'
      using errcode = 'TZ409', hint = 'make somebody else an administrator first';
  end if;
end
$$;
grant execute on function registry.keep_an_administrator(uuid) to tizilim_api;

reset role;
set local role tizilim_api;

-- The entries stay under the name they were registered by; who has a duty for the successor
-- has it for them.
create or replace function api.body_merge(p_body text, p_successor text) returns text
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
  if not found or not exists (select from registry.body b where b.body_id = p_successor) then
    raise exception 'a body is merged into a body, the registry itself is none'
      using errcode = 'TZ404', hint = 'see `tizilim org list`';
  end if;
  if was.successor = p_successor then
    return 'unchanged';
  end if;
  if exists (with recursive after (body_id) as (
               select p_successor collate "C"
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

-- A login may be of one person only; with the login of a person already known as p_same a
-- second login of that person.
create or replace function api.person_add(p_login text, p_name text, p_body text, p_same text)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  known record;
  id uuid := gen_random_uuid();
begin
  perform registry.need('{administrator}', '-');
  -- the server cuts longer names, to one that may be somebody else's
  if p_login = '' or p_login is distinct from p_login::name::text then
    raise exception 'a login is between 1 and 63 bytes' using errcode = '22023';
  end if;
  perform registry.body_lock('-');
  select p.person_id, p.name, p.body_id
    into known
    from registry.login l
    join registry.person p using (person_id)
   where l.login = p_login;
  if found then
    if (known.name, known.body_id) is distinct from (p_name, p_body)
       or known.person_id is distinct from (select l.person_id from registry.login l
                                             where l.login = coalesce(p_same, p_login)) then
      raise exception 'the login "%" is of another person', p_login
        using errcode = 'TZ409', hint = 'see `tizilim person list`';
    end if;
    return 'unchanged';
  end if;
  if p_same is not null then
    select l.person_id into id from registry.login l where l.login = p_same;
    if not found then
      raise exception 'the login "%" is of nobody', p_same
        using errcode = 'TZ404', hint = 'see `tizilim person list`';
    end if;
  else
    if not exists (select from registry.event_head h where h.body_id = p_body) then
      raise exception 'body "%" is not in the registry', p_body
        using errcode = 'TZ404', hint = 'see `tizilim org list`';
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

create or replace function api.person_switch(p_login text, p_active boolean) returns text
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
    raise exception 'there is no login "%" in this registry', p_login
      using errcode = 'TZ404', hint = 'see `tizilim person list`';
  end if;
  if not p_active then
    perform registry.keep_an_administrator(id);
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

create or replace function api.duty_set(p_login text, p_duty text, p_body text,
                                        p_granted boolean)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  id uuid;
begin
  perform registry.need('{administrator}', '-');
  if p_granted is null then
    raise exception 'granted or revoked?' using errcode = '22004';
  end if;
  perform registry.body_lock('-');
  select l.person_id into id from registry.login l where l.login = p_login;
  if not found then
    raise exception 'there is no login "%" in this registry', p_login
      using errcode = 'TZ404', hint = 'see `tizilim person list`';
  end if;
  if p_granted then
    if not exists (select from registry.event_head h where h.body_id = p_body) then
      raise exception 'body "%" is not in the registry', p_body
        using errcode = 'TZ404', hint = 'see `tizilim org list`';
    end if;
    insert into registry.duty (person_id, duty, body_id)
    values (id, p_duty, p_body)
    on conflict do nothing;
  else
    if p_duty = 'administrator' then
      perform registry.keep_an_administrator(id);
    end if;
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

reset role;
revoke tizilim_owner, tizilim_api from current_user;
