#include "checker/schema/explain_internal.h"

#include <string.h>

/*
 * How much a cause speaks against a branch having been meant: which fields are
 * there says more than their values.
 */
enum {
	WEIGHT_OWN_TYPE = 1000000, /* an object was wanted, this is a text */
	WEIGHT_VALUE = 120,	   /* a field with few possible values has another */
	WEIGHT_FIELD = 100,	   /* one is missing, or must not be there */
	WEIGHT_STRANGE = 50,	   /* one of which the branch knows nothing */
	WEIGHT_TYPE = 10,
	WEIGHT_ONE = 1,
};

enum {
	TRIED_MAX = 100,  /* causes of one branch while the best is looked for */
	MERGED_MAX = 200, /* values of merged lists */
	IN_PLACE_MAX = 8  /* references and allOf that are followed to a branch's fields */
};

struct range {
	size_t from, to;
	uint32_t branch;
	bool own_type;
};

static bool is_part(const struct node *whole, const struct node *v)
{
	if (v == whole)
		return true;
	if (whole->type != NODE_OBJECT)
		return false;
	for (uint32_t i = 0; i < whole->count; i++)
		if (&whole->members[i].value == v)
			return true;
	return false;
}

static bool names_variant(const struct problem *p)
{
	return p->kind == PROBLEM_CONST || p->kind == PROBLEM_ENUM;
}

static bool is_own_type(const struct problem *p, const struct node *whole)
{
	return p->kind == PROBLEM_TYPE && p->node == whole;
}

static bool is_about_fields(const struct problem *p, const struct node *whole)
{
	static const bool of_fields[PROBLEM_COUNT] = {
		[PROBLEM_REQUIRED] = true, [PROBLEM_REQUIRED_ONE] = true,
		[PROBLEM_NEEDED] = true,   [PROBLEM_TOGETHER] = true,
		[PROBLEM_EXCLUDED] = true,
	};

	return p->holder == whole || (of_fields[p->kind] && is_part(whole, p->node));
}

static unsigned weigh(const struct problem *p, const struct node *whole)
{
	if (is_own_type(p, whole))
		return WEIGHT_OWN_TYPE;
	if (is_about_fields(p, whole))
		return WEIGHT_FIELD;
	if (!is_part(whole, p->node))
		return WEIGHT_ONE;
	if (names_variant(p))
		return WEIGHT_VALUE;
	return p->kind == PROBLEM_TYPE ? WEIGHT_TYPE : WEIGHT_ONE;
}

/* What a branch says of a field of its value: nothing, something, or values that it has or not.
 */
enum word { WORD_NONE, WORD_SOME, WORD_YES, WORD_NO };

static enum word word_on_value(struct explainer *e, const struct sub *s, const struct node *v,
			       unsigned depth)
{
	const struct op_list *list = &s->ops[v->type];

	for (size_t i = 0; i < list->n; i++) {
		const struct op *op = &list->at[i];
		enum word word = WORD_SOME;

		if (op->kind == OP_CONST || op->kind == OP_ENUM)
			return schema_run_op(&e->run, op, v, NULL) ? WORD_YES : WORD_NO;
		if (op->kind == OP_APPLY && depth < IN_PLACE_MAX)
			word = word_on_value(e, op->sub, v, depth + 1);
		if (word > WORD_SOME)
			return word;
	}
	return WORD_SOME;
}

static enum word word_on(struct explainer *e, const struct sub *s, const struct member *m,
			 unsigned depth)
{
	const struct op_list *list = &s->ops[NODE_OBJECT];
	enum word most = WORD_NONE;

	for (size_t i = 0; i < list->n; i++) {
		const struct op *op = &list->at[i];
		enum word word = WORD_NONE;
		size_t at;

		if (op->kind == OP_APPLY && depth < IN_PLACE_MAX) {
			word = word_on(e, op->sub, m, depth + 1);
		} else if (op->kind == OP_MEMBERS) {
			at = schema_keys_find(&op->members->keys, m->key, m->key_n);
			if (at != SIZE_MAX)
				word = op->members->subs[at]
					       ? word_on_value(e, op->members->subs[at],
							       &m->value, 0)
					       : WORD_SOME;
		}
		most = word > most ? word : most;
	}
	return most;
}

