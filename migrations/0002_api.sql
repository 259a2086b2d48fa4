-- The only way to write. Errors have states of their own: TZ404 a named thing
-- does not exist, TZ409 it is there with other contents. Names of parameters
-- begin with p_, so that none can be taken for a column.

-- Takes the lock of a body. Also for a change that turns out to be none: the
-- lock makes the transaction wait for a synchronous standby like any write,
-- so a repeated submission is not confirmed sooner than the first one was.
create function api.body_lock(p_body text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform
     from registry.event_head h
    where h.body_id = p_body
      for update;
  if not found then
    raise exception 'body "%" is not in the registry', p_body
      using errcode = 'TZ404', hint = 'load the pack that names it, or correct the id';
  end if;
end
$$;

-- The caller holds the lock of the body.
create function api.event_add(p_body text, p_kind text, p_subject text, p_payload json)
returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
  with next as (
    update registry.event_head h
       set seq = h.seq + 1
     where h.body_id = p_body
    returning h.seq
  )
  insert into registry.event (body_id, seq, at, actor, kind, subject, payload)
  select p_body, next.seq, clock_timestamp(), session_user, p_kind, p_subject, p_payload
    from next
$$;

create function api.body_put(p_body text, p_kk text, p_ru text, p_en text, p_status text)
returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  wanted jsonb := jsonb_build_object('kk', p_kk, 'ru', p_ru, 'en', p_en);
  outcome text;
begin
  insert into registry.event_head (body_id, seq)
  values (p_body, 0)
  on conflict do nothing;
  perform api.body_lock(p_body);
  insert into registry.body (body_id, names, status)
  values (p_body, wanted, p_status)
  on conflict do nothing;
  if found then
    outcome := 'created';
  else
    update registry.body b
       set names = wanted,
           status = p_status
     where b.body_id = p_body
       and (b.names, b.status) is distinct from (wanted, p_status);
    outcome := case when found then 'changed' else 'unchanged' end;
  end if;
  if outcome <> 'unchanged' then
    perform api.event_add(p_body, 'body_' || outcome, p_body,
                          json_build_object('names', wanted, 'status', p_status));
  end if;
  return outcome;
end
$$;

-- A prefix query over all words; a word may hold any character.
create function api.search_query(p_words text[]) returns tsquery
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || ''':*',
                    ' & ')::tsquery
    from unnest(p_words) word
   where word <> ''
$$;

create function api.search_put(p_body text, p_short_name text, p_words text[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
  -- a lexeme is at most 2046 bytes; a word that long is no word
  insert into registry.search (body_id, short_name, words)
  select p_body,
         p_short_name,
         array_to_tsvector(coalesce(array_agg(word), '{}'))
    from unnest(p_words) word
   where octet_length(word) between 1 and 512
  on conflict (body_id, short_name) do update
     set words = excluded.words
$$;

-- Creates the initiative, adds a revision, or finds that the latest one says
-- the same. The same contents twice are one revision, so a caller who does not
-- know whether a submission arrived may repeat it.
create function api.submit(
  p_body text, p_short_name text, p_stage text, p_kk text, p_ru text, p_en text,
  p_media text, p_bytes bytea, p_bytes_sha256 bytea, p_canonical text,
  p_kinds text[], p_values text[], p_words text[],
  out status text, out revision int)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  content bytea := sha256(convert_to(p_canonical, 'UTF8'));
  latest record;
begin
  perform api.body_lock(p_body);
  select i.status, i.revision, r.canonical_sha256
    into latest
    from registry.initiative i
    join registry.revision r
      on (r.body_id, r.short_name, r.number) = (i.body_id, i.short_name, i.revision)
   where (i.body_id, i.short_name) = (p_body, p_short_name)
     for update of i;
  if not found then
    status := 'created';
    revision := 1;
    insert into registry.initiative (body_id, short_name, created_at, status, revision)
    values (p_body, p_short_name, clock_timestamp(), 'registered', 1);
  elsif latest.status = 'registered' and latest.canonical_sha256 = content then
    status := 'unchanged';
    revision := latest.revision;
    return;
  else
    status := 'revised';
    revision := latest.revision + 1;
    update registry.initiative i
       set status = 'registered',
           revision = submit.revision
     where (i.body_id, i.short_name) = (p_body, p_short_name);
  end if;
  insert into registry.revision (body_id, short_name, number, bytes, bytes_sha256, media,
                                 canonical, canonical_sha256, name, stage, submitted_at,
                                 submitted_by)
  values (p_body, p_short_name, submit.revision, p_bytes, p_bytes_sha256, p_media,
          p_canonical, content, jsonb_build_object('kk', p_kk, 'ru', p_ru, 'en', p_en), p_stage,
          clock_timestamp(), session_user);
  insert into registry.facet (body_id, short_name, revision, kind, value)
  select distinct p_body, p_short_name, submit.revision, f.kind, f.value
    from unnest(p_kinds, p_values) f (kind, value);
  perform api.search_put(p_body, p_short_name, p_words);
  perform api.event_add(p_body, submit.status, p_body || '/' || p_short_name,
                        json_build_object('revision', submit.revision,
                                          'sha256', encode(p_bytes_sha256, 'hex'),
                                          'canonical_sha256', encode(content, 'hex'),
                                          'stage', p_stage));
end
$$;

create function api.withdraw(p_body text, p_short_name text, p_reason text) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  was text;
begin
  perform api.body_lock(p_body);
  select i.status
    into was
    from registry.initiative i
   where (i.body_id, i.short_name) = (p_body, p_short_name)
     for update;
  if not found then
    raise exception 'initiative "%/%" is not in the registry', p_body, p_short_name
      using errcode = 'TZ404';
  end if;
  if was = 'withdrawn' then
    return 'unchanged';
  end if;
  update registry.initiative i
     set status = 'withdrawn'
   where (i.body_id, i.short_name) = (p_body, p_short_name);
  perform api.event_add(p_body, 'withdrawn', p_body || '/' || p_short_name,
                        json_build_object('reason', p_reason));
  return 'withdrawn';
end
$$;

create function api.pack_put(p_name text, p_version text, p_sha256 bytea, p_valid_from date,
                             p_contents bytea)
returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  loaded bytea;
begin
  perform api.body_lock('-');
  select p.sha256
    into loaded
    from registry.pack p
   where (p.name, p.version) = (p_name, p_version);
  if loaded = p_sha256 then
    return 'unchanged';
  elsif found then
    raise exception 'pack "%" version % is in the registry with other contents', p_name,
                    p_version
      using errcode = 'TZ409', hint = 'give the changed pack a new version';
  end if;
  insert into registry.pack (name, version, sha256, valid_from, loaded_at, contents)
  values (p_name, p_version, p_sha256, p_valid_from, clock_timestamp(), p_contents);
  perform api.event_add('-', 'pack_loaded', p_name || ' ' || p_version,
                        json_build_object('sha256', encode(p_sha256, 'hex'),
                                          'valid_from', p_valid_from));
  return 'created';
end
$$;

create function api.run_record(
  p_pack_sha256 bytea, p_judged_by date, p_portfolio text, p_portfolio_sha256 bytea,
  p_milliseconds bigint, p_program_version text, p_initiatives int, p_errors int,
  p_warnings int, p_remarks int)
returns uuid
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  run uuid := gen_random_uuid();
  now timestamptz;
begin
  perform api.body_lock('-');
  now := clock_timestamp();
  insert into registry.check_run (run_id, pack_sha256, judged_by, portfolio, portfolio_sha256,
                                  started_at, finished_at, actor, program_version,
                                  initiatives, errors, warnings, remarks)
  values (run, p_pack_sha256, p_judged_by, p_portfolio, p_portfolio_sha256,
          now - p_milliseconds * interval '1 millisecond', now, session_user,
          p_program_version, p_initiatives, p_errors, p_warnings, p_remarks);
  perform api.event_add('-', 'checked', run::text,
                        json_build_object('initiatives', p_initiatives, 'errors', p_errors,
                                          'warnings', p_warnings,
                                          'pack_sha256', encode(p_pack_sha256, 'hex')));
  return run;
end
$$;

create function api.judged_add(p_run uuid, p_bodies text[], p_short_names text[],
                               p_revisions int[])
returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
  insert into registry.judged (body_id, short_name, revision, run_id)
  select j.body_id, j.short_name, j.revision, p_run
    from unnest(p_bodies, p_short_names, p_revisions) j (body_id, short_name, revision)
$$;

create function api.findings_add(
  p_run uuid, p_bodies text[], p_short_names text[], p_revisions int[], p_rules text[],
  p_severities text[], p_fingerprints text[], p_lines int[], p_cols int[], p_pointers text[],
  p_kk text[], p_ru text[], p_en text[], p_details jsonb[])
returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
  insert into registry.finding (body_id, short_name, revision, run_id, rule, severity,
                                fingerprint, line, col, pointer, message, details)
  select f.body_id, f.short_name, f.revision, p_run, f.rule, f.severity, f.fingerprint,
         f.line, f.col, f.pointer, jsonb_build_object('kk', f.kk, 'ru', f.ru, 'en', f.en),
         f.details
    from unnest(p_bodies, p_short_names, p_revisions, p_rules, p_severities, p_fingerprints,
                p_lines, p_cols, p_pointers, p_kk, p_ru, p_en, p_details)
      f (body_id, short_name, revision, rule, severity, fingerprint, line, col, pointer,
         kk, ru, en, details)
$$;
