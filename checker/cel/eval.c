#include "checker/cel/eval_internal.h"

static struct cel_value no_condition(struct frame *f, const struct cel_value *v)
{
	if (v->kind == CEL_ERROR)
		return *v;
	return cel_error(f->run, "no such overload: %.*s is no condition",
			 STR_FMT(cel_kind_name(v->kind)));
}

/*
 * && and || (`decides` is false for && and true for ||): the deciding value
 * wins over errors on either side; otherwise the first error stands.
 */
static void eval_logic(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	const bool decides = e->op == CEL_OP_OR;
	bool failed = false;

	for (size_t i = 0; i < e->n; i++) {
		struct cel_value room;
		const struct cel_value *v = cel_eval_at(f, e->kids[i], &room);

		if (v->kind == CEL_BOOL) {
			if (v->truth == decides) {
				cel_set_bool(out, decides);
				return;
			}
			continue;
		}
		if (!failed || cel_ends(v))
			*out = no_condition(f, v);
		if (cel_ends(v))
			return;
		failed = true;
	}
	if (!failed)
		cel_set_bool(out, !decides);
}

static void eval_cond(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value room;
	const struct cel_value *v = cel_eval_at(f, e->kids[0], &room);

	if (v->kind == CEL_BOOL)
		cel_eval_into(f, e->kids[v->truth ? 1 : 2], out);
	else
		*out = no_condition(f, v);
}

static struct cel_value no_fields(struct frame *f, const struct cel_expr *e,
				  const struct cel_value *v)
{
	return cel_error(f->run, "%.*s has no fields: '%.*s' cannot be read",
			 STR_FMT(cel_kind_name(v->kind)), STR_FMT(e->name));
}

/* The member of a map: 1 found, 0 absent, -1 out of steps. */
static int member(struct frame *f, const struct cel_value *from, const struct cel_expr *e,
		  struct cel_value *out)
{
	struct cel_value key;

	if (from->node) {
		const struct node *n = node_get_near(from->node, e->name, &e->last->hint);

		if (n)
			cel_set_node(out, n);
		return n != NULL;
	}
	key = cel_of_str(e->name);
	return cel_lookup(f->run, from, &key, out);
}

/* a.?b, and a.b where a is optional. */
static void select_optional(struct frame *f, const struct cel_expr *e,
			    const struct cel_value *from, struct cel_value *out)
{
	struct cel_value v;
	int found;

	if (from->kind == CEL_OPTIONAL) {
		if (!from->optional) {
			*out = *from;
			return;
		}
		from = from->optional;
	}
	if (from->kind != CEL_MAP) {
		*out = no_fields(f, e, from);
		return;
	}
	found = member(f, from, e, &v);
	if (found > 0 && e->to_double)
		cel_make_double(&v);
	if (found < 0)
		*out = cel_exhausted();
	else
		*out = found ? cel_optional_of(f->run, v) : cel_optional_none();
}

/* The document's value of a variable; NULL: it has none, or is no map. */
static inline const struct node *variable_node(const struct frame *f,
					       const struct cel_expr *variable)
{
	const struct cel_value *v = variable->op == CEL_OP_SLOT ? &f->slots[variable->slot]
								: &f->locals[variable->slot];

	return v->kind == CEL_MAP ? v->node : NULL;
}

/* The document's value at the end of the chain, at the price of a value for each step; NULL
 * when it is to be walked value by value. */
static const struct node *walk_chain(const struct frame *f, const struct cel_expr *e)
{
	const struct node *n = variable_node(f, e->variable);

	for (uint32_t i = 0; n && i < e->steps_n; i++)
		n = node_get_near(n, e->steps[i].name, &e->steps[i].hint);
	return n && cel_charge(f->run, e->steps_n) ? n : NULL;
}

/* Value by value. */
static APART void select_slowly(struct frame *f, const struct cel_expr *e,
				struct cel_value *out)
{
	struct cel_value room;
	const struct cel_value *from = cel_eval_at(f, e->kids[0], &room);
	int found;

	if (from->kind == CEL_ERROR) {
		*out = *from;
		return;
	}
	if (e->optional || from->kind == CEL_OPTIONAL) {
		select_optional(f, e, from, out);
		return;
	}
	if (from->kind != CEL_MAP) {
		*out = no_fields(f, e, from);
		return;
	}
	found = member(f, from, e, out);
	if (found > 0 && e->to_double)
		cel_make_double(out);
	else if (found <= 0)
		*out = found ? cel_exhausted() : e->value;
}