/*
 * A field whose value one branch lists names the variant: the branches that
 * list others were not meant. False: they are not looked at.
 */
static void find_meant(struct explainer *e, const struct op *op, const struct node *whole,
		       bool *meant)
{
	size_t left = op->n;

	memset(meant, true, op->n);
	for (uint32_t k = 0; whole->type == NODE_OBJECT && k < whole->count; k++) {
		bool *refused = ARENA_ARRAY(e->a, bool, op->n);
		size_t yes = 0, no = 0;

		for (uint32_t i = 0; i < op->n; i++) {
			enum word word =
				meant[i] ? word_on(e, op->subs[i], &whole->members[k], 0)
					 : WORD_NONE;

			yes += word == WORD_YES;
			refused[i] = word == WORD_NO;
			no += refused[i];
		}
		for (uint32_t i = 0; yes && no < left && i < op->n; i++)
			meant[i] = meant[i] && !refused[i];
		left -= yes && no < left ? no : 0;
	}
}

static unsigned weigh_range(struct explainer *e, struct range r, const struct sub *s,
			    const struct node *whole)
{
	unsigned sum = 0;

	for (size_t i = r.from; i < r.to; i++)
		sum += weigh(&e->list.at[i], whole);
	for (uint32_t i = 0; whole->type == NODE_OBJECT && i < whole->count; i++)
		if (word_on(e, s, &whole->members[i], 0) == WORD_NONE)
			sum += WEIGHT_STRANGE;
	return sum;
}

/* The cause of a branch that is about the variant and this value; NULL if it has none. */
static const struct problem *find_variant(const struct explainer *e, struct range r,
					  const struct node *v)
{
	for (size_t i = r.from; i < r.to; i++)
		if (names_variant(&e->list.at[i]) && e->list.at[i].node == v)
			return &e->list.at[i];
	return NULL;
}

struct merged {
	VEC(const struct node *) values;
	bool differ; /* the lists are not one and the same */
};

static void merge_values(struct arena *a, struct merged *m, const struct problem *p)
{
	size_t before = m->values.n, known = 0;

	for (size_t i = 0; i < p->n && m->values.n < MERGED_MAX; i++) {
		size_t k = 0;

		while (k < m->values.n && !node_equal(m->values.at[k], p->values[i]))
			k++;
		known += k < before;
		if (k == m->values.n)
			vec_push(a, &m->values, p->values[i]);
	}
	m->differ |= before && (known < before || m->values.n > before);
}

static void set_values(struct problem *out, const struct merged *m)
{
	out->kind = PROBLEM_ENUM;
	out->values = m->values.at;
	out->n = m->values.n;
}

/* One value that every branch refuses by a list of its own: the lists together. */
static bool merge_variants(struct explainer *e, const struct range *ranges, size_t n,
			   const struct node *whole, struct problem *out)
{
	for (size_t i = ranges[0].from; n > 1 && i < ranges[0].to; i++) {
		const struct problem *first = &e->list.at[i];
		struct merged m = { 0 };
		size_t found = 0;

		if (!names_variant(first) || !is_part(whole, first->node))
			continue;
		for (size_t j = 0; j < n; j++) {
			const struct problem *p = find_variant(e, ranges[j], first->node);

			found += p != NULL;
			if (p)
				merge_values(e->a, &m, p);
		}
		if (found < n || !m.differ)
			continue;
		*out = *first;
		set_values(out, &m);
		return true;
	}
	return false;
}

