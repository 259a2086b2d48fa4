#include "checker/schema/diff_internal.h"
#include "checker/schema/explain_internal.h"

enum { SHOWN_MAX = 8 };

struct mtext schema_diff_value(struct differ *d, const struct node *v)
{
	return v ? schema_explain_value(d->a, v) : MT("жоқ", "нет", "none");
}

struct mtext schema_diff_type_names(struct differ *d, unsigned types)
{
	if ((types & TYPE_ANY) == TYPE_ANY)
		return MT("кез келген", "любой", "any");
	return types ? schema_explain_types(d->a, types) : MT("ешқандай", "никакой", "none");
}

static bool any_effect(struct effect e)
{
	return e.on[OLD] || e.on[NEW];
}

/* ---- lists of values ---- */

static const struct op_at *list_of(struct differ *d, struct all flat)
{
	struct ops_found one = schema_diff_ops(d, flat, OP_CONST);
	struct ops_found many = schema_diff_ops(d, flat, OP_ENUM);

	return one.n ? &one.at[0] : many.n ? &many.at[0] : NULL;
}

struct lost {
	struct mtext shown[SHOWN_MAX];
	size_t n;
	bool unsure;
};

/* Values of a list that one side accepts and the other does not: by asking both. */
static struct lost lost_values(struct differ *d, struct pair flat, int side,
			       const struct values *values)
{
	struct lost lost = { 0 };

	for (size_t i = 0; i < values->n; i++) {
		const struct node *v = &values->at[i];
		enum schema_verdict here = schema_diff_accepts(d, side, flat.side[side], v);
		enum schema_verdict there =
			here == SCHEMA_INVALID
				? here
				: schema_diff_accepts(d, !side, flat.side[!side], v);

		lost.unsure |= here == SCHEMA_LIMIT || there == SCHEMA_LIMIT;
		if (here != SCHEMA_VALID || there != SCHEMA_INVALID)
			continue;
		if (lost.n < SHOWN_MAX)
			lost.shown[lost.n] = schema_explain_value(d->a, v);
		lost.n++;
	}
	return lost;
}

static void tell_lost(struct differ *d, struct where at, struct pair flat, int side)
{
	const struct op_at *list[SIDES] = { list_of(d, flat.side[OLD]),
					    list_of(d, flat.side[NEW]) };
	struct lost lost = lost_values(d, flat, side, list[side]->op->values);
	struct told t = { .kind = side == OLD ? "values-removed" : "values-added" };
	struct mtext shown = schema_explain_list(d->a, lost.shown, lost.n);

	if (!lost.n && !lost.unsure)
		return;
	for (int i = 0; i < SIDES; i++)
		if (list[i])
			t.at[i] = *list[i];
	t.effect.on[side] = lost.n ? SCHEMA_BREAKS : SCHEMA_UNSURE;
	t.message = side == OLD ? MTEXT_FILL(d->a,
					     MT("бұл мәндерге енді рұқсат жоқ: %1",
						"значения больше не допускаются: %1",
						"values no longer allowed: %1"),
					     shown)
				: MTEXT_FILL(d->a,
					     MT("бұл мәндерге рұқсат берілді: %1",
						"значения теперь допускаются: %1",
						"values now allowed: %1"),
					     shown);
	schema_diff_tell(d, at, flat, t);
}

/* One side has a list and the other has none. */
static void tell_listed(struct differ *d, struct where at, struct pair flat, int listed)
{
	struct told t = { .kind = listed == NEW ? "values-listed" : "values-freed" };

	t.at[listed] = *list_of(d, flat.side[listed]);
	t.effect.on[!listed] = SCHEMA_BREAKS;
	t.message = listed == NEW ? MT("енді тек тізімдегі мәндерге рұқсат",
				       "теперь допускаются только перечисленные значения",
				       "now only listed values are allowed")
				  : MT("енді тек тізімдегі мәндер емес",
				       "теперь допускаются не только перечисленные значения",
				       "now not only listed values are allowed");
	schema_diff_tell(d, at, flat, t);
}

/* Nothing at all is accepted, or a handful of values of null and boolean. */
static bool is_empty(struct all flat)
{
	return schema_diff_types(flat) == TYPE_NONE;
}