static void eval_select(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	const struct node *end = e->steps_n ? walk_chain(f, e) : NULL;

	if (!end) {
		select_slowly(f, e, out);
		return;
	}
	cel_set_node(out, end);
	if (e->to_double)
		cel_make_double(out);
}

/* Whether the document has what stands at the end of the chain, at the price of a value for
 * each step before; false when that is to be found out value by value. */
static bool has_chain(const struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	const struct node *n = e->steps_n ? variable_node(f, e->variable) : NULL;

	for (uint32_t i = 0; n && i + 1 < e->steps_n; i++)
		n = node_get_near(n, e->steps[i].name, &e->steps[i].hint);
	if (!n || n->type != NODE_OBJECT || !cel_charge(f->run, e->steps_n))
		return false;
	cel_set_bool(out, node_get_near(n, e->name, &e->last->hint) != NULL);
	return true;
}

static APART void has_slowly(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value room, ignored;
	const struct cel_value *from = cel_eval_at(f, e->kids[0], &room);
	int found;

	if (from->kind == CEL_OPTIONAL) {
		if (!from->optional) {
			cel_set_bool(out, false);
			return;
		}
		from = from->optional;
	}
	if (from->kind != CEL_MAP) {
		*out = from->kind == CEL_ERROR ? *from : no_fields(f, e, from);
		return;
	}
	found = member(f, from, e, &ignored);
	if (found < 0)
		*out = cel_exhausted();
	else
		cel_set_bool(out, found > 0);
}

static void eval_has(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	if (!has_chain(f, e, out))
		has_slowly(f, e, out);
}

static void eval_index(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value room, key_room;
	const struct cel_value *from = cel_eval_at(f, e->kids[0], &room), *key;
	bool optional = e->optional || from->kind == CEL_OPTIONAL;

	if (from->kind == CEL_ERROR) {
		*out = *from;
		return;
	}
	key = cel_eval_at(f, e->kids[1], &key_room);
	if (key->kind == CEL_ERROR) {
		*out = *key;
		return;
	}
	if (from->kind == CEL_OPTIONAL) {
		if (!from->optional) {
			*out = *from;
			return;
		}
		from = from->optional;
	}
	cel_index(f->run, from, key, out);
	if (e->to_double)
		cel_make_double(out);
	if (!optional)
		return;
	if (out->kind != CEL_ERROR)
		*out = cel_optional_of(f->run, *out);
	else if (out->nanos == CEL_ABSENT || out->nanos == CEL_OUTSIDE)
		*out = cel_optional_none();
}

/* Both operands; false when one is an error, which is then in `out`. */
static bool operands(struct frame *f, const struct cel_expr *e, struct cel_value room[2],
		     const struct cel_value *at[2], struct cel_value *out)
{
	for (size_t i = 0; i < 2; i++) {
		at[i] = cel_eval_at(f, e->kids[i], &room[i]);
		if (at[i]->kind == CEL_ERROR) {
			*out = *at[i];
			return false;
		}
	}
	return true;
}

static void eval_order(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	static const char *const symbols[] = {
		[CEL_OP_LT] = "<",
		[CEL_OP_LE] = "<=",
		[CEL_OP_GT] = ">",
		[CEL_OP_GE] = ">=",
	};
	struct cel_value room[2];
	const struct cel_value *at[2];
	int order;

	if (!operands(f, e, room, at, out))
		return;
	if (at[0]->kind == CEL_STRING && !cel_charge(f->run, at[0]->s.n / 256))
		*out = cel_exhausted();
	else if (!cel_compare(at[0], at[1], &order))
		*out = cel_no_overload(f->run, symbols[e->op], *at[0], *at[1]);
	else if (order == 2) /* NaN is neither less nor greater nor equal */
		cel_set_bool(out, false);
	else if (e->op == CEL_OP_LT || e->op == CEL_OP_GE)
		cel_set_bool(out, (order < 0) == (e->op == CEL_OP_LT));
	else
		cel_set_bool(out, (order > 0) == (e->op == CEL_OP_GT));
}

