/* What is queued to be judged again, through real logins: who takes what, and that nothing is
 * lost. */
#include "tests/db/server.h"

static struct server server;

/* What people of this registry do. */
enum who { ASEL, SAULE, WORKER, SECOND, WHO_COUNT };
static const char *const logins[WHO_COUNT] = { "asel", "saule", "worker", "second" };

struct fixture {
	struct arena *a;
	struct db *admin, *as[WHO_COUNT];
};

static int open_fixture(void **state)
{
	static struct fixture f;
	const char *database = server_database(&server);

	f = (struct fixture){ .a = arena_new(),
			      .admin = server_open(&server, database, "postgres") };
	run_sql(f.admin, "select api.body_put(b, 'Орган', 'Орган', 'Body', 'active') "
			 "from unnest('{msh,mz}'::text[]) b;"
			 "select api.person_add('asel', 'asel', 'msh', null), "
			 "api.person_add('saule', 'saule', 'mz', null), "
			 "api.person_add('worker', 'worker', '-', null), "
			 "api.person_add('second', 'second', '-', null);"
			 "select api.duty_set('asel', 'submitter', 'msh', true), "
			 "api.duty_set('saule', 'submitter', 'mz', true), "
			 "api.duty_set('worker', 'checker', '-', true), "
			 "api.duty_set('second', 'checker', '-', true)");
	for (enum who w = 0; w < WHO_COUNT; w++)
		f.as[w] = server_open(&server, database, logins[w]);
	*state = &f;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *f = *state;

	for (enum who w = 0; w < WHO_COUNT; w++)
		db_close(f->as[w]);
	db_close(f->admin);
	arena_free(f->a);
	return 0;
}

static void submit(struct fixture *f, enum who who, const char *body, const char *name,
		   const char *text)
{
	run_sql(f->as[who],
		arena_printf(f->a,
			     "select api.submit(gen_random_uuid(), null, '%s', '%s', 'idea', "
			     "'Атау', 'Имя', 'Name', 'json', '%s', sha256('%s'), '%s', '{}', "
			     "'{}', '{}', '{}', '{}', '{}')",
			     body, name, text, text, text)
			.p);
}

#define FOLLOW(small) "api.recheck_follow(sha256('pack'), " small ", false)"

static void follow(struct fixture *f, const char *small)
{
	run_sql(f->as[WORKER],
		arena_printf(f->a, "select api.recheck_follow(sha256('pack'), %s, false)",
			     small)
			.p);
}

/* What is queued, as "msh/a revision, mz/b neighbour". */
static void expect_queued(struct fixture *f, const char *expected)
{
	expect_sql(f->admin,
		   arena_printf(f->a,
				"(select coalesce(string_agg(distinct body_id || '/' || "
				"short_name || ' ' || cause, ', '), '') from "
				"registry.recheck) = '%s'",
				expected)
			   .p);
}

static void refused(struct db *db, const char *sql)
{
	struct err err = { 0 };

	assert_false(db_script(db, str_of(sql), &err));
	assert_string_equal(err.sqlstate, "TZ403");
}

static void only_checkers_of_all_work(void **state)
{
	struct fixture *f = *state;

	submit(f, ASEL, "msh", "a", "1");
	follow(f, "1000");
	expect_queued(f, "msh/a pack");
	refused(f->as[ASEL], "select " FOLLOW("1000"));
	refused(f->as[ASEL], "select api.recheck_take('1')");
	refused(f->as[ASEL], "select api.recheck_done('msh', '{1}', '{}', '{}', false, '{a}', "
			     "'{findings_changed}', '{1}')");
	run_sql(f->as[ASEL],
		"select 1 / (not exists (select from api.recheck_queue('1')))::int");
	run_sql(f->as[SAULE],
		"select 1 / (not exists (select from api.recheck_before('msh')))::int");
	expect_queued(f, "msh/a pack");
}

static void a_change_queues_whom_it_may_touch(void **state)
{
	struct fixture *f = *state;

	submit(f, ASEL, "msh", "a", "1");
	submit(f, SAULE, "mz", "b", "1");
	submit(f, SAULE, "mz", "c", "1");
	follow(f, "0");
	run_sql(f->admin, "delete from registry.recheck");
	follow(f, "0");
	expect_queued(f, "");
	/* Beyond the number up to which terms are counted anew: those that it names, and those
	 * whose findings are about it. */
	run_sql(f->admin, "insert into registry.neighbour values ('mz', 'c', 'msh/a')");
	submit(f, ASEL, "msh", "a", "2");
	follow(f, "0");
	expect_queued(f, "msh/a revision, mz/c neighbour");
	run_sql(f->admin, "delete from registry.recheck");
	run_sql(f->as[ASEL], "select api.withdraw('msh', 'a', 'over')");
	follow(f, "0");
	expect_queued(f, "mz/c neighbour");
	run_sql(f->admin, "delete from registry.recheck");
	/* A registry that small counts anew: other bases, then every change. */
	follow(f, "1000");
	expect_queued(f, "mz/b index, mz/c index");
	run_sql(f->admin, "delete from registry.recheck");
	submit(f, ASEL, "msh", "a", "3");
	follow(f, "1000");
	expect_queued(f, "msh/a neighbour, msh/a revision, mz/b neighbour, mz/c neighbour");
}

