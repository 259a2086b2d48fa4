#include "checker/dup/dup_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EVIDENCE_SHOWN = 12 };

static int by_share(const void *a, const void *b)
{
	const struct dup_evidence *x = a, *y = b;

	if (x->share < y->share || x->share > y->share)
		return x->share < y->share ? 1 : -1;
	return str_cmp(&x->term, &y->term);
}

/* All but the evidence. */
static struct dup_pair judge(const struct dup_index *x, struct arena *scratch,
			     struct dup_hit hit)
{
	const struct dup_table *t = x->settings.table;
	struct dup_shared shared = { 0 };
	enum dup_common common;
	size_t row;
	bool word;

	dup_shared_find(x, scratch, hit.a, hit.b, &shared);
	word = shared.word > hit.score / 2;
	row = dup_table_row(t, hit.score, word);
	common = (enum dup_common)(shared.function * 2 + shared.object);
	return (struct dup_pair){
		.a = hit.a,
		.b = hit.b,
		.score = hit.score < 1 ? hit.score : 1,
		.probability = t->probability[row][common],
		.judged = t->counts[row][common].judged,
		.word = word,
		.common = common,
	};
}

/* Among the strongest shown so far, in their order; how many they are. */
static size_t insert(struct dup_evidence shown[EVIDENCE_SHOWN], size_t n,
		     const struct dup_evidence *one)
{
	size_t at = n;

	if (n == EVIDENCE_SHOWN && one->share < shown[n - 1].share)
		return n;
	while (at > 0 && by_share(&shown[at - 1], one) > 0)
		at--;
	if (at == EVIDENCE_SHOWN)
		return n;
	n += n < EVIDENCE_SHOWN;
	memmove(&shown[at + 1], &shown[at], (n - 1 - at) * sizeof(*shown));
	shown[at] = *one;
	return n;
}

static void explain(const struct dup_index *x, struct arena *a, struct arena *scratch,
		    struct dup_pair *p)
{
	uint32_t terms = space_row_at(x->space, (uint32_t)p->a).n;
	struct dup_shared shared = {
		.evidence = arena_raw(scratch, terms, sizeof(*shared.evidence)),
	};
	struct dup_evidence shown[EVIDENCE_SHOWN], *copy;
	size_t n = 0;

	dup_shared_find(x, scratch, (uint32_t)p->a, (uint32_t)p->b, &shared);
	for (size_t i = 0; i < shared.evidence_n; i++)
		n = insert(shown, n, &shared.evidence[i]);
	copy = ARENA_ARRAY(a, struct dup_evidence, n);
	if (n)
		memcpy(copy, shown, n * sizeof(*copy));
	p->evidence = n ? copy : NULL;
	p->evidence_n = n;
}

struct dup_pair dup_index_compare(const struct dup_index *index, struct arena *a, size_t one,
				  size_t other)
{
	AUTO_ARENA scratch = arena_new();
	struct dup_hit hit = { .a = (uint32_t)(one < other ? one : other),
			       .b = (uint32_t)(one < other ? other : one),
			       .score = dup_index_score(index, one, other) };
	struct dup_pair pair = judge(index, scratch, hit);

	explain(index, a, scratch, &pair);
	return pair;
}

static int by_place(const void *a, const void *b)
{
	const struct dup_hit *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static int by_strength(const void *a, const void *b)
{
	const struct dup_hit *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score < y->score ? 1 : -1;
	return by_place(a, b);
}

/* Those that are wholly alike have all one score, whatever the rounding of it. */
static void level(struct dup_hits *hits)
{
	size_t n = 0;

	while (n < hits->list.n && hits->list.at[n].score >= 1)
		n++;
	if (n)
		qsort(hits->list.at, n, sizeof(*hits->list.at), by_place);
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

/* The likelier first, of equal ones the stronger, in which order they come: a table has few
 * probabilities. */
static void sort_by_likelihood(struct arena *a, struct dup_pair *all, size_t n)
{
	struct dup_pair *sorted = arena_raw(a, n, sizeof(*sorted));
	double next = HUGE_VAL, now;
	size_t done = 0;

	while (done < n) {
		now = next;
		next = -HUGE_VAL;
		for (size_t i = 0; i < n; i++)
			if (all[i].probability < now && all[i].probability > next)
				next = all[i].probability;
		for (size_t i = 0; i < n; i++)
			if (all[i].probability >= next && all[i].probability < now)
				sorted[done++] = all[i];
	}
	if (n)
		memcpy(all, sorted, n * sizeof(*all));
}

/* Whether the pair is among the first of one of the two, if that one is asked about. */
static bool is_wanted(uint32_t limit, uint32_t *counts, const bool *asked,
		      const struct dup_pair *p)
{
	bool wanted = !limit || ((!asked || asked[p->a]) && counts[p->a] < limit) ||
		      ((!asked || asked[p->b]) && counts[p->b] < limit);

	counts[p->a] += wanted;
	counts[p->b] += wanted;
	return wanted;
}

/* Evidence is made only for the pairs that are wanted: it is most of their memory. */
void dup_hits_explain(const struct dup_index *x, struct arena *a, struct dup_hits *hits,
		      struct dup_pairs *out)
{
	uint32_t *counts = ARENA_ARRAY(hits->arena, uint32_t, space_count(x->space) + 1);
	AUTO_ARENA scratch = arena_new();
	struct dup_pair *all;

	trim(hits);
	level(hits);
	all = ARENA_ARRAY(hits->arena, struct dup_pair, hits->list.n);
	for (size_t i = 0; i < hits->list.n; i++) {
		all[i] = judge(x, scratch, hits->list.at[i]);
		arena_reset(scratch);
	}
	sort_by_likelihood(hits->arena, all, hits->list.n);
	for (size_t i = 0; i < hits->list.n; i++) {
		if (!is_wanted(x->settings.per_entry, counts, hits->asked, &all[i]))
			continue;
		explain(x, a, scratch, &all[i]);
		arena_reset(scratch);
		vec_push(a, &out->list, all[i]);
	}
}
