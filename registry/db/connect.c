#include "registry/db/db_internal.h"

#include "checker/base/file.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	SERVER_OLDEST = 150000,
	STATEMENT_SECONDS = 60,
	CONNECT_TRIES = 100,
	CONNECT_PAUSE_MS = 100
};

/* An option's value as the caller gave it, in the string or in the environment. */
static const char *given(const PQconninfoOption *options, const char *keyword)
{
	for (; options && options->keyword; options++)
		if (!strcmp(options->keyword, keyword)) {
			if (options->val)
				return options->val;
			return options->envvar ? env_get(options->envvar) : NULL;
		}
	return NULL;
}

/* Every host named is this machine: a socket's folder, the loopback, or none. */
static bool is_local(const char *hosts)
{
	static const struct str names[] = { STR_INIT(""), STR_INIT("localhost"),
					    STR_INIT("::1") };
	struct str rest = str_of(hosts), host;
	bool all = true;

	while (all && str_cut(&host, &rest, ',')) {
		all = str_starts(host, STR("/")) || str_starts(host, STR("@")) ||
		      str_starts(host, STR("127."));
		for (size_t i = 0; !all && i < ARRAY_LEN(names); i++)
			all = str_eq(host, names[i]);
	}
	return all;
}

static bool all_local(const PQconninfoOption *options)
{
	return is_local(given(options, "host")) && is_local(given(options, "hostaddr"));
}

static void on_notice(void *context, const PGresult *result)
{
	struct db *db = context;
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (severity && !strcmp(severity, "WARNING"))
		db->warned = true;
	if (db->config.notice && text)
		db->config.notice(db->config.notice_context, text);
}

/* NULL when the string is wrong; libpq's reason may quote a password, so ours replaces it. */
static PGconn *conn_open(const char *conninfo, const char *user, struct err *err)
{
	const char *keywords[7] = { "dbname", "client_encoding", "fallback_application_name" };
	const char *values[7] = { conninfo, "UTF8", "tizilim" };
	char *reason = NULL;
	/* A word alone is the name of a database, as for psql. */
	bool is_string = strchr(conninfo, '=') || strstr(conninfo, "://");
	PQconninfoOption *options = PQconninfoParse(is_string ? conninfo : "", &reason);
	bool passes = true;
	PGconn *conn;
	int n = 3;

	PQfreemem(reason);
	if (!options) {
		err_set(err, ERR_USAGE, "the connection string is not understood");
		err_hint(err, "write postgresql://user@host:port/database or "
			      "\"host=… dbname=… user=…\"");
		return NULL;
	}
	/* In the environment, so that a service file can still say otherwise. */
	setenv("PGCONNECT_TIMEOUT", "5", 0);
	/* A named service answers for its own security. */
	if (!given(options, "sslmode") && !given(options, "service") && !all_local(options)) {
		keywords[n] = "sslmode";
		values[n++] = "verify-full";
	}
	PQconninfoFree(options);
	if (user) {
		keywords[n] = "user";
		values[n++] = user;
	}
	for (int i = 0; passes && i < CONNECT_TRIES; i++) {
		if (i)
			nanosleep(&(struct timespec){ .tv_nsec = CONNECT_PAUSE_MS * 1000000L },
				  NULL);
		conn = PQconnectdbParams(keywords, values, 1);
		if (PQstatus(conn) == CONNECTION_OK)
			return conn;
		db_error_connect(err, &passes, PQerrorMessage(conn));
		PQfinish(conn);
	}
	return NULL;
}

static bool set_up(struct db *db, struct err *err)
{
	AUTO_ARENA a = arena_new();
	AUTO_ROWS rows = { 0 };
	unsigned seconds = db->config.statement_seconds;
	struct str limit = arena_printf(a, "%us", seconds ? seconds : STATEMENT_SECONDS);

	if (!db_one(&rows, db, SQL_session_setup,
		    PARAMS(p_text(limit), p_text(STR("20s")), p_text(STR("5min"))), err))
		return err_wrap(err, "set up the session");
	if (rows_int(&rows, 0, 0) < SERVER_OLDEST) {
		err_set(err, ERR_REFUSED, "the server is PostgreSQL %d",
			(int)(rows_int(&rows, 0, 0) / 10000));
		return err_hint(err, "the registry needs PostgreSQL 15 or newer");
	}
	if (!str_eq(rows_text(&rows, 0, 1), STR("UTF8"))) {
		err_set(err, ERR_REFUSED, "the database is not in UTF-8 but in %.*s",
			STR_FMT(rows_text(&rows, 0, 1)));
		return err_hint(err, "create it with: createdb --encoding=UTF8 "
				     "--template=template0 …");
	}
	return true;
}

bool db_open(struct db **out, const struct db_config *config, struct err *err)
{
	PGconn *conn = conn_open(config->conninfo ? config->conninfo : "", config->user, err);
	struct arena *a;
	struct db *db;

	if (!conn)
		return err_wrap(err, "connect to the registry");
	a = arena_new();
	db = ARENA_NEW(a, struct db);
	*db = (struct db){ .arena = a, .conn = conn, .config = *config };
	PQsetNoticeReceiver(conn, on_notice, db);
	if (!set_up(db, err)) {
		db_close(db);
		return err_wrap(err, "connect to the registry");
	}
	*out = db;
	return true;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	PQfinish(db->conn);
	arena_free(db->arena);
}

bool db_alive(const struct db *db)
{
	return PQstatus(db->conn) == CONNECTION_OK;
}

void db_cleanup(struct db **db)
{
	db_close(*db);
	*db = NULL;
}
