-- shape: many
-- People whose duties or logins do not go together; administrators and auditors see all of them.
with person as (
  select p.person_id, p.login, p.duty
    from api.people() p
   where p.active
)
select d.defect, d.subject
  from (
    select case when bool_or(p.duty <> 'administrator') then 'superuser_works'
                else 'superuser_person' end as defect,
           p.login as subject
      from person p
      join pg_roles r on r.rolname = p.login
     where r.rolsuper or r.rolbypassrls
     group by p.login
    union all
    select 'login_gone', p.login
      from person p
     where not exists (select from pg_roles r where r.rolname = p.login)
     group by p.login
    union all
    select 'duties_mixed', min(p.login)
      from person p
     group by p.person_id
    having (bool_or(p.duty = 'submitter') and bool_or(p.duty = 'approver'))
        or (bool_or(p.duty = 'auditor') and bool_or(p.duty <> 'auditor'))
    union all
    select 'one_administrator', min(p.login)
      from person p
     where p.duty = 'administrator'
    having count(distinct p.person_id) < 2
    union all
    select 'rights_apart', a.login::text
      from api.reach_apart() a
  ) d
 order by 1, 2
