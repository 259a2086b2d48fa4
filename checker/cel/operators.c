#include "checker/cel/check_internal.h"

static const char *const symbols[] = {
	[CEL_OP_EQ] = "==", [CEL_OP_NE] = "!=", [CEL_OP_LT] = "<",  [CEL_OP_LE] = "<=",
	[CEL_OP_GT] = ">",  [CEL_OP_GE] = ">=", [CEL_OP_IN] = "in", [CEL_OP_ADD] = "+",
	[CEL_OP_SUB] = "-", [CEL_OP_MUL] = "*", [CEL_OP_DIV] = "/", [CEL_OP_MOD] = "%",
};

/* Letters as in struct cel_overload. */
static const struct arith {
	enum cel_op op;
	char a, b, result;
} ariths[] = {
	{ CEL_OP_ADD, 'i', 'i', 'i' }, { CEL_OP_ADD, 'u', 'u', 'u' },
	{ CEL_OP_ADD, 'd', 'd', 'd' }, { CEL_OP_ADD, 's', 's', 's' },
	{ CEL_OP_ADD, 'y', 'y', 'y' }, { CEL_OP_ADD, 'l', 'l', 'l' },
	{ CEL_OP_ADD, 't', 'D', 't' }, { CEL_OP_ADD, 'D', 't', 't' },
	{ CEL_OP_ADD, 'D', 'D', 'D' }, { CEL_OP_SUB, 'i', 'i', 'i' },
	{ CEL_OP_SUB, 'u', 'u', 'u' }, { CEL_OP_SUB, 'd', 'd', 'd' },
	{ CEL_OP_SUB, 't', 't', 'D' }, { CEL_OP_SUB, 't', 'D', 't' },
	{ CEL_OP_SUB, 'D', 'D', 'D' }, { CEL_OP_MUL, 'i', 'i', 'i' },
	{ CEL_OP_MUL, 'u', 'u', 'u' }, { CEL_OP_MUL, 'd', 'd', 'd' },
	{ CEL_OP_DIV, 'i', 'i', 'i' }, { CEL_OP_DIV, 'u', 'u', 'u' },
	{ CEL_OP_DIV, 'd', 'd', 'd' }, { CEL_OP_MOD, 'i', 'i', 'i' },
	{ CEL_OP_MOD, 'u', 'u', 'u' },
};

static bool wrong_operands(struct checker *c, const struct cel_expr *e)
{
	return CEL_FAIL(c, e, "no such overload: %.*s %s %.*s",
			STR_FMT(cel_type_text(c->arena, e->kids[0]->type)), symbols[e->op],
			STR_FMT(cel_type_text(c->arena, e->kids[1]->type)));
}

bool cel_check_condition(struct checker *c, const struct cel_expr *kid)
{
	if (kid->type->kind == CEL_BOOL || kid->type->kind == CEL_DYN)
		return true;
	return CEL_FAIL(c, kid, "a condition must be bool, not %.*s",
			STR_FMT(cel_type_text(c->arena, kid->type)));
}

static bool check_logic(struct checker *c, struct cel_expr *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (!cel_check_condition(c, e->kids[i]))
			return false;
	e->type = cel_type_of(CEL_BOOL);
	return true;
}

static bool check_cond(struct checker *c, struct cel_expr *e)
{
	const struct cel_type *yes = e->kids[1]->type, *no = e->kids[2]->type;

	if (!cel_check_condition(c, e->kids[0]))
		return false;
	if (!cel_type_fits(yes, no))
		return CEL_FAIL(c, e, "the branches have types %.*s and %.*s",
				STR_FMT(cel_type_text(c->arena, yes)),
				STR_FMT(cel_type_text(c->arena, no)));
	e->type = cel_type_join(yes, no);
	return true;
}

static bool check_neg(struct checker *c, struct cel_expr *e)
{
	e->type = e->kids[0]->type;
	if (e->type->kind == CEL_INT || e->type->kind == CEL_DOUBLE || e->type->kind == CEL_DYN)
		return true;
	return CEL_FAIL(c, e, "no such overload: -%.*s",
			STR_FMT(cel_type_text(c->arena, e->type)));
}

static bool letter_fits(char letter, const struct cel_type *t)
{
	return t->kind == CEL_DYN || cel_kind_letter(t->kind) == letter;
}

static bool check_arith(struct checker *c, struct cel_expr *e)
{
	const struct cel_type *a = e->kids[0]->type, *b = e->kids[1]->type;

	e->type = NULL;
	for (size_t i = 0; i < ARRAY_LEN(ariths); i++) {
		const struct arith *row = &ariths[i];
		const struct cel_type *t = cel_type_of_letter(row->result);

		if (row->op == e->op && letter_fits(row->a, a) && letter_fits(row->b, b))
			e->type = e->type ? cel_type_join(e->type, t) : t;
	}
	if (!e->type || (a->kind == CEL_LIST && !cel_type_fits(a, b)))
		return wrong_operands(c, e);
	if (a->kind == CEL_LIST && b->kind == CEL_LIST)
		e->type = cel_type_join(a, b);
	return true;
}

static bool has_order(const struct cel_type *a, const struct cel_type *b)
{
	if (a->kind == CEL_DYN)
		return b->kind == CEL_DYN || has_order(b, b);
	if (b->kind == CEL_DYN)
		return has_order(a, a);
	if (cel_is_number(a->kind))
		return cel_is_number(b->kind);
	return a->kind == b->kind &&
	       (a->kind == CEL_BOOL || a->kind == CEL_STRING || a->kind == CEL_BYTES ||
		a->kind == CEL_TIMESTAMP || a->kind == CEL_DURATION);
}

