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

/*
 * The value of a node: in place where it is a constant or a variable, else in
 * `room`. Recursion is bounded by the depth of the tree, which compiling limits.
 */
const struct cel_value *cel_eval_at(struct frame *f, const struct cel_expr *e,
				    struct cel_value *room);
void cel_eval_into(struct frame *f, const struct cel_expr *e, struct cel_value *out);
void cel_eval_quantifier(struct frame *f, const struct cel_expr *e, struct cel_value *out);
void cel_eval_loop(struct frame *f, const struct cel_expr *e, struct cel_value *out);
void cel_eval_bind(struct frame *f, const struct cel_expr *e, struct cel_value *out);
/* Adds to map, whose entries are `at` with room for one more; an error, or true. */
struct cel_value cel_map_add(struct cel_run *run, struct cel_map *map, struct cel_entry *at,
			     struct cel_entry entry);

#endif