static void eval_equality(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value room[2];
	const struct cel_value *at[2];

	at[0] = cel_eval_at(f, e->kids[0], &room[0]);
	at[1] = at[0]->kind == CEL_ERROR ? at[0] : cel_eval_at(f, e->kids[1], &room[1]);
	if (at[1]->kind == CEL_ERROR) {
		*out = *at[1];
		return;
	}
	if (at[0]->kind == CEL_STRING && at[1]->kind == CEL_STRING && at[0]->s.n != at[1]->s.n)
		cel_set_bool(out, false);
	else
		cel_equal_run(f->run, at[0], at[1], out);
	if (e->op == CEL_OP_NE && out->kind == CEL_BOOL)
		out->truth = !out->truth;
}

static void eval_binary(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value room[2];
	const struct cel_value *at[2];

	if (!operands(f, e, room, at, out))
		return;
	if (e->op == CEL_OP_IN)
		cel_in(f->run, at[0], at[1], out);
	else
		*out = cel_arith(f->run, e->op, *at[0], *at[1]);
}

static void eval_not(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value room;
	const struct cel_value *v = cel_eval_at(f, e->kids[0], &room);

	if (v->kind == CEL_BOOL)
		cel_set_bool(out, !v->truth);
	else
		*out = no_condition(f, v);
}

