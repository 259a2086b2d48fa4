-- The registry as it stood. The heads of all chains at one moment name a state
-- of everything for ever: what stood is, of each initiative, the last standing
-- up to the head of its body. Others see of it the cards that they were shown.
-- A run keeps the heads that it saw, so it can be run again.

grant tizilim_owner, tizilim_api to current_user;
set local role tizilim_owner;

create index event_by_time on registry.event (body_id, at);

-- What stood is counted from numbers and times, to which row security admits the owner.
create policy event_count on registry.event for select to tizilim_owner using (true);
create policy head_count on registry.event_head for select to tizilim_owner using (true);
create policy standing_count on registry.standing for select to tizilim_owner using (true);

create function registry.heads_before(p_at timestamptz) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_object_agg(h.body_id,
                          coalesce((select e.seq
                                      from registry.event e
                                     where e.body_id = h.body_id
                                       and e.at < p_at
                                     order by e.at desc, e.seq desc
                                     limit 1), 0))
    from registry.event_head h
$$;

-- Beside the heads, "body/name" may have a revision: of what was submitted together with it in
-- another chain.
create function registry.stood(p_heads jsonb)
returns table (body_id text, short_name text, revision int, status text,
               submitted_at timestamptz)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select l.body_id, l.short_name, l.revision, l.status,
         (select r.at
            from registry.standing r
           where (r.body_id, r.short_name, r.revision, r.status)
                 = (l.body_id, l.short_name, l.revision, 'registered')
           order by r.seq
           limit 1)
    from (select distinct on (s.body_id, s.short_name) s.*
            from (select x.body_id, x.short_name, x.seq, x.revision, x.status
                    from registry.standing x
                   where x.seq <= (p_heads ->> x.body_id)::bigint
                  union all
                  select split_part(b.key, '/', 1), split_part(b.key, '/', 2),
                         9223372036854775807, b.value::int, 'registered'
                    from jsonb_each_text(p_heads) b
                   where b.key like '%/%') s
           order by s.body_id, s.short_name, s.seq desc) l
$$;

-- What each had said last of a pair by then; a later word of the same person about the same
-- revisions took its place.
create function registry.verdicts_before(p_heads jsonb)
returns table (body_id text, short_name text, other_body_id text, other_short_name text,
               revision int, other_revision int, reviewer text, verdict text)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select v.body_id, v.short_name, v.other_body_id, v.other_short_name, v.revision,
         v.other_revision, v.reviewer, e.verdict
    from registry.verdict v
   cross join lateral (
     select x.payload ->> 'verdict' as verdict
       from registry.event x
      where x.body_id = v.body_id
        and x.seq <= (p_heads ->> v.body_id)::bigint
        and (x.kind, x.subject, x.actor)
            = ('pair_judged', v.body_id || '/' || v.short_name, v.reviewer)
        and x.payload ->> 'other' = v.other_body_id || '/' || v.other_short_name
        and (x.payload ->> 'revision')::int = v.revision
        and (x.payload ->> 'other_revision')::int = v.other_revision
      order by x.seq desc
      limit 1) e
$$;

