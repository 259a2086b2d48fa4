-- Beside the packed terms of each initiative what of them a search for one needs,
-- a third as long: so many rows are read for every submission that the rest of
-- them was half of its time.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

-- What is packed is lean enough for a search, only longer.
alter table registry.dup_segment add column lean bytea[];
alter table registry.dup_segment no force row level security;
update registry.dup_segment set lean = packed;
alter table registry.dup_segment force row level security;
alter table registry.dup_segment
  alter column lean set not null,
  alter column lean set storage external,
  add constraint dup_segment_lean_size check (cardinality(lean) = cardinality(short_names));

create or replace function registry.dup_remove(p_body text, p_short_name text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  kept registry.dup_segment;
  place int;
begin
  select *
    into kept
    from registry.dup_segment s
   where s.body_id = p_body
     and s.short_names @> array[p_short_name];
  if not found then
    return;
  end if;
  if cardinality(kept.short_names) = 1 then
    delete from registry.dup_segment s
     where (s.body_id, s.number) = (kept.body_id, kept.number);
    return;
  end if;
  place := array_position(kept.short_names, p_short_name);
  update registry.dup_segment s
     set short_names = kept.short_names[:place - 1] || kept.short_names[place + 1:],
         revisions = kept.revisions[:place - 1] || kept.revisions[place + 1:],
         packed = kept.packed[:place - 1] || kept.packed[place + 1:],
         lean = kept.lean[:place - 1] || kept.lean[place + 1:]
   where (s.body_id, s.number) = (kept.body_id, kept.number);
end
$$;

reset role;
set local role tizilim_api;

create function api.dup_lean()
returns table (body_id text, short_names text[], revisions int[], lean bytea[])
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select s.body_id, s.short_names, s.revisions, s.lean
    from registry.dup_segment s
$$;

drop function api.dup_put(int, text[], text[], int[], bytea[]);
create function api.dup_put(p_epoch int, p_bodies text[], p_short_names text[],
                            p_revisions int[], p_packed bytea[], p_lean bytea[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  r record;
begin
  perform registry.dup_hold(p_epoch);
  perform registry.dup_forget();
  for r in
    delete from registry.dup_pending p
     using unnest(p_bodies, p_short_names, p_revisions, p_packed, p_lean)
             n (body_id, short_name, revision, packed, lean)
     where (p.body_id, p.short_name, p.revision) = (n.body_id, n.short_name, n.revision)
    returning n.*
  loop
    update registry.dup_segment s
       set packed[array_position(s.short_names, r.short_name)] = r.packed,
           lean[array_position(s.short_names, r.short_name)] = r.lean,
           revisions[array_position(s.short_names, r.short_name)] = r.revision
     where s.body_id = r.body_id
       and s.short_names @> array[r.short_name];
    continue when found;
    update registry.dup_segment s
       set short_names = s.short_names || r.short_name,
           revisions = s.revisions || r.revision,
           packed = s.packed || r.packed,
           lean = s.lean || r.lean
     where s.body_id = r.body_id
       and s.number = (
             select max(t.number)
               from registry.dup_segment t
              where t.body_id = r.body_id)
       and cardinality(s.short_names) < 256;
    continue when found;
    insert into registry.dup_segment (body_id, number, epoch, short_names, revisions, packed,
                                      lean)
    values (r.body_id,
            (select coalesce(max(t.number), 0) + 1
               from registry.dup_segment t
              where t.body_id = r.body_id),
            p_epoch, array[r.short_name], array[r.revision], array[r.packed], array[r.lean]);
  end loop;
end
$$;

-- Leaves out what was revised or withdrawn since the caller read it.
drop function api.dup_segment_put(int, text, int, text[], int[], bytea[]);
create function api.dup_segment_put(p_epoch int, p_body text, p_number int,
                                    p_short_names text[], p_revisions int[],
                                    p_packed bytea[], p_lean bytea[])
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform registry.dup_hold(p_epoch);
  insert into registry.dup_segment (body_id, number, epoch, short_names, revisions, packed,
                                    lean)
  select p_body, p_number, p_epoch, array_agg(n.short_name order by n.place),
         array_agg(n.revision order by n.place), array_agg(n.packed order by n.place),
         array_agg(n.lean order by n.place)
    from unnest(p_short_names, p_revisions, p_packed, p_lean)
           with ordinality n (short_name, revision, packed, lean, place)
    join registry.card c
      on (c.body_id, c.short_name, c.revision, c.status)
         = (p_body, n.short_name, n.revision, 'registered')
  having count(*) > 0;
end
$$;

grant execute on all functions in schema api to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
