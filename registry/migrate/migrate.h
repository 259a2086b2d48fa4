/*
 * The files of migrations/, which are part of the program, and the table of
 * those that landed in a database. Forward only; a landed file never changes.
 */
#ifndef REGISTRY_MIGRATE_MIGRATE_H
#define REGISTRY_MIGRATE_MIGRATE_H

#include "registry/db/db.h"

/* Names of the migrations still to land, in order; none in an up-to-date database. */
MUST_USE bool migrate_pending(const char ***names, size_t *n, struct arena *a, struct db *db,
			      struct err *err);
/*
 * ERR_REFUSED, with what whoever may should do, if the caller cannot land migrations: asked
 * before anything is changed. A superuser can; and who owns the database, may make roles and
 * landed the earlier ones.
 */
MUST_USE bool migrate_able(struct db *db, struct err *err);
/* Lands what is pending, each in a transaction of its own; several processes may do it at once.
 */
MUST_USE bool migrate_apply(size_t *landed, struct db *db, struct err *err);
/*
 * ERR_REFUSED if a landed migration is not the file of this program: the file
 * changed, or a newer program was here.
 */
MUST_USE bool migrate_verify(struct db *db, struct err *err);

#endif
