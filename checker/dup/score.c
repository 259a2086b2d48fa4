#include "checker/dup/hits_internal.h"

/* What more than a quarter of the counted entries have does not tell two of them from the rest;
 * neither does a concept that every such system has. */
static bool is_telling(const struct dup_index *x, const struct dup_term *term)
{
	return !term->common && (term->counted <= 2 || (size_t)term->counted * 4 <= x->counted);
}

/* What the text seems to do counts only where a body did not say it. */
static void add_common(const struct dup_index *x, const struct dup_term *term, bool declared,
		       struct dup_shared *out)
{
	bool concept = term->stream == DUP_CONCEPT;

	out->function |= term->function && !(concept && (declared || !is_telling(x, term)));
	out->object |= term->object && is_telling(x, term);
}

static bool both_declare(const struct dup_index *x, uint32_t one, uint32_t other)
{
	return x->has_functions.at[one] && x->has_functions.at[other];
}

static const struct dup_gist *gist_of(const struct dup_index *x, struct arena *a,
				      struct dup_gist *gist, uint32_t entry)
{
	struct space_row row = space_row_at(x->space, entry);
	uint32_t *terms;

	if (gist->terms)
		return gist;
	gist->terms = terms = arena_raw(a, row.n, sizeof(*terms));
	for (uint32_t i = 0; i < row.n; i++) {
		const struct dup_term *term = x->numbered.at[row.terms[i]];

		if (term->function || (term->object && is_telling(x, term)))
			terms[gist->n++] = row.terms[i];
	}
	return gist;
}

enum dup_common dup_gists_common(const struct dup_index *x, struct arena *a,
				 struct dup_gist *gists, uint32_t one, uint32_t other)
{
	const struct dup_gist *p = gist_of(x, a, &gists[one], one);
	const struct dup_gist *q = gist_of(x, a, &gists[other], other);
	bool declared = both_declare(x, one, other);
	struct dup_shared shared = { 0 };

	for (uint32_t i = 0, j = 0; i < p->n && j < q->n;) {
		uint32_t left = p->terms[i], right = q->terms[j];

		if (left == right)
			add_common(x, x->numbered.at[left], declared, &shared);
		i += left <= right;
		j += right <= left;
	}
	return dup_common_of(&shared);
}

void dup_shared_find(const struct dup_index *x, struct arena *a, uint32_t one, uint32_t other,
		     struct dup_shared *out)
{
	struct space_addend *addends =
		arena_raw(a, space_row_at(x->space, one).n, sizeof(*addends));
	uint32_t n = space_addends(x->space, one, other, addends);
	bool declared = both_declare(x, one, other);

	for (uint32_t i = 0; i < n; i++) {
		const struct dup_term *term = x->numbered.at[addends[i].term];
		double share = addends[i].share;

		add_common(x, term, declared, out);
		if (dup_families[term->stream] != DUP_FAMILY_CODE && share > out->word)
			out->word = share;
	}
}
