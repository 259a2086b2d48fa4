-- The tables of the registry. Every key begins with the body, so that row
-- security and partitions by body need no rewriting. Ids compare by bytes
-- (collate "C"): order must not depend on the server's locale.

create schema api;

create table registry.body (
  body_id text collate "C" not null,
  names jsonb not null,
  status text not null,
  constraint body_pkey primary key (body_id),
  constraint body_id_form check (body_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint body_names_form check (names ?& array['kk', 'ru', 'en']),
  constraint body_status_known check (status in ('active', 'closed'))
);

-- The next number of a body's events. Its row is the lock of the body: who
-- changes anything of a body takes it first. '-' stands for the registry
-- itself, which is no body id.
create table registry.event_head (
  body_id text collate "C" not null,
  seq bigint not null,
  constraint event_head_pkey primary key (body_id),
  constraint event_head_seq_counts check (seq >= 0)
);

insert into registry.event_head (body_id, seq)
values ('-', 0);

create table registry.event (
  body_id text collate "C" not null,
  seq bigint not null,
  at timestamptz not null,
  actor text not null,
  kind text not null,
  subject text collate "C" not null,
  -- json, not jsonb: it keeps the bytes that a hash is taken of
  payload json not null,
  constraint event_pkey primary key (body_id, seq),
  constraint event_body_fkey foreign key (body_id) references registry.event_head (body_id)
);

create index event_by_subject on registry.event (body_id, subject, seq);

create table registry.initiative (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  created_at timestamptz not null,
  status text not null,
  -- the latest one
  revision int not null,
  constraint initiative_pkey primary key (body_id, short_name),
  constraint initiative_body_fkey foreign key (body_id) references registry.body (body_id),
  constraint initiative_short_name_form check (short_name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint initiative_status_known check (status in ('registered', 'withdrawn'))
);

create table registry.revision (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  number int not null,
  bytes bytea not null,
  bytes_sha256 bytea not null,
  media text not null,
  canonical text not null,
  canonical_sha256 bytea not null,
  name jsonb not null,
  stage text collate "C" not null,
  submitted_at timestamptz not null,
  submitted_by text not null,
  constraint revision_pkey primary key (body_id, short_name, number),
  constraint revision_initiative_fkey foreign key (body_id, short_name)
    references registry.initiative (body_id, short_name),
  constraint revision_number_counts check (number > 0),
  constraint revision_bytes_size check (octet_length(bytes) between 1 and 1048576),
  constraint revision_bytes_intact check (bytes_sha256 = sha256(bytes)),
  constraint revision_canonical_intact
    check (canonical_sha256 = sha256(convert_to(canonical, 'UTF8'))),
  constraint revision_media_known check (media in ('yaml', 'json'))
);

-- What a revision names, for look-ups: sources, platforms, functions ...
create table registry.facet (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  revision int not null,
  kind text collate "C" not null,
  value text collate "C" not null,
  constraint facet_pkey primary key (body_id, short_name, revision, kind, value),
  constraint facet_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number),
  -- an index entry must fit a third of a page
  constraint facet_size check (octet_length(kind) between 1 and 64
                               and octet_length(value) between 1 and 1024)
);

create index facet_by_value on registry.facet (kind, value);

-- Words of the latest revision in all its languages, folded and stemmed by
-- the client: the server's dictionaries know no Kazakh.
create table registry.search (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  words tsvector not null,
  constraint search_pkey primary key (body_id, short_name),
  constraint search_initiative_fkey foreign key (body_id, short_name)
    references registry.initiative (body_id, short_name)
);

create index search_by_word on registry.search using gin (words);

-- Reference packs belong to no body.
create table registry.pack (
  name text collate "C" not null,
  version text collate "C" not null,
  sha256 bytea not null,
  valid_from date not null,
  loaded_at timestamptz not null,
  contents bytea not null,
  constraint pack_pkey primary key (name, version),
  constraint pack_contents_intact check (sha256 = sha256(contents))
);

create table registry.check_run (
  run_id uuid not null,
  pack_sha256 bytea not null,
  judged_by date not null,
  portfolio text not null,
  portfolio_sha256 bytea,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  actor text not null,
  program_version text not null,
  initiatives int not null,
  errors int not null,
  warnings int not null,
  remarks int not null,
  constraint check_run_pkey primary key (run_id),
  constraint check_run_pack_sha256_size check (octet_length(pack_sha256) = 32)
);

create table registry.judged (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  revision int not null,
  run_id uuid not null,
  constraint judged_pkey primary key (body_id, short_name, revision, run_id),
  constraint judged_revision_fkey foreign key (body_id, short_name, revision)
    references registry.revision (body_id, short_name, number),
  constraint judged_run_fkey foreign key (run_id) references registry.check_run (run_id)
);

create table registry.finding (
  body_id text collate "C" not null,
  short_name text collate "C" not null,
  revision int not null,
  run_id uuid not null,
  fingerprint text collate "C" not null,
  rule text collate "C" not null,
  severity text not null,
  line int not null,
  col int not null,
  pointer text collate "C" not null,
  message jsonb not null,
  details jsonb not null,
  constraint finding_pkey primary key (body_id, short_name, revision, run_id, fingerprint),
  constraint finding_judged_fkey foreign key (body_id, short_name, revision, run_id)
    references registry.judged (body_id, short_name, revision, run_id),
  constraint finding_severity_known check (severity in ('info', 'warning', 'error'))
);

-- What was said stays said: these tables only grow.

create function registry.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'registry.% only grows: % refused', tg_table_name, lower(tg_op)
    using errcode = 'TZ001';
end
$$;

do $$
declare
  grows text;
begin
  foreach grows in array array['event', 'revision', 'facet', 'pack', 'check_run', 'judged',
                               'finding']
  loop
    execute format('create trigger %I before update or delete on registry.%I '
                   'for each row execute function registry.refuse_change()',
                   grows || '_grows', grows);
    execute format('create trigger %I before truncate on registry.%I '
                   'for each statement execute function registry.refuse_change()',
                   grows || '_stays', grows);
    -- always: a session that poses as a replica does not get past it
    execute format('alter table registry.%I enable always trigger %I', grows,
                   grows || '_grows');
    execute format('alter table registry.%I enable always trigger %I', grows,
                   grows || '_stays');
  end loop;
end
$$;
