/*
 * PostgreSQL: one connection, statements by their id in the catalogue, typed
 * parameters and columns, transactions. The only module that knows libpq.
 *
 * A failed statement ends its transaction; the caller rolls back. The error's
 * code says what to do next: ERR_NET try again, ERR_UNKNOWN the outcome is
 * unknown, repeat the same request until it is definite, ERR_REFUSED and
 * ERR_NOT_FOUND do not repeat.
 */
#ifndef REGISTRY_DB_DB_H
#define REGISTRY_DB_DB_H

#include "checker/base/arena.h"
#include "checker/base/err.h"
#include "checker/base/hash.h"
#include "checker/base/lang.h"
#include "registry/log/log.h"
#include "registry/sql/sql.h"

struct db;

struct db_config {
	/* libpq's string or URI; NULL takes the PG… environment and the service file. */
	const char *conninfo;
	bool is_argument; /* from the command line, where a password must not stand */
	const char *user; /* NULL: the one that conninfo or the environment names */
	/* Warnings and remarks of the server, without line end; NULL drops them. */
	void (*notice)(void *context, const char *text);
	void *notice_context;
	unsigned statement_seconds; /* 0: one minute */
	/* What the server calls us in its own log; NULL: tizilim. */
	const char *application;
	struct log *log; /* of connections and transactions; NULL: none */
};

/*
 * Without other word in conninfo, environment or service file: gives up
 * connecting after 5 seconds a host, and beyond this machine insists on TLS
 * with a verified certificate, since libpq's default hands the password to
 * whoever answers; of several hosts takes the one that can be written to; gives
 * up a connection that is silent for a minute. Works through a pooler that
 * hands out connections by transaction. Waits some ten seconds for a server that is starting or
 * has no free connection. Servers older than 15 or not in UTF-8 are refused.
 */
MUST_USE bool db_open(struct db **out, const struct db_config *config, struct err *err);
void db_close(struct db *db);
/* False once the connection broke. */
bool db_alive(const struct db *db);
/* The name of the database; borrowed until the connection ends. */
const char *db_database(const struct db *db);
/* How another program of PostgreSQL connects as this one is connected: "NAME=value" for its
 * environment, with the password if there is one; ends with NULL. */
const char *const *db_environment(const struct db *db, struct arena *a);

enum param_kind {
	PARAM_NULL,
	PARAM_TEXT,
	PARAM_INT,
	PARAM_BOOL,
	PARAM_BYTES,
	PARAM_TEXTS,
	PARAM_BLOBS
};

struct param {
	enum param_kind kind;
	struct str text; /* also bytes */
	int64_t number;	 /* also bool */
	const struct str *texts;
	size_t texts_n;
};

struct params {
	const struct param *at;
	size_t n;
};

struct param p_null(void);
struct param p_text(struct str s);
struct param p_text_or_null(struct str s); /* empty is null */
struct param p_int(int64_t n);
struct param p_bool(bool b);
struct param p_bytes(struct str s);
struct param p_texts(const struct str *at, size_t n); /* an array of text */
struct param p_blobs(const struct str *at, size_t n); /* of bytes */

#define NO_PARAMS ((struct params){ NULL, 0 })
#define PARAMS(...)                                                       \
	((struct params){ (const struct param[]){ __VA_ARGS__ },          \
			  sizeof((const struct param[]){ __VA_ARGS__ }) / \
				  sizeof(struct param) })

/* Rows of an answer; text read from them is borrowed until they are released. */
struct rows {
	struct pg_result *result;
	size_t n;
};

/* Each for the statements of its shape; a stream has db_stream. */
MUST_USE bool db_none(struct db *db, enum sql_id id, struct params params, struct err *err);
MUST_USE bool db_one(struct rows *out, struct db *db, enum sql_id id, struct params params,
		     struct err *err);
MUST_USE bool db_many(struct rows *out, struct db *db, enum sql_id id, struct params params,
		      struct err *err);
/*
 * A stream: COPY … TO STDOUT in binary. Rows are taken as they arrive, so that server and
 * program work at the same time; fields are valid during the call. A null has no pointer.
 */
struct stream_row {
	const struct str *fields;
	size_t n;
};
typedef bool (*db_take)(void *context, const struct stream_row *row, struct err *err);
MUST_USE bool db_stream(struct db *db, enum sql_id id, db_take take, void *context,
			struct err *err);
int64_t stream_int(struct str field);
/* Elements of an array of int, text or bytes, none of them null: opened, then one after the
 * other until false. */
struct stream_array {
	struct str rest;
	size_t n; /* elements left */
};
struct stream_array stream_array_open(struct str field);
bool stream_array_next(struct stream_array *array, struct str *element);
/* The rows of a statement with parameters one at a time, for answers that would fill the
 * memory; one that is not taken ends it. */
struct db_taker {
	bool (*take)(void *context, const struct rows *row, struct err *err);
	void *context;
};
MUST_USE bool db_each(struct db *db, enum sql_id id, struct params params,
		      struct db_taker taker, struct err *err);
/* A migration: several statements, no parameters, inside the caller's transaction. */
MUST_USE bool db_script(struct db *db, struct str script, struct err *err);
/* Parses and plans a statement without running it. */
MUST_USE bool db_prepare(struct db *db, enum sql_id id, struct err *err);

void rows_release(struct rows *rows);
#define AUTO_ROWS __attribute__((cleanup(rows_release))) struct rows

/* The column must be of that type; null is the empty text, 0 and false. */
bool rows_null(const struct rows *rows, size_t row, int column);
struct str rows_text(const struct rows *rows, size_t row, int column);
/* The same, and three columns from `column` on as one text in kk, ru and en: in the arena. */
struct str rows_copy(const struct rows *rows, struct arena *a, size_t row, int column);
struct mtext rows_names(const struct rows *rows, struct arena *a, size_t row, int column);
/* "body/short_name" of two columns that follow each other. */
struct str rows_id(const struct rows *rows, struct arena *a, size_t row, int column);
int64_t rows_int(const struct rows *rows, size_t row, int column);
bool rows_bool(const struct rows *rows, size_t row, int column);
struct str rows_bytes(const struct rows *rows, struct arena *a, size_t row, int column);
struct sha256 rows_sha256(const struct rows *rows, struct arena *a, size_t row, int column);
/* "2026-07-20T09:15:00.123456Z" */
struct str rows_time(const struct rows *rows, struct arena *a, size_t row, int column);

MUST_USE bool db_begin_read(struct db *db, struct err *err);
MUST_USE bool db_begin(struct db *db, struct err *err);
/* ERR_UNKNOWN if the connection broke after the request to commit was sent. */
MUST_USE bool db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* also when nothing was begun */

/* Serialization failure or deadlock: the same transaction may go through when repeated. */
bool db_retryable(const struct err *err);

void db_cleanup(struct db **db);
#define AUTO_DB __attribute__((cleanup(db_cleanup))) struct db *

#endif
