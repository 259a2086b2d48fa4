#include "checker/dup/dup_internal.h"

/* What rounding may take from a score, either way. */
static const float slack = 1e-3F;

enum { COUNTS = 16 * DUP_COUNT_ONE };

struct dup_sieve {
	const struct dup_index *index;
	float *weights; /* of the query by term, times its rarity; 0: the query does not have it
			 */
	size_t terms;
	unsigned languages;
	uint16_t lengths[2];
	float logarithms[COUNTS]; /* of 1 and a count */
};

struct dup_sieve *dup_sieve_new(struct arena *a, const struct dup_index *index, size_t entry)
{
	struct dup_sieve *s = ARENA_NEW(a, struct dup_sieve);
	struct space_row row = space_row_at(index->space, (uint32_t)entry);
	struct dup_unpack u;
	struct dup_head head;

	s->index = index;
	for (int i = 0; i < COUNTS; i++)
		s->logarithms[i] = (float)dup_log2(1 + (double)i / DUP_COUNT_ONE);
	s->terms = index->numbered.n;
	s->weights = ARENA_ARRAY(a, float, s->terms);
	s->languages = row.kind;
	if (dup_unpack_open(&u, index->packed.at[entry], &head))
		dup_row_lengths(index, &head, s->lengths);
	for (uint32_t i = 0; i < row.n; i++) {
		const struct dup_term *term = index->numbered.at[row.terms[i]];

		s->weights[row.terms[i]] = (float)(dup_term_weight(index, term, DUP_COUNT_ONE) *
						   row.weights[i] / SPACE_ONE);
	}
	return s;
}

static float logarithm(const struct dup_sieve *s, uint64_t count)
{
	return count < COUNTS ? s->logarithms[count]
			      : (float)dup_log2(1 + (double)count / DUP_COUNT_ONE);
}

bool dup_sieve_passes(const struct dup_sieve *s, struct str packed)
{
	const struct space_view *view;
	struct dup_head head;
	struct dup_unpack u;
	uint16_t lengths[2];
	float sum = 0, need;

	if (!dup_unpack_open(&u, packed, &head))
		return false;
	view = &s->index->model.views[s->languages & head.languages];
	while (dup_unpack_next(&u)) {
		enum dup_stream stream;
		float weight;

		if (u.own == 0 || u.term >= s->terms || s->weights[u.term] <= 0)
			continue;
		stream = s->index->numbered.at[u.term]->stream;
		weight = s->weights[u.term] * view->scale[stream] * head.scale[stream];
		sum += u.own == DUP_COUNT_ONE || stream == DUP_CONCEPT
			       ? weight
			       : weight * logarithm(s, u.own);
	}
	dup_row_lengths(s->index, &head, lengths);
	need = (float)s->index->settings.threshold * (float)s->lengths[view->length] *
	       (float)lengths[view->length] / ((float)SPACE_ONE * SPACE_ONE);
	return u.left > 0 || sum >= need - slack;
}