/* What the worker gets in his open transaction. */
static void takes(struct db *db, const char *body)
{
	AUTO_ARENA a = arena_new();

	run_sql(db, arena_printf(a,
				 "select 1 / (coalesce((select min(body_id) from "
				 "api.recheck_take('1')), '') = '%s')::int",
				 body)
			    .p);
}

static void begin(struct db *db)
{
	struct err err;

	assert_true(ok(db_begin(db, &err), &err));
}

static void commit(struct db *db)
{
	struct err err;

	assert_true(ok(db_commit(db, &err), &err));
}

static void no_two_take_one_body(void **state)
{
	struct fixture *f = *state;

	submit(f, ASEL, "msh", "a", "1");
	submit(f, SAULE, "mz", "b", "1");
	follow(f, "1000");
	begin(f->as[WORKER]);
	begin(f->as[SECOND]);
	takes(f->as[WORKER], "msh");
	takes(f->as[SECOND], "mz");
	/* Killed: his share is there again. */
	db_rollback(f->as[WORKER]);
	begin(f->as[WORKER]);
	takes(f->as[WORKER], "msh");
	commit(f->as[SECOND]);
	expect_queued(f, "msh/a pack, mz/b pack");
	db_rollback(f->as[WORKER]);
}

/* Commits on another connection that a worker of this number takes it; he never is done. */
static void stops_at(struct fixture *f, int worker)
{
	begin(f->as[WORKER]);
	takes(f->as[WORKER], "msh");
	run_sql(f->as[SECOND], arena_printf(f->a,
					    "select api.recheck_begin('msh', '1', "
					    "'00000000-0000-4000-8000-00000000000%d')",
					    worker)
				       .p);
	db_rollback(f->as[WORKER]);
}

static void expect_aside(struct fixture *f, const char *program, const char *bodies)
{
	run_sql(f->as[SECOND],
		arena_printf(f->a,
			     "select 1 / ((select coalesce(string_agg(body_id, ' '), '') from "
			     "api.recheck_aside('%s')) = '%s')::int",
			     program, bodies)
			.p);
}

static void what_stops_worker_after_worker_is_set_aside(void **state)
{
	struct fixture *f = *state;

	submit(f, ASEL, "msh", "a", "1");
	submit(f, SAULE, "mz", "b", "1");
	follow(f, "1000");
	stops_at(f, 1);
	/* The same one again, whose connection was lost, is no other. */
	stops_at(f, 1);
	stops_at(f, 1);
	stops_at(f, 2);
	expect_aside(f, "1", "");
	stops_at(f, 3);
	expect_aside(f, "1", "msh");
	begin(f->as[WORKER]);
	takes(f->as[WORKER], "mz");
	db_rollback(f->as[WORKER]);
	run_sql(f->as[WORKER],
		"select 1 / ((select sum(initiatives) from api.recheck_queue('1')) = 1)::int");
	/* Another version of the program tries it again, and so does whoever says so. */
	expect_aside(f, "2", "");
	run_sql(f->as[WORKER],
		"select 1 / ((select count(*) from api.recheck_take('2')) = 1)::int");
	refused(f->as[ASEL], "select api.recheck_end('msh')");
	refused(f->as[ASEL], "select api.recheck_begin('mz', '1', gen_random_uuid())");
	run_sql(f->as[ASEL],
		"select 1 / (not exists (select from api.recheck_aside('1')))::int");
	run_sql(f->as[WORKER], "select api.recheck_end(null)");
	expect_aside(f, "1", "");
	stops_at(f, 4);
	expect_aside(f, "1", "");
}

