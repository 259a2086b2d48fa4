/* The detailed pass: causes are gathered first, then told. */
#ifndef CHECKER_SCHEMA_EXPLAIN_INTERNAL_H
#define CHECKER_SCHEMA_EXPLAIN_INTERNAL_H

#include "checker/schema/run_internal.h"

#define PROBLEM_KINDS(X)          \
	X(TYPE, type)             \
	X(REQUIRED, required)     \
	X(REQUIRED_ONE, required) \
	X(NEEDED, required)       \
	X(UNKNOWN, unknown_field) \
	X(NAME, unknown_field)    \
	X(FORBIDDEN, other)       \
	X(ENUM, enum)             \
	X(CONST, const)           \
	X(PATTERN, pattern)       \
	X(FORMAT, format)         \
	X(MIN_LENGTH, length)     \
	X(MAX_LENGTH, length)     \
	X(MINIMUM, range)         \
	X(MAXIMUM, range)         \
	X(ABOVE, range)           \
	X(BELOW, range)           \
	X(MULTIPLE_OF, range)     \
	X(MIN_ITEMS, items)       \
	X(MAX_ITEMS, items)       \
	X(MIN_PROPERTIES, items)  \
	X(MAX_PROPERTIES, items)  \
	X(TOO_MANY, items)        \
	X(CONTAINS_FEW, items)    \
	X(CONTAINS_MANY, items)   \
	X(UNIQUE, unique)         \
	X(AMBIGUOUS, other)       \
	X(NOT, other)             \
	X(EXCLUDED, other)        \
	X(TOGETHER, other)        \
	X(UNFIT, other)           \
	X(LIMIT, limit)           \
	X(MORE, limit)

enum problem_kind {
#define X(id, rule) PROBLEM_##id,
	PROBLEM_KINDS(X)
#undef X
		PROBLEM_COUNT
};

/* One cause. What a kind does not need stays zero. */
struct problem {
	enum problem_kind kind;
	const struct node *node;     /* the value */
	const struct member *member; /* the place is its key */
	struct str pointer;	     /* of the value, or of the object that misses a field */
	struct str name;	     /* of the field missing, unknown or depended on */
	const struct sub *sub;	     /* the schema that says so; may describe the value */
	const struct op *op;	     /* the check that failed */
	const struct members *known; /* fields that an unknown one may have meant */
	const struct node *holder;   /* the object of the unknown field */
	unsigned types; /* expected; beside a list of values those that would do as well */
	const struct node *const *values; /* allowed ones */
	const struct str *names;	  /* of which one is required */
	uint64_t fits;			  /* of the first 64 branches, those that hold */
	size_t n;			  /* of values or names, or a count */
};

/* A value and the way to it from the root. */
struct spot {
	const struct node *node;
	const struct spot *up;
	const struct member *member; /* NULL for an item */
	uint32_t index;
};

enum { PROBLEMS_MAX = 1000 }; /* of one document; nobody reads more */

struct explainer {
	struct schema_run run;
	const struct schema *schema;
	const struct doc *doc;
	struct arena *a; /* until the findings are emitted */
	VEC(struct problem) list;
	size_t most; /* that the list may hold: while a branch is tried, less */
};

void schema_explain_sub(struct explainer *e, const struct sub *s, const struct spot *at,
			struct marks *m);
void schema_explain_add(struct explainer *e, const struct spot *at, struct problem p);
/* Of the branches of anyOf or oneOf, none of which holds, the one that the author meant. */
void schema_explain_branches(struct explainer *e, const struct op *op, const struct spot *at,
			     struct marks *m);

/* ---- telling ---- */

struct teller {
	const struct schema *schema;
	const struct doc *doc;
	struct arena *a;
	struct sink *sink;
};
void schema_explain_tell(struct teller *t, const struct problem *p);
/* What may have been meant by an unknown field or value; empty when nothing is near. */
struct str schema_explain_nearest(const struct problem *p);
/* What was meant beyond doubt: the one choice that is the same but for case, spaces and
 * look-alike letters, or the one that is a slip away; empty when there is doubt. */
struct str schema_explain_meant(struct arena *a, const struct problem *p);
/* The change that removes a cause and cannot be wrong; false when there is none. */
bool schema_explain_repair(struct repair *out, struct teller *t, const struct problem *p);
/* A value as it is quoted in a message, cut when long. */
struct mtext schema_explain_value(struct arena *a, const struct node *v);
struct mtext schema_explain_quote(struct arena *a, struct str s);
enum { LIST_MAX = 8 }; /* texts said of a list; only these are looked at */
/* "a, b, c", and "…" when there are more than are said. */
struct mtext schema_explain_list(struct arena *a, const struct mtext *parts, size_t n);
struct mtext schema_explain_types(struct arena *a, unsigned types);
struct mtext schema_explain_found_type(const struct node *v);

#endif
