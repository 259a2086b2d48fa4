-- shape: many
-- No row for who does not run the registry.
-- $1 bytea SHA-256 of the schema in use
select s.stale, s.uncompared
  from api.cards_state($1) s
