-- A verdict that is kept with a body is made of its own manifests and the
-- cards of the others, whoever asks for it: what is kept is read by that body,
-- and findings quote what they compare.

grant tizilim_api to current_user;
set local role tizilim_api;

drop function api.portfolio(text, text, bigint);

-- Whole where the caller has a duty, else as cards; with p_for no others than those of that
-- body are whole.
create function api.portfolio(p_for text, p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name, c.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes, convert_to(c.contents, 'UTF8')), r.number is not null
    from registry.card c
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (c.body_id, c.short_name, c.revision)
     and (p_for is null or r.body_id = p_for)
   where c.status = 'registered'
     and (p_after_body is null or (c.body_id, c.short_name) > (p_after_body, p_after_name))
   order by c.body_id, c.short_name
   limit p_limit
$$;

-- All that were loaded, without their contents; of two valid from one day the later loaded
-- counts, and comes first.
create function api.packs()
returns table (name text, version text, sha256 bytea, valid_from date, loaded_at timestamptz)
language sql stable security definer rows 10
set search_path = pg_catalog, pg_temp
as $$
  select p.name, p.version, p.sha256, p.valid_from, p.loaded_at
    from registry.pack p
   order by p.name, p.valid_from desc, p.loaded_at desc
$$;

grant execute on function api.portfolio(text, text, text, bigint), api.packs()
  to tizilim_user;

reset role;
revoke tizilim_api from current_user;
