#include "checker/cel/check_internal.h"

static bool push(struct checker *c, const struct cel_expr *e, struct str name,
		 const struct cel_type *type)
{
	if (c->local_count == CEL_LOCALS)
		return CEL_FAIL(c, e, "more than %d variables inside one another", CEL_LOCALS);
	c->locals[c->local_count++] = (struct cel_var){ .name = name, .type = type };
	return true;
}

/* What the variables of a loop over this are; NULL when it cannot be looped over. */
static const struct cel_type *key_of(const struct cel_type *t, bool pair)
{
	if (t->kind == CEL_LIST)
		return pair ? cel_type_of(CEL_INT) : t->element;
	if (t->kind == CEL_MAP || t->kind == CEL_OBJECT)
		return t->key;
	return t->kind == CEL_DYN ? t : NULL;
}

static const struct cel_type *value_of(const struct cel_type *t)
{
	return t->kind == CEL_LIST || t->kind == CEL_MAP ? t->element : cel_type_of(CEL_DYN);
}

static bool check_body(struct checker *c, struct cel_expr *e)
{
	bool condition = e->op == CEL_OP_ALL || e->op == CEL_OP_EXISTS ||
			 e->op == CEL_OP_EXISTS_ONE || e->op == CEL_OP_FILTER;

	for (size_t i = 1; i < e->n; i++)
		if (!cel_check_node(c, e->kids[i]))
			return false;
	if (condition && !cel_check_condition(c, e->kids[1]))
		return false;
	return e->n < 3 || cel_check_condition(c, e->kids[2]);
}

static bool set_loop_type(struct checker *c, struct cel_expr *e, const struct cel_type *key)
{
	const struct cel_type *body = e->kids[1]->type;

	e->type = cel_type_of(CEL_BOOL);
	if (e->op == CEL_OP_FILTER)
		e->type = cel_type_list(c->arena, key);
	if (e->op == CEL_OP_TO_LIST)
		e->type = cel_type_list(c->arena, body);
	if (e->op == CEL_OP_TO_MAP)
		e->type = cel_type_keyed(c->arena, key, body);
	if (e->op != CEL_OP_TO_ENTRIES)
		return true;
	e->type = body;
	return body->kind == CEL_MAP || body->kind == CEL_DYN ||
	       CEL_FAIL(c, e->kids[1], "an entry must be a map, not %.*s",
			STR_FMT(cel_type_text(c->arena, body)));
}

bool cel_check_loop(struct checker *c, struct cel_expr *e)
{
	unsigned outer = c->local_count;
	const struct cel_type *over, *key;

	if (!cel_check_node(c, e->kids[0]))
		return false;
	over = e->kids[0]->type;
	key = key_of(over, e->pair);
	if (!key)
		return CEL_FAIL(c, e, "%.*s cannot be looped over",
				STR_FMT(cel_type_text(c->arena, over)));
	e->slot = outer;
	if (!push(c, e, e->name, key) || (e->pair && !push(c, e, e->name2, value_of(over))) ||
	    !check_body(c, e))
		return false;
	c->local_count = outer;
	return set_loop_type(c, e, key);
}

bool cel_check_bind(struct checker *c, struct cel_expr *e)
{
	unsigned outer = c->local_count;
	const struct cel_type *type;

	if (!cel_check_node(c, e->kids[0]))
		return false;
	type = e->kids[0]->type;
	if (e->op != CEL_OP_BIND) {
		if (type->kind != CEL_OPTIONAL && type->kind != CEL_DYN)
			return CEL_FAIL(c, e, "%.*s is no optional",
					STR_FMT(cel_type_text(c->arena, type)));
		type = cel_type_element(type);
	}
	e->slot = outer;
	if (!push(c, e, e->name, type) || !cel_check_node(c, e->kids[1]))
		return false;
	c->local_count = outer;
	e->type = e->kids[1]->type;
	if (e->op == CEL_OP_OPT_MAP)
		e->type = cel_type_optional(c->arena, e->type);
	return true;
}
