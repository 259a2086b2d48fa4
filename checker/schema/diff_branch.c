#include "checker/schema/diff_internal.h"

enum { BRANCHES_MAX = 32 }; /* compared each with each */

static const struct effect unsure = { { SCHEMA_UNSURE, SCHEMA_UNSURE } };

/* A change between two checks of one kind. */
static void tell(struct differ *d, struct where at, struct pair flat,
		 const struct op_at pair[SIDES], struct told t)
{
	t.at[OLD] = pair[OLD];
	t.at[NEW] = pair[NEW];
	schema_diff_tell(d, at, flat, t);
}

/* A condition as a whole came or went. What it refuses is rarely nothing, but may be. */
static void tell_whole(struct differ *d, struct where at, struct pair flat, struct told t)
{
	bool added = !t.at[OLD].op;

	t.effect.on[added ? OLD : NEW] = SCHEMA_UNSURE;
	t.message = added ? MTEXT_FILL(d->a,
				       MT("%1 шарты қосылды", "добавлено условие %1",
					  "condition %1 was added"),
				       mtext_same(str_of(t.kind)))
			  : MTEXT_FILL(d->a,
				       MT("%1 шарты алынып тасталды", "удалено условие %1",
					  "condition %1 was removed"),
				       mtext_same(str_of(t.kind)));
	schema_diff_tell(d, at, flat, t);
}

static struct pair one_each(struct differ *d, const struct sub *old, const struct sub *new)
{
	return (struct pair){ { schema_diff_one(d, old), schema_diff_one(d, new) } };
}

/* ---- anyOf and oneOf ---- */

struct branches {
	struct op_at at[SIDES];
	size_t n[SIDES];
	size_t partner[BRANCHES_MAX]; /* of the older one's; SIZE_MAX: none */
	bool taken[BRANCHES_MAX];     /* of the newer one's */
};

static const struct sub *branch(const struct branches *b, int side, size_t i)
{
	return b->at[side].op->subs[i];
}

static bool is_same(struct differ *d, const struct branches *b, size_t old, size_t new)
{
	struct effect e = schema_diff_quiet(
		d, (struct where){ 0 }, one_each(d, branch(b, OLD, old), branch(b, NEW, new)));

	return !e.on[OLD] && !e.on[NEW];
}

static void pair_with(struct branches *b, size_t old, size_t new)
{
	b->partner[old] = new;
	b->taken[new] = true;
}

/* Equal ones first, then those that stand at the same place. */
static void find_partners(struct differ *d, struct branches *b)
{
	for (size_t i = 0; i < b->n[OLD]; i++)
		b->partner[i] = SIZE_MAX;
	for (size_t i = 0; i < b->n[OLD]; i++)
		for (size_t k = 0; k < b->n[NEW]; k++) {
			/* The same place first: lists mostly keep their order. */
			size_t at = (i + k) % b->n[NEW];

			if (!b->taken[at] && is_same(d, b, i, at)) {
				pair_with(b, i, at);
				break;
			}
		}
	for (size_t i = 0; i < b->n[OLD] && i < b->n[NEW]; i++)
		if (b->partner[i] == SIZE_MAX && !b->taken[i])
			pair_with(b, i, i);
}

/* No value is accepted by two branches, so each is a case of its own. */
static bool are_cases(struct differ *d, const struct branches *b, int side)
{
	struct all flat[BRANCHES_MAX];

	for (size_t i = 0; i < b->n[side]; i++)
		flat[i] = schema_diff_flatten(d, schema_diff_one(d, branch(b, side, i)));
	for (size_t i = 0; i < b->n[side]; i++)
		for (size_t k = i + 1; k < b->n[side]; k++)
			if (!schema_diff_disjoint(d, flat[i], flat[k]))
				return false;
	return true;
}

static void tell_branch(struct differ *d, struct where at, struct pair flat,
			const struct branches *b, int side)
{
	struct told t = { .kind = side == OLD ? "branch-removed" : "branch-added" };

	t.effect.on[side] = SCHEMA_BREAKS;
	t.message = side == OLD ? MT("нұсқа алынып тасталды", "удалён вариант",
				     "an alternative was removed")
				: MT("нұсқа қосылды", "добавлен вариант",
				     "an alternative was added");
	tell(d, at, flat, b->at, t);
}