bool schema_diff_values(struct differ *d, struct where at, struct pair flat)
{
	bool listed[SIDES] = { list_of(d, flat.side[OLD]) != NULL,
			       list_of(d, flat.side[NEW]) != NULL };

	if ((!listed[OLD] && !listed[NEW]) || is_empty(flat.side[OLD]) ||
	    is_empty(flat.side[NEW]))
		return false;
	for (int side = 0; side < SIDES; side++) {
		if (listed[side])
			tell_lost(d, at, flat, side);
		if (listed[side] && !listed[!side])
			tell_listed(d, at, flat, side);
	}
	return true;
}

/* ---- bounds ---- */

static const struct bound_row {
	const char *keyword;
	enum opcode loose, strict; /* OP_COUNT: there is none */
	bool lower;
} bound_rows[] = {
	{ "minimum", OP_MINIMUM, OP_ABOVE, true },
	{ "maximum", OP_MAXIMUM, OP_BELOW, false },
	{ "minLength", OP_MIN_LENGTH, OP_COUNT, true },
	{ "maxLength", OP_MAX_LENGTH, OP_COUNT, false },
	{ "minItems", OP_MIN_ITEMS, OP_COUNT, true },
	{ "maxItems", OP_MAX_ITEMS, OP_COUNT, false },
	{ "minProperties", OP_MIN_PROPERTIES, OP_COUNT, true },
	{ "maxProperties", OP_MAX_PROPERTIES, OP_COUNT, false },
};

struct edge {
	const struct node *number; /* NULL: none */
	bool strict;
	struct op_at at;
};

/* Below, equal or above as seen from inside: a stronger edge lets less in. */
static int edge_order(const struct edge *a, const struct edge *b, bool lower)
{
	int order;

	if (!a->number || !b->number)
		return (a->number != NULL) - (b->number != NULL);
	order = node_number_cmp(a->number, b->number);
	if (!lower)
		order = -order;
	return order ? order : a->strict - b->strict;
}

static struct edge edge_of_op(struct differ *d, struct op_at at, bool strict, bool lower,
			      bool integers)
{
	struct edge e = { at.op->value, strict, at };
	struct node *whole;
	int64_t n;

	/* A count of none or more is no bound. */
	if (lower && at.op->kind != OP_MINIMUM && at.op->kind != OP_ABOVE && !at.op->count)
		e.number = NULL;
	/* Among integers, above 4 is from 5 on. */
	if (strict && integers && node_int(e.number, &n) && n > INT64_MIN && n < INT64_MAX) {
		whole = ARENA_NEW(d->a, struct node);
		*whole = node_make_int(d->a, lower ? n + 1 : n - 1);
		e.number = whole;
		e.strict = false;
	}
	return e;
}

static struct edge edge_of(struct differ *d, struct all flat, const struct bound_row *row,
			   bool integers)
{
	struct edge strongest = { 0 };

	for (int strict = 0; strict < 2; strict++) {
		enum opcode kind = strict ? row->strict : row->loose;
		struct ops_found found = { 0 };

		if (kind != OP_COUNT)
			found = schema_diff_ops(d, flat, kind);
		for (size_t i = 0; i < found.n; i++) {
			struct edge e =
				edge_of_op(d, found.at[i], strict, row->lower, integers);

			if (edge_order(&e, &strongest, row->lower) > 0)
				strongest = e;
		}
	}
	return strongest;
}

static struct mtext edge_text(struct differ *d, const struct edge *e, bool lower)
{
	struct mtext number = schema_diff_value(d, e->number);

	if (!e->number || !e->strict)
		return number;
	return MTEXT_FILL(d->a, lower ? MT("> %1", "> %1", "> %1") : MT("< %1", "< %1", "< %1"),
			  number);
}

static void compare_bound(struct differ *d, struct where at, struct pair flat,
			  const struct bound_row *row, bool integers)
{
	struct edge e[SIDES] = { edge_of(d, flat.side[OLD], row, integers),
				 edge_of(d, flat.side[NEW], row, integers) };
	int order = edge_order(&e[OLD], &e[NEW], row->lower);
	struct told t = { .kind = row->lower ? "lower-bound" : "upper-bound",
			  .at = { e[OLD].at, e[NEW].at } };

	if (!order)
		return;
	t.effect.on[order < 0 ? OLD : NEW] = SCHEMA_BREAKS;
	t.message =
		schema_diff_arrow(d, str_of(row->keyword), edge_text(d, &e[OLD], row->lower),
				  edge_text(d, &e[NEW], row->lower));
	schema_diff_tell(d, at, flat, t);
}

