#include "checker/schema/diff_internal.h"

#include <string.h>

struct gathered {
	VEC(const struct sub *) list;
};

static struct all taken(const struct gathered *g)
{
	return (struct all){ g->list.at, g->list.n };
}

static void add(struct differ *d, struct gathered *g, const struct sub *s)
{
	if (s)
		vec_push(d->a, &g->list, s);
}

struct all schema_diff_one(struct differ *d, const struct sub *s)
{
	struct gathered g = { 0 };

	add(d, &g, s);
	return taken(&g);
}

static bool has(struct differ *d, const struct gathered *g, const struct sub *s)
{
	d->steps += g->list.n / 64;
	for (size_t i = 0; i < g->list.n; i++)
		if (g->list.at[i] == s)
			return true;
	return false;
}

/* Checks of any type stand in the list of every type. */
static void join(struct differ *d, struct gathered *g, const struct sub *s)
{
	const struct op_list *ops = &s->ops[NODE_NULL];

	if (has(d, g, s) || ++d->steps > DIFF_STEPS)
		return;
	add(d, g, s);
	for (size_t i = 0; i < ops->n; i++)
		if (ops->at[i].kind == OP_APPLY)
			join(d, g, ops->at[i].sub);
}

struct all schema_diff_flatten(struct differ *d, struct all list)
{
	struct gathered g = { 0 };

	for (size_t i = 0; i < list.n; i++)
		join(d, &g, list.at[i]);
	return taken(&g);
}

static enum node_type first_type(enum opcode kind)
{
	enum node_type type = NODE_NULL;

	while (!(schema_op_types[kind] >> type & 1))
		type++;
	return type;
}

struct ops_found schema_diff_ops(struct differ *d, struct all flat, enum opcode kind)
{
	enum node_type type = first_type(kind);
	VEC(struct op_at) found = { 0 };

	for (size_t i = 0; i < flat.n; i++) {
		const struct op_list *ops = &flat.at[i]->ops[type];

		for (size_t k = 0; k < ops->n; k++)
			if (ops->at[k].kind == kind)
				vec_push(d->a, &found,
					 (struct op_at){ &ops->at[k], flat.at[i] });
	}
	return (struct ops_found){ found.at, found.n };
}

unsigned schema_diff_types(struct all flat)
{
	unsigned all = TYPE_ANY;

	for (size_t i = 0; i < flat.n; i++) {
		unsigned types = flat.at[i]->types, number = ON_NUMBER | TYPE_INTEGER;
		bool both = all & number && types & number;
		bool whole = (all | types) & TYPE_INTEGER;

		all = (all & types & ~number) | (unsigned)(!both   ? 0
							   : whole ? TYPE_INTEGER
								   : ON_NUMBER);
	}
	return all;
}

enum schema_verdict schema_diff_accepts(struct differ *d, int side, struct all list,
					const struct node *v)
{
	enum schema_verdict verdict = SCHEMA_VALID;

	for (size_t i = 0; i < list.n && verdict == SCHEMA_VALID; i++) {
		struct schema_run r;

		schema_run_init(&r, d->schema[side]);
		if (!schema_run_sub(&r, list.at[i], v, NULL))
			verdict = r.limit ? SCHEMA_LIMIT : SCHEMA_INVALID;
		schema_run_release(&r);
	}
	return verdict;
}

static const struct members *members_of(const struct sub *s)
{
	const struct op_list *ops = &s->ops[NODE_OBJECT];

	for (size_t i = 0; i < ops->n; i++)
		if (ops->at[i].kind == OP_MEMBERS)
			return ops->at[i].members;
	return NULL;
}

static const struct op *op_of(const struct sub *s, enum opcode kind)
{
	const struct op_list *ops = &s->ops[first_type(kind)];

	for (size_t i = 0; i < ops->n; i++)
		if (ops->at[i].kind == kind)
			return &ops->at[i];
	return NULL;
}

/* False when the members say nothing about the name. */
static bool add_member(struct differ *d, struct gathered *g, const struct members *m,
		       struct str name)
{
	size_t at = schema_keys_find(&m->keys, name.p, name.n);
	bool found = at != SIZE_MAX && m->subs[at];

	if (found)
		add(d, g, m->subs[at]);
	for (size_t i = 0; i < m->patterns_n; i++) {
		struct schema_run r;

		schema_run_init(&r, d->schema[OLD]);
		if (schema_pattern_match(&r, m->patterns[i].pattern, name)) {
			add(d, g, m->patterns[i].sub);
			found = true;
		}
		schema_run_release(&r);
	}
	if (!found)
		add(d, g, m->rest);
	return found || m->rest;
}

/* A name that only the pattern matches. */
static bool add_pattern(struct differ *d, struct gathered *g, const struct members *m,
			struct str pattern)
{
	bool found = false;

