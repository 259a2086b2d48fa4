/*
 * A throwaway PostgreSQL for a test program, made by the product's own
 * cluster module in a temporary folder; every test gets a database of its own,
 * copied from a migrated one. Include before any other cmocka header.
 */
#ifndef TESTS_DB_SERVER_H
#define TESTS_DB_SERVER_H

#include "tests/unit/rows.h"

#include "registry/cluster/cluster.h"
#include "registry/db/db.h"

/* A folder that every account can reach, until temp_remove. */
struct str temp_make(struct arena *a);
void temp_remove(struct str dir);

struct server {
	struct arena *arena;
	struct str home;
	struct cluster cluster;
	unsigned databases;
};

/* Fail the running test, with the error's text, when they cannot. */
void server_start(struct server *s);
void server_stop(struct server *s);
/* A connection to the cluster's database of that name, as that role. */
struct db *server_open(const struct server *s, const char *database, const char *role);
/* The same, or NULL; for children. */
struct db *server_try(const struct server *s, const char *database, const char *role);
/* A new migrated database; the name lives as long as the server. */
const char *server_database(struct server *s);

/* True, or prints the error: assert_true(ok(f(…, &err), &err)). */
bool ok(bool done, const struct err *err);

/* A process of its own with a connection; it succeeds if the work returns true. */
typedef bool (*child_work)(struct db *db, void *context);
void child_start(struct server *s, const char *database, child_work work, void *context);
/* The same as that role. */
void child_start_as(struct server *s, const char *database, const char *role, child_work work,
		    void *context);
void children_wait(int n);

void run_sql(struct db *db, const char *script);
/* Fails the running test, naming the condition, unless it is true on that connection. */
void expect_sql(struct db *db, const char *condition);

#endif
