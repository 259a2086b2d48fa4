/*
 * What the two syntaxes share: the reader with its faults, and the builder
 * that turns stacked children into arrays and objects.
 */
#ifndef CHECKER_DOC_DOC_INTERNAL_H
#define CHECKER_DOC_DOC_INTERNAL_H

#include "checker/base/limits.h"
#include "checker/doc/doc.h"
#include "checker/text/text.h"

#include <string.h>

/* Objects with more members have an index, see node_index. */
enum { INDEX_ABOVE = 32 };

/* One row each in fault.c. */
enum fault {
	FAULT_EMPTY,
	FAULT_SIZE,
	FAULT_UTF8,
	FAULT_BOM,
	FAULT_DEPTH,
	FAULT_KEYS,
	FAULT_DUPLICATE,
	FAULT_CONTROL,
	FAULT_LINE_BREAK,
	FAULT_ESCAPE,
	FAULT_HEX,
	FAULT_SURROGATE,
	FAULT_NUL,
	FAULT_NUMBER,
	FAULT_NUMBER_ZERO,
	FAULT_NUMBER_START,
	FAULT_NUMBER_DIGITS,
	FAULT_NUMBER_LONG,
	FAULT_NUMBER_RANGE,
	FAULT_STRING_OPEN,
	FAULT_ARRAY_OPEN,
	FAULT_OBJECT_OPEN,
	FAULT_COMMA_MISSING,
	FAULT_COMMA_EXTRA,
	FAULT_COLON,
	FAULT_KEY,
	FAULT_VALUE,
	FAULT_WORD,
	FAULT_SINGLE_QUOTE,
	FAULT_COMMENT,
	FAULT_TRAILING,
	FAULT_TAB,
	FAULT_INDENT,
	FAULT_ANCHOR,
	FAULT_ALIAS,
	FAULT_TAG,
	FAULT_DIRECTIVE,
	FAULT_DOCUMENTS,
	FAULT_NULL_KEY,
	FAULT_COMPLEX_KEY,
	FAULT_KEY_LONG,
	FAULT_KEY_LINES,
	FAULT_KEY_COLON,
	FAULT_DASH,
	FAULT_MAPPING_HERE,
	FAULT_BLOCK_HERE,
	FAULT_PLAIN_START,
	FAULT_AFTER_VALUE,
	FAULT_COMMENT_SPACE,
	FAULT_MARKER_INSIDE,
	FAULT_FLOW_INDENT,
	FAULT_QUOTED_INDENT,
	FAULT_BLOCK_HEADER,
	FAULT_BLOCK_INDENT,
	FAULT_YAML_ESCAPE,
	FAULT_POINT,
	FAULT_NUMBER_RADIX,
	FAULT_NOT_JSON,
	FAULT_ENTRY,
	FAULT_COUNT
};

struct reader {
	struct arena *arena;
	struct doc *doc;
	enum doc_profile profile;
	struct doc_errors *errors;
	size_t first_error; /* those before it are the caller's */
	unsigned depth;
	/* Children of the containers that are still open; each knows where its own begin. */
	VEC(struct node) items;
	VEC(struct member) members;
};

/* Both return false. %1 and %2 of the fault's texts are one and two. */
bool reader_fault(struct reader *r, enum fault fault, size_t at);
bool reader_fault_on(struct reader *r, enum fault fault, size_t at, struct mtext one,
		     struct mtext two);
/* Input quoted in a message: cut to a readable length. */
struct mtext reader_quote(const struct reader *r, struct str s);
struct mtext reader_number(const struct reader *r, size_t number);
struct mtext reader_line(const struct reader *r, size_t at); /* the line's number */

/* Opens one more level; false with a fault beyond the limit. */
bool reader_enter(struct reader *r, size_t at);
/* Moves the children stacked since `base` into *out and closes the level. */
void reader_array(struct reader *r, struct node *out, size_t at, size_t base);
void reader_object(struct reader *r, struct node *out, size_t at, size_t base);
/* Reports the member as the duplicate of the first. */
bool reader_duplicate(struct reader *r, const struct member *first, const struct member *m);
bool reader_too_many_keys(struct reader *r, const struct member *m);

/*
 * Stacks one member of the object whose members begin at `base`; false at the limit. The first
 * INDEX_ABOVE are compared with each other as they come: different lengths or first bytes
 * settle nearly all pairs. Later ones are compared by the index when the object closes.
 */
static inline bool reader_member(struct reader *r, const struct member *m, size_t base)
{
	if (r->members.n - base < INDEX_ABOVE) {
		for (size_t i = base; i < r->members.n; i++) {
			const struct member *first = &r->members.at[i];

			if (first->key_n == m->key_n && first->key[0] == m->key[0] &&
			    memcmp(first->key, m->key, m->key_n) == 0) {
				reader_duplicate(r, first, m);
				break;
			}
		}
	} else if (r->members.n - base == LIMIT_DOC_KEYS) {
		return reader_too_many_keys(r, m);
	}
	vec_push(r->arena, &r->members, *m);
	return true;
}
/* True when the JSON number is short and small enough for the profile; else a fault. */
bool reader_number_fits(struct reader *r, struct str lexeme, size_t at);

/* The character at an offset within the text, or U+XXXX if it cannot be shown. */
struct mtext reader_char(const struct reader *r, size_t at);
/* "end of file" or the character at the offset, as found where something else was expected. */
struct mtext reader_found(const struct reader *r, size_t at);

/* Fill the document's root; false (or faults) when it is none. */
bool json_read(struct reader *r);
bool yaml_read(struct reader *r);

/*
 * Behind the members of an object that has more than INDEX_ABOVE of them
 * stands their order by key: `count` positions; behind that a hash table.
 */
const uint32_t *node_index(const struct node *object);
/* Room for n members and, if needed, their index. */
struct member *node_members_alloc(struct arena *a, size_t n);
void node_index_build(struct member *members, size_t n);
int node_key_cmp(const struct member *a, const struct member *b);

/*
 * A number as ±0.D × 10^exponent, where D are its significant digits: `digits`
 * of them from `text`, skipping a point. No digits: zero.
 */
struct decimal {
	const char *text;
	size_t digits;
	int64_t exponent;
	bool negative;
};

/* The exponent as written; beyond NUMBER_EXPONENT_MAX a larger one of the same sign. */
int64_t number_exponent(struct str lexeme);
/* Of a JSON number whose written exponent is within ±NUMBER_EXPONENT_MAX. */
struct decimal decimal_of(struct str lexeme);
/* The next significant digit, cutting it off; '0' behind the last. */
char decimal_next(struct decimal *d);

/* Keeps exponents well inside int64, so that comparison is exact. */
enum { NUMBER_EXPONENT_MAX = 999999999 };

#endif