static void compare_branches(struct differ *d, struct where at, struct pair flat,
			     struct branches *b, bool one_of)
{
	find_partners(d, b);
	if (!are_cases(d, b, OLD) || !are_cases(d, b, NEW)) {
		enum trust trust = one_of ? TRUST_MUDDLED : TRUST_WEAK;

		at.trust = trust > at.trust ? trust : at.trust;
	}
	for (size_t i = 0; i < b->n[OLD]; i++)
		if (b->partner[i] == SIZE_MAX)
			tell_branch(d, at, flat, b, OLD);
		else
			schema_diff_compare(
				d, at,
				one_each(d, branch(b, OLD, i), branch(b, NEW, b->partner[i])));
	for (size_t i = 0; i < b->n[NEW]; i++)
		if (!b->taken[i])
			tell_branch(d, at, flat, b, NEW);
}

static void compare_alternatives(struct differ *d, struct where at, struct pair flat,
				 const struct op_at pair[SIDES], const char *kind)
{
	struct branches b = { .at = { pair[OLD], pair[NEW] },
			      .n = { pair[OLD].op->n, pair[NEW].op->n } };

	if (b.n[OLD] > BRANCHES_MAX || b.n[NEW] > BRANCHES_MAX) {
		tell(d, at, flat, pair,
		     (struct told){ .kind = kind,
				    .effect = unsure,
				    .message = MT("нұсқалар тым көп, салыстырылмады",
						  "слишком много вариантов, не сравнивались",
						  "too many alternatives to compare") });
		return;
	}
	compare_branches(d, at, flat, &b, pair[OLD].op->kind == OP_ONE_OF);
}

/* ---- the others, one by one ---- */

static void compare_not(struct differ *d, struct where at, struct pair flat,
			const struct op_at pair[SIDES], const char *kind)
{
	(void)flat;
	(void)kind;
	at.flipped = !at.flipped;
	schema_diff_compare(d, at, one_each(d, pair[OLD].op->sub, pair[NEW].op->sub));
}

static void compare_if(struct differ *d, struct where at, struct pair flat,
		       const struct op_at pair[SIDES], const char *kind)
{
	const struct choice *old = pair[OLD].op->choice, *new = pair[NEW].op->choice;
	struct effect when =
		schema_diff_quiet(d, (struct where){ 0 }, one_each(d, old->when, new->when));

	if (when.on[OLD] || when.on[NEW])
		tell(d, at, flat, pair,
		     (struct told){ .kind = kind,
				    .effect = unsure,
				    .message = MT("if шарты өзгерді", "изменилось условие if",
						  "the condition of if changed") });
	schema_diff_compare(d, at, one_each(d, old->then, new->then));
	schema_diff_compare(d, at, one_each(d, old->otherwise, new->otherwise));
}

static void compare_contains(struct differ *d, struct where at, struct pair flat,
			     const struct op_at pair[SIDES], const char *kind)
{
	const struct contains *old = pair[OLD].op->contains, *new = pair[NEW].op->contains;
	struct told t = { .kind = kind,
			  .message = MT("contains саны өзгерді", "изменилось число contains",
					"the count of contains changed") };

	t.effect.on[OLD] =
		new->min > old->min || new->max < old->max ? SCHEMA_BREAKS : SCHEMA_SAFE;
	t.effect.on[NEW] =
		new->min < old->min || new->max > old->max ? SCHEMA_BREAKS : SCHEMA_SAFE;
	if (t.effect.on[OLD] || t.effect.on[NEW])
		tell(d, at, flat, pair, t);
	if (old->max != UINT64_MAX || new->max != UINT64_MAX)
		at.trust = TRUST_MUDDLED;
	at.pointer = arena_printf(d->a, "%.*s/*", STR_FMT(at.pointer));
	schema_diff_compare(d, at, one_each(d, old->sub, new->sub));
}

static void compare_dynamic(struct differ *d, struct where at, struct pair flat,
			    const struct op_at pair[SIDES], const char *kind)
{
	(void)flat;
	(void)kind;
	schema_diff_compare(
		d, at,
		one_each(d, pair[OLD].op->dynamic->initial, pair[NEW].op->dynamic->initial));
}

static void compare_names(struct differ *d, struct where at, struct pair flat,
			  const struct op_at pair[SIDES], const char *kind)
{
	(void)flat;
	(void)kind;
	at.pointer = arena_printf(d->a, "%.*s/{}", STR_FMT(at.pointer));
	schema_diff_compare(d, at, one_each(d, pair[OLD].op->sub, pair[NEW].op->sub));
}