static bool may_contain(const struct cel_type *in, const struct cel_type *x)
{
	if (in->kind == CEL_LIST)
		return cel_type_fits(x, in->element);
	if (in->kind == CEL_MAP || in->kind == CEL_OBJECT)
		return cel_type_fits(x, in->key);
	return in->kind == CEL_DYN;
}

/* x == 'word', x in ['word'], 'word' in list, 'key' in map. */
static bool check_constants(struct checker *c, const struct cel_expr *e)
{
	const struct cel_expr *a = e->kids[0], *b = e->kids[1];
	const struct cel_type *in = b->type;

	if (e->op != CEL_OP_EQ && e->op != CEL_OP_NE && e->op != CEL_OP_IN)
		return true;
	if (!cel_check_words(c, a->type, b))
		return false;
	if (e->op != CEL_OP_IN)
		return cel_check_words(c, in, a);
	return (in->kind != CEL_LIST && in->kind != CEL_MAP) ||
	       cel_check_words(c, in->kind == CEL_LIST ? in->element : in->key, a);
}

static bool check_binary(struct checker *c, struct cel_expr *e)
{
	const struct cel_type *a = e->kids[0]->type, *b = e->kids[1]->type;
	bool fits;

	if (e->op >= CEL_OP_ADD)
		return check_arith(c, e);
	e->type = cel_type_of(CEL_BOOL);
	if (e->op == CEL_OP_EQ || e->op == CEL_OP_NE)
		fits = cel_type_fits(a, b);
	else
		fits = e->op == CEL_OP_IN ? may_contain(b, a) : has_order(a, b);
	return fits ? check_constants(c, e) : wrong_operands(c, e);
}

bool cel_check_operator(struct checker *c, struct cel_expr *e)
{
	if (!cel_check_kids(c, e))
		return false;
	if (e->op == CEL_OP_AND || e->op == CEL_OP_OR || e->op == CEL_OP_NOT)
		return check_logic(c, e);
	if (e->op == CEL_OP_COND)
		return check_cond(c, e);
	return e->op == CEL_OP_NEG ? check_neg(c, e) : check_binary(c, e);
}

static bool wrong_index(struct checker *c, const struct cel_expr *e)
{
	return CEL_FAIL(c, e, "no such overload: %.*s[%.*s]",
			STR_FMT(cel_type_text(c->arena, e->kids[0]->type)),
			STR_FMT(cel_type_text(c->arena, e->kids[1]->type)));
}

bool cel_check_index(struct checker *c, struct cel_expr *e)
{
	const struct cel_type *from, *key;
	const struct cel_expr *at = e->kids[1];
	bool fits = true;

	if (!cel_check_kids(c, e))
		return false;
	from = e->kids[0]->type;
	key = at->type;
	if (from->kind == CEL_OPTIONAL)
		from = from->element;
	if (from->kind == CEL_OBJECT && at->op == CEL_OP_CONST &&
	    at->value.kind == CEL_STRING) {
		if (!cel_check_field(c, from, at->value.s, e))
			return false;
	} else if (from->kind == CEL_LIST) {
		fits = key->kind == CEL_INT || key->kind == CEL_DYN;
		e->type = from->element;
	} else if (from->kind == CEL_MAP || from->kind == CEL_OBJECT) {
		fits = cel_type_fits(from->key, key);
		if (from->kind == CEL_MAP && !cel_check_words(c, from->key, at))
			return false;
		e->type = from->kind == CEL_MAP ? from->element : cel_type_of(CEL_DYN);
	} else {
		fits = from->kind == CEL_DYN;
		e->type = from;
	}
	if (!fits)
		return wrong_index(c, e);
	if (e->optional || e->kids[0]->type->kind == CEL_OPTIONAL)
		e->type = cel_type_optional(c->arena, e->type);
	return true;
}

static bool check_key(struct checker *c, const struct cel_expr *key)
{
	enum cel_kind kind = cel_type_kind(key->type);

	if (kind == CEL_BOOL || kind == CEL_INT || kind == CEL_UINT || kind == CEL_STRING ||
	    kind == CEL_DYN)
		return true;
	return CEL_FAIL(c, key, "%.*s cannot be a key of a map",
			STR_FMT(cel_type_text(c->arena, key->type)));
}

static const struct cel_type *join_kids(const struct cel_expr *e, size_t from, size_t step)
{
	const struct cel_type *t = NULL;

	for (size_t i = from; i < e->n; i += step)
		t = t ? cel_type_join(t, e->kids[i]->type) : e->kids[i]->type;
	return t ? t : cel_type_of(CEL_DYN);
}

static bool check_if_present(struct checker *c, struct cel_expr *e)
{
	const struct cel_type *t = e->kids[0]->type;

	e->type = cel_type_of(CEL_DYN);
	if (t->kind == CEL_OPTIONAL)
		e->type = t->element;
	return t->kind == CEL_OPTIONAL || t->kind == CEL_DYN ||
	       CEL_FAIL(c, e, "'?' needs an optional value, not %.*s",
			STR_FMT(cel_type_text(c->arena, t)));
}

bool cel_check_literal(struct checker *c, struct cel_expr *e)
{
	if (!cel_check_kids(c, e))
		return false;
	if (e->op == CEL_OP_IF_PRESENT)
		return check_if_present(c, e);
	if (e->op == CEL_OP_LIST) {
		e->type = cel_type_list(c->arena, join_kids(e, 0, 1));
		return true;
	}
	for (size_t i = 0; i < e->n; i += 2)
		if (!check_key(c, e->kids[i]))
			return false;
	e->type = cel_type_keyed(c->arena, join_kids(e, 0, 2), join_kids(e, 1, 2));
	return true;
}
