#ifndef REGISTRY_CLUSTER_CLUSTER_INTERNAL_H
#define REGISTRY_CLUSTER_CLUSTER_INTERNAL_H

#include "registry/cluster/cluster.h"
#include "registry/process/process.h"

struct place {
	struct account account;
	struct str user;    /* name of the invoking user */
	struct str dir;	    /* without symbolic links */
	struct str data;    /* dir/data */
	struct str half;    /* dir/data.new: being made */
	struct str log;	    /* dir/postgres.log */
	struct str sockets; /* folder of the socket */
	bool moved;
};

/* place.c: where everything is. `make` creates the folders. */
MUST_USE bool place_find(struct place *p, struct arena *a, struct str data_home, bool make,
			 struct err *err);

/* tools.c: the folder with initdb and postgres for data of that major version, the
 * newest if `version` is empty. */
MUST_USE bool place_tools(struct str *bin, struct arena *a, const struct place *p,
			  struct str version, struct err *err);
/* Major version of the data, empty if there are none. */
MUST_USE bool place_data_version(struct str *version, struct arena *a, const struct place *p,
				 struct err *err);

/* data.c: a whole data folder, or none. */
MUST_USE bool place_make_data(const struct place *p, struct str bin, struct err *err);
/* Settings that are written anew before every start. */
MUST_USE bool place_configure(const struct place *p, struct str data, struct err *err);
/* An error from what PostgreSQL's tools or server printed: its last lines. */
bool process_error(struct err *err, const char *what, struct str printed);

/* server.c */
/* Process id of the running server, 0 if it does not run; removes nothing. */
int64_t place_pid(const struct place *p, bool *ready);
MUST_USE bool place_start(const struct place *p, struct str bin, struct err *err);
/* Returns when it takes connections. */
MUST_USE bool place_wait(const struct place *p, int64_t *pid, struct err *err);
MUST_USE bool place_stop(const struct place *p, struct err *err);

#endif
