-- shape: many
-- Lines of pg_hba.conf by which a password crosses the network, or nobody is asked for one. For
-- superusers; through the socket of this machine others decide.
select 'door_open' as defect, 'pg_hba.conf:' || h.line_number || ' ' || h.auth_method as subject
  from pg_hba_file_rules h
 where h.type ~ '^host'
   and (h.auth_method in ('trust', 'password', 'ident')
        or (h.type = 'hostnossl' and h.auth_method <> 'reject'))
   and coalesce(h.address, '') !~ '^(127\.|::1|localhost|samehost)'
union all
select 'door_open', 'pg_hba.conf:' || h.line_number || ' ' || h.error
  from pg_hba_file_rules h
 where h.error is not null
