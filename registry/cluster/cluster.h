/*
 * The registry without a database administrator: a private PostgreSQL that
 * belongs to the user. It lives in <data home>/tizilim, listens on a Unix
 * socket only and admits nobody but the user who made it (and root, if root
 * did); that user may come as any person of the registry, to try both sides of
 * a review alone.
 *
 * PostgreSQL refuses to run as root. For root it runs under the account
 * "postgres" or "nobody"; if that account cannot reach the data home, the
 * cluster lives under /var/lib/tizilim, in a folder of its own for each data
 * home.
 */
#ifndef REGISTRY_CLUSTER_CLUSTER_H
#define REGISTRY_CLUSTER_CLUSTER_H

#include "checker/base/arena.h"
#include "checker/base/err.h"

/* Texts live in the arena given. */
struct cluster {
	struct str dir;	     /* holds data, log and lock */
	struct str log;	     /* the server's log */
	struct str conninfo; /* for db_open: role and database "tizilim" */
	struct str admin;    /* the same as its superuser */
	struct str version;  /* major version of the data, empty if there are none */
	int64_t pid;	     /* of the server, 0 if it does not run */
	bool made;	     /* cluster_up made the data */
	bool started;	     /* cluster_up started the server */
	bool moved;	     /* not below the data home; see above */
};

/*
 * Makes the data if there are none, starts the server if it does not run, and
 * returns when it takes connections. Any number of processes may call it at
 * once. A cut or failed attempt leaves nothing that the next one minds.
 */
MUST_USE bool cluster_up(struct cluster *out, struct arena *a, struct str data_home,
			 struct err *err);
/* Stops the server, cutting its sessions; success when it does not run. Keeps the data. */
MUST_USE bool cluster_down(struct cluster *out, struct arena *a, struct str data_home,
			   struct err *err);
/* Looks, changes nothing. */
MUST_USE bool cluster_status(struct cluster *out, struct arena *a, struct str data_home,
			     struct err *err);

#endif
