#include "tests/db/server.h"

#include "registry/doctor/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct server server;
static const struct doctor_pack no_pack = { STR_INIT("none"), STR_INIT("1"), STR_INIT("00") };

struct look {
	struct arena *a;
	struct doctor out;
};

static bool look(struct db *db, void *context, struct err *err)
{
	struct look *l = context;

	return doctor_examine(&l->out, l->a, db, &no_pack, err);
}

static struct doctor examined(struct arena *a, const char *database, const char *role)
{
	AUTO_DB db = server_open(&server, database, role);
	struct look l = { .a = a };
	struct err err;

	assert_true(ok(store_read(db, look, &l, &err), &err));
	return l.out;
}

static bool names(const struct doctor *d, const char *id, const char *subject)
{
	for (size_t i = 0; i < d->findings.n; i++)
		if (str_eq(d->findings.at[i].id, str_of(id)) &&
		    str_find(d->findings.at[i].subject, str_of(subject)) != SIZE_MAX)
			return true;
	return false;
}

static size_t defects(const struct doctor *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->findings.n; i++)
		n += d->findings.at[i].grade == DOCTOR_DEFECT;
	return n;
}

/* ---- the schema as the migrations make it ---- */

static bool read_shape(struct db *db, void *context, struct err *err)
{
	return doctor_shape(context, server.arena, db, err);
}

/* TIZILIM_REWRITE=1 writes the file anew: after a migration. */
static void the_kept_shape_is_what_migrations_make(void **state)
{
	const char *source = getenv("TIZILIM_SOURCE"), *rewrite = getenv("TIZILIM_REWRITE");
	AUTO_DB db = server_open(&server, server_database(&server), "tizilim");
	struct str shape;
	struct err err;

	(void)state;
	assert_non_null(source);
	assert_true(ok(store_read(db, read_shape, &shape, &err), &err));
	assert_true(shape.n > 10000);
	if (rewrite && !strcmp(rewrite, "1")) {
		FILE *f = fopen(
			arena_printf(server.arena, "%s/registry/doctor/shape.txt", source).p,
			"w");

		assert_true(f && fwrite(shape.p, 1, shape.n, f) == shape.n && fclose(f) == 0);
	} else if (!str_eq(shape, doctor_shape_made())) {
		fail_msg("the migrations make another schema than registry/doctor/shape.txt "
			 "says: TIZILIM_REWRITE=1 meson test db-doctor");
	}
}

/* What every registry of the tests has: no pack was loaded, a superuser landed the migrations.
 */
static void a_sound_registry_has_no_defect(void **state)
{
	static const char *const roles[] = { "tizilim", "postgres" };
	AUTO_ARENA a = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
		struct doctor d = examined(a, server_database(&server), roles[i]);

		for (size_t k = 0; k < d.findings.n; k++)
			if (!str_eq(d.findings.at[k].id, STR("pack_absent")) &&
			    d.findings.at[k].grade == DOCTOR_DEFECT)
				fail_msg("%s: %s", d.findings.at[k].id.p,
					 d.findings.at[k].what.in[LANG_EN].p);
		assert_true(names(&d, "pack_absent", "none 1"));
	}
}

static void a_database_without_a_registry_is_told(void **state)
{
	AUTO_ARENA a = arena_new();
	struct doctor d = examined(a, "postgres", "tizilim");

	(void)state;
	assert_true(names(&d, "no_registry", ""));
}

/* Who may not look is told what he did not see, and sees the rest. */
static void anybody_may_ask(void **state)
{
	const char *database = server_database(&server);
	AUTO_DB admin = server_open(&server, database, "postgres");
	AUTO_ARENA a = arena_new();
	struct doctor d;

	(void)state;
	run_sql(admin, "create role just_asks login in role tizilim_user");
	run_sql(admin, "alter table registry.draft disable row level security");
	d = examined(a, database, "just_asks");
	assert_true(names(&d, "rows_open", "registry.draft"));
	assert_int_equal(d.unseen.n, 3);
}

/* ---- one weakness each ---- */

struct weakness {
	const char *title, *sql, *id, *subject;
};

