-- shape: many
-- How the server is set up, as far as any login may see.
with setting as (
  select s.name, s.setting
    from pg_settings s
)
select d.defect, d.subject
  from (
    select case s.name
             when 'data_checksums' then 'checksums_off'
             when 'password_encryption' then 'password_weak'
             else 'durability_off'
           end as defect,
           s.name || ' = ' || s.setting as subject
      from setting s
     where (s.name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')
            and s.setting = 'off')
        or (s.name = 'password_encryption' and s.setting <> 'scram-sha-256')
    union all
    select 'tls_off', 'ssl = off'
      from setting s
      join setting l on l.name = 'listen_addresses'
     where s.name = 'ssl'
       and s.setting = 'off'
       and l.setting !~ '^( *(localhost|127\.[0-9.]+|::1) *,?)*$'
    union all
    select 'tls_off', 'pg_stat_ssl'
      from pg_stat_ssl s
     where s.pid = pg_backend_pid()
       and not s.ssl
       and not coalesce(inet_server_addr() <<= '127.0.0.0/8' or inet_server_addr() = '::1', true)
    union all
    select 'texts_logged', s.name || ' = ' || s.setting
      from setting s
      join setting l on l.name = 'log_parameter_max_length' and l.setting <> '0'
     where (s.name = 'log_statement' and s.setting in ('mod', 'all'))
        or (s.name in ('log_min_duration_statement', 'log_min_duration_sample')
            and s.setting <> '-1')
    union all
    select 'standby', ''
     where pg_is_in_recovery()
  ) d
 order by 1, 2
