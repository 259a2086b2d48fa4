-- Days are days of the calendar: an infinite one made api.calendar count without
-- end, and stood for a commitment that is never due.

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

reset role;
revoke tizilim_owner, tizilim_api from current_user;
