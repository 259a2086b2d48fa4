-- What a seal costs and binds, and who may hold the index of duplicates.

grant tizilim_owner to current_user;
set local role tizilim_owner;

-- A seal reads the findings of its run; the key begins with the body.
create index finding_by_run on registry.finding (run_id);

-- A name that is missing is the empty text: a null would leave the whole finding out.
create or replace function registry.findings_digest(p_run uuid) returns bytea
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select sha256(coalesce(string_agg(
           sha256(registry.lp(f.body_id) || registry.lp(f.short_name)
                  || registry.lp(f.revision::text) || registry.lp(f.fingerprint)
                  || registry.lp(f.rule) || registry.lp(f.severity)
                  || registry.lp(f.line::text) || registry.lp(f.col::text)
                  || registry.lp(f.pointer)
                  || registry.lp(coalesce(f.message ->> 'kk', ''))
                  || registry.lp(coalesce(f.message ->> 'ru', ''))
                  || registry.lp(coalesce(f.message ->> 'en', ''))
                  || registry.lp(f.details::text)),
           ''::bytea order by f.body_id, f.short_name, f.revision, f.fingerprint), ''))
    from registry.finding f
   where f.run_id = p_run
$$;

-- The lock of the registry, which every submission needs: for those alone who put entries
-- into the index.
create or replace function registry.dup_hold(p_epoch int) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if registry.bodies_with('{submitter,checker,administrator}') = '{}' then
    raise exception 'this needs the duty of submitter or checker or administrator'
      using errcode = 'TZ403', hint = 'see `tizilim whoami`; an administrator grants duties';
  end if;
  perform registry.body_lock('-');
  if p_epoch is distinct from (select max(e.epoch) from registry.dup_epoch e) then
    raise exception 'the index of duplicates was made anew in the meantime'
      using errcode = 'serialization_failure';
  end if;
end
$$;

reset role;
revoke tizilim_owner from current_user;