static const struct weakness weaknesses[] = {
	{ "rows open", "alter table registry.revision disable row level security", "rows_open",
	  "registry.revision" },
	{ "rows open to the owner", "alter table registry.event no force row level security",
	  "rows_open", "registry.event" },
	{ "a table without rows' rights", "create table registry.note (t text)", "rows_open",
	  "registry.note" },
	{ "a view", "create view registry.v as select * from registry.revision", "view",
	  "registry.v" },
	{ "a view in api", "create view api.v as select * from registry.draft", "view",
	  "api.v" },
	{ "a materialised view", "create materialized view registry.m as select 1", "view",
	  "registry.m" },
	{ "a path reset", "alter function api.submit reset search_path", "path_open",
	  "api.submit" },
	{ "a path through public", "alter function registry.me() set search_path = public",
	  "path_open", "registry.me" },
	{ "a function that a superuser owns", "alter function api.bodies() owner to postgres",
	  "owner_wrong", "api.bodies" },
	{ "a table that a superuser owns", "alter table registry.card owner to postgres",
	  "owner_wrong", "registry.card" },
	{ "a function of api that the owner of tables owns",
	  "alter function api.bodies() owner to tizilim_owner", "owner_wrong", "api.bodies" },
	{ "leakproof", "alter function registry.lp(text) leakproof", "leakproof",
	  "registry.lp" },
	{ "identity from a setting",
	  "create or replace function registry.me() returns uuid language sql stable security "
	  "definer set search_path = pg_catalog, pg_temp as $$select "
	  "nullif(current_setting('app.me', true), '')::uuid$$",
	  "setting_trusted", "registry.me" },
	{ "identity from current_user",
	  "create policy p on registry.draft to tizilim_api using (saved_by = current_user)",
	  "setting_trusted", "registry.draft p" },
	{ "a setting in a policy",
	  "create policy p on registry.revision for select to tizilim_api using (body_id = "
	  "current_setting('app.body', true))",
	  "setting_trusted", "registry.revision p" },
	{ "a trigger off", "alter table registry.event disable trigger event_grows",
	  "trigger_off", "event_grows" },
	{ "a trigger that replication passes",
	  "alter table registry.event enable trigger event_stays", "trigger_off",
	  "event_stays" },
	{ "the guard off", "alter event trigger tizilim_guard disable", "guard_absent", "" },
	{ "the guard gone", "drop event trigger tizilim_guard", "guard_absent", "" },
	{ "advisory locks", "grant execute on function pg_advisory_lock(bigint) to public",
	  "builtin_open", "pg_advisory_lock" },
	{ "sleep", "grant execute on function pg_sleep(double precision) to public",
	  "builtin_open", "pg_sleep" },
	{ "code", "grant usage on language plpgsql to public", "public_code", "plpgsql" },
	{ "public uses the registry", "grant usage on schema registry to public", "public_may",
	  "registry" },
	{ "public reads a table", "grant select on registry.revision to public", "public_may",
	  "registry.revision" },
	{ "public calls a function", "grant execute on function api.bodies() to public",
	  "public_may", "api.bodies" },
	{ "public makes schemas", "grant create on schema public to public", "public_may",
	  "public create" },
	{ "public makes temporary tables",
	  "do $$begin execute format('grant temporary on database %I to public', "
	  "current_database()); end$$",
	  "public_may", "temporary" },
	{ "anybody connects",
	  "do $$begin execute format('grant connect on database %I to public', "
	  "current_database()); end$$",
	  "public_may", "connect" },
	{ "everybody reads a table", "grant select on registry.revision to tizilim_user",
	  "user_may", "registry.revision" },
	{ "everybody uses the registry", "grant usage on schema registry to tizilim_user",
	  "user_may", "registry" },
	{ "everybody calls an inner function",
	  "grant execute on function registry.body_lock(text) to tizilim_user", "user_may",
	  "registry.body_lock" },
	{ "one person reads a table", "grant select on registry.finding to weak",
	  "stranger_may", "weak: registry.finding" },
	{ "one person calls an inner function",
	  "grant execute on function registry.event_add(text, text, text, json) to weak",
	  "stranger_may", "weak: registry.event_add" },
	{ "a person becomes the owner", "grant tizilim_owner to weak", "service_member",
	  "weak" },
	{ "a person becomes the api", "grant tizilim_api to weak", "service_member", "weak" },
	{ "the api walks around rows", "alter role tizilim_api bypassrls", "service_power",
	  "bypassrls" },
	{ "the owner logs in", "alter role tizilim_owner login", "service_power", "login" },
	{ "the api reads everything", "grant pg_read_all_data to tizilim_api", "service_power",
	  "pg_read_all_data" },
	{ "users are a superuser's", "alter role tizilim_user superuser", "service_power",
	  "superuser" },
	{ "a person is a superuser", "alter role weak superuser", "person_power",
	  "weak: superuser" },
	{ "a person walks around rows", "alter role weak bypassrls", "person_power",
	  "weak: bypassrls" },
	{ "a person makes roles", "alter role weak createrole", "person_power",
	  "weak: createrole" },
	{ "a person replicates", "alter role weak replication", "person_power",
	  "weak: replication" },
	{ "a person reads everything", "grant pg_read_all_data to weak", "person_power",
	  "weak: pg_read_all_data" },
	{ "a person runs programs", "grant pg_execute_server_program to weak", "person_power",
	  "weak: pg_execute_server_program" },
	{ "a person reads everything through another role",
	  "create role between nologin; grant pg_read_all_data to between; grant between to "
	  "weak",
	  "person_power", "weak: pg_read_all_data" },
	{ "a publication", "create publication leak for all tables", "way_out", "leak" },
	{ "duties that exclude each other",
	  "alter table registry.duty disable trigger duty_apart; insert into registry.duty "
	  "select l.person_id, d, 'one' from registry.login l, unnest('{submitter,approver}'::"
	  "text[]) d where l.login = 'weak'; alter table registry.duty enable always trigger "
	  "duty_apart",
	  "duties_mixed", "weak" },
	{ "a superuser who submits",
	  "insert into registry.duty select l.person_id, 'submitter', 'one' from "
	  "registry.login "
	  "l where l.login = 'postgres'",
	  "superuser_works", "postgres" },
	{ "a right without a duty",
	  "insert into registry.reach values ('weak', 'approver', 'one')", "rights_apart",
	  "weak" },
	{ "a policy that lets all through",
	  "alter policy draft_own on registry.draft using (true)", "shape_changed",
	  "policy registry.draft.draft_own" },
	{ "one more policy",
	  "create policy more on registry.draft for select to tizilim_api using (true)",
	  "shape_extra", "policy registry.draft.more" },
	{ "a policy gone", "drop policy revision_read on registry.revision", "shape_missing",
	  "policy registry.revision.revision_read" },
	{ "a function rewritten",
	  "create or replace function registry.need(p_duties text[], p_body text) returns void "
	  "language plpgsql stable set search_path = pg_catalog, pg_temp as $$begin end$$",
	  "shape_changed", "function registry.need" },
	{ "one more function",
	  "create function api.more() returns int language sql security definer set "
	  "search_path "
	  "= pg_catalog, pg_temp as 'select 1'; alter function api.more() owner to tizilim_api",
	  "shape_extra", "function api.more()" },
	{ "a definer no more", "alter function api.submit security invoker", "shape_changed",
	  "function api.submit" },
	{ "a constraint gone", "alter table registry.duty drop constraint duty_known",
	  "shape_missing", "duty_known" },
	{ "a key gone", "alter table registry.submission drop constraint submission_pkey",
	  "shape_missing", "submission_pkey" },
	{ "a column more", "alter table registry.card add column secret text", "shape_extra",
	  "column registry.card.secret" },
	{ "a rule", "create rule r as on insert to registry.event do instead nothing",
	  "shape_extra", "rule registry.event.r" },
	{ "a trigger more",
	  "create trigger copies before insert on registry.draft for each row execute function "
	  "registry.refuse_change(); alter table registry.draft enable always trigger copies",
	  "shape_extra", "copies" },
	{ "a trigger gone", "drop trigger event_grows on registry.event", "shape_missing",
	  "event_grows" },
	{ "functions open from now on",
	  "alter default privileges for role tizilim_owner grant execute on functions to "
	  "public",
	  "shape_missing", "default privileges tizilim_owner" },
	{ "a foreign migration",
	  "update registry.migration set sha256 = sha256('x') where version = 3",
	  "migration_foreign", "" },
	{ "a migration too few",
	  "delete from registry.migration where version = (select "
	  "max(version) from registry.migration)",
	  "migration_pending", "" },
};

