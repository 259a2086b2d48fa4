#include "checker/schema/explain_internal.h"

#include <string.h>

/* How much a cause speaks against a branch having been meant. */
enum {
	WEIGHT_OWN_TYPE = 1000000, /* an object was wanted, this is a text */
	WEIGHT_CONST = 10000,	   /* a field that names the variant names another */
	WEIGHT_ENUM = 100,
	WEIGHT_TYPE = 10,
	WEIGHT_ONE = 1,
};

struct range {
	size_t from, to;
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

static unsigned weigh(const struct problem *p, const struct node *whole)
{
	if (p->kind == PROBLEM_TYPE && p->node == whole)
		return WEIGHT_OWN_TYPE;
	if (!is_part(whole, p->node))
		return WEIGHT_ONE;
	if (p->kind == PROBLEM_CONST)
		return WEIGHT_CONST;
	if (p->kind == PROBLEM_ENUM)
		return WEIGHT_ENUM;
	return p->kind == PROBLEM_TYPE ? WEIGHT_TYPE : WEIGHT_ONE;
}

static unsigned weigh_range(const struct explainer *e, struct range r, const struct node *whole)
{
	unsigned sum = 0;

	for (size_t i = r.from; i < r.to; i++)
		sum += weigh(&e->list.at[i], whole);
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

/* One value that every branch refuses by a list of its own: the lists together. */
static bool merge_variants(struct explainer *e, const struct range *ranges, size_t n,
			   const struct node *whole, struct problem *out)
{
	for (size_t i = ranges[0].from; i < ranges[0].to; i++) {
		const struct problem *first = &e->list.at[i];
		VEC(const struct node *) values = { 0 };
		size_t found = 0;

		if (!names_variant(first) || !is_part(whole, first->node))
			continue;
		for (size_t j = 0; j < n; j++) {
			const struct problem *p = find_variant(e, ranges[j], first->node);

			found += p != NULL;
			for (size_t k = 0; p && k < p->n; k++)
				vec_push(e->a, &values, p->values[k]);
		}
		if (found < n)
			continue;
		*out = *first;
		if (n > 1)
			out->kind = PROBLEM_ENUM;
		out->values = values.at;
		out->n = values.n;
		return true;
	}
	return false;
}

/* Every branch wants another type of the value. */
static bool merge_types(const struct explainer *e, const struct range *ranges, size_t n,
			const struct node *whole, struct problem *out)
{
	unsigned types = 0;

	for (size_t i = 0; i < n; i++) {
		const struct problem *p = &e->list.at[ranges[i].from];

		if (!ranges[i].own_type || p->kind != PROBLEM_TYPE || p->node != whole)
			return false;
		types |= p->types;
		*out = *p;
	}
	out->types = types & ON_NUMBER ? types & ~(unsigned)TYPE_INTEGER : types;
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

static void keep(struct explainer *e, size_t start, struct range r)
{
	memmove(&e->list.at[start], &e->list.at[r.from], (r.to - r.from) * sizeof(*e->list.at));
	e->list.n = start + (r.to - r.from);
}

static void settle(struct explainer *e, size_t start, struct range *ranges, size_t n,
		   const struct node *whole)
{
	struct problem merged;
	size_t best = 0;

	n = drop_other_types(ranges, n);
	if (merge_types(e, ranges, n, whole, &merged) ||
	    merge_variants(e, ranges, n, whole, &merged) ||
	    merge_required(e, ranges, n, whole, &merged)) {
		e->list.at[start] = merged;
		e->list.n = start + 1;
		return;
	}
	for (size_t i = 1; i < n; i++)
		if (weigh_range(e, ranges[i], whole) < weigh_range(e, ranges[best], whole))
			best = i;
	keep(e, start, ranges[best]);
}

void schema_explain_branches(struct explainer *e, const struct op *op, const struct spot *at,
			     struct marks *m)
{
	struct range *ranges = ARENA_ARRAY(e->a, struct range, op->n);
	size_t start = e->list.n, n = 0;

	for (uint32_t i = 0; i < op->n; i++) {
		size_t from = e->list.n;

		schema_explain_sub(e, op->subs[i], at, m);
		if (e->list.n > from)
			ranges[n++] = (struct range){ .from = from,
						      .to = e->list.n,
						      .own_type = weigh(&e->list.at[from],
									at->node) ==
								  WEIGHT_OWN_TYPE };
	}
	if (n > 0)
		settle(e, start, ranges, n, at->node);
}
