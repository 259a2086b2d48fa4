/* Two schemas side by side: what one accepts and the other refuses, place by place. */
#ifndef CHECKER_SCHEMA_DIFF_INTERNAL_H
#define CHECKER_SCHEMA_DIFF_INTERNAL_H

#include "checker/schema/run_internal.h"

/* Schemas that all apply to one value; none of them: anything is accepted. */
struct all {
	const struct sub *const *at;
	size_t n;
};

/* The older and the newer, always in this order. */
enum { OLD, NEW, SIDES };

struct pair {
	struct all side[SIDES];
};

/* How much a difference in a part says about the whole value. */
enum trust {
	TRUST_EXACT,
	TRUST_WEAK,    /* another branch may accept what this one no longer does */
	TRUST_MUDDLED, /* it may go either way */
	TRUST_NONE     /* even what is safe by itself may decide what counts as looked at */
};

struct where {
	struct str pointer; /* into instances; "*" for any */
	bool flipped;	    /* below a `not` */
	enum trust trust;
};

/* For documents of the older schema, and for documents of the newer one. */
struct effect {
	enum schema_effect on[SIDES];
};

struct differ {
	struct arena *a;
	const struct schema *schema[SIDES];
	struct schema_diff *out;
	struct strmap seen; /* pairs compared */
	struct strmap told;
	unsigned depth;
	uint64_t steps;
};

/* Schemas looked at, again and again where they meet others. */
enum { DIFF_STEPS = 300000, DIFF_DEPTH = 100 };

/* The schemas that apply to one value, with those that $ref and allOf join to them. */
struct all schema_diff_flatten(struct differ *d, struct all list);
struct op_at {
	const struct op *op;
	const struct sub *sub;
};
struct ops_found {
	const struct op_at *at;
	size_t n;
};
/* All checks of one kind in a flattened list. */
struct ops_found schema_diff_ops(struct differ *d, struct all flat, enum opcode kind);
/* Types that can be accepted; a set of the bits of `sub.types`. */
unsigned schema_diff_types(struct all flat);
/* Tells whether a value is accepted; SCHEMA_LIMIT when a limit ended it. */
enum schema_verdict schema_diff_accepts(struct differ *d, int side, struct all list,
					const struct node *v);
/* What applies to a member, to any other member (no name), to an item. */
struct all schema_diff_member(struct differ *d, struct all flat, struct str name);
struct all schema_diff_pattern(struct differ *d, struct all flat, struct str pattern);
struct all schema_diff_item(struct differ *d, struct all flat, size_t at);
/* No value is accepted by both. */
bool schema_diff_disjoint(struct differ *d, struct all left, struct all right);

struct all schema_diff_one(struct differ *d, const struct sub *s); /* NULL: none */
/* Compares what applies to one value on both sides and tells every difference. */
void schema_diff_compare(struct differ *d, struct where at, struct pair pair);
/* The same without telling: what it comes to. */
struct effect schema_diff_quiet(struct differ *d, struct where at, struct pair pair);

/* Parts of it; `flat` is flattened, `types` are those that both sides accept. */
void schema_diff_words(struct differ *d, struct where at, struct pair flat);
bool schema_diff_values(struct differ *d, struct where at, struct pair flat);
void schema_diff_checks(struct differ *d, struct where at, struct pair flat, unsigned types);
void schema_diff_branches(struct differ *d, struct where at, struct pair flat, unsigned types);

/* A change with the values it is about; a node may be NULL where there is none. */
struct told {
	const char *kind;
	struct op_at at[SIDES]; /* where it stands; empty: at the schema as a whole */
	struct mtext message;
	struct effect effect;
	bool words;
};
void schema_diff_tell(struct differ *d, struct where at, struct pair flat, struct told t);
/* "minimum: 1 → 2" */
struct mtext schema_diff_arrow(struct differ *d, struct str keyword, struct mtext before,
			       struct mtext after);
struct mtext schema_diff_type_names(struct differ *d, unsigned types);
struct mtext schema_diff_value(struct differ *d, const struct node *v); /* NULL: "none" */

/* Text that matches the first pattern and not the second; false when none was found. */
bool schema_diff_text_between(struct differ *d, struct all from, int side,
			      const struct pattern *to);
/* All that matches the first matches the second, as far as that can be seen. */
bool schema_diff_pattern_within(const struct pattern *from, const struct pattern *to);

#endif