static void eval_neg(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	cel_eval_into(f, e->kids[0], out);
	if (out->kind != CEL_ERROR)
		*out = cel_negate(f->run, *out);
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

static inline void dispatch(struct frame *f, const struct cel_expr *e,
			    const struct cel_value *args, struct cel_value *out)
{
	for (size_t i = 0; i < e->overloads; i++)
		if (takes(&e->overload[i], args, e->n)) {
			*out = e->overload[i].call(f->run, args, e->n);
			return;
		}
	*out = wrong_arguments(f, e, args);
}

static void eval_call(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value args[CEL_ARGS];

	for (size_t i = 0; i < e->n; i++) {
		cel_eval_into(f, e->kids[i], &args[i]);
		if (args[i].kind == CEL_ERROR) {
			*out = args[i];
			return;
		}
	}
	dispatch(f, e, args, out);
}

/* x.or(y), x.orValue(y): y is not evaluated when x has a value. */
static void eval_or_else(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value args[2];

	for (size_t i = 0; i < ARRAY_LEN(args); i++) {
		cel_eval_into(f, e->kids[i], &args[i]);
		if (args[i].kind == CEL_ERROR) {
			*out = args[i];
			return;
		}
		if (i == 0 && args[i].kind == CEL_OPTIONAL && args[i].optional) {
			*out = e->op == CEL_OP_OPT_OR ? args[i] : *args[i].optional;
			return;
		}
	}
	dispatch(f, e, args, out);
}

static void eval_matches(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value room;
	const struct cel_value *v = cel_eval_at(f, e->kids[0], &room);

	if (v->kind == CEL_STRING)
		*out = cel_matches(f->run, e->re, v->s);
	else if (v->kind == CEL_ERROR)
		*out = *v;
	else
		*out = cel_error(f->run, "no such overload: matches(%.*s, string)",
				 STR_FMT(cel_kind_name(v->kind)));
}

/* An element of a literal. False: leave it out, which only [?none] does. */
static bool element(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	cel_eval_into(f, e->op == CEL_OP_IF_PRESENT ? e->kids[0] : e, out);
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

static void eval_list(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_value *at = ARENA_ARRAY(f->run->arena, struct cel_value, e->n);
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++) {
		if (!element(f, e->kids[i], &at[n]))
			continue;
		if (at[n].kind == CEL_ERROR) {
			*out = at[n];
			return;
		}
		n++;
	}
	*out = cel_of_list(f->run->arena, at, n);
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
	found = cel_lookup(run, &view, &entry.key, &ignored);
	if (found < 0)
		return cel_exhausted();
	if (found)
		return cel_error(run, "repeated key: %.*s",
				 STR_FMT(cel_brief(run->arena, entry.key)));
	at[map->n++] = entry;
	return cel_of_bool(true);
}

/* One "key: value" of a literal; an error, or true. */
static struct cel_value add_pair(struct frame *f, struct cel_expr *const kids[2],
				 struct cel_map *map, struct cel_entry *at)
{
	struct cel_entry entry;

	cel_eval_into(f, kids[0], &entry.key);
	if (entry.key.kind == CEL_ERROR)
		return entry.key;
	if (!element(f, kids[1], &entry.value))
		return cel_of_bool(true);
	return entry.value.kind == CEL_ERROR ? entry.value
					     : cel_map_add(f->run, map, at, entry);
}

static void eval_map(struct frame *f, const struct cel_expr *e, struct cel_value *out)
{
	struct cel_entry *at = ARENA_ARRAY(f->run->arena, struct cel_entry, e->n / 2);
	struct cel_map *map = ARENA_NEW(f->run->arena, struct cel_map);

	map->at = at;
	for (size_t i = 0; i < e->n; i += 2) {
		*out = add_pair(f, e->kids + i, map, at);
		if (out->kind == CEL_ERROR)
			return;
	}
	*out = (struct cel_value){ .kind = CEL_MAP, .map = map };
}

/* Constants and variables are not here: cel_eval_at has them. */
const cel_evaluator cel_evaluators[] = {
	[CEL_OP_SELECT] = eval_select,
	[CEL_OP_HAS] = eval_has,
	[CEL_OP_INDEX] = eval_index,
	[CEL_OP_CALL] = eval_call,
	[CEL_OP_MATCHES] = eval_matches,
	[CEL_OP_LIST] = eval_list,
	[CEL_OP_MAP] = eval_map,
	[CEL_OP_OPT_OR] = eval_or_else,
	[CEL_OP_OPT_OR_VALUE] = eval_or_else,
	[CEL_OP_AND] = eval_logic,
	[CEL_OP_OR] = eval_logic,
	[CEL_OP_NOT] = eval_not,
	[CEL_OP_NEG] = eval_neg,
	[CEL_OP_COND] = eval_cond,
	[CEL_OP_EQ] = eval_equality,
	[CEL_OP_NE] = eval_equality,
	[CEL_OP_LT] = eval_order,
	[CEL_OP_LE] = eval_order,
	[CEL_OP_GT] = eval_order,
	[CEL_OP_GE] = eval_order,
	[CEL_OP_IN] = eval_binary,
	[CEL_OP_ADD] = eval_binary,
	[CEL_OP_SUB] = eval_binary,
	[CEL_OP_MUL] = eval_binary,
	[CEL_OP_DIV] = eval_binary,
	[CEL_OP_MOD] = eval_binary,
	[CEL_OP_ALL] = cel_eval_quantifier,
	[CEL_OP_EXISTS] = cel_eval_quantifier,
	[CEL_OP_EXISTS_ONE] = cel_eval_loop,
	[CEL_OP_TO_LIST] = cel_eval_loop,
	[CEL_OP_FILTER] = cel_eval_loop,
	[CEL_OP_TO_MAP] = cel_eval_loop,
	[CEL_OP_TO_ENTRIES] = cel_eval_loop,
	[CEL_OP_BIND] = cel_eval_bind,
	[CEL_OP_OPT_MAP] = cel_eval_bind,
	[CEL_OP_OPT_FLAT_MAP] = cel_eval_bind,
};

void cel_make_double(struct cel_value *v)
{
	if (v->kind == CEL_INT)
		v->d = (double)v->i;
	else if (v->kind == CEL_UINT)
		v->d = (double)v->u;
	else
		return;
	v->kind = CEL_DOUBLE;
}

const struct cel_value *cel_eval_late(struct frame *f, unsigned slot, struct cel_value *room)
{
	if (f->run->late(f->run, slot))
		return &f->slots[slot];
	*room = (struct cel_value){ .kind = CEL_ERROR, .nanos = CEL_ENDS, .s = STR("ended") };
	return room;
}

struct cel_value cel_eval(const struct cel_program *p, const struct cel_value *slots,
			  struct cel_run *run)
{
	const struct cel_value *at;
	struct cel_value out;
	struct frame f;

	f.slots = slots;
	f.run = run;
	at = cel_eval_at(&f, p->root, &out);
	if (at != &out)
		out = *at;
	return out;
}

struct cel_value cel_eval_const(struct cel_expr *e, struct cel_run *run)
{
	const struct cel_program p = { .root = e };
	const struct cel_value none = { 0 };

	return cel_eval(&p, &none, run);
}
