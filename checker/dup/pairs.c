#include "checker/dup/dup_internal.h"

#include <stdlib.h>

enum { EVIDENCE_SHOWN = 12 };

/*
 * Share of pairs that a reviewer called duplicates, by score and by what the
 * two have in common: 707 judged pairs of two national inventories, smoothed so
 * that every row and column rises. Lower than found there for objects alone
 * (0.57 from 0.25 on): those were words of the text, a declared object is
 * shared more easily. See tests/bench/dup_quality.py.
 */
static const struct band {
	double score, nothing, object, function, both;
} bands[] = {
	{ 0.50, 0.67, 0.75, 0.93, 0.95 }, { 0.35, 0.65, 0.72, 0.84, 0.92 },
	{ 0.25, 0.35, 0.42, 0.60, 0.65 }, { 0.20, 0.10, 0.12, 0.25, 0.30 },
	{ 0.15, 0.07, 0.08, 0.10, 0.12 }, { 0.00, 0.01, 0.01, 0.02, 0.03 },
};

static double probability(double score, const struct dup_shared *shared)
{
	const struct band *b = bands;

	while (score < b->score)
		b++;
	/*
	 * One word that is most of the score is often a name: of such pairs from 0.25 on 55 %
	 * were judged duplicates, of the others 80 %.
	 */
	if (shared->word > score / 2 && b->score > 0)
		b++;
	if (shared->function)
		return shared->object ? b->both : b->function;
	return shared->object ? b->object : b->nothing;
}

static int by_share(const void *a, const void *b)
{
	const struct dup_evidence *x = a, *y = b;

	if (x->share < y->share || x->share > y->share)
		return x->share < y->share ? 1 : -1;
	return str_cmp(&x->term, &y->term);
}

static struct dup_pair pair_of(const struct dup_index *x, struct arena *a, struct dup_hit hit)
{
	struct dup_shared shared = { 0 };
	size_t n;

	dup_shared_find(x, a, hit.a, hit.b, &shared);
	n = shared.evidence.n;
	if (n > 0)
		qsort(shared.evidence.at, n, sizeof(*shared.evidence.at), by_share);
	return (struct dup_pair){
		.a = hit.a,
		.b = hit.b,
		.score = hit.score < 1 ? hit.score : 1,
		.probability = probability(hit.score, &shared),
		.function_shared = shared.function,
		.object_shared = shared.object,
		.evidence = shared.evidence.at,
		.evidence_n = n < EVIDENCE_SHOWN ? n : EVIDENCE_SHOWN,
	};
}

static int by_strength(const void *a, const void *b)
{
	const struct dup_hit *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score < y->score ? 1 : -1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static void trim(struct dup_hits *hits)
{
	if (hits->list.n > 0)
		qsort(hits->list.at, hits->list.n, sizeof(*hits->list.at), by_strength);
	if (hits->list.n > DUP_PAIRS_MAX)
		hits->list.n = DUP_PAIRS_MAX;
}

void dup_hits_add(struct dup_hits *hits, struct dup_hit hit)
{
	if (hits->list.n == (size_t)2 * DUP_PAIRS_MAX)
		trim(hits);
	vec_push(hits->arena, &hits->list, hit);
}

/* Whether the pair is among the strongest of one of the two; hits come strongest first. */
static bool is_wanted(const struct dup_index *x, uint32_t *counts, const struct dup_hit *hit)
{
	uint32_t limit = x->settings.per_entry;
	bool wanted = !limit || counts[hit->a] < limit || counts[hit->b] < limit;

	counts[hit->a] += wanted;
	counts[hit->b] += wanted;
	return wanted;
}

void dup_hits_explain(const struct dup_index *x, struct arena *a, struct dup_hits *hits,
		      struct dup_pairs *out)
{
	uint32_t *counts = ARENA_ARRAY(hits->arena, uint32_t, space_count(x->space) + 1);

	trim(hits);
	for (size_t i = 0; i < hits->list.n; i++)
		if (is_wanted(x, counts, &hits->list.at[i]))
			vec_push(a, &out->list, pair_of(x, a, hits->list.at[i]));
}
