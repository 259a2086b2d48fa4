/*
 * What is wrong with an installation of the registry: its server's settings, who may do what
 * past the functions of api, and whether the schema is the one that the migrations make. Asks
 * only; an account without rights asks as well, and is told what it could not see.
 */
#ifndef REGISTRY_DOCTOR_DOCTOR_H
#define REGISTRY_DOCTOR_DOCTOR_H

#include "checker/base/vec.h"
#include "registry/people/people.h"
#include "registry/recheck/recheck.h"

enum doctor_grade {
	DOCTOR_REMARK, /* worth knowing */
	DOCTOR_DEFECT, /* to be mended */
};

struct doctor_finding {
	struct str id; /* "rows_open" */
	enum doctor_grade grade;
	struct str subject; /* a table, a role, a setting; may be empty */
	struct mtext what, advice;
};

struct doctor {
	VEC(struct doctor_finding) findings; /* by id, then subject */
	VEC(struct mtext) unseen;	     /* what this account could not look at */
};

/* By what the program would judge: the registry should have the pack, cards should be of the
 * schema, and no task should have stopped this version. */
struct doctor_pack {
	struct str name, version;
	struct str sha256;  /* hex */
	struct sha256 form; /* of the schema that cards are made by */
	struct str program; /* its version */
};

/* In a transaction, on a connection whose schema need not be up to date. */
MUST_USE bool doctor_examine(struct doctor *out, struct arena *a, struct db *db,
			     const struct doctor_pack *pack, struct err *err);

/* The same: the schema of a database as lines of an object and its digest, and as the
 * migrations of this program make it. */
MUST_USE bool doctor_shape(struct str *out, struct arena *a, struct db *db, struct err *err);
struct str doctor_shape_made(void);

#endif
