#include "checker/cel/eval_internal.h"

#include <assert.h>

static struct cel_value no_condition(struct frame *f, struct cel_value v)
{
	if (v.kind == CEL_ERROR)
		return v;
	return cel_error(f->run, "no such overload: %.*s is no condition",
			 STR_FMT(cel_kind_name(v.kind)));
}

/*
 * && and || (`decides` is false for && and true for ||): the deciding value
 * wins over errors on either side; otherwise the first error stands.
 */
static struct cel_value eval_logic(struct frame *f, const struct cel_expr *e, bool decides)
{
	struct cel_value error = { 0 };

	for (size_t i = 0; i < e->n; i++) {
		struct cel_value v = cel_eval_node(f, e->kids[i]);

		if (v.kind == CEL_BOOL) {
			if (v.truth == decides)
				return cel_of_bool(decides);
			continue;
		}
		if (cel_is_exhausted(v))
			return v;
		if (error.kind != CEL_ERROR)
			error = no_condition(f, v);
	}
	return error.kind == CEL_ERROR ? error : cel_of_bool(!decides);
}

static struct cel_value eval_cond(struct frame *f, const struct cel_expr *e)
{
	struct cel_value v = cel_eval_node(f, e->kids[0]);

	if (v.kind != CEL_BOOL)
		return no_condition(f, v);
	return cel_eval_node(f, e->kids[v.truth ? 1 : 2]);
}

static struct cel_value no_fields(struct frame *f, const struct cel_expr *e, struct cel_value v)
{
	return cel_error(f->run, "%.*s has no fields: '%.*s' cannot be read",
			 STR_FMT(cel_kind_name(v.kind)), STR_FMT(e->name));
}

/* The member of a map: 1 found, 0 absent, -1 out of steps. */
static int member(struct frame *f, struct cel_value from, struct str name,
		  struct cel_value *out)
{
	if (from.node) {
		const struct node *n = node_get(from.node, name);

		if (n)
			*out = cel_of_node(n);
		return n != NULL;
	}
	return cel_lookup(f->run, from, cel_of_str(name), out);
}

/* Documents write 5 for 5.0; where the declared type is double it is one. */
static struct cel_value as_declared(const struct cel_expr *e, struct cel_value v)
{
	if (!e->to_double)
		return v;
	if (v.kind == CEL_INT)
		v.d = (double)v.i;
	else if (v.kind == CEL_UINT)
		v.d = (double)v.u;
	else
		return v;
	v.kind = CEL_DOUBLE;
	return v;
}

/* a.?b, and a.b where a is optional. */
static struct cel_value select_optional(struct frame *f, const struct cel_expr *e,
					struct cel_value from)
{
	struct cel_value v = { 0 };
	int found;

	if (from.kind == CEL_OPTIONAL) {
		if (!from.optional)
			return from;
		from = *from.optional;
	}
	if (from.kind != CEL_MAP)
		return no_fields(f, e, from);
	found = member(f, from, e->name, &v);
	if (found < 0)
		return cel_out_of_steps();
	return found ? cel_optional_of(f->run, as_declared(e, v)) : cel_optional_none();
}

static struct cel_value eval_select(struct frame *f, const struct cel_expr *e)
{
	struct cel_value from = cel_eval_node(f, e->kids[0]), v;
	int found;

	if (from.kind == CEL_ERROR)
		return from;
	if (e->optional || from.kind == CEL_OPTIONAL)
		return select_optional(f, e, from);
	if (from.kind != CEL_MAP)
		return no_fields(f, e, from);
	found = member(f, from, e->name, &v);
	if (found > 0)
		return as_declared(e, v);
	return found < 0 ? cel_out_of_steps() : e->value;
}

static struct cel_value eval_has(struct frame *f, const struct cel_expr *e)
{
	struct cel_value from = cel_eval_node(f, e->kids[0]), v;
	int found;

	if (from.kind == CEL_ERROR)
		return from;
	if (from.kind == CEL_OPTIONAL) {
		if (!from.optional)
			return cel_of_bool(false);
		from = *from.optional;
	}
	if (from.kind != CEL_MAP)
		return no_fields(f, e, from);
	found = member(f, from, e->name, &v);
	return found < 0 ? cel_out_of_steps() : cel_of_bool(found > 0);
}

static struct cel_value eval_index(struct frame *f, const struct cel_expr *e)
{
	struct cel_value from = cel_eval_node(f, e->kids[0]), key, v;
	bool optional = e->optional || from.kind == CEL_OPTIONAL;

	if (from.kind == CEL_ERROR)
		return from;
	key = cel_eval_node(f, e->kids[1]);
	if (key.kind == CEL_ERROR)
		return key;
	if (from.kind == CEL_OPTIONAL) {
		if (!from.optional)
			return from;
		from = *from.optional;
	}
	v = cel_index(f->run, from, key);
	if (v.kind != CEL_ERROR)
		v = as_declared(e, v);
	if (!optional || cel_is_exhausted(v))
		return v;
	return v.kind == CEL_ERROR ? cel_optional_none() : cel_optional_of(f->run, v);
}

