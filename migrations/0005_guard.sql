-- What only a superuser can hold: the schema stays as it landed, and built-in
-- functions by which one body could block, watch or whisper to another are
-- closed. Landed by another account these are left out; `tizilim doctor` says so.

do $guard$
declare
  name regprocedure;
begin
  if not (select r.rolsuper from pg_roles r where r.rolname = current_user) then
    return;
  end if;

  revoke usage on language plpgsql from public;
  grant usage on language plpgsql to tizilim_owner, tizilim_api;
  for name in
    select p.oid
      from pg_proc p
     where p.pronamespace = 'pg_catalog'::regnamespace
       and (p.proname ~ '^pg_(try_)?advisory'
            or p.proname ~ '^lo_|^lo(read|write)$'
            or p.proname ~ '^pg_(sleep|sleep_for|sleep_until|notify|cancel_backend|terminate_backend)$'
            or p.proname ~ '^pg_(relation|total_relation|table|indexes)_size$'
            or p.proname ~ '^(query|table|schema|database|cursor)_to_xml'
            or p.proname ~ '^pg_stat_get_(tuples|live|dead|numscans|blocks|xact|mod|ins|last|vacuum|autovacuum|analyze|autoanalyze)')
  loop
    execute format('revoke execute on function %s from public', name);
  end loop;

  create schema guard;
  create function guard.refuse_ddl() returns event_trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
  as $$
  begin
    if not (select r.rolsuper from pg_roles r where r.rolname = session_user) then
      raise exception '% refused: the schema changes in migrations of a superuser', tg_tag
        using errcode = 'TZ403';
    end if;
  end
  $$;
  revoke execute on function guard.refuse_ddl() from public;
  create event trigger tizilim_guard on ddl_command_start
    execute function guard.refuse_ddl();
  alter event trigger tizilim_guard enable always;
end
$guard$;
