#include "checker/dup/dup_internal.h"

/* What more than a quarter of the counted entries have does not tell two of them from the rest;
 * neither does a concept that every such system has. */
static bool is_telling(const struct dup_index *x, const struct dup_term *term)
{
	return !term->common && (term->counted <= 2 || (size_t)term->counted * 4 <= x->counted);
}

void dup_shared_find(const struct dup_index *x, struct arena *a, uint32_t one, uint32_t other,
		     struct dup_shared *out)
{
	struct space_addend *addends =
		arena_raw(a, space_row_at(x->space, one).n, sizeof(*addends));
	uint32_t n = space_addends(x->space, one, other, addends);
	bool declared = x->has_functions.at[one] && x->has_functions.at[other];

	for (uint32_t i = 0; i < n; i++) {
		const struct dup_term *term = x->numbered.at[addends[i].term];
		double share = addends[i].share;
		bool concept = term->stream == DUP_CONCEPT;

		/* What the text seems to do counts only where a body did not say it. */
		out->function |=
			term->function && !(concept && (declared || !is_telling(x, term)));
		out->object |= term->object && is_telling(x, term);
		if (dup_families[term->stream] != DUP_FAMILY_CODE && share > out->word)
			out->word = share;
		if (out->evidence)
			out->evidence[out->evidence_n++] = (struct dup_evidence){
				.key = term->key,
				.term = term->name,
				.share = share,
				.entries = term->counted,
			};
	}
}
