#ifndef REGISTRY_DB_DB_INTERNAL_H
#define REGISTRY_DB_DB_INTERNAL_H

#include "registry/db/db.h"

#include <libpq-fe.h>

/* Built-in types as the server numbers them. */
enum {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_JSON = 114,
	OID_BLOBS = 1001,
	OID_DATE = 1082,
	OID_TEXTS = 1009,
	OID_TIME = 1184,
	OID_UUID = 2950,
	OID_JSONB = 3802
};

/* The transaction that is open, for the log. */
struct db_work {
	bool open, writes;
	int64_t since; /* log_clock */
	int64_t statements, rows;
	const char *statement; /* the last one, which failed when there is a state */
	char sqlstate[6];
};

struct db {
	struct arena *arena; /* holds this struct */
	PGconn *conn;
	struct db_config config;
	struct str begin_read, begin_write;
	bool warned; /* the server warned since this was last cleared */
	struct db_work work;
};

/* Parameters in the form that libpq takes. */
struct wire {
	const char **values;
	int *lengths;
	int *formats;
};

MUST_USE bool wire_encode(struct wire *w, struct arena *a,
			  const struct sql_statement *statement, struct params params,
			  struct err *err);

void db_work_next(struct db *db, const char *statement);

/* All return false, like err_set. */
bool db_error_connect(struct err *err, bool *passes, const char *message);
bool db_error_result(struct err *err, struct db *db, const PGresult *result);
bool db_error_lost(struct err *err, const struct db *db);

#endif
