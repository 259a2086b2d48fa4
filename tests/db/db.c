#include "tests/db/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "registry/people/people.h"

static struct server server;

static const struct open_row {
	const char *label, *conninfo; /* %s: the folder of the socket */
	enum err_code code;
	const char *part; /* of the text */
} open_rows[] = {
	{ "no such database", "host=%s dbname=nothing user=tizilim", ERR_NOT_FOUND,
	  "database \"nothing\" does not exist" },
	{ "a role that is not ours", "host=%s dbname=tizilim user=stranger", ERR_REFUSED,
	  "no pg_hba.conf entry" },
	{ "no socket there", "host=%s/nowhere dbname=tizilim", ERR_NET,
	  "Is the server running" },
	{ "nobody at the port", "host=127.0.0.1 port=1 dbname=tizilim connect_timeout=2",
	  ERR_NET, "refused" },
	{ "no such service", "service=%s-none", ERR_USAGE, "definition of service" },
	{ "an unknown option", "host=%s colour=red password=hunter2", ERR_USAGE,
	  "connect to the registry: the connection string is not understood" },
	{ "a broken URI", "postgresql://a:hunter2@[::1", ERR_USAGE,
	  "connect to the registry: the connection string is not understood" },
	{ "not in UTF-8", "host=%s dbname=latin user=tizilim", ERR_REFUSED,
	  "the database is not in UTF-8 but in LATIN1" },
};

/* So that the server's log and ours can be laid side by side. */
static void the_server_knows_what_runs(void **state)
{
	struct str conninfo = arena_printf(
		server.arena, "host=%s/run dbname=tizilim user=postgres", server.cluster.dir.p);
	struct db_config config = { .conninfo = conninfo.p, .application = "tizilim 1 tests" };
	AUTO_DB db = NULL;
	struct err err;

	(void)state;
	assert_true(ok(db_open(&db, &config, &err), &err));
	expect_sql(db, "current_setting('application_name') = 'tizilim 1 tests'");
}

static void open_row(void **state)
{
	const struct open_row *row = *state;
	struct str rest = str_of(row->conninfo);
	size_t at = str_find(rest, STR("%s"));
	struct str conninfo = arena_str(server.arena, rest);
	struct err err = { 0 };
	struct db *db = NULL;

	if (at != SIZE_MAX)
		conninfo = arena_printf(server.arena, "%.*s%s/run%s",
					STR_FMT(str_sub(rest, 0, at)), server.cluster.dir.p,
					str_sub(rest, at + 2, rest.n).p);
	assert_false(db_open(&db, &(struct db_config){ .conninfo = conninfo.p }, &err));
	if (str_find(str_of(err.text), str_of(row->part)) == SIZE_MAX)
		assert_string_equal(err.text, row->part);
	assert_int_equal(err.code, row->code);
	assert_true(err.hint[0]);
	assert_int_equal(str_find(str_of(err.text), STR("hunter2")), SIZE_MAX);
}

/* Listens on the loopback; answers the request for TLS with one byte, or never. */
static pid_t listener(int *port, char answer)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	pid_t pid;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	*port = ntohs(at.sin_port);
	pid = fork();
	if (pid == 0) {
		int session = accept(fd, NULL, NULL);
		char bytes[512];
		ssize_t got = read(session, bytes, sizeof(bytes));

		if (!answer)
			pause();
		/* 0: only the eight bytes of the request came, no user, no password. */
		if (got != 8 || write(session, &answer, 1) != 1)
			_exit(1);
		_exit(read(session, bytes, sizeof(bytes)) == 0 ? 0 : 2);
	}
	close(fd);
	return pid;
}

