#include "registry/db/db_internal.h"

#include "checker/base/file.h"
#include "checker/base/vec.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Values for words of a connection string, as libpq takes them. */
enum { PAIRS = 12 };
struct pairs {
	const char *keywords[PAIRS + 1], *values[PAIRS + 1];
	size_t n;
};

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

static void pair(struct pairs *p, const char *keyword, const char *value)
{
	p->keywords[p->n] = keyword;
	p->values[p->n++] = value;
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

static bool not_understood(struct err *err)
{
	err_set(err, ERR_USAGE, "the connection string is not understood");
	return err_hint(err, "write postgresql://user@host:port/database or "
			     "\"host=… dbname=… user=…\"");
}

static bool password_shown(struct err *err)
{
	err_set(err, ERR_USAGE,
		"a password in the command line is seen by everybody on this machine");
	return err_hint(err, "put it into ~/.pgpass (mode 0600) or a service file");
}

/*
 * What neither the string nor the environment says: in the environment, so that a service file
 * can still say otherwise. A password must not go to whoever answers; of several hosts the one
 * that can be written to is meant.
 */
static void set_defaults(const PQconninfoOption *options)
{
	const char *host = given(options, "host");

	setenv("PGCONNECT_TIMEOUT", "5", 0);
	if (!all_local(options) || given(options, "service"))
		setenv("PGSSLMODE", "verify-full", 0);
	if (host && strchr(host, ','))
		setenv("PGTARGETSESSIONATTRS", "read-write", 0);
}

/* libpq's reason may quote a password, so ours replaces it. */
static bool look_at_string(const struct db_config *config, struct err *err)
{
	const char *conninfo = config->conninfo ? config->conninfo : "";
	/* A word alone is the name of a database, as for psql. */
	bool is_string = strchr(conninfo, '=') || strstr(conninfo, "://");
	char *reason = NULL;
	PQconninfoOption *options = PQconninfoParse(is_string ? conninfo : "", &reason);
	bool shown = false;

	PQfreemem(reason);
	if (!options)
		return not_understood(err);
	for (const PQconninfoOption *o = options; config->is_argument && o->keyword; o++)
		shown |= o->val && *o->val && strstr(o->keyword, "password") &&
			 strcmp(o->keyword, "passfile") != 0;
	set_defaults(options);
	PQconninfoFree(options);
	return !shown || password_shown(err);
}

/* A connection that a firewall forgot, or a host that went away, ends within a minute; the
 * string itself comes later and may say otherwise. */
static void say_all(struct pairs *p, const struct db_config *config)
{
	pair(p, "keepalives_idle", "20");
	pair(p, "keepalives_interval", "10");
	pair(p, "keepalives_count", "3");
	pair(p, "tcp_user_timeout", "60000");
	pair(p, "fallback_application_name",
	     config->application ? config->application : "tizilim");
	pair(p, "dbname", config->conninfo ? config->conninfo : "");
	pair(p, "client_encoding", "UTF8");
	if (config->user)
		pair(p, "user", config->user);
}

static PGconn *conn_open(const struct db_config *config, struct err *err)
{
	struct pairs p = { 0 };
	bool passes = true;
	PGconn *conn;

	if (!look_at_string(config, err))
		return NULL;
	say_all(&p, config);
	for (int i = 0; passes && i < CONNECT_TRIES; i++) {
		if (i)
			nanosleep(&(struct timespec){ .tv_nsec = CONNECT_PAUSE_MS * 1000000L },
				  NULL);
		conn = PQconnectdbParams(p.keywords, p.values, 1);
		if (PQstatus(conn) == CONNECTION_OK)
			return conn;
		db_error_connect(err, &passes, PQerrorMessage(conn));
		PQfinish(conn);
	}
	return NULL;
}

/*
 * A transaction says itself what it needs: a pooler that hands out connections by transaction
 * gives the next one to a connection on which another client may have set anything.
 */
static struct str begin(const struct db *db, enum sql_id id)
{
	unsigned seconds = db->config.statement_seconds;

	return arena_printf(db->arena,
			    "%s;"
			    "set local role none;"
			    "set local row_security = on;"
			    "set local synchronous_commit to default;"
			    "set local search_path = registry, pg_temp;"
			    "set local statement_timeout = '%us';"
			    "set local lock_timeout = '20s';"
			    "set local idle_in_transaction_session_timeout = '5min';"
			    "set local timezone = 'UTC';"
			    "set local datestyle = 'ISO, YMD';"
			    "set local bytea_output = 'hex';"
			    "set local extra_float_digits = 1",
			    sql_statements[id].text, seconds ? seconds : STATEMENT_SECONDS);
}

static bool set_up(struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	if (!db_one(&rows, db, SQL_server_state, NO_PARAMS, err))
		return err_wrap(err, "set up the session");
	db->begin_read = begin(db, SQL_begin_read);
	db->begin_write = begin(db, SQL_begin_write);
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
	int64_t since = log_clock();
	PGconn *conn = conn_open(config, err);
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
	LOG(config->log, LOG_INFO, "connected", log_since(since),
	    log_text("login", str_of(PQuser(conn))), log_text("host", str_of(PQhost(conn))),
	    log_text("database", str_of(PQdb(conn))),
	    log_number("backend", PQbackendPID(conn)));
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

const char *db_database(const struct db *db)
{
	return PQdb(db->conn);
}

const char *const *db_environment(const struct db *db, struct arena *a)
{
	PQconninfoOption *options = PQconninfo(db->conn);
	VEC(const char *) out = { 0 };

	for (const PQconninfoOption *o = options; o && o->keyword; o++)
		if (o->envvar && o->val && *o->val)
			vec_push(a, &out, arena_printf(a, "%s=%s", o->envvar, o->val).p);
	PQconninfoFree(options);
	vec_push(a, &out, NULL);
	return out.at;
}
