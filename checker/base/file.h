/*
 * Files in and out. Reading is whole and under a limit. `struct out` buffers,
 * remembers its first failure and reports it when closed, so writers do not
 * test every write. Also the one place that reads the environment.
 */
#ifndef CHECKER_BASE_FILE_H
#define CHECKER_BASE_FILE_H

#include "checker/base/arena.h"
#include "checker/base/err.h"

/* The whole file, at most `limit` bytes; "-" is standard input. A NUL follows the last byte. */
MUST_USE bool file_read(struct str *text, struct arena *a, struct str path, size_t limit,
			struct err *err);
bool file_exists(struct str path);
bool file_is_dir(struct str path);
/* Names in a directory, sorted by bytes, without "." and ".."; at most 100,000. */
MUST_USE bool file_list(struct str **names, size_t *n, struct arena *a, struct str dir,
			struct err *err);
/* Creates the directory and its parents with mode 0700 where missing. */
MUST_USE bool file_make_dirs(struct str path, struct err *err);
/* "a" and "b" give "a/b"; an absolute second part wins. */
struct str file_join(struct arena *a, struct str dir, struct str name);

struct out {
	int fd;
	int failed; /* errno of the first failure */
	size_t n;
	char *buffer; /* grows without bound when fd is -1: memory only */
	size_t cap;
	char *target; /* rename to this when closed */
	char *temp;
};

void out_init(struct out *o, int fd);
void out_init_memory(struct out *o);
/* Written beside the target and renamed over it by out_close: never half a file. */
MUST_USE bool out_create(struct out *o, struct str path, struct err *err);
void out_bytes(struct out *o, const void *p, size_t n);
void out_str(struct out *o, struct str s);
void out_printf(struct out *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Flushes; fails if any write did. */
MUST_USE bool out_close(struct out *o, struct err *err);
/* What a memory output holds; valid until it is closed. */
struct str out_view(const struct out *o);

/* An environment variable; NULL when unset or empty. For the program, never for the checker. */
const char *env_get(const char *name);

#endif
