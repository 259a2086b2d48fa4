#include "checker/dup/hits_internal.h"

#include <stdlib.h>

enum { EVIDENCE_SHOWN = 12 };

/* How likely it is, by what the two have in common. */
static void weigh(const struct dup_index *x, struct dup_hit *hit)
{
	const struct dup_table *t = x->settings.table;

	hit->probability = t->probability[dup_table_row(t, hit->score, hit->word)][hit->common];
}

static void judge(const struct dup_index *x, struct arena *scratch, struct dup_hit *hit)
{
	struct dup_shared shared = { 0 };

	dup_shared_find(x, scratch, hit->a, hit->b, &shared);
	hit->word = shared.word > hit->score / 2;
	hit->common = dup_common_of(&shared);
	weigh(x, hit);
}

/* Of equal shares the first by name stands first. */
static bool is_stronger(const struct dup_index *x, const struct space_addend *one,
			const struct space_addend *other)
{
	if (one->share < other->share || one->share > other->share)
		return one->share > other->share;
	return str_cmp(&x->numbered.at[one->term]->name, &x->numbered.at[other->term]->name) <
	       0;
}

/* The strongest in front, in their order; how many they are. */
static size_t keep_strongest(const struct dup_index *x, struct space_addend *all, uint32_t n)
{
	size_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		struct space_addend one = all[i];
		size_t at = kept;

		for (; at > 0 && is_stronger(x, &one, &all[at - 1]); at--)
			if (at < EVIDENCE_SHOWN)
				all[at] = all[at - 1];
		if (at < EVIDENCE_SHOWN)
			all[at] = one;
		kept += kept < EVIDENCE_SHOWN;
	}
	return kept;
}

static struct dup_pair explain(const struct dup_index *x, struct arena *a,
			       struct arena *scratch, const struct dup_hit *hit)
{
	const struct dup_table *t = x->settings.table;
	uint32_t terms = space_row_at(x->space, hit->a).n;
	struct space_addend *shared = arena_raw(scratch, terms, sizeof(*shared));
	size_t n = keep_strongest(x, shared, space_addends(x->space, hit->a, hit->b, shared));
	struct dup_evidence *evidence = arena_raw(a, n, sizeof(*evidence));

	for (size_t i = 0; i < n; i++) {
		struct dup_term *term = x->numbered.at[shared[i].term];

		term->wanted = true;
		evidence[i] = (struct dup_evidence){
			.key = term->key,
			.term = term->name,
			.share = shared[i].share,
			.entries = term->counted,
		};
	}
	return (struct dup_pair){
		.a = hit->a,
		.b = hit->b,
		.score = hit->score < 1 ? hit->score : 1,
		.probability = hit->probability,
		.judged =
			t->counts[dup_table_row(t, hit->score, hit->word)][hit->common].judged,
		.word = hit->word,
		.common = hit->common,
		.evidence = n ? evidence : NULL,
		.evidence_n = n,
	};
}

