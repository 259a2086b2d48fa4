-- Drafts: of the submitters and architects of their body, and of nobody else;
-- no event tells of them. Who saves over the draft of a colleague must say so,
-- and what is submitted from a draft is the draft that was judged.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

alter table registry.draft
  add column bytes_sha256 bytea generated always as (sha256(bytes)) stored;

reset role;
set local role tizilim_api;

drop function api.draft_put(text, text, text, bytea);
drop function api.drafts(text, text);
drop function api.draft_drop(text, text);

create function api.draft_put(p_body text, p_short_name text, p_media text, p_bytes bytea,
                              p_over boolean)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  was registry.draft;
begin
  perform registry.need('{submitter,architect}', p_body);
  perform registry.body_lock(p_body);
  select d.*
    into was
    from registry.draft d
   where (d.body_id, d.short_name) = (p_body, p_short_name);
  if not found then
    if (select count(*) from registry.draft d where d.body_id = p_body) >= 1000 then
      raise exception 'body "%" has 1000 drafts', p_body
        using errcode = 'TZ409', hint = 'drop or submit some: tizilim draft list';
    end if;
    insert into registry.draft (body_id, short_name, media, bytes, saved_at, saved_by)
    values (p_body, p_short_name, p_media, p_bytes, clock_timestamp(), session_user);
    return 'created';
  end if;
  if (was.media, was.bytes) is not distinct from (p_media, p_bytes) then
    return 'unchanged';
  end if;
  if was.saved_by <> session_user and p_over is not true then
    raise exception 'this draft was saved by %', was.saved_by
      using errcode = 'TZ412',
            hint = 'look at it: tizilim draft show; to put yours in its place: --over';
  end if;
  update registry.draft d
     set media = p_media,
         bytes = p_bytes,
         saved_at = clock_timestamp(),
         saved_by = session_user
   where (d.body_id, d.short_name) = (p_body, p_short_name);
  return 'changed';
end
$$;

create function api.drafts()
returns table (body_id text, short_name text, bytes_sha256 bytea, saved_at timestamptz,
               saved_by text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select d.body_id, d.short_name, d.bytes_sha256, d.saved_at, d.saved_by
    from registry.draft d
   order by d.body_id, d.short_name
$$;

create function api.draft(p_body text, p_short_name text)
returns table (body_id text, short_name text, bytes_sha256 bytea, saved_at timestamptz,
               saved_by text, media text, bytes bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select d.body_id, d.short_name, d.bytes_sha256, d.saved_at, d.saved_by, d.media, d.bytes
    from registry.draft d
   where (d.body_id, d.short_name) = (p_body, p_short_name)
$$;

-- With p_sha256 only if the draft is still that one. False when there is none.
create function api.draft_drop(p_body text, p_short_name text, p_sha256 bytea) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  was bytea;
begin
  perform registry.need('{submitter,architect}', p_body);
  perform registry.body_lock(p_body);
  select d.bytes_sha256
    into was
    from registry.draft d
   where (d.body_id, d.short_name) = (p_body, p_short_name);
  if was <> p_sha256 then
    raise exception 'the draft of %/% was changed in the meantime', p_body, p_short_name
      using errcode = 'TZ412', hint = 'look at it again: tizilim draft show';
  end if;
  delete from registry.draft d
   where (d.body_id, d.short_name) = (p_body, p_short_name);
  return found;
end
$$;

grant execute on function api.draft_put(text, text, text, bytea, boolean), api.drafts(),
                          api.draft(text, text), api.draft_drop(text, text, bytea)
  to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
