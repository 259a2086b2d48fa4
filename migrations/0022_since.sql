-- A run again in a large registry: what has become another since is little, so the
-- index of today answers for the rest, and the state of then is not read whole.
-- And days are days of the calendar: an infinite one made api.calendar count
-- without end, and stood for a commitment that is never due.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

alter table registry.commitment add constraint commitment_due_finite
  check (due between '0001-01-01' and '9999-12-31');
alter table registry.moved_day add constraint moved_day_finite
  check (day between '0001-01-01' and '9999-12-31');
alter table registry.pack add constraint pack_valid_from_finite
  check (valid_from between '0001-01-01' and '9999-12-31');
alter table registry.check_run add constraint check_run_judged_by_finite
  check (judged_by between '0001-01-01' and '9999-12-31');

-- What stood of one initiative, as registry.stood says of all.
create function registry.stood_one(p_heads jsonb, p_body text, p_short_name text)
returns table (revision int, status text)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(b.revision, s.revision),
         case when b.revision is null then s.status else 'registered' end
    from (select (p_heads ->> (p_body || '/' || p_short_name))::int) b (revision)
    left join lateral (
           select x.revision, x.status
             from registry.standing x
            where (x.body_id, x.short_name) = (p_body, p_short_name)
              and x.seq <= (p_heads ->> p_body)::bigint
            order by x.seq desc
            limit 1) s on true
   where coalesce(b.revision, s.revision) is not null
$$;

create function registry.changed_since(p_heads jsonb, p_limit bigint)
returns table (body_id text, short_name text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.short_name
    from registry.event_head h
   cross join lateral (
     select coalesce((p_heads ->> h.body_id)::bigint, 0)) since (seq)
   cross join lateral (
     select s.body_id, s.short_name
       from registry.standing s
      where s.body_id = h.body_id
        and s.seq > since.seq
     union
     select m.body_id, m.short_name
       from registry.remade m
      where m.body_id = h.body_id
        and m.seq > since.seq) c
   limit p_limit
$$;

grant execute on function registry.stood_one(jsonb, text, text),
                          registry.changed_since(jsonb, bigint) to tizilim_api;

reset role;
set local role tizilim_api;

create or replace function api.calendar(p_from date, p_to date)
returns table (day date, working boolean, kk text, ru text, en text, confidence text,
               reason text)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
as $$
  select d.day, d.works, h.names ->> 'kk', h.names ->> 'ru',
         h.names ->> 'en', h.confidence, m.reason
    from registry.calendar(case when isfinite(p_from) then p_from end,
                           least(p_to, p_from + 3660)) d
    left join registry.holiday h
      on h.day in (to_char(d.day, 'MM-DD'), to_char(d.day, 'YYYY-MM-DD'))
    left join registry.moved_day m on m.day = d.day
   where registry.me() is not null
     and (h.day is not null or m.day is not null)
   order by d.day
$$;

-- Of each whether it is registered now, and whether it was.
create function api.past_changed(p_heads jsonb, p_limit bigint)
returns table (body_id text, short_name text, is_now boolean, was boolean)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select x.body_id, x.short_name, c.status = 'registered', coalesce(s.status = 'registered', false)
    from (select registry.heads_known(p_heads) where registry.me() is not null) h (heads)
   cross join lateral registry.changed_since(h.heads, p_limit) x
    join registry.card c using (body_id, short_name)
    left join lateral registry.stood_one(h.heads, x.body_id, x.short_name) s on true
   order by x.body_id collate "C", x.short_name collate "C"
$$;

-- As api.portfolio_of; for '-' as their cards alone.
create function api.past_named(p_heads jsonb, p_bodies text[], p_short_names text[], p_for text)
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_whole boolean)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select n.body_id, n.short_name, s.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes,
                  convert_to(coalesce(v.contents,
                                      registry.shown_at(n.body_id, n.short_name, s.revision,
                                                        (h.heads ->> n.body_id)::bigint)),
                             'UTF8')),
         r.number is not null
    from (select registry.heads_known(p_heads) where registry.me() is not null) h (heads)
   cross join (
     select distinct u.body_id collate "C" as body_id, u.short_name collate "C" as short_name
       from unnest(p_bodies, p_short_names) u (body_id, short_name)) n
   cross join lateral registry.stood_one(h.heads, n.body_id, n.short_name) s
    left join registry.review_card v
      on (v.body_id, v.short_name, v.revision) = (n.body_id, n.short_name, s.revision)
     and (p_for is null or v.body_id = p_for)
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (n.body_id, n.short_name, s.revision)
     and (p_for is null or r.body_id = p_for)
     and ((select registry.whole()) && array[r.body_id, '-']
          or (v.revision is not null and v.contents is null))
   where s.status = 'registered'
   order by n.body_id, n.short_name
$$;

grant execute on function api.past_changed(jsonb, bigint),
                          api.past_named(jsonb, text[], text[], text) to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
