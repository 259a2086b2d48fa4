/*
 * Work in pieces, shared among processes. Each is forked after everything was
 * loaded, so it shares that memory, and sends its answers through a pipe; they
 * are taken in the order of the pieces, so the result does not depend on how
 * many processes there are. No process that dies can pass for one that is done.
 */
#ifndef CHECKER_BASE_JOBS_H
#define CHECKER_BASE_JOBS_H

#include "checker/base/err.h"
#include "checker/base/strbuf.h"

enum { JOBS_MAX = 256 };

struct jobs {
	void *context;
	size_t pieces;
	/* In a process of its own when there are several: only the answer leaves it. */
	bool (*work)(void *context, size_t piece, struct strbuf *answer, struct err *err);
	/* In the process that called, for each piece in order. */
	bool (*take)(void *context, struct str answer, struct err *err);
};

/* With one process (or fewer) no other is made. */
MUST_USE bool jobs_run(const struct jobs *j, size_t processes, struct err *err);

/* The same beside what the caller does meanwhile, by one process at least. jobs_end takes the
 * answers; each pool that was begun needs it. */
struct jobs_pool;
MUST_USE bool jobs_begin(struct jobs_pool **out, struct arena *a, const struct jobs *j,
			 size_t processes, struct err *err);
MUST_USE bool jobs_end(struct jobs_pool *pool, struct err *err);
/* In a process of its own: others come first. */
void jobs_give_way(void);
/* Zeros that processes begun later share with this one, until it ends; NULL: the error. */
void *jobs_shared(size_t n, struct err *err);

#endif