static struct cel_value eval_compare(struct frame *f, const struct cel_expr *e)
{
	static const char *const symbols[] = {
		[CEL_OP_LT] = "<",
		[CEL_OP_LE] = "<=",
		[CEL_OP_GT] = ">",
		[CEL_OP_GE] = ">=",
	};
	struct cel_value a = cel_eval_node(f, e->kids[0]), b;
	int order;

	if (a.kind == CEL_ERROR)
		return a;
	b = cel_eval_node(f, e->kids[1]);
	if (b.kind == CEL_ERROR)
		return b;
	if (!cel_compare(a, b, &order))
		return cel_no_overload(f->run, symbols[e->op], a, b);
	if (order == 2)
		return cel_of_bool(false);
	if (e->op == CEL_OP_LT || e->op == CEL_OP_GE)
		return cel_of_bool((order < 0) == (e->op == CEL_OP_LT));
	return cel_of_bool((order > 0) == (e->op == CEL_OP_GT));
}

static struct cel_value eval_binary(struct frame *f, const struct cel_expr *e)
{
	struct cel_value a = cel_eval_node(f, e->kids[0]), b;

	if (a.kind == CEL_ERROR)
		return a;
	b = cel_eval_node(f, e->kids[1]);
	if (b.kind == CEL_ERROR)
		return b;
	if (e->op == CEL_OP_IN)
		return cel_in(f->run, a, b);
	if (e->op != CEL_OP_EQ && e->op != CEL_OP_NE)
		return cel_arith(f->run, e->op, a, b);
	a = cel_equal_run(f->run, a, b);
	if (e->op == CEL_OP_NE && a.kind == CEL_BOOL)
		a.truth = !a.truth;
	return a;
}

static struct cel_value eval_not(struct frame *f, const struct cel_expr *e)
{
	struct cel_value v = cel_eval_node(f, e->kids[0]);

	if (v.kind != CEL_BOOL)
		return no_condition(f, v);
	return cel_of_bool(!v.truth);
}

static struct cel_value eval_neg(struct frame *f, const struct cel_expr *e)
{
	struct cel_value v = cel_eval_node(f, e->kids[0]);

	return v.kind == CEL_ERROR ? v : cel_negate(f->run, v);
}

static bool takes(const struct cel_overload *row, const struct cel_value *args, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (row->args[i] != '.' && row->args[i] != cel_kind_letter(args[i].kind))
			return false;
	return true;
}

static struct cel_value wrong_arguments(struct frame *f, const struct cel_expr *e,
					const struct cel_value *args)
{
	struct str list = { "", 0 };

	for (size_t i = 0; i < e->n; i++)
		list = arena_printf(f->run->arena, "%.*s%s%.*s", STR_FMT(list), i ? ", " : "",
				    STR_FMT(cel_kind_name(args[i].kind)));
	return cel_error(f->run, "no such overload: %.*s(%.*s)", STR_FMT(e->name),
			 STR_FMT(list));
}

static struct cel_value eval_call(struct frame *f, const struct cel_expr *e)
{
	struct cel_value args[CEL_ARGS];

	for (size_t i = 0; i < e->n; i++) {
		args[i] = cel_eval_node(f, e->kids[i]);
		if (args[i].kind == CEL_ERROR)
			return args[i];
	}
	for (size_t i = 0; i < e->overloads; i++)
		if (takes(&e->overload[i], args, e->n))
			return e->overload[i].call(f->run, args, e->n);
	return wrong_arguments(f, e, args);
}

static struct cel_value eval_matches(struct frame *f, const struct cel_expr *e)
{
	struct cel_value v = cel_eval_node(f, e->kids[0]);

	if (v.kind == CEL_ERROR)
		return v;
	if (v.kind != CEL_STRING)
		return cel_error(f->run, "no such overload: matches(%.*s, string)",
				 STR_FMT(cel_kind_name(v.kind)));
	return cel_matches(f->run, e->re, v.s);
}

/* An element of a literal. False: leave it out, which only [?none] does. */
static bool element(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	*out = cel_eval_node(f, e->op == CEL_OP_IF_PRESENT ? e->kids[0] : e);
	if (e->op != CEL_OP_IF_PRESENT || out->kind == CEL_ERROR)
		return true;
	if (out->kind != CEL_OPTIONAL) {
		*out = cel_error(f->run, "no such overload: ?%.*s",
				 STR_FMT(cel_kind_name(out->kind)));
		return true;
	}
	if (!out->optional)
		return false;
	*out = *out->optional;
	return true;
}

