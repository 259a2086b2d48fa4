/*
 * Memory that is freed all at once. A result handed out with an arena lives
 * exactly as long as the arena (or until the mark it was allocated after is
 * rewound) and is never freed alone. Running out of memory ends the process
 * with exit code 7, so no caller handles it.
 *
 * Under AddressSanitizer every allocation is a malloc of its own, so that the
 * sanitizer sees each object's bounds and life.
 */
#ifndef CHECKER_BASE_ARENA_H
#define CHECKER_BASE_ARENA_H

#include "checker/base/str.h"

#include <stdarg.h>

struct arena;
struct arena_block;

struct arena_mark {
	struct arena_block *block;
	size_t used;
};

struct arena *arena_new(void);
void arena_free(struct arena *a);
void arena_reset(struct arena *a); /* frees all but keeps one block for reuse */

/* Zeroed; the product of count and size is checked for overflow. */
void *arena_alloc(struct arena *a, size_t count, size_t size);
/* The same without zeroing, for what is filled at once. */
void *arena_raw(struct arena *a, size_t count, size_t size);
#define ARENA_NEW(a, type)	    ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), (count), sizeof(type)))

/* A copy; a NUL follows its last byte, so .p is also a C string. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str arena_vprintf(struct arena *a, const char *fmt, va_list args) PRINTF_LIKE(2, 0);
/* The texts one after the other; unlike arena_printf it keeps what follows a NUL. */
struct str arena_join(struct arena *a, const struct str *parts, size_t n);
#define ARENA_JOIN(a, ...)                                   \
	arena_join((a), (const struct str[]){ __VA_ARGS__ }, \
		   sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

/* Bytes held from the system, for limits and measurements. */
size_t arena_size(const struct arena *a);

void arena_cleanup(struct arena **a);
#define AUTO_ARENA __attribute__((cleanup(arena_cleanup))) struct arena *

/* malloc and realloc that end the process instead of failing; for base only. */
void *base_realloc(void *p, size_t n);

#endif
