#include "registry/migrate/migrate_internal.h"

#include "checker/base/hash.h"

#include <string.h>

static struct str text_of(const struct migration *m)
{
	return (struct str){ (const char *)m->text, m->n };
}

static bool same(const struct rows *landed, size_t i, struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct str name = rows_text(landed, i, 1), sha256 = rows_bytes(landed, a, i, 2);
	struct sha256 ours;

	if (i >= migrations_n || rows_int(landed, i, 0) != migrations[i].version) {
		err_set(err, ERR_REFUSED, "the registry has migration %.*s, unknown here",
			STR_FMT(name));
		return err_hint(err, "a newer tizilim was used on this registry: update yours");
	}
	ours = hash_sha256(text_of(&migrations[i]));
	if (str_eq(sha256, (struct str){ (const char *)ours.bytes, SHA256_BYTES }))
		return true;
	err_set(err, ERR_REFUSED, "migration %s is not what landed in the registry",
		migrations[i].name);
	return err_hint(err, "landed files never change: restore it, and write the change as a "
			     "new migration");
}

/* Reads the table of versions and holds it against the files. */
static bool landed_count(size_t *n, struct db *db, struct err *err)
{
	AUTO_ROWS exists = { 0 }, landed = { 0 };

	*n = 0;
	if (!db_one(&exists, db, SQL_migration_exists, NO_PARAMS, err))
		return false;
	if (!rows_bool(&exists, 0, 0))
		return true;
	if (!db_many(&landed, db,
		     rows_bool(&exists, 0, 1) ? SQL_schema_version : SQL_migration_list,
		     NO_PARAMS, err))
		return false;
	for (size_t i = 0; i < landed.n; i++)
		if (!same(&landed, i, err))
			return false;
	*n = landed.n;
	return true;
}

bool migrate_verify(struct db *db, struct err *err)
{
	size_t n;

	return landed_count(&n, db, err) || err_wrap(err, "verify the migrations");
}

bool migrate_pending(const char ***names, size_t *n, struct arena *a, struct db *db,
		     struct err *err)
{
	size_t landed;

	if (!landed_count(&landed, db, err))
		return err_wrap(err, "look for migrations");
	*n = migrations_n - landed;
	*names = ARENA_ARRAY(a, const char *, *n + 1);
	for (size_t i = 0; i < *n; i++)
		(*names)[i] = migrations[landed + i].name;
	return true;
}

static bool refuse(struct err *err, const struct rows *lacks)
{
	struct str what = rows_text(lacks, 0, 0), subject = rows_text(lacks, 0, 1),
		   me = rows_text(lacks, 0, 2);

	if (str_eq(what, STR("superuser"))) {
		err_set(err, ERR_REFUSED, "a superuser guards the schema of this registry");
		return err_hint(err, "run tizilim migrate as a superuser");
	}
	if (str_eq(what, STR("database"))) {
		err_set(err, ERR_REFUSED, "%.*s does not own the database %.*s", STR_FMT(me),
			STR_FMT(subject));
		return err_hint(err,
				"who owns it runs tizilim migrate, or: alter database %.*s "
				"owner to %.*s",
				STR_FMT(subject), STR_FMT(me));
	}
	if (str_eq(what, STR("roles"))) {
		err_set(err, ERR_REFUSED, "%.*s may not make the roles of a registry",
			STR_FMT(me));
		return err_hint(err, "whoever may runs: alter role %.*s createrole",
				STR_FMT(me));
	}
	if (str_eq(what, STR("grant"))) {
		err_set(err, ERR_REFUSED, "%.*s may not grant the role %.*s", STR_FMT(me),
			STR_FMT(subject));
		return err_hint(err, "whoever may runs: grant %.*s to %.*s with admin option",
				STR_FMT(subject), STR_FMT(me));
	}
	err_set(err, ERR_REFUSED, "another account applied the migrations before");
	return err_hint(err, "run tizilim migrate as that one, or as a superuser");
}

bool migrate_able(struct db *db, struct err *err)
{
	AUTO_ROWS lacks = { 0 };

	if (!db_many(&lacks, db, SQL_migration_lacks, NO_PARAMS, err))
		return err_wrap(err, "look for what migrations need");
	return lacks.n == 0 || refuse(err, &lacks);
}

/* Who lands migrations may use what they make: he loads the pack and admits people. */
static bool admit(struct db *db, struct err *err)
{
	AUTO_ROWS rows = { 0 };

	return db_one(&rows, db, SQL_migration_stranger, NO_PARAMS, err) &&
	       (!rows_bool(&rows, 0, 0) || db_none(db, SQL_migration_admit, NO_PARAMS, err));
}

static bool make_table(struct db *db, struct err *err)
{
	AUTO_ROWS exists = { 0 };

	if (!db_one(&exists, db, SQL_migration_exists, NO_PARAMS, err))
		return false;
	return rows_bool(&exists, 0, 0) || (db_none(db, SQL_migration_schema, NO_PARAMS, err) &&
					    db_none(db, SQL_migration_table, NO_PARAMS, err));
}

static bool land(const struct migration *m, struct db *db, struct err *err)
{
	struct sha256 h = hash_sha256(text_of(m));
	struct str sha256 = { (const char *)h.bytes, SHA256_BYTES };

	if (!db_script(db, text_of(m), err) ||
	    !db_none(db, SQL_migration_add,
		     PARAMS(p_int(m->version), p_text(str_of(m->name)), p_bytes(sha256)), err))
		return err_wrap(err, "migration %s", m->name);
	return true;
}

/* The next one, in the transaction that is open; `done` when there is none. */
static bool step(bool *done, struct db *db, struct err *err)
{
	AUTO_ROWS lock = { 0 };
	size_t landed;

	if (!db_one(&lock, db, SQL_migration_lock, NO_PARAMS, err) || !make_table(db, err) ||
	    !landed_count(&landed, db, err))
		return false;
	*done = landed == migrations_n;
	return (*done || land(&migrations[landed], db, err)) && admit(db, err);
}

bool migrate_apply(size_t *landed, struct db *db, struct err *err)
{
	bool done = false, able = false;

	*landed = 0;
	while (!done) {
		if (!db_begin(db, err) || !(able || migrate_able(db, err)) ||
		    !step(&done, db, err) || !db_commit(db, err)) {
			db_rollback(db);
			return err_wrap(err, "migrate the registry");
		}
		able = true;
		if (!done)
			++*landed;
	}
	return true;
}
