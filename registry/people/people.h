/*
 * Bodies, people, and who may do what. A login belongs to a person; a person has duties, each
 * for one body or for all of them ("-"). The database holds the rights; these verbs ask it, or
 * change them on behalf of an administrator.
 */
#ifndef REGISTRY_PEOPLE_PEOPLE_H
#define REGISTRY_PEOPLE_PEOPLE_H

#include "registry/store/store.h"

struct people_body {
	struct str id;
	struct mtext name;
	struct str status;    /* "active" or "closed" */
	struct str successor; /* set when read: the body that it was merged into, or empty */
};
MUST_USE bool people_body_put(enum store_outcome *out, struct db *db,
			      const struct people_body *body, struct err *err);

/* `body` ends and its entries are the successor's from now on. */
MUST_USE bool people_body_merge(enum store_outcome *out, struct db *db, struct str body,
				struct str successor, struct err *err);

struct people_bodies {
	struct people_body *at;
	size_t n;
};
MUST_USE bool people_body_list(struct people_bodies *out, struct arena *a, struct db *db,
			       struct err *err);

/* A row for each duty, or one without. */
struct people_duty {
	struct str login, person; /* a UUID; empty for a login of nobody */
	struct str name, home;	  /* of the person; home is a body, or "-" */
	bool active;
	struct str duty, body; /* "-" for all bodies */
};
struct people_duties {
	struct people_duty *at;
	size_t n;
};
/* The duties of the caller. */
MUST_USE bool people_whoami(struct people_duties *out, struct arena *a, struct db *db,
			    struct err *err);
/* Everybody's, for administrators and auditors; others see themselves. */
MUST_USE bool people_list(struct people_duties *out, struct arena *a, struct db *db,
			  struct err *err);

struct people_person {
	struct str login, name, body; /* where the person works, or "-" */
	struct str same;	      /* another login of the same person; may be empty */
};
MUST_USE bool people_add(enum store_outcome *out, struct db *db,
			 const struct people_person *person, struct err *err);
/* At once, in sessions that are open, too. */
MUST_USE bool people_switch(enum store_outcome *out, struct db *db, struct str login,
			    bool active, struct err *err);
MUST_USE bool people_duty_set(enum store_outcome *out, struct db *db,
			      const struct people_duty *duty, bool granted, struct err *err);
/*
 * Makes the login known to the server and lets it come to registries, on a connection of
 * somebody who may make logins; *made false: nothing was missing. Otherwise the error's hint
 * is the statement for whoever may.
 */
MUST_USE bool people_admit(bool *made, struct db *db, struct str login, struct err *err);
/* The one user of an embedded registry, with every duty that one person can have. Run by the
   superuser; nothing happens the second time. */
MUST_USE bool people_settle(struct db *db, struct err *err);

#endif
