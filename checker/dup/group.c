#include "checker/dup/dup.h"

#include <stdlib.h>

struct ray {
	size_t entry, pair;
	double probability;
};

/* An entry and its likely duplicates. */
struct star {
	size_t entry;
	double weight; /* sum of the probabilities */
	VEC(struct ray) rays;
};

static int by_weight(const void *a, const void *b)
{
	const struct star *x = a, *y = b;

	if (x->weight < y->weight || x->weight > y->weight)
		return x->weight < y->weight ? 1 : -1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

static int by_probability(const void *a, const void *b)
{
	const struct ray *x = a, *y = b;

	if (x->probability < y->probability || x->probability > y->probability)
		return x->probability < y->probability ? 1 : -1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

static int by_size(const void *a, const void *b)
{
	const struct dup_group *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return (x->leader > y->leader) - (x->leader < y->leader);
}

static void add_ray(struct arena *a, struct star *s, struct ray ray)
{
	s->weight += ray.probability;
	vec_push(a, &s->rays, ray);
}

/* The star's rays that no group has taken yet; an empty group when there are none. */
static struct dup_group take(struct arena *a, struct star *s, bool *taken)
{
	size_t *others = ARENA_ARRAY(a, size_t, s->rays.n);
	size_t *pairs = ARENA_ARRAY(a, size_t, s->rays.n), n = 0;

	qsort(s->rays.at, s->rays.n, sizeof(*s->rays.at), by_probability);
	for (size_t i = 0; i < s->rays.n; i++)
		if (!taken[s->rays.at[i].entry]) {
			pairs[n] = s->rays.at[i].pair;
			others[n++] = s->rays.at[i].entry;
		}
	for (size_t i = 0; i < n; i++)
		taken[others[i]] = true;
	return (struct dup_group){ s->entry, others, pairs, n };
}

void dup_groups_find(struct arena *a, const struct dup_pairs *pairs, size_t entries,
		     double probability, struct dup_groups *out)
{
	AUTO_ARENA scratch = arena_new();
	struct star *stars = ARENA_ARRAY(scratch, struct star, entries);
	bool *taken = ARENA_ARRAY(scratch, bool, entries);
	size_t first = out->list.n;

	for (size_t i = 0; i < entries; i++)
		stars[i].entry = i;
	for (size_t i = 0; i < pairs->list.n; i++) {
		const struct dup_pair *p = &pairs->list.at[i];

		if (p->probability < probability)
			continue;
		add_ray(scratch, &stars[p->a], (struct ray){ p->b, i, p->probability });
		add_ray(scratch, &stars[p->b], (struct ray){ p->a, i, p->probability });
	}
	if (entries)
		qsort(stars, entries, sizeof(*stars), by_weight);
	for (size_t i = 0; i < entries && stars[i].rays.n; i++) {
		struct dup_group g;

		if (taken[stars[i].entry])
			continue;
		g = take(a, &stars[i], taken);
		if (g.n == 0)
			continue;
		taken[g.leader] = true;
		vec_push(a, &out->list, g);
	}
	if (out->list.n > first)
		qsort(out->list.at + first, out->list.n - first, sizeof(*out->list.at),
		      by_size);
}