struct dup_pair dup_index_compare(const struct dup_index *index, struct arena *a, size_t one,
				  size_t other)
{
	AUTO_ARENA scratch = arena_new();
	struct dup_hit hit = { .a = (uint32_t)(one < other ? one : other),
			       .b = (uint32_t)(one < other ? other : one),
			       .score = dup_index_score(index, one, other) };

	judge(index, scratch, &hit);
	return explain(index, a, scratch, &hit);
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

static void trim(struct dup_hits *hits)
{
	if (hits->list.n > 0)
		qsort(hits->list.at, hits->list.n, sizeof(*hits->list.at), by_strength);
	if (hits->list.n > DUP_PAIRS_MAX)
		hits->list.n = DUP_PAIRS_MAX;
}

/* The likelier first, of equal ones the stronger. Those that are wholly alike have all one
 * score, whatever the rounding of it. */
static int by_likelihood(const void *a, const void *b)
{
	const struct dup_hit *x = a, *y = b;

	if (x->probability < y->probability || x->probability > y->probability)
		return x->probability < y->probability ? 1 : -1;
	return x->score >= 1 && y->score >= 1 ? by_place(a, b) : by_strength(a, b);
}

void dup_hits_init(struct dup_hits *hits, const struct dup_index *x, struct arena *a)
{
	uint32_t n = space_count(x->space);

	*hits = (struct dup_hits){ .arena = a, .index = x, .limit = x->settings.per_entry };
	if (!hits->limit)
		return;
	hits->scratch = arena_new();
	hits->gists = ARENA_ARRAY(a, struct dup_gist, n);
	hits->counts = ARENA_ARRAY(a, uint32_t, n);
	hits->best = arena_raw(a, n, hits->limit * sizeof(*hits->best));
}

void dup_hits_release(struct dup_hits *hits)
{
	arena_free(hits->scratch);
}

static struct dup_hit *best_of(const struct dup_hits *hits, uint32_t entry)
{
	return &hits->best[(size_t)entry * hits->limit];
}

static bool is_among_best(const struct dup_hits *hits, uint32_t entry,
			  const struct dup_hit *hit)
{
	if (hits->asked && !hits->asked[entry])
		return false;
	return hits->counts[entry] < hits->limit ||
	       by_likelihood(hit, &best_of(hits, entry)[hits->limit - 1]) < 0;
}

static void put_among_best(struct dup_hits *hits, uint32_t entry, const struct dup_hit *hit)
{
	struct dup_hit *best = best_of(hits, entry);
	uint32_t at;

	if (!is_among_best(hits, entry, hit))
		return;
	hits->counts[entry] += hits->counts[entry] < hits->limit;
	for (at = hits->counts[entry] - 1; at > 0 && by_likelihood(hit, &best[at - 1]) < 0;
	     at--)
		best[at] = best[at - 1];
	best[at] = *hit;
}

/* Most hits are not among the best of either, even if no word of theirs counts too much. */
static void choose(struct dup_hits *hits, struct dup_hit hit)
{
	hit.common = dup_gists_common(hits->index, hits->arena, hits->gists, hit.a, hit.b);
	weigh(hits->index, &hit);
	if (!is_among_best(hits, hit.a, &hit) && !is_among_best(hits, hit.b, &hit))
		return;
	judge(hits->index, hits->scratch, &hit);
	arena_reset(hits->scratch);
	put_among_best(hits, hit.a, &hit);
	put_among_best(hits, hit.b, &hit);
}

void dup_hits_add(struct dup_hits *hits, struct dup_hit hit)
{
	if (hits->limit) {
		choose(hits, hit);
		return;
	}
	if (hits->list.n == (size_t)2 * DUP_PAIRS_MAX)
		trim(hits);
	vec_push(hits->arena, &hits->list, hit);
}

static bool is_best_of(const struct dup_hits *hits, uint32_t entry, const struct dup_hit *hit)
{
	for (uint32_t i = 0; i < hits->counts[entry]; i++)
		if (by_place(&best_of(hits, entry)[i], hit) == 0)
			return true;
	return false;
}

/* The best of each, once. */
static void gather_best(struct dup_hits *hits)
{
	uint32_t n = space_count(hits->index->space);

	for (uint32_t entry = 0; entry < n; entry++)
		for (uint32_t i = 0; i < hits->counts[entry]; i++) {
			const struct dup_hit *hit = &best_of(hits, entry)[i];

			if (hit->a == entry || !is_best_of(hits, hit->a, hit))
				vec_push(hits->arena, &hits->list, *hit);
		}
}

/* Evidence is made only for the pairs that are wanted: it is most of their memory. */
void dup_hits_explain(struct dup_hits *hits, struct arena *a, struct dup_pairs *out)
{
	AUTO_ARENA scratch = arena_new();

	if (hits->limit)
		gather_best(hits);
	else
		trim(hits);
	for (size_t i = 0; i < hits->list.n && !hits->limit; i++) {
		judge(hits->index, scratch, &hits->list.at[i]);
		arena_reset(scratch);
	}
	if (hits->list.n)
		qsort(hits->list.at, hits->list.n, sizeof(*hits->list.at), by_likelihood);
	for (size_t i = 0; i < hits->list.n && i < DUP_PAIRS_MAX; i++) {
		vec_push(a, &out->list, explain(hits->index, a, scratch, &hits->list.at[i]));
		arena_reset(scratch);
	}
}
