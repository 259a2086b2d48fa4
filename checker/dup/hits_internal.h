/* Pairs that the search finds, until they are told: judged, chosen and put in order. */
#ifndef CHECKER_DUP_HITS_INTERNAL_H
#define CHECKER_DUP_HITS_INTERNAL_H

#include "checker/dup/dup_internal.h"

static inline enum dup_common dup_common_of(const struct dup_shared *shared)
{
	return (enum dup_common)(shared->function * 2 + shared->object);
}

/* Of an entry the terms that may be something in common, by rising number; NULL: not asked for
 * yet. */
struct dup_gist {
	const uint32_t *terms;
	uint32_t n;
};
/* What two have in common, as dup_shared_find tells it; gists are made in `a` and kept. */
enum dup_common dup_gists_common(const struct dup_index *x, struct arena *a,
				 struct dup_gist *gists, uint32_t one, uint32_t other);

struct dup_hit {
	uint32_t a, b; /* a < b */
	double score;
	/* These are set when it is judged. */
	double probability;
	enum dup_common common;
	bool word;
};
struct dup_hits {
	struct arena *arena;
	const struct dup_index *index;
	const bool *asked; /* by entry: those whose best are wanted; NULL: all */
	VEC(struct dup_hit) list;
	/* With a limit, of each entry its best so far. */
	uint32_t limit;
	uint32_t *counts;
	struct dup_hit *best;
	struct dup_gist *gists;
	struct arena *scratch;
};
/* What they keep lives in `a`. */
void dup_hits_init(struct dup_hits *hits, const struct dup_index *x, struct arena *a);
void dup_hits_release(struct dup_hits *hits);
#define AUTO_DUP_HITS __attribute__((cleanup(dup_hits_release))) struct dup_hits
/* Adds a hit; keeps those that are among the best per_entry of one of the two, or, where there
 * is no such limit, at least the strongest DUP_PAIRS_MAX. */
void dup_hits_add(struct dup_hits *hits, struct dup_hit hit);
/* The hits in their order, with what a reader needs; once, at the end. */
void dup_hits_explain(struct dup_hits *hits, struct arena *a, struct dup_pairs *out);

#endif
