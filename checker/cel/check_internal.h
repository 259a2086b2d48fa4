/* Checking, in three files: names and calls, operators, nodes that bind variables. */
#ifndef CHECKER_CEL_CHECK_INTERNAL_H
#define CHECKER_CEL_CHECK_INTERNAL_H

#include "checker/cel/cel_internal.h"

struct checker {
	struct cel_program *program;
	struct arena *arena;
	const struct cel_env *env;
	struct str source;
	struct err *err;
	struct cel_var locals[CEL_LOCALS];
	unsigned local_count;
	uint64_t fold_steps;
};

#define CEL_FAIL(c, e, ...) cel_fail_at((c)->source, (e)->at, (c)->err, __VA_ARGS__)

/* Recursion is bounded by the depth of the tree, which the parser limits. */
bool cel_check_node(struct checker *c, struct cel_expr *e);
bool cel_check_kids(struct checker *c, struct cel_expr *e);
bool cel_check_name(struct checker *c, struct cel_expr *e);
bool cel_check_select(struct checker *c, struct cel_expr *e);
bool cel_check_call(struct checker *c, struct cel_expr *e);
bool cel_check_operator(struct checker *c, struct cel_expr *e);
bool cel_check_index(struct checker *c, struct cel_expr *e);
bool cel_check_literal(struct checker *c, struct cel_expr *e);
bool cel_check_loop(struct checker *c, struct cel_expr *e);
bool cel_check_bind(struct checker *c, struct cel_expr *e);
/* The kid's type is bool or dyn. */
bool cel_check_condition(struct checker *c, const struct cel_expr *kid);
/* The type of a field of an object; fails with "did you mean" when there is none. */
bool cel_check_field(struct checker *c, const struct cel_type *object, struct str name,
		     struct cel_expr *e);

/* A constant where only some words may stand is one of them; so is each of a list. */
bool cel_check_words(struct checker *c, const struct cel_type *words, const struct cel_expr *e);

#endif