create function registry.marks_before(p_heads jsonb)
returns table (score int, word boolean, common text, verdict text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select v.score, v.word, v.common, b.verdict
    from registry.verdicts_before(p_heads) b
    join registry.verdict v
      using (body_id, short_name, other_body_id, other_short_name, revision, other_revision,
             reviewer)
$$;

grant execute on function registry.heads_before(timestamptz), registry.stood(jsonb),
                          registry.verdicts_before(jsonb), registry.marks_before(jsonb)
  to tizilim_api;

reset role;
set local role tizilim_api;

-- At the end of a day of the country, which is five hours ahead of UTC; null: of one that has
-- not ended, so that what stands is what stood.
create function api.past_heads(p_on date) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select registry.heads_before((p_on + 1)::timestamp at time zone interval '5 hours')::text
   where registry.me() is not null
     and p_on < registry.today()
$$;

-- As api.portfolio, at these heads; for '-' the cards of all.
create function api.past_portfolio(p_heads jsonb, p_for text)
returns table (body_id text, short_name text, revision int, media text, bytes bytea,
               is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select s.body_id, s.short_name, s.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes, convert_to(c.contents, 'UTF8')), r.number is not null
    from registry.stood(p_heads) s
    join registry.shown c using (body_id, short_name, revision)
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (s.body_id, s.short_name, s.revision)
     and (p_for is null or r.body_id = p_for)
   where s.status = 'registered'
     and registry.me() is not null
   order by s.body_id collate "C", s.short_name collate "C"
$$;

-- As api.initiatives.
create function api.past_initiatives(
  p_heads jsonb, p_body text, p_stage text, p_status text, p_function text, p_source text,
  p_territory text, p_after_body text, p_after_name text, p_limit bigint)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select s.body_id, s.short_name, s.revision, s.status, c.stage, c.name ->> 'kk',
         c.name ->> 'ru', c.name ->> 'en', s.submitted_at, i.body_id is not null
    from registry.stood(p_heads) s
    join registry.shown c using (body_id, short_name, revision)
    left join registry.initiative i using (body_id, short_name)
   where registry.me() is not null
     and (p_body is null or s.body_id = p_body)
     and (p_stage is null or c.stage = p_stage)
     and (p_status is null or s.status = p_status)
     and (p_after_body is null
          or (s.body_id collate "C", s.short_name collate "C") > (p_after_body, p_after_name))
     and not exists (
         select
           from (values ('function', p_function), ('source', p_source),
                        ('territory', p_territory)) wanted (kind, value)
          where wanted.value is not null
            and not exists (
                select
                  from registry.facet f
                 where (f.body_id, f.short_name, f.revision)
                       = (s.body_id, s.short_name, s.revision)
                   and f.kind = wanted.kind
                   and f.value = wanted.value))
   order by s.body_id collate "C", s.short_name collate "C"
   limit p_limit
$$;

-- As api.document: the revision that stood, of other bodies its card.
create function api.past_document(p_heads jsonb, p_body text, p_short_name text)
returns table (body_id text, short_name text, revision int, status text, stage text, kk text,
               ru text, en text, submitted_at timestamptz, is_whole boolean, submitted_by text,
               latest int, media text, bytes bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select s.body_id, s.short_name, s.revision, s.status, c.stage, c.name ->> 'kk',
         c.name ->> 'ru', c.name ->> 'en', s.submitted_at, r.number is not null,
         r.submitted_by, s.revision, coalesce(r.media, 'json'),
         coalesce(r.bytes, convert_to(c.contents, 'UTF8'))
    from registry.stood(p_heads) s
    join registry.shown c using (body_id, short_name, revision)
    left join registry.revision r
      on (r.body_id, r.short_name, r.number) = (s.body_id, s.short_name, s.revision)
   where (s.body_id, s.short_name) = (p_body, p_short_name)
     and registry.me() is not null
$$;

-- As api.verdicts, of a body's pairs.
create function api.past_verdicts(p_heads jsonb, p_body text)
returns table (body_id text, short_name text, revision int, other_body_id text,
               other_short_name text, other_revision int, reviewer text, at timestamptz,
               verdict text, reason text, score int, word boolean, common text, card text,
               other_card text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select v.body_id, v.short_name, v.revision, v.other_body_id, v.other_short_name,
         v.other_revision, v.reviewer, v.at, b.verdict, v.reason, v.score, v.word, v.common,
         v.card, v.other_card
    from registry.verdicts_before(p_heads) b
    join registry.verdict v
      using (body_id, short_name, other_body_id, other_short_name, revision, other_revision,
             reviewer)
   where p_body is null
      or p_body in (v.body_id, v.other_body_id)
   order by v.body_id, v.short_name, v.other_body_id, v.other_short_name, v.at, v.reviewer
$$;

create function api.past_marks(p_heads jsonb)
returns table (score int, word boolean, common text, verdict text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select m.score, m.word, m.common, m.verdict
    from registry.marks_before(p_heads) m
   where registry.me() is not null
$$;

-- A run again: what it was, what it judged, what it found, and its pack.

create function api.past_run(p_run uuid)
returns table (body_id text, actor text, finished_at timestamptz, official boolean,
               pack_sha256 bytea, judged_by date, portfolio text, program_version text,
               findings_sha256 bytea, heads text)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select c.body_id, c.actor, c.finished_at, c.official, c.pack_sha256, c.judged_by,
         c.portfolio, c.program_version, s.findings_sha256, h.heads::text
    from registry.check_run c
    join registry.run_seal s using (run_id)
    left join registry.run_heads h using (run_id)
   where c.run_id = p_run
$$;

-- As api.run_last, of the revision that stood.
create function api.past_run_last(p_heads jsonb, p_body text, p_short_name text)
returns table (run_id uuid, finished_at timestamptz)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select c.run_id, c.finished_at
    from registry.stood(p_heads) s
    join registry.judged j using (body_id, short_name, revision)
    join registry.run_seal l using (run_id)
    join registry.check_run c using (run_id)
   where (s.body_id, s.short_name) = (p_body, p_short_name)
     and l.seq <= (p_heads ->> l.body_id)::bigint
   order by c.finished_at desc, c.run_id
   limit 1
$$;

create function api.past_judged(p_run uuid)
returns table (body_id text, short_name text, revision int, media text, bytes bytea)
language sql stable security definer rows 100
set search_path = pg_catalog, pg_temp
as $$
  select j.body_id, j.short_name, j.revision, r.media, r.bytes
    from registry.judged j
    join registry.revision r
      on (r.body_id, r.short_name, r.number) = (j.body_id, j.short_name, j.revision)
   where j.run_id = p_run
   order by j.body_id, j.short_name, j.revision
$$;

create function api.past_findings(p_run uuid)
returns table (body_id text, short_name text, revision int, rule text, severity text,
               fingerprint text, line int, col int, pointer text, kk text, ru text, en text,
               details text)
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
as $$
  select f.body_id, f.short_name, f.revision, f.rule, f.severity, f.fingerprint, f.line, f.col,
         f.pointer, f.message ->> 'kk', f.message ->> 'ru', f.message ->> 'en', f.details::text
    from registry.finding f
   where f.run_id = p_run
   order by f.body_id, f.short_name, f.revision, f.fingerprint
$$;

create function api.past_pack(p_sha256 bytea)
returns table (name text, version text, valid_from date, contents bytea)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
  select p.name, p.version, p.valid_from, p.contents
    from registry.pack p
   where p.sha256 = p_sha256
     and registry.me() is not null
   order by p.loaded_at
   limit 1
$$;

grant execute on function
  api.past_heads(date), api.past_portfolio(jsonb, text),
  api.past_initiatives(jsonb, text, text, text, text, text, text, text, text, bigint),
  api.past_document(jsonb, text, text), api.past_verdicts(jsonb, text),
  api.past_marks(jsonb), api.past_run(uuid), api.past_run_last(jsonb, text, text),
  api.past_judged(uuid), api.past_findings(uuid), api.past_pack(bytea)
  to tizilim_user;

reset role;
revoke tizilim_owner, tizilim_api from current_user;
