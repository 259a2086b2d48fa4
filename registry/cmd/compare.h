/* Duplicates among what is registered, from the index that the registry keeps. */
#ifndef REGISTRY_CMD_COMPARE_H
#define REGISTRY_CMD_COMPARE_H

#include "checker/check/check.h"
#include "registry/cmd/offline.h"
#include "registry/cmd/session.h"

struct compare {
	struct check *files; /* its subjects are compared with what is registered; none: all
			      * registered ones with each other */
	const struct alike_options *options; /* id: of a file, or of a registered one */
	const struct offline *offline;	     /* not NULL: stands for the registry */
};
MUST_USE bool compare_registered(struct report_duplicates *out, struct context *c,
				 const struct registry_opts *opts, const struct compare *what,
				 struct err *err);

/* After check_judge: the strongest likenesses of what was judged, a line each. */
void compare_overlaps(struct context *c, struct check *check);

#endif
