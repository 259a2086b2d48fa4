/*
 * Files in and out. Reading is whole, or line by line, and under a limit. `struct out` buffers,
 * remembers its first failure and reports it when closed, so writers do not
 * test every write. Also the one place that reads the environment.
 */
#ifndef CHECKER_BASE_FILE_H
#define CHECKER_BASE_FILE_H

#include "checker/base/arena.h"
#include "checker/base/err.h"
#include "checker/base/vec.h"

/* Why a file cannot be read. All but the last say something about the file itself. */
enum file_fault {
	FILE_GOOD,
	FILE_ABSENT,
	FILE_DENIED,
	FILE_LARGE,   /* over the limit; not read */
	FILE_SPECIAL, /* a folder, a pipe, a device, a link met in a tree */
	FILE_NAME,    /* a path that the system does not take */
	FILE_DEEP,    /* a folder below too many others */
	FILE_TROUBLE, /* the machine's: too many open files, input/output error; see errno */
};

/*
 * The whole file, at most `limit` bytes; a NUL follows the last byte. Only regular files: a
 * pipe or a device with a name is refused, so that no name can make us wait. What the program
 * was given open may be anything: "-", /dev/stdin and /dev/fd/N are read to their end.
 */
MUST_USE enum file_fault file_load(struct str *text, struct arena *a, struct str path,
				   size_t limit);
/* The same, with a fault as an error. */
MUST_USE bool file_read(struct str *text, struct arena *a, struct str path, size_t limit,
			struct err *err);
/*
 * The same as it lies on the disk: nothing is read before it is used. What is written into the
 * file meanwhile shows, and who cuts it ends this process; who replaces it by another does
 * neither. Ended by file_unmap.
 */
MUST_USE bool file_map(struct str *bytes, struct str path, size_t limit, struct err *err);
void file_unmap(struct str bytes);
/* The error of a FILE_TROUBLE, right after it happened. */
bool file_trouble(struct str path, struct err *err);
bool file_exists(struct str path);
bool file_is_dir(struct str path);
bool file_is_private(struct str path); /* nobody but its owner may read or write it */
/* Names in a directory, sorted by bytes, without "." and ".."; at most 100,000, else it fails.
 */
MUST_USE bool file_list(struct str **names, size_t *n, struct arena *a, struct str dir,
			struct err *err);

/* The lines of a file of any size, one at a time. */
struct lines {
	int fd;
	char *buffer;
	size_t limit; /* of one line */
	size_t from, to, cap;
	bool ended;
};
MUST_USE enum file_fault lines_open(struct lines *l, struct str path, size_t limit);
/* The next line, without its end; valid until the next call. False at the end and on a fault.
 */
bool lines_next(struct lines *l, struct str *line, enum file_fault *fault);
void lines_close(struct lines *l);

/* Files below a folder. Symbolic links are not followed, so a tree ends and stays one tree. */
struct tree_file {
	struct str path;
	enum file_fault fault; /* not good: a folder that could not be entered */
};

struct tree {
	VEC(struct tree_file) files; /* in the order of their names, folder by folder */
	size_t links;		     /* met and not followed */
	bool hidden; /* to be set: names that begin with a dot are wanted, too */
};
/* Adds the files with a wanted name; fails beyond LIMIT_FILES and on the machine's trouble. */
MUST_USE bool tree_add(struct tree *t, struct arena *a, struct str dir,
		       bool (*wanted)(struct str name), struct err *err);
/* Creates the directory and its parents with mode 0700 where missing. */
MUST_USE bool file_make_dirs(struct str path, struct err *err);
/* Names made or renamed in the directory outlive a crash of the machine. */
MUST_USE bool file_sync_dir(struct str path, struct err *err);
/* "a" and "b" give "a/b"; an absolute second part wins. */
struct str file_join(struct arena *a, struct str dir, struct str name);

/* By its letters alone: without ".", empty steps, and ".." where a step stands before it. */
struct str file_normal(struct arena *a, struct str path);
/* The working directory; empty when it has no name any more. */
struct str file_here(struct arena *a);
/* The path from the root, as text: below the working directory when it is relative. */
struct str file_absolute(struct arena *a, struct str path);
/* The same, normal: two ways of writing one path are equal. Links are not followed. */
struct str file_full(struct arena *a, struct str path);

struct out {
	int fd;
	int failed; /* errno of the first failure */
	size_t n;
	char *buffer; /* grows without bound when fd is -1: memory only */
	size_t cap;
	char *target; /* the file that is written; NULL: a descriptor of the caller's */
	char *temp;   /* renamed to the target when closed; NULL: written in place */
};

void out_init(struct out *o, int fd);
void out_init_memory(struct out *o);
/*
 * Written beside the target and renamed over it by out_close: never half a file. Of a link it
 * is what the link leads to; a device or a pipe is written as it is. A file that may not be
 * written is not replaced either.
 */
MUST_USE bool out_create(struct out *o, struct str path, struct err *err);
/* A new file for its owner's eyes alone; fails where there is one already. */
MUST_USE bool out_create_private(struct out *o, struct str path, struct err *err);
void out_bytes(struct out *o, const void *p, size_t n);
void out_str(struct out *o, struct str s);
void out_printf(struct out *o, const char *fmt, ...) PRINTF_LIKE(2, 3);
void out_flush(struct out *o); /* writes what is buffered: for progress */
/* Flushes; fails if any write did. */
MUST_USE bool out_close(struct out *o, struct err *err);
/* Ends it without a result: what stood in the target stays. */
void out_drop(struct out *o);
/* What a memory output holds; valid until it is closed. */
struct str out_view(const struct out *o);

/* An environment variable; NULL when unset or empty. For the program, never for the checker. */
const char *env_get(const char *name);

#endif
