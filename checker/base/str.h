/*
 * A string is a pointer and a length: a value, passed and returned by copy.
 * It never owns its bytes; who does is said by whoever hands it out.
 * Bytes are valid UTF-8 from the edge of the program inwards and may hold NUL.
 */
#ifndef CHECKER_BASE_STR_H
#define CHECKER_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_USE __attribute__((warn_unused_result))
/* Kept out of line, so that the common path does not save registers for the rare one. */
#define APART		       __attribute__((noinline))
#define RARE		       __attribute__((noinline, cold))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args), nonnull(fmt)))
#define ARRAY_LEN(a)	       (sizeof(a) / sizeof((a)[0]))

struct str {
	const char *p;
	size_t n;
};

/* A str of a string literal. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* The same as a constant initialiser. */
#define STR_INIT(literal)                       \
	{                                       \
		"" literal, sizeof(literal) - 1 \
	}
/* Arguments for "%.*s". */
#define STR_FMT(s) (int)(s).n, (s).p

struct str str_of(const char *z); /* of a NUL-terminated string; NULL gives the empty str */

/* Whether n bytes are the same; keys are short, so by two loads that may overlap. */
static inline bool str_same(const char *a, const char *b, size_t n)
{
	uint64_t x[2], y[2];
	uint32_t u[2], v[2];

	if (n > sizeof(x))
		return memcmp(a, b, n) == 0;
	if (n >= sizeof(*x)) {
		memcpy(&x[0], a, sizeof(*x));
		memcpy(&x[1], a + n - sizeof(*x), sizeof(*x));
		memcpy(&y[0], b, sizeof(*y));
		memcpy(&y[1], b + n - sizeof(*y), sizeof(*y));
		return x[0] == y[0] && x[1] == y[1];
	}
	if (n >= sizeof(*u)) {
		memcpy(&u[0], a, sizeof(*u));
		memcpy(&u[1], a + n - sizeof(*u), sizeof(*u));
		memcpy(&v[0], b, sizeof(*v));
		memcpy(&v[1], b + n - sizeof(*v), sizeof(*v));
		return u[0] == v[0] && u[1] == v[1];
	}
	return n == 0 || (a[0] == b[0] && a[n / 2] == b[n / 2] && a[n - 1] == b[n - 1]);
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && str_same(a.p, b.p, a.n);
}

int str_cmp(const void *a, const void *b); /* by bytes, of two struct str; for qsort */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Position of the first occurrence, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle);
/* Bytes [from, to), clipped to the string. */
struct str str_sub(struct str s, size_t from, size_t to);
struct str str_trim(struct str s); /* without ASCII white space at both ends */
/* Cuts `*rest` at the first `sep`; returns what stands before it. False when nothing is left.
 */
bool str_cut(struct str *piece, struct str *rest, char sep);
/* Whole string as a decimal integer within the range of int64; false otherwise. */
bool str_int(struct str s, int64_t *out);
/* The day of a text that begins like "2026-11-26", counted from one that does not matter. */
bool str_day(struct str date, int64_t *day);
/* Levenshtein distance in bytes, at most `max` + 1 (more is not counted). */
unsigned str_distance(struct str a, struct str b, unsigned max);

#endif