static void beyond_this_machine_tls_is_a_must(void **state)
{
	struct err err = { 0 };
	struct db *db;
	char conninfo[200];
	int port, status;
	pid_t pid = listener(&port, 'N');

	(void)state;
	snprintf(conninfo, sizeof(conninfo),
		 "host=registry.example hostaddr=127.0.0.1 port=%d user=a password=b", port);
	assert_false(db_open(&db, &(struct db_config){ .conninfo = conninfo }, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_true(str_find(str_of(err.text), STR("does not support SSL")) != SIZE_MAX);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void a_silent_host_is_given_up(void **state)
{
	struct err err = { 0 };
	struct db *db;
	struct timespec from, to;
	char conninfo[100];
	int port;
	pid_t pid = listener(&port, 0);

	(void)state;
	snprintf(conninfo, sizeof(conninfo), "host=127.0.0.1 port=%d connect_timeout=2", port);
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_false(db_open(&db, &(struct db_config){ .conninfo = conninfo }, &err));
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_int_equal(err.code, ERR_NET);
	assert_true(to.tv_sec - from.tv_sec < 10);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static const struct state_row {
	const char *label, *sqlstate;
	enum err_code code;
	bool retryable;
} state_rows[] = {
	{ "serialization failure", "40001", ERR_NET, true },
	{ "deadlock", "40P01", ERR_NET, true },
	{ "lock not available", "55P03", ERR_NET, false },
	{ "statement cancelled", "57014", ERR_NET, false },
	{ "too many connections", "53300", ERR_NET, false },
	{ "disk full", "53100", ERR_IO, false },
	{ "no right", "42501", ERR_REFUSED, false },
	{ "bad password", "28P01", ERR_REFUSED, false },
	{ "unique", "23505", ERR_REFUSED, false },
	{ "standby", "25006", ERR_NET, false },
	{ "no schema", "3F000", ERR_NOT_FOUND, false },
	{ "not in the registry", "TZ404", ERR_NOT_FOUND, false },
	{ "with other contents", "TZ409", ERR_REFUSED, false },
	{ "bad date", "22007", ERR_INPUT, false },
	{ "damaged data", "XX001", ERR_IO, false },
	{ "something new", "ZZ000", ERR_NET, false },
};

static void state_row(void **state)
{
	const struct state_row *row = *state;
	AUTO_ARENA a = arena_new();
	AUTO_DB db = server_open(&server, "tizilim", "postgres");
	struct err err = { 0 };

	assert_false(db_script(db,
			       arena_printf(a,
					    "do $$ begin raise exception 'two\nlines' "
					    "using errcode = '%s'; end $$",
					    row->sqlstate),
			       &err));
	assert_int_equal(err.code, row->code);
	assert_string_equal(err.sqlstate, row->sqlstate);
	assert_string_equal(err.text, "two lines");
	assert_int_equal(db_retryable(&err), row->retryable);
}

static void note(void *context, const char *text)
{
	snprintf(context, 100, "%s", text);
}

static void notices_go_to_the_caller(void **state)
{
	char heard[100] = "";
	struct db_config config = { .conninfo = server.cluster.admin.p,
				    .notice = note,
				    .notice_context = heard };
	struct err err;
	AUTO_DB db = NULL;

	(void)state;
	assert_true(ok(db_open(&db, &config, &err), &err));
	run_sql(db, "do $$ begin raise notice 'hello'; end $$");
	assert_string_equal(heard, "hello");
}

static void statements_end_after_their_time(void **state)
{
	struct db_config config = { .conninfo = server.cluster.admin.p,
				    .statement_seconds = 1 };
	struct err err = { 0 };
	AUTO_DB db = NULL;

	(void)state;
	assert_true(ok(db_open(&db, &config, &err), &err));
	assert_true(ok(db_begin(db, &err), &err));
	assert_false(db_script(db, STR("select pg_sleep(20)"), &err));
	assert_string_equal(err.sqlstate, "57014");
	db_rollback(db);
}

/* Whatever another client of a pooler left on the connection. */
static void a_transaction_is_as_we_want_it(void **state)
{
	AUTO_DB db = server_open(&server, "tizilim", "postgres");
	struct err err;

	(void)state;
	run_sql(db, "set search_path = public; set statement_timeout = '50s'; set timezone = "
		    "'Asia/Almaty'; set row_security = off; set synchronous_commit = off; "
		    "set default_transaction_read_only = on; set role pg_read_all_data; "
		    "set datestyle = 'German'; set bytea_output = 'escape'");
	assert_true(ok(db_begin(db, &err), &err));
	run_sql(db, "do $$ begin "
		    "assert current_setting('search_path') = 'registry, pg_temp'; "
		    "assert current_setting('timezone') = 'UTC'; "
		    "assert current_setting('client_encoding') = 'UTF8'; "
		    "assert current_setting('application_name') = 'tizilim'; "
		    "assert current_setting('statement_timeout') = '1min'; "
		    "assert current_setting('lock_timeout') = '20s'; "
		    "assert current_setting('idle_in_transaction_session_timeout') = '5min'; "
		    "assert current_setting('fsync') = 'on'; "
		    "assert current_setting('data_checksums') = 'on'; "
		    "assert current_setting('listen_addresses') = ''; "
		    "assert current_setting('row_security') = 'on'; "
		    "assert current_setting('synchronous_commit') = 'on'; "
		    "assert current_setting('transaction_read_only') = 'off'; "
		    "assert current_setting('datestyle') = 'ISO, YMD'; "
		    "assert current_setting('bytea_output') = 'hex'; "
		    "assert current_user = 'postgres'; "
		    "assert not (select rolsuper from pg_roles where rolname = 'tizilim'); "
		    "end $$");
	db_rollback(db);
}

/* What stands in the command line is seen by everybody. */
static void passwords_are_no_arguments(void **state)
{
	static const struct {
		const char *conninfo;
		bool is_argument, refused;
	} cases[] = {
		{ "host=/nowhere password=secret", true, true },
		{ "postgresql://me:secret@localhost/x", true, true },
		{ "host=/nowhere sslpassword=secret", true, true },
		{ "host=/nowhere passfile=/tmp/x", true, false },
		{ "postgresql://me@localhost:1/x", true, false },
		{ "host=/nowhere password=secret", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct db_config config = { .conninfo = cases[i].conninfo,
					    .is_argument = cases[i].is_argument };
		struct err err = { 0 };
		AUTO_DB db = NULL;

		assert_false(db_open(&db, &config, &err));
		assert_int_equal(err.code, cases[i].refused ? ERR_USAGE : ERR_NET);
		assert_null(strstr(err.text, "secret"));
	}
}

static void reading_transactions_do_not_write(void **state)
{
	AUTO_DB db = server_open(&server, "tizilim", "postgres");
	struct people_body body = { STR("msh"), MT("а", "б", "c"), STR("active") };
	enum store_outcome outcome;
	struct err err = { 0 };

	(void)state;
	assert_true(ok(db_begin_read(db, &err), &err));
	assert_false(people_body_put(&outcome, db, &body, &err));
	assert_string_equal(err.sqlstate, "25006");
	/* The failed transaction cannot be committed. */
	assert_false(db_commit(db, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	db_rollback(db);
	assert_true(ok(db_begin(db, &err), &err));
	assert_true(ok(people_body_put(&outcome, db, &body, &err), &err));
	db_rollback(db);
	assert_true(ok(people_body_put(&outcome, db, &body, &err), &err));
	assert_int_equal(outcome, STORE_CREATED);
}

/* What happens while the server commits: a deferred trigger runs then. */
static const struct commit_row {
	const char *label, *deed;
	enum err_code code;
	const char *text;
} commit_rows[] = {
	{ "the connection breaks after the request",
	  "perform pg_terminate_backend(pg_backend_pid())", ERR_UNKNOWN,
	  "the server did not confirm that the change is kept" },
	{ "the server warns", "raise warning 'canceling the wait for synchronous replication'",
	  ERR_UNKNOWN, "the server did not confirm that the change is kept" },
	{ "a remark is no warning", "raise notice 'fine'", ERR_NONE, "" },
	{ "the server refuses", "raise exception 'no' using errcode = '40001'", ERR_NET, "no" },
};

static void commit_row(void **state)
{
	const struct commit_row *row = *state;
	AUTO_ARENA a = arena_new();
	AUTO_DB db = server_open(&server, server_database(&server), "postgres");
	struct err err = { 0 };

	run_sql(db,
		arena_printf(
			a,
			"set search_path = registry; create table t (n int); create function "
			"deed() returns trigger "
			"language plpgsql as $$ begin %s; return null; end $$; "
			"create constraint trigger t_deed after insert on t "
			"deferrable initially deferred for each row execute function deed()",
			row->deed)
			.p);
	assert_true(ok(db_begin(db, &err), &err));
	run_sql(db, "insert into t values (1)");
	assert_int_equal(db_commit(db, &err), row->code == ERR_NONE);
	assert_int_equal(err.code, row->code);
	assert_string_equal(err.text, row->text);
}

static void a_connection_that_is_gone_says_so(void **state)
{
	AUTO_DB db = server_open(&server, "tizilim", "postgres");
	struct err err = { 0 };

	(void)state;
	assert_true(ok(db_begin(db, &err), &err));
	assert_false(db_script(db, STR("select pg_terminate_backend(pg_backend_pid())"), &err));
	assert_int_equal(err.code, ERR_NET);
	/* Before the request to commit nothing is unknown. */
	assert_false(db_commit(db, &err));
	assert_int_equal(err.code, ERR_NET);
}

struct attempts {
	int failures, made;
	const char *sqlstate;
};

static bool fail_some_times(struct db *db, void *context, struct err *err)
{
	struct attempts *at = context;
	AUTO_ARENA a = arena_new();

	if (at->made++ >= at->failures)
		return true;
	return db_script(db,
			 arena_printf(a,
				      "do $$ begin raise exception 'x' using errcode = '%s'; "
				      "end $$",
				      at->sqlstate),
			 err);
}

static const struct retry_row {
	const char *label;
	int failures;
	const char *sqlstate;
	bool good;
	int made;
} retry_rows[] = {
	{ "at once", 0, "40001", true, 1 },
	{ "after two serialization failures", 2, "40001", true, 3 },
	{ "after a deadlock", 1, "40P01", true, 2 },
	{ "ten times at most", 100, "40001", false, 10 },
	{ "not what will fail again", 1, "23505", false, 1 },
};

static void retry_row(void **state)
{
	const struct retry_row *row = *state;
	AUTO_DB db = server_open(&server, "tizilim", "postgres");
	struct attempts at = { row->failures, 0, row->sqlstate };
	struct err err = { 0 };

	assert_int_equal(store_write(db, fail_some_times, &at, &err), row->good);
	assert_int_equal(at.made, row->made);
}

static int start(void **state)
{
	struct db *admin;

	(void)state;
	server_start(&server);
	admin = server_open(&server, "postgres", "postgres");
	run_sql(admin,
		"create database latin owner tizilim encoding 'LATIN1' template template0");
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

int main(void)
{
	ADD_ROWS(&list, open_row, open_rows);
	ADD_TEST(&list, the_server_knows_what_runs);
	ADD_TEST(&list, beyond_this_machine_tls_is_a_must);
	ADD_TEST(&list, a_silent_host_is_given_up);
	ADD_ROWS(&list, state_row, state_rows);
	ADD_TEST(&list, notices_go_to_the_caller);
	ADD_TEST(&list, statements_end_after_their_time);
	ADD_TEST(&list, a_transaction_is_as_we_want_it);
	ADD_TEST(&list, passwords_are_no_arguments);
	ADD_TEST(&list, reading_transactions_do_not_write);
	ADD_ROWS(&list, commit_row, commit_rows);
	ADD_TEST(&list, a_connection_that_is_gone_says_so);
	ADD_ROWS(&list, retry_row, retry_rows);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("db", list.at, list.n, start, stop);
}
