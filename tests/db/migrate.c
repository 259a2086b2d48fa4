#include "tests/db/server.h"

#include "registry/migrate/migrate_internal.h"

#include <string.h>

static struct server server;

static void an_empty_database_is_migrated_once(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_DB admin = server_open(&server, "postgres", "postgres");
	struct db *db;
	const char **names;
	struct err err;
	size_t n, landed;

	(void)state;
	/* No superuser: an account that owns the database and may make roles is enough. */
	run_sql(admin, "create role keeper login createrole in role tizilim_user");
	run_sql(admin, "create database empty owner keeper");
	db = server_open(&server, "empty", "keeper");
	assert_true(ok(migrate_pending(&names, &n, a, db, &err), &err));
	assert_int_equal(n, migrations_n);
	assert_string_equal(names[0], "0001_registry");
	assert_true(ok(migrate_verify(db, &err), &err));
	assert_true(ok(migrate_apply(&landed, db, &err), &err));
	assert_int_equal(landed, migrations_n);
	assert_true(ok(migrate_apply(&landed, db, &err), &err));
	assert_int_equal(landed, 0);
	assert_true(ok(migrate_pending(&names, &n, a, db, &err), &err));
	assert_int_equal(n, 0);
	assert_true(ok(migrate_verify(db, &err), &err));
	db_close(db);
}

static const struct landed_row {
	const char *label, *script, *text;
} landed_rows[] = {
	{ "a landed file that changed is refused",
	  "update registry.migration set sha256 = sha256('other') where version = 2",
	  "verify the migrations: migration 0002_api is not what landed in the registry" },
	{ "a migration of a newer program is refused",
	  "insert into registry.migration (version, name, sha256) values (900, '0900_later', "
	  "'')",
	  "verify the migrations: the registry has migration 0900_later, unknown here" },
	{ "a gap is refused", "delete from registry.migration where version = 1",
	  "verify the migrations: the registry has migration 0002_api, unknown here" },
};

static void landed_row(void **state)
{
	const struct landed_row *row = *state;
	AUTO_DB db = server_open(&server, server_database(&server), "postgres");
	struct err err = { 0 };
	size_t landed;

	run_sql(db, row->script);
	assert_false(migrate_verify(db, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_string_equal(err.text, row->text);
	assert_false(migrate_apply(&landed, db, &err));
	assert_int_equal(err.code, ERR_REFUSED);
}

static bool migrate_all(struct db *db, void *context)
{
	struct err err;
	size_t landed;

	(void)context;
	return ok(migrate_apply(&landed, db, &err), &err);
}

static void many_migrators_do_it_once(void **state)
{
	enum { PROCESSES = 4 };
	AUTO_DB admin = server_open(&server, "postgres", "postgres");
	struct db *db;
	struct err err;

	(void)state;
	run_sql(admin, "create database race owner keeper");
	for (int i = 0; i < PROCESSES; i++)
		child_start_as(&server, "race", "keeper", migrate_all, NULL);
	children_wait(PROCESSES);
	db = server_open(&server, "race", "keeper");
	assert_true(ok(migrate_verify(db, &err), &err));
	db_close(db);
}

/* Each migration is one transaction of ours; a file that ends it would land by halves. */
static void files_hold_no_transaction_control(void **state)
{
	static const char *const banned[] = { "begin", "commit", "rollback", "start", "end" };

	(void)state;
	for (size_t i = 0; i < migrations_n; i++) {
		struct str rest = { (const char *)migrations[i].text, migrations[i].n }, line;

		while (str_cut(&line, &rest, '\n'))
			for (size_t k = 0; k < ARRAY_LEN(banned); k++)
				if (str_ends(line, STR(";")) &&
				    str_eq(str_sub(line, 0, line.n - 1), str_of(banned[k])))
					fail_msg("%s: %.*s", migrations[i].name, STR_FMT(line));
	}
}

static bool take_any(void *context, const struct stream_row *row, struct err *err)
{
	(void)context;
	(void)err;
	return row->n > 0;
}

/* A stream cannot be prepared, so it is run over what is there: nothing. */
static void every_statement_prepares(void **state)
{
	AUTO_DB db = server_open(&server, "tizilim", "postgres");

	(void)state;
	for (int id = 0; id < SQL_COUNT; id++) {
		struct err err;

		if (sql_statements[id].shape == SHAPE_STREAM)
			assert_true(
				ok(db_stream(db, (enum sql_id)id, take_any, NULL, &err), &err));
		else
			assert_true(ok(db_prepare(db, (enum sql_id)id, &err), &err));
	}
}

/* A name of ours in each constraint's message table would be vain without its prefix. */
static void constraints_are_named_by_hand(void **state)
{
	AUTO_DB db = server_open(&server, "tizilim", "postgres");

	(void)state;
	run_sql(db,
		"do $$ begin "
		"if exists (select from pg_constraint c join pg_class t on t.oid = c.conrelid "
		"where t.relnamespace = 'registry'::regnamespace "
		"and c.conname !~ ('^' || t.relname || '_')) "
		"then raise exception 'a constraint is not named for its table'; end if; "
		"if exists (select from pg_constraint c join pg_class t on t.oid = c.conrelid "
		"join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1] "
		"where t.relnamespace = 'registry'::regnamespace and c.contype = 'p' "
		"and a.attname <> 'body_id' "
		"and t.relname not in ('migration', 'pack', 'check_run', 'run_seal', "
		"'person', 'login', 'duty', 'transition', 'request_kind', 'needed_part', "
		"'concern', 'authority', 'holiday', 'moved_day', 'run_heads', 'notice', "
		"'read_mark', 'checkpoint', 'dup_epoch', 'dup_term', "
		"'recheck', 'recheck_mark', 'reach')) "
		"then raise exception 'a key does not begin with the body'; end if; "
		"if exists (select from pg_proc p where p.pronamespace = 'api'::regnamespace "
		"and not coalesce(p.proconfig, '{}') @> '{search_path=pg_catalog\\, pg_temp}' "
		"and not exists (select from unnest(p.proconfig) s "
		"where s like 'search_path=%pg_catalog%pg_temp%')) "
		"then raise exception 'a function has no fixed search_path'; end if; "
		"end $$");
}

static int start(void **state)
{
	(void)state;
	server_start(&server);
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
	ADD_TEST(&list, an_empty_database_is_migrated_once);
	ADD_ROWS(&list, landed_row, landed_rows);
	ADD_TEST(&list, many_migrators_do_it_once);
	ADD_TEST(&list, files_hold_no_transaction_control);
	ADD_TEST(&list, every_statement_prepares);
	ADD_TEST(&list, constraints_are_named_by_hand);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("migrate", list.at, list.n, start, stop);
}
