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

#endif