/* Who submits does not wait for a worker, and what he changes is not lost with what is done. */
static void what_changes_meanwhile_stays(void **state)
{
	struct fixture *f = *state;

	submit(f, ASEL, "msh", "a", "1");
	follow(f, "1000");
	begin(f->as[WORKER]);
	run_sql(f->as[WORKER], "select set_config('its.rows', (select array_agg(id)::text from "
			       "api.recheck_take('1')), false)");
	submit(f, ASEL, "msh", "a", "2");
	run_sql(f->as[SECOND], "select " FOLLOW("1000"));
	run_sql(f->as[WORKER],
		"select api.recheck_done('msh', current_setting('its.rows')::bigint[], "
		"'{a}', '{mz/b}', true, '{a}', '{neighbour_found}', "
		"'{\"{\\\"gained_n\\\":1}\"}')");
	commit(f->as[WORKER]);
	expect_queued(f, "msh/a neighbour, msh/a revision");
	expect_sql(f->admin,
		   "(select count(*) from registry.event where kind = 'neighbour_found' "
		   "and subject = 'msh/a') = 1 and exists (select from registry.neighbour "
		   "where other = 'mz/b')");
}

static void days_that_passed_are_told_once(void **state)
{
	struct fixture *f = *state;

	submit(f, ASEL, "msh", "a", "1");
	run_sql(f->admin,
		"set session_replication_role = replica;"
		"insert into registry.waiver values ('msh', 'a', 1, 'waiver', 'SRC-001', null, "
		"'r', registry.today() + 1, 'approved', null, registry.today(), null), "
		"('msh', 'a', 2, 'waiver', 'SRC-002', null, 'r', registry.today() + 1, "
		"'revoked', null, registry.today(), registry.today());"
		"insert into registry.commitment values ('msh', 'a', 1, 1, 'p', "
		"registry.today() + 1, 'open', 'submitter'), ('msh', 'a', 1, 2, 'p', "
		"registry.today() + 1, 'done', null), ('msh', 'a', 1, 3, 'p', "
		"registry.today() + 90, 'open', 'submitter');"
		"insert into registry.request values ('msh', 'a', 1, 'establish', 'review', "
		"'authority', 1, 0, null);"
		"insert into registry.act values ('msh', 1, 'a', 'request', 1, null, 'submit', "
		"'review', 'authority', 1);"
		"set session_replication_role = origin");
	follow(f, "1000");
	run_sql(f->admin, "delete from registry.recheck;"
			  "create or replace function registry.today() returns date language "
			  "sql stable as $$ select registry.day_of(statement_timestamp()) + 1 "
			  "$$");
	follow(f, "1000");
	expect_queued(f, "msh/a day");
	expect_sql(f->admin, "not exists (select from registry.event where kind in "
			     "('waiver_expired', 'commitment_overdue'))");
	expect_sql(f->admin,
		   "(select string_agg(kind, ' ' order by kind) from registry.event where kind "
		   "in ('commitment_due', 'request_overdue')) = 'commitment_due "
		   "request_overdue'");
	run_sql(f->admin, "create or replace function registry.today() returns date language "
			  "sql stable as $$ select registry.day_of(statement_timestamp()) + 2 "
			  "$$");
	follow(f, "1000");
	follow(f, "1000");
	expect_sql(f->admin,
		   "(select string_agg(kind, ' ' order by kind) from registry.event where kind "
		   "in ('waiver_expired', 'commitment_overdue', 'commitment_due', "
		   "'request_overdue')) = 'commitment_due commitment_overdue request_overdue "
		   "waiver_expired'");
	run_sql(f->as[ASEL], "select 1 / ((select count(*) from api.inbox(10)) = 4)::int");
	run_sql(f->as[SAULE], "select 1 / ((select count(*) from api.inbox(10)) = 0)::int");
}

static int start(void **state)
{
	struct db *admin;

	(void)state;
	server_start(&server);
	admin = server_open(&server, "postgres", "postgres");
	run_sql(admin, "create role asel login in role tizilim_user;"
		       "create role saule login in role tizilim_user;"
		       "create role worker login in role tizilim_user;"
		       "create role second login in role tizilim_user");
	db_close(admin);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

static struct test_list list;

#define ADD_FIXTURE_TEST(test)                                                   \
	(list.at[list.n++] = (struct CMUnitTest)cmocka_unit_test_setup_teardown( \
		 test, open_fixture, close_fixture))

int main(void)
{
	ADD_FIXTURE_TEST(only_checkers_of_all_work);
	ADD_FIXTURE_TEST(a_change_queues_whom_it_may_touch);
	ADD_FIXTURE_TEST(no_two_take_one_body);
	ADD_FIXTURE_TEST(what_stops_worker_after_worker_is_set_aside);
	ADD_FIXTURE_TEST(what_changes_meanwhile_stays);
	ADD_FIXTURE_TEST(days_that_passed_are_told_once);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("recheck", list.at, list.n, start, stop);
}
