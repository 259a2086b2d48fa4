#include "checker/cel/check_internal.h"

bool cel_check_kids(struct checker *c, struct cel_expr *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (!cel_check_node(c, e->kids[i]))
			return false;
	return true;
}

static bool foldable(const struct cel_expr *e)
{
	/* Host functions may answer differently each time. */
	if (e->op == CEL_OP_CALL && e->overload->type)
		return false;
	if (e->op < CEL_OP_SELECT || e->op == CEL_OP_IF_PRESENT || e->op >= CEL_OP_ALL)
		return false;
	for (size_t i = 0; i < e->n; i++)
		if (e->kids[i]->op != CEL_OP_CONST)
			return false;
	return true;
}

/* An error stays where it is: it may never be reached. */
static void fold(struct checker *c, struct cel_expr *e)
{
	struct cel_run run = { .arena = c->arena, .steps_left = c->fold_steps };
	struct cel_value v;

	if (!foldable(e))
		return;
	v = cel_eval_const(e, &run);
	c->fold_steps = run.steps_left;
	if (v.kind == CEL_ERROR)
		return;
	e->op = CEL_OP_CONST;
	e->value = v;
	e->n = 0;
}

static bool check_op(struct checker *c, struct cel_expr *e)
{
	switch (e->op) {
	case CEL_OP_CONST:
		e->type = cel_type_of(e->value.kind);
		return true;
	case CEL_OP_IDENT:
		return cel_check_name(c, e);
	case CEL_OP_SELECT:
	case CEL_OP_HAS:
		return cel_check_select(c, e);
	case CEL_OP_INDEX:
		return cel_check_index(c, e);
	case CEL_OP_CALL:
		return cel_check_call(c, e);
	case CEL_OP_LIST:
	case CEL_OP_MAP:
	case CEL_OP_IF_PRESENT:
		return cel_check_literal(c, e);
	case CEL_OP_ALL:
	case CEL_OP_EXISTS:
	case CEL_OP_EXISTS_ONE:
	case CEL_OP_TO_LIST:
	case CEL_OP_FILTER:
	case CEL_OP_TO_MAP:
	case CEL_OP_TO_ENTRIES:
		return cel_check_loop(c, e);
	case CEL_OP_BIND:
	case CEL_OP_OPT_MAP:
	case CEL_OP_OPT_FLAT_MAP:
		return cel_check_bind(c, e);
	case CEL_OP_SLOT:
	case CEL_OP_LOCAL:
	case CEL_OP_FAIL:
	case CEL_OP_MATCHES:
	case CEL_OP_OPT_OR:
	case CEL_OP_OPT_OR_VALUE:
	case CEL_OP_AND:
	case CEL_OP_OR:
	case CEL_OP_NOT:
	case CEL_OP_NEG:
	case CEL_OP_COND:
	case CEL_OP_EQ:
	case CEL_OP_NE:
	case CEL_OP_LT:
	case CEL_OP_LE:
	case CEL_OP_GT:
	case CEL_OP_GE:
	case CEL_OP_IN:
	case CEL_OP_ADD:
	case CEL_OP_SUB:
	case CEL_OP_MUL:
	case CEL_OP_DIV:
	case CEL_OP_MOD:
		break;
	}
	return cel_check_operator(c, e);
}

/* A value read from somewhere, declared to be double. */
static bool is_double(const struct cel_expr *e)
{
	const struct cel_type *t = e->type->kind == CEL_OPTIONAL ? e->type->element : e->type;

	return t->kind == CEL_DOUBLE && (e->op == CEL_OP_SLOT || e->op == CEL_OP_LOCAL ||
					 e->op == CEL_OP_SELECT || e->op == CEL_OP_INDEX);
}

bool cel_check_node(struct checker *c, struct cel_expr *e)
{
	if (!check_op(c, e))
		return false;
	if (c->env->unchecked)
		e->type = cel_type_of(CEL_DYN);
	e->to_double = is_double(e);
	fold(c, e);
	return true;
}

bool cel_check(struct cel_program *p, struct arena *a, const struct cel_env *env,
	       struct str source, struct err *err)
{
	struct checker c = { .program = p,
			     .arena = a,
			     .env = env,
			     .source = source,
			     .err = err,
			     .fold_steps = CEL_FOLD_STEPS };

	return cel_check_node(&c, p->root);
}

static uint64_t slots_below(const struct cel_expr *e)
{
	uint64_t slots =
		e->op == CEL_OP_SLOT ? (uint64_t)1 << (e->slot < 63 ? e->slot : 63) : 0;

	for (size_t i = 0; i < e->n; i++)
		slots |= slots_below(e->kids[i]);
	return slots;
}

bool cel_compile(struct cel_program **out, struct arena *a, const struct cel_env *env,
		 struct str expression, struct err *err)
{
	struct str source = arena_str(a, expression);
	struct cel_program *p = ARENA_NEW(a, struct cel_program);

	p->source = source;
	if (source.n > LIMIT_CEL_BYTES)
		return err_set(err, ERR_INPUT, "expression of %zu bytes is longer than %d",
			       source.n, LIMIT_CEL_BYTES);
	if (!cel_parse(&p->root, a, source, err))
		return false;
	if (!cel_check(p, a, env, source, err)) {
		cel_program_free(p);
		return false;
	}
	p->slots = slots_below(p->root);
	*out = p;
	return true;
}

struct str cel_program_source(const struct cel_program *p)
{
	return p->source;
}

uint64_t cel_program_slots(const struct cel_program *p)
{
	return p->slots;
}

const struct cel_type *cel_program_type(const struct cel_program *p)
{
	return p->root->type;
}

static bool loops_below(const struct cel_expr *e)
{
	bool loops = e->op >= CEL_OP_ALL && e->op <= CEL_OP_TO_ENTRIES;

	for (size_t i = 0; i < e->n && !loops; i++)
		loops = loops_below(e->kids[i]);
	return loops;
}

bool cel_program_loops(const struct cel_program *p)
{
	return loops_below(p->root);
}

void cel_program_free(struct cel_program *p)
{
	if (!p)
		return;
	/* Most have none, and lie in memory that is shared with another process: they are not
	 * written to. */
	for (; p->patterns.n; p->patterns.n--)
		regex_free(p->patterns.at[p->patterns.n - 1]);
}
