-- shape: none
create table if not exists registry.migration (
  version int not null,
  name text not null,
  sha256 bytea not null,
  applied_at timestamptz not null default clock_timestamp(),
  applied_by text not null default session_user,
  constraint migration_pkey primary key (version)
)
