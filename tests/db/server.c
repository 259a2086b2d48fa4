#include "tests/db/server.h"

#include "checker/base/file.h"
#include "registry/migrate/migrate.h"
#include "registry/people/people.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

bool ok(bool done, const struct err *err)
{
	if (!done)
		print_error("%d %s %s (%s)\n", (int)err->code, err->sqlstate, err->text,
			    err->hint);
	return done;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	remove(path);
	return 0;
}

struct str temp_make(struct arena *a)
{
	char dir[] = "/tmp/tizilim-db-XXXXXX";

	assert_non_null(mkdtemp(dir));
	assert_int_equal(chmod(dir, 0755), 0);
	return arena_str(a, str_of(dir));
}

void temp_remove(struct str dir)
{
	nftw(dir.p, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

struct db *server_try(const struct server *s, const char *database, const char *role)
{
	AUTO_ARENA a = arena_new();
	struct str conninfo = arena_printf(a, "host=%s/run dbname=%s user=%s", s->cluster.dir.p,
					   database, role);
	struct db *db = NULL;
	struct err err;

	ok(db_open(&db, &(struct db_config){ .conninfo = conninfo.p }, &err), &err);
	return db;
}

struct db *server_open(const struct server *s, const char *database, const char *role)
{
	struct db *db = server_try(s, database, role);

	assert_non_null(db);
	return db;
}

/* In the child nothing may assert: a failed assertion would go on with the next test there. */
void child_start_as(struct server *s, const char *database, const char *role, child_work work,
		    void *context)
{
	struct db *db;

	if (fork() != 0)
		return;
	db = server_try(s, database, role);
	_exit(db && work(db, context) ? 0 : 1);
}

void child_start(struct server *s, const char *database, child_work work, void *context)
{
	child_start_as(s, database, "tizilim", work, context);
}

void children_wait(int n)
{
	int failed = 0;

	for (int i = 0; i < n; i++) {
		int status;

		failed += wait(&status) < 0 || status != 0;
	}
	assert_int_equal(failed, 0);
}

void run_sql(struct db *db, const char *script)
{
	struct err err;

	assert_true(ok(db_script(db, str_of(script), &err), &err));
}

void expect_sql(struct db *db, const char *condition)
{
	AUTO_ARENA a = arena_new();

	run_sql(db, arena_printf(a,
				 "do $expect$ begin if (%s) is not true then raise exception "
				 "$not$not so: %s$not$; end if; end $expect$",
				 condition, condition)
			    .p);
}

void server_start(struct server *s)
{
	struct err err;
	struct db *db;
	size_t landed;

	s->arena = arena_new();
	s->home = temp_make(s->arena);
	assert_true(ok(cluster_up(&s->cluster, s->arena, s->home, &err), &err));
	db = server_open(s, "tizilim", "postgres");
	assert_true(ok(migrate_apply(&landed, db, &err), &err));
	assert_true(landed > 0);
	assert_true(ok(people_settle(db, &err), &err));
	db_close(db);
}

const char *server_database(struct server *s)
{
	AUTO_DB admin = server_open(s, "postgres", "postgres");
	AUTO_ARENA a = arena_new();
	struct str name = arena_printf(s->arena, "test_%u", ++s->databases);

	run_sql(admin,
		arena_printf(a, "create database %s template tizilim owner tizilim", name.p).p);
	/* A copy does not get the privileges of its template. */
	run_sql(admin, arena_printf(a,
				    "revoke all on database %s from public; grant connect on "
				    "database %s to tizilim_user",
				    name.p, name.p)
			       .p);
	return name.p;
}

void server_stop(struct server *s)
{
	struct err err;

	assert_true(ok(cluster_down(&s->cluster, s->arena, s->home, &err), &err));
	temp_remove(s->home);
	arena_free(s->arena);
}
