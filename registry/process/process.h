/*
 * Other programs, run without a shell: as we are, or as an account that we
 * become first, in the language C. They get no descriptor of ours but their
 * standard streams.
 */
#ifndef REGISTRY_PROCESS_PROCESS_H
#define REGISTRY_PROCESS_PROCESS_H

#include "checker/base/arena.h"
#include "checker/base/err.h"

#include <sys/types.h>

/* Whom a program runs as: in the folder "/" and without the caller's environment. */
struct account {
	uid_t uid;
	gid_t gid;
	struct str name;
	bool other; /* not the invoking user: processes must change to it */
};

struct process {
	const struct account *account; /* NULL: as we are, where we are */
	const char *const
		*argv; /* ends with NULL; with an account the first is an absolute path */
	struct str input;
	const char *const *settings; /* "NAME=value" added to our environment; NULL: none */
	size_t output_max;	     /* what is beyond is lost; 0: 64 KiB */
	unsigned seconds;	     /* ended after so many, with status 124; 0: never */
	struct str *errors;	     /* gets standard error; NULL: it comes with the output */
};

/* False only if it could not be run; *status is 126 when the program itself could not. */
MUST_USE bool process_run(int *status, struct str *output, struct arena *a,
			  const struct process *process, struct err *err);
/* Runs on without us, its output appended to the log. */
MUST_USE bool process_spawn(pid_t *pid, const struct process *process, struct str log,
			    struct err *err);
/* Removes a tree as the account. */
MUST_USE bool process_remove_tree(const struct account *account, struct str path,
				  struct err *err);

#endif
