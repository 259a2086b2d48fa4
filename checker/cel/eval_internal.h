/* Evaluation, in two files: nodes, and the nodes that bind variables. */
#ifndef CHECKER_CEL_EVAL_INTERNAL_H
#define CHECKER_CEL_EVAL_INTERNAL_H

#include "checker/cel/cel_internal.h"

struct frame {
	const struct cel_value *slots;
	struct cel_run *run;
	struct cel_value
		locals[CEL_LOCALS]; /* set before they are read: the checker sees to it */
};

/* How nodes that are no constants and no variables are evaluated. Recursion is bounded by the
 * depth of the tree, which compiling limits. */
typedef void (*cel_evaluator)(struct frame *f, const struct cel_expr *e, struct cel_value *out);
extern const cel_evaluator cel_evaluators[];
/* Documents write 5 for 5.0; where the declared type is double it is one. */
void cel_make_double(struct cel_value *v);

/* The value of a late slot, once it is there, or what ends the evaluation. */
const struct cel_value *cel_eval_late(struct frame *f, unsigned slot, struct cel_value *room);

/* The value of a node: in place where it is a constant or a variable, else in `room`. */
static inline const struct cel_value *cel_eval_at(struct frame *f, const struct cel_expr *e,
						  struct cel_value *room)
{
	const struct cel_value *at;

	if (!cel_charge(f->run, 1)) {
		*room = cel_exhausted();
		return room;
	}
	if (e->op > CEL_OP_FAIL) {
		cel_evaluators[e->op](f, e, room);
		return room;
	}
	if (e->op == CEL_OP_SLOT) {
		at = &f->slots[e->slot];
		if (at->kind == CEL_LATE)
			at = cel_eval_late(f, e->slot, room);
	} else {
		at = e->op == CEL_OP_LOCAL ? &f->locals[e->slot] : &e->value;
	}
	if (!e->to_double)
		return at;
	*room = *at;
	cel_make_double(room);
	return room;
}

static inline void cel_eval_into(struct frame *f, const struct cel_expr *e,
				 struct cel_value *out)
{
	const struct cel_value *at = cel_eval_at(f, e, out);

	if (at != out)
		*out = *at;
}

void cel_eval_quantifier(struct frame *f, const struct cel_expr *e, struct cel_value *out);
void cel_eval_loop(struct frame *f, const struct cel_expr *e, struct cel_value *out);
void cel_eval_bind(struct frame *f, const struct cel_expr *e, struct cel_value *out);
/* Adds to map, whose entries are `at` with room for one more; an error, or true. */
struct cel_value cel_map_add(struct cel_run *run, struct cel_map *map, struct cel_entry *at,
			     struct cel_entry entry);

#endif