	for (size_t i = 0; i < m->patterns_n; i++)
		if (str_eq(m->patterns[i].pattern->text, pattern)) {
			add(d, g, m->patterns[i].sub);
			found = true;
		}
	if (!found)
		add(d, g, m->rest);
	return found || m->rest;
}

static bool add_rest(struct differ *d, struct gathered *g, const struct members *m,
		     struct str unused)
{
	(void)unused;
	add(d, g, m->rest);
	return m->rest;
}

typedef bool (*adder)(struct differ *d, struct gathered *g, const struct members *m,
		      struct str name);

static struct all parts_of_object(struct differ *d, struct all flat, struct str name,
				  adder add_part)
{
	struct gathered g = { 0 };

	d->steps += flat.n;
	for (size_t i = 0; i < flat.n && d->steps < DIFF_STEPS; i++) {
		const struct op *rest = op_of(flat.at[i], OP_UNEVALUATED_PROPERTIES);
		const struct members *m = members_of(flat.at[i]);

		if (m)
			add_part(d, &g, m, name);
		if (rest) {
			struct all own = schema_diff_flatten(d, schema_diff_one(d, flat.at[i]));
			struct gathered ignored = { 0 };
			bool seen = false;

			for (size_t k = 0; k < own.n; k++)
				seen |= members_of(own.at[k]) &&
					add_part(d, &ignored, members_of(own.at[k]), name);
			if (!seen)
				add(d, &g, rest->sub);
		}
	}
	return taken(&g);
}

struct all schema_diff_member(struct differ *d, struct all flat, struct str name)
{
	return parts_of_object(d, flat, name, name.p ? add_member : add_rest);
}

struct all schema_diff_pattern(struct differ *d, struct all flat, struct str pattern)
{
	return parts_of_object(d, flat, pattern, add_pattern);
}

static const struct sub *item_of(const struct sub *s, size_t at)
{
	const struct op *prefix = op_of(s, OP_PREFIX_ITEMS), *items = op_of(s, OP_ITEMS);

	if (prefix && at < prefix->n)
		return prefix->subs[at];
	return items && at >= items->n ? items->sub : NULL;
}

struct all schema_diff_item(struct differ *d, struct all flat, size_t at)
{
	struct gathered g = { 0 };

	d->steps += flat.n;
	for (size_t i = 0; i < flat.n && d->steps < DIFF_STEPS; i++) {
		const struct op *rest = op_of(flat.at[i], OP_UNEVALUATED_ITEMS);

		add(d, &g, item_of(flat.at[i], at));
		if (rest) {
			struct all own = schema_diff_flatten(d, schema_diff_one(d, flat.at[i]));
			bool seen = false;

			for (size_t k = 0; k < own.n; k++)
				seen |= item_of(own.at[k], at) != NULL;
			if (!seen)
				add(d, &g, rest->sub);
		}
	}
	return taken(&g);
}

static const struct values *values_of(struct differ *d, struct all flat)
{
	struct ops_found one = schema_diff_ops(d, flat, OP_CONST);
	struct ops_found many = schema_diff_ops(d, flat, OP_ENUM);

	return one.n ? one.at[0].op->values : many.n ? many.at[0].op->values : NULL;
}

static bool share_a_value(const struct values *left, const struct values *right)
{
	for (size_t i = 0; i < left->n; i++)
		for (size_t k = 0; k < right->n; k++)
			if (node_equal(&left->at[i], &right->at[k]))
				return true;
	return false;
}

static bool is_required(struct all flat, struct str name)
{
	for (size_t i = 0; i < flat.n; i++) {
		const struct members *m = members_of(flat.at[i]);
		size_t at = m ? schema_keys_find(&m->keys, name.p, name.n) : SIZE_MAX;

		if (at != SIZE_MAX && m->required[at])
			return true;
	}
	return false;
}

/* A field that both need, with values that no document has in common. */
static bool told_apart_by(struct differ *d, struct all left, struct all right, struct str name)
{
	const struct values *a, *b;

	if (!is_required(left, name) || !is_required(right, name))
		return false;
	a = values_of(d, schema_diff_flatten(d, schema_diff_member(d, left, name)));
	b = values_of(d, schema_diff_flatten(d, schema_diff_member(d, right, name)));
	return a && b && !share_a_value(a, b);
}

bool schema_diff_disjoint(struct differ *d, struct all left, struct all right)
{
	unsigned a = schema_diff_types(left), b = schema_diff_types(right);
	unsigned number = ON_NUMBER | TYPE_INTEGER;
	const struct values *x = values_of(d, left), *y = values_of(d, right);

	if (!(a & b) && !(a & number && b & number))
		return true;
	if (x && y)
		return !share_a_value(x, y);
	for (size_t i = 0; (a & b) == ON_OBJECT && i < left.n; i++) {
		const struct members *m = members_of(left.at[i]);

		for (size_t k = 0; m && k < m->keys.n; k++)
			if (told_apart_by(d, left, right, m->keys.names[k]))
				return true;
	}
	return false;
}