/* As the administrator sees it, in a transaction that is then rolled back. */
static void is_noticed(void **state)
{
	const struct weakness *w = *state;
	AUTO_DB db = server_open(&server, "tizilim", "postgres");
	AUTO_ARENA a = arena_new();
	struct look before = { .a = a }, after = { .a = a };
	struct err err;

	run_sql(db, "begin; set local session authorization tizilim");
	assert_true(ok(look(db, &before, &err), &err));
	run_sql(db, "reset session authorization");
	run_sql(db, w->sql);
	run_sql(db, "set local session authorization tizilim");
	assert_true(ok(look(db, &after, &err), &err));
	/* A test that fails leaves its connection open, which must hold no lock. */
	run_sql(db, "rollback");
	if (names(&before.out, w->id, w->subject))
		fail_msg("%s is told of a sound registry", w->id);
	assert_true(defects(&after.out) > 0);
	if (!names(&after.out, w->id, w->subject))
		fail_msg("%s of %s is not told", w->id, w->subject);
}

static int start(void **state)
{
	AUTO_DB db = NULL;

	(void)state;
	server_start(&server);
	db = server_open(&server, "tizilim", "postgres");
	run_sql(db, "create role weak login in role tizilim_user");
	run_sql(db, "select api.body_put('one', 'а', 'б', 'c', 'active')");
	run_sql(db, "select api.person_add('weak', 'Weak', 'one', null)");
	return 0;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

static struct test_list list;

int main(void)
{
	ADD_TEST(&list, the_kept_shape_is_what_migrations_make);
	ADD_TEST(&list, a_sound_registry_has_no_defect);
	ADD_TEST(&list, a_database_without_a_registry_is_told);
	ADD_TEST(&list, anybody_may_ask);
	ADD_ROWS(&list, is_noticed, weaknesses);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("doctor", list.at, list.n, start, stop);
}