static void compare_dependent(struct differ *d, struct where at, struct pair flat,
			      const struct op_at pair[SIDES], const char *kind)
{
	(void)flat;
	(void)kind;
	schema_diff_compare(
		d, at, one_each(d, pair[OLD].op->dependent->sub, pair[NEW].op->dependent->sub));
}

static bool has_name(const struct needs *needs, struct str name)
{
	for (size_t i = 0; i < needs->n; i++)
		if (str_eq(needs->names[i], name))
			return true;
	return false;
}

static bool needs_more(const struct needs *than, const struct needs *needs)
{
	for (size_t i = 0; i < needs->n; i++)
		if (!has_name(than, needs->names[i]))
			return true;
	return false;
}

static void compare_needs(struct differ *d, struct where at, struct pair flat,
			  const struct op_at pair[SIDES], const char *kind)
{
	const struct needs *old = pair[OLD].op->needs, *new = pair[NEW].op->needs;
	struct told t = { .kind = kind };

	t.effect.on[OLD] = needs_more(old, new) ? SCHEMA_BREAKS : SCHEMA_SAFE;
	t.effect.on[NEW] = needs_more(new, old) ? SCHEMA_BREAKS : SCHEMA_SAFE;
	if (!t.effect.on[OLD] && !t.effect.on[NEW])
		return;
	t.message = MTEXT_FILL(d->a,
			       MT("«%1» өрісімен бірге міндетті өрістер өзгерді",
				  "изменились поля, обязательные вместе с «%1»",
				  "the fields required with \"%1\" changed"),
			       mtext_same(old->key));
	tell(d, at, flat, pair, t);
}

static const struct group_row {
	enum opcode kind;
	const char *keyword;
	void (*compare)(struct differ *d, struct where at, struct pair flat,
			const struct op_at pair[SIDES], const char *kind);
} groups[] = {
	{ OP_ANY_OF, "anyOf", compare_alternatives },
	{ OP_ONE_OF, "oneOf", compare_alternatives },
	{ OP_NOT, "not", compare_not },
	{ OP_IF, "if", compare_if },
	{ OP_CONTAINS, "contains", compare_contains },
	{ OP_DYNAMIC, "$dynamicRef", compare_dynamic },
	{ OP_PROPERTY_NAMES, "propertyNames", compare_names },
	{ OP_DEPENDENT, "dependentSchemas", compare_dependent },
	{ OP_NEEDS, "dependentRequired", compare_needs },
};

/* Checks about a field go with those about the same field; others by their order. */
static bool belong_together(const struct op *a, const struct op *b)
{
	if (a->kind == OP_DEPENDENT)
		return str_eq(a->dependent->key, b->dependent->key);
	return a->kind != OP_NEEDS || str_eq(a->needs->key, b->needs->key);
}

static void compare_group(struct differ *d, struct where at, struct pair flat,
			  const struct group_row *row)
{
	struct ops_found old = schema_diff_ops(d, flat.side[OLD], row->kind);
	struct ops_found new = schema_diff_ops(d, flat.side[NEW], row->kind);
	bool *taken = ARENA_ARRAY(d->a, bool, new.n);

	for (size_t i = 0; i < old.n; i++) {
		struct told t = { .kind = row->keyword, .at = { old.at[i] } };
		size_t k = 0;

		while (k < new.n && (taken[k] || !belong_together(old.at[i].op, new.at[k].op)))
			k++;
		if (k == new.n) {
			tell_whole(d, at, flat, t);
			continue;
		}
		taken[k] = true;
		row->compare(d, at, flat, (const struct op_at[]){ old.at[i], new.at[k] },
			     row->keyword);
	}
	for (size_t k = 0; k < new.n; k++)
		if (!taken[k])
			tell_whole(d, at, flat,
				   (struct told){ .kind = row->keyword,
						  .at = { [NEW] = new.at[k] } });
}

void schema_diff_branches(struct differ *d, struct where at, struct pair flat, unsigned types)
{
	unsigned asked = types & TYPE_INTEGER ? types | ON_NUMBER : types;

	for (size_t i = 0; i < ARRAY_LEN(groups); i++)
		if (schema_op_types[groups[i].kind] & asked)
			compare_group(d, at, flat, &groups[i]);
}