/* Every branch wants another type of the value, or one of some values: all of that together. */
static bool merge_types(struct explainer *e, const struct range *ranges, size_t n,
			const struct node *whole, struct problem *out)
{
	struct merged m = { 0 };
	unsigned types = 0;

	for (size_t i = 0; i < n; i++) {
		const struct problem *p = &e->list.at[ranges[i].from];

		if (p->node != whole || !(p->kind == PROBLEM_TYPE || names_variant(p)))
			return false;
		types |= p->types;
		if (names_variant(p))
			merge_values(e->a, &m, p);
		if (i == 0 || names_variant(p))
			*out = *p;
	}
	out->types = types & ON_NUMBER ? types & ~(unsigned)TYPE_INTEGER : types;
	if (m.values.n && n > 1)
		set_values(out, &m);
	return true;
}

/* Every branch misses one field and nothing else. */
static bool merge_required(struct explainer *e, const struct range *ranges, size_t n,
			   const struct node *whole, struct problem *out)
{
	struct str *names = ARENA_ARRAY(e->a, struct str, n);

	for (size_t i = 0; i < n; i++) {
		const struct problem *p = &e->list.at[ranges[i].from];

		if (ranges[i].to != ranges[i].from + 1 || p->kind != PROBLEM_REQUIRED ||
		    p->node != whole)
			return false;
		names[i] = p->name;
		*out = *p;
	}
	if (n > 1)
		out->kind = PROBLEM_REQUIRED_ONE;
	out->names = names;
	out->n = n;
	return true;
}

/* Branches for another type say nothing when one for the value's type is there. */
static size_t drop_other_types(struct range *ranges, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!ranges[i].own_type)
			ranges[kept++] = ranges[i];
	return kept ? kept : n;
}

static bool merge(struct explainer *e, struct range *ranges, size_t *n,
		  const struct node *whole, struct problem *out)
{
	if (merge_types(e, ranges, *n, whole, out))
		return true;
	*n = drop_other_types(ranges, *n);
	return merge_variants(e, ranges, *n, whole, out) ||
	       merge_required(e, ranges, *n, whole, out);
}

static void try_branch(struct explainer *e, const struct sub *s, const struct spot *at,
		       struct marks *m)
{
	size_t most = e->most;

	e->most = e->list.n + TRIED_MAX;
	schema_explain_sub(e, s, at, m);
	e->most = most;
}

static void keep(struct explainer *e, size_t start, struct range r)
{
	memmove(&e->list.at[start], &e->list.at[r.from], (r.to - r.from) * sizeof(*e->list.at));
	e->list.n = start + (r.to - r.from);
}

static struct range best_of(struct explainer *e, const struct op *op,
			    const struct range *ranges, size_t n, const struct node *whole)
{
	struct range best = ranges[0];
	unsigned least = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		unsigned weight = weigh_range(e, ranges[i], op->subs[ranges[i].branch], whole);

		if (weight < least) {
			least = weight;
			best = ranges[i];
		}
	}
	return best;
}

void schema_explain_branches(struct explainer *e, const struct op *op, const struct spot *at,
			     struct marks *m)
{
	struct range *ranges = ARENA_ARRAY(e->a, struct range, op->n), best;
	bool *meant = ARENA_ARRAY(e->a, bool, op->n);
	size_t start = e->list.n, n = 0;
	struct problem merged;

	find_meant(e, op, at->node, meant);
	for (uint32_t i = 0; i < op->n; i++) {
		struct range r = { .from = e->list.n, .branch = i };

		if (!meant[i])
			continue;
		try_branch(e, op->subs[i], at, m);
		r.to = e->list.n;
		for (size_t k = r.from; k < r.to; k++)
			r.own_type |= is_own_type(&e->list.at[k], at->node);
		if (r.to > r.from)
			ranges[n++] = r;
	}
	if (n == 0)
		return;
	if (merge(e, ranges, &n, at->node, &merged)) {
		e->list.n = start;
		vec_push(e->a, &e->list, merged);
		return;
	}
	best = best_of(e, op, ranges, n, at->node);
	keep(e, start, best);
	if (best.to - best.from < TRIED_MAX)
		return;
	e->list.n = start;
	schema_explain_sub(e, op->subs[best.branch], at, m);
}
