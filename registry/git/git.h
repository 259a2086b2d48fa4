/*
 * Files as they were where a branch began. git is run as a program, on its
 * objects alone: no hook, filter, pager or network of a repository is used.
 */
#ifndef REGISTRY_GIT_GIT_H
#define REGISTRY_GIT_GIT_H

#include "checker/base/arena.h"
#include "checker/base/err.h"
#include "checker/base/vec.h"

struct git_request {
	struct str revision; /* a name, a tag, a hash */
	/* Whether a file of the work tree is asked for, by its absolute path. */
	bool (*wanted)(void *context, struct str path);
	void *context;
	size_t limit; /* bytes of a file; a larger one is left out */
};

struct git_file {
	struct str path; /* below the top of the work tree; of one renamed since, its new one */
	struct str text;
};

struct git_base {
	struct str commit; /* merge base of the revision and HEAD */
	VEC(struct git_file) files;
};

/* Fails when the working directory is in no repository, the revision is unknown, or the
 * histories have nothing in common, as they seem to in a shallow clone. */
MUST_USE bool git_base_read(struct git_base *out, struct arena *a,
			    const struct git_request *request, struct err *err);

#endif