/* ---- checks that are there or not ---- */

struct cover {
	struct differ *d;
	struct pair flat;
	int side; /* whose documents are asked about */
	bool integers;
};

/* What documents that meet `have` risk by `want` being asked of them. */
typedef enum schema_effect (*cover)(const struct cover *c, struct ops_found have,
				    const struct op *want);

static enum schema_effect cover_step(const struct cover *c, struct ops_found have,
				     const struct op *want)
{
	struct node one = node_make_int(c->d->a, 1);

	for (size_t i = 0; i < have.n; i++)
		if (schema_is_multiple(have.at[i].op->value, want->step->digits,
				       want->step->exponent))
			return SCHEMA_SAFE;
	if (c->integers && schema_is_multiple(&one, want->step->digits, want->step->exponent))
		return SCHEMA_SAFE;
	return SCHEMA_BREAKS;
}

static enum schema_effect cover_pattern(const struct cover *c, struct ops_found have,
					const struct op *want)
{
	for (size_t i = 0; i < have.n; i++)
		if (schema_diff_pattern_within(have.at[i].op->pattern, want->pattern))
			return SCHEMA_SAFE;
	return schema_diff_text_between(c->d, c->flat.side[c->side], c->side, want->pattern)
		       ? SCHEMA_BREAKS
		       : SCHEMA_UNSURE;
}

static enum schema_effect cover_format(const struct cover *c, struct ops_found have,
				       const struct op *want)
{
	(void)c;
	for (size_t i = 0; i < have.n; i++)
		if (have.at[i].op->format == want->format)
			return SCHEMA_SAFE;
	return have.n ? SCHEMA_UNSURE : SCHEMA_BREAKS;
}

static enum schema_effect cover_unique(const struct cover *c, struct ops_found have,
				       const struct op *want)
{
	(void)c;
	(void)want;
	return have.n ? SCHEMA_SAFE : SCHEMA_BREAKS;
}

static const struct check_row {
	const char *keyword;
	enum opcode kind;
	cover cover;
} check_rows[] = {
	{ "multipleOf", OP_MULTIPLE_OF, cover_step },
	{ "pattern", OP_PATTERN, cover_pattern },
	{ "format", OP_FORMAT, cover_format },
	{ "uniqueItems", OP_UNIQUE, cover_unique },
};

static void compare_check(struct differ *d, struct where at, struct pair flat,
			  const struct check_row *row, bool integers)
{
	struct told t = { .kind = row->keyword };
	struct ops_found found[SIDES];

	for (int i = 0; i < SIDES; i++) {
		found[i] = schema_diff_ops(d, flat.side[i], row->kind);
		if (found[i].n)
			t.at[i] = found[i].at[0];
	}
	for (int side = 0; side < SIDES; side++) {
		struct cover c = { d, flat, side, integers };

		for (size_t i = 0; i < found[!side].n; i++) {
			enum schema_effect e =
				row->cover(&c, found[side], found[!side].at[i].op);

			t.effect.on[side] = e > t.effect.on[side] ? e : t.effect.on[side];
		}
	}
	if (!any_effect(t.effect))
		return;
	t.message = schema_diff_arrow(
		d, str_of(row->keyword),
		schema_diff_value(d, found[OLD].n ? found[OLD].at[0].op->value : NULL),
		schema_diff_value(d, found[NEW].n ? found[NEW].at[0].op->value : NULL));
	schema_diff_tell(d, at, flat, t);
}

void schema_diff_checks(struct differ *d, struct where at, struct pair flat, unsigned types)
{
	bool integers = !(types & ON_NUMBER);
	unsigned asked = types & TYPE_INTEGER ? types | ON_NUMBER : types;

	for (size_t i = 0; i < ARRAY_LEN(bound_rows); i++)
		if (schema_op_types[bound_rows[i].loose] & asked)
			compare_bound(d, at, flat, &bound_rows[i], integers);
	for (size_t i = 0; i < ARRAY_LEN(check_rows); i++)
		if (schema_op_types[check_rows[i].kind] & asked)
			compare_check(d, at, flat, &check_rows[i], integers);
}