static struct cel_value eval_list(struct frame *f, const struct cel_expr *e)
{
	struct cel_value *at = ARENA_ARRAY(f->run->arena, struct cel_value, e->n);
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++) {
		if (!element(f, e->kids[i], &at[n]))
			continue;
		if (at[n].kind == CEL_ERROR)
			return at[n];
		n++;
	}
	return cel_of_list(f->run->arena, at, n);
}

static bool is_key(enum cel_kind kind)
{
	return kind == CEL_BOOL || kind == CEL_INT || kind == CEL_UINT || kind == CEL_STRING;
}

struct cel_value cel_map_add(struct cel_run *run, struct cel_map *map, struct cel_entry *at,
			     struct cel_entry entry)
{
	struct cel_value view = { .kind = CEL_MAP, .map = map }, ignored;
	int found;

	if (!is_key(entry.key.kind))
		return cel_error(run, "%.*s cannot be a key of a map",
				 STR_FMT(cel_kind_name(entry.key.kind)));
	found = cel_lookup(run, view, entry.key, &ignored);
	if (found < 0)
		return cel_out_of_steps();
	if (found)
		return cel_error(run, "repeated key: %.*s",
				 STR_FMT(cel_text(run->arena, entry.key)));
	at[map->n++] = entry;
	return cel_of_bool(true);
}

static struct cel_value eval_map(struct frame *f, const struct cel_expr *e)
{
	struct cel_entry *at = ARENA_ARRAY(f->run->arena, struct cel_entry, e->n / 2);
	struct cel_map *map = ARENA_NEW(f->run->arena, struct cel_map);

	map->at = at;
	for (size_t i = 0; i < e->n; i += 2) {
		struct cel_entry entry = { .key = cel_eval_node(f, e->kids[i]) };
		struct cel_value added;

		if (entry.key.kind == CEL_ERROR)
			return entry.key;
		if (!element(f, e->kids[i + 1], &entry.value))
			continue;
		if (entry.value.kind == CEL_ERROR)
			return entry.value;
		added = cel_map_add(f->run, map, at, entry);
		if (added.kind == CEL_ERROR)
			return added;
	}
	return (struct cel_value){ .kind = CEL_MAP, .map = map };
}

struct cel_value cel_eval_node(struct frame *f, const struct cel_expr *e)
{
	if (!cel_charge(f->run, 1))
		return cel_out_of_steps();
	switch (e->op) {
	case CEL_OP_CONST:
	case CEL_OP_FAIL:
		return e->value;
	case CEL_OP_SLOT:
		return as_declared(e, f->slots[e->slot]);
	case CEL_OP_LOCAL:
		return as_declared(e, f->locals[e->slot]);
	case CEL_OP_SELECT:
		return eval_select(f, e);
	case CEL_OP_HAS:
		return eval_has(f, e);
	case CEL_OP_INDEX:
		return eval_index(f, e);
	case CEL_OP_CALL:
		return eval_call(f, e);
	case CEL_OP_MATCHES:
		return eval_matches(f, e);
	case CEL_OP_LIST:
		return eval_list(f, e);
	case CEL_OP_MAP:
		return eval_map(f, e);
	case CEL_OP_AND:
		return eval_logic(f, e, false);
	case CEL_OP_OR:
		return eval_logic(f, e, true);
	case CEL_OP_NOT:
		return eval_not(f, e);
	case CEL_OP_NEG:
		return eval_neg(f, e);
	case CEL_OP_COND:
		return eval_cond(f, e);
	case CEL_OP_LT:
	case CEL_OP_LE:
	case CEL_OP_GT:
	case CEL_OP_GE:
		return eval_compare(f, e);
	case CEL_OP_EQ:
	case CEL_OP_NE:
	case CEL_OP_IN:
	case CEL_OP_ADD:
	case CEL_OP_SUB:
	case CEL_OP_MUL:
	case CEL_OP_DIV:
	case CEL_OP_MOD:
		return eval_binary(f, e);
	case CEL_OP_ALL:
	case CEL_OP_EXISTS:
	case CEL_OP_EXISTS_ONE:
	case CEL_OP_TO_LIST:
	case CEL_OP_FILTER:
	case CEL_OP_TO_MAP:
	case CEL_OP_TO_ENTRIES:
		return cel_eval_loop(f, e);
	case CEL_OP_BIND:
	case CEL_OP_OPT_MAP:
	case CEL_OP_OPT_FLAT_MAP:
		return cel_eval_bind(f, e);
	case CEL_OP_IDENT:
	case CEL_OP_IF_PRESENT:
		break;
	}
	assert(!"an unresolved node");
	return cel_out_of_steps();
}

struct cel_value cel_eval(const struct cel_program *p, const struct cel_value *slots,
			  struct cel_run *run)
{
	struct frame f;

	f.slots = slots;
	f.run = run;
	return cel_eval_node(&f, p->root);
}

struct cel_value cel_eval_const(const struct cel_expr *e, struct cel_run *run)
{
	struct frame f;

	f.slots = NULL;
	f.run = run;
	return cel_eval_node(&f, e);
}
