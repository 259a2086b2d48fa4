/* Values of expressions and what is done with them, under the budget of a run. */
#ifndef CHECKER_CEL_VALUE_INTERNAL_H
#define CHECKER_CEL_VALUE_INTERNAL_H

#include "checker/cel/cel.h"

/* In `nanos` of a CEL_ERROR: a look-up found nothing; nothing absorbs it; an index is beyond
 * the end. */
enum { CEL_ABSENT = 1, CEL_ENDS = 2, CEL_OUTSIDE = 3 };

static inline bool cel_ends(const struct cel_value *v)
{
	return v->kind == CEL_ERROR && v->nanos == CEL_ENDS;
}

struct cel_list {
	size_t n;
	const struct cel_value *at;
};

struct cel_entry {
	struct cel_value key, value;
};

struct cel_map {
	size_t n;
	const struct cel_entry *at;
};

/* Takes steps from the budget; false when there are too few, and then none are left. */
static inline bool cel_charge(struct cel_run *run, size_t steps)
{
	bool enough = run->steps_left >= steps;

	run->steps_left = enough ? run->steps_left - steps : 0;
	return enough;
}

struct cel_value cel_of_uint(uint64_t u);
struct cel_value cel_of_double(double d);
struct cel_value cel_of_bytes(struct str s);
struct cel_value cel_of_type(struct str name);
struct cel_value cel_of_list(struct arena *a, const struct cel_value *at, size_t n); /* kept */
struct cel_value cel_of_map(struct arena *a, const struct cel_entry *at, size_t n);  /* kept */
struct cel_value cel_optional_none(void);
struct cel_value cel_optional_of(struct cel_run *run, struct cel_value v);
void cel_set_key(struct cel_value *out, const struct member *m);
void cel_set_bool(struct cel_value *out, bool truth);
/* The element of a list, in place or in `room`. */
const struct cel_value *cel_item_at(const struct cel_value *list, size_t i,
				    struct cel_value *room);
/* "int", "null_type": what type() answers; for CEL_DYN and CEL_OBJECT "dyn" and "map". */
struct str cel_kind_name(enum cel_kind kind);
struct cel_value cel_no_overload(struct cel_run *run, const char *what, struct cel_value a,
				 struct cel_value b);
bool cel_is_number(enum cel_kind kind);
/* Equality under the budget: a CEL_BOOL, or the out-of-steps error. */
void cel_equal_run(struct cel_run *run, const struct cel_value *a, const struct cel_value *b,
		   struct cel_value *out);
/* -1, 0, 1; 2 when unordered (NaN); false when the kinds have no order. */
bool cel_compare(const struct cel_value *a, const struct cel_value *b, int *order);
/* 1 found, 0 absent, -1 out of steps. */
int cel_lookup(struct cel_run *run, const struct cel_value *map, const struct cel_value *key,
	       struct cel_value *out);
/* x in list, key in map. */
void cel_in(struct cel_run *run, const struct cel_value *x, const struct cel_value *in,
	    struct cel_value *out);
void cel_index(struct cel_run *run, const struct cel_value *in, const struct cel_value *key,
	       struct cel_value *out);
/* Nearest double of a decimal lexeme. */
double cel_double_of(struct arena *a, struct str lexeme);
struct str cel_double_text(struct arena *a, double d);
/* For messages: at most 80 bytes of a text; the name of its kind for what is no scalar. */
struct str cel_brief(struct arena *a, struct cel_value v);

#endif
