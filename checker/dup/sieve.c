#include "checker/dup/unpack_internal.h"

/* What rounding may take from a score, either way. */
static const float slack = 1e-3F;

enum { COUNTS = 16 * DUP_COUNT_ONE };

/* Of a term of the query; of any other all is 0. */
struct sieved {
	float weight; /* there, times its rarity */
	uint8_t stream;
	uint8_t concept;
};

struct dup_sieve {
	const struct dup_index *index;
	struct sieved *terms;
	size_t n;
	unsigned languages;
	uint16_t lengths[2];
	float counts[2][COUNTS]; /* what they multiply a weight by; of a concept */
};

/* A term that stands so often in an entry is rare, so one that has it may as well pass. */
static const float very_often = 1e6F;

static void weigh_counts(struct dup_sieve *s)
{
	for (int i = 0; i < COUNTS; i++) {
		s->counts[0][i] = (float)dup_log2(1 + (double)i / DUP_COUNT_ONE);
		s->counts[1][i] = i > 0;
	}
	s->counts[0][COUNTS - 1] = very_often;
}

struct dup_sieve *dup_sieve_new(struct arena *a, const struct dup_index *index, size_t entry)
{
	struct dup_sieve *s = ARENA_NEW(a, struct dup_sieve);
	struct space_row row = space_row_at(index->space, (uint32_t)entry);
	struct dup_unpack u;
	struct dup_head head;

	s->index = index;
	weigh_counts(s);
	s->n = index->numbered.n;
	s->terms = ARENA_ARRAY(a, struct sieved, s->n);
	s->languages = row.kind;
	if (dup_unpack_open(&u, index->packed.at[entry], &head))
		dup_row_lengths(index, &head, s->lengths);
	for (uint32_t i = 0; i < row.n; i++) {
		const struct dup_term *term = index->numbered.at[row.terms[i]];

		s->terms[row.terms[i]] =
			(struct sieved){ (float)(dup_term_weight(index, term, DUP_COUNT_ONE) *
						 row.weights[i] / SPACE_ONE),
					 (uint8_t)term->stream, term->stream == DUP_CONCEPT };
	}
	return s;
}

/* What the term adds to the score. */
static inline float addend(const struct dup_sieve *s, const struct dup_unpack *u,
			   const float *scale)
{
	static const struct sieved absent;
	const struct sieved *term = u->term < s->n ? &s->terms[u->term] : &absent;
	uint64_t count = u->own < COUNTS ? u->own : COUNTS - 1;

	return term->weight * scale[term->stream] * s->counts[term->concept][count];
}

/* Without a call the walk and the sum stay in registers. */
static float add_short(const struct dup_sieve *s, struct dup_unpack *u, const float *scale)
{
	struct dup_unpack walk = *u;
	float sum = 0;

	while (dup_unpack_short(&walk))
		sum += addend(s, &walk, scale);
	*u = walk;
	return sum;
}

bool dup_sieve_passes(const struct dup_sieve *s, struct str packed)
{
	const struct space_view *view;
	struct dup_head head;
	struct dup_unpack u;
	uint16_t lengths[2];
	float scale[DUP_STREAMS], sum, need;

	if (!dup_unpack_open(&u, packed, &head))
		return false;
	view = &s->index->model.views[s->languages & head.languages];
	for (enum dup_stream k = 0; k < DUP_STREAMS; k++)
		scale[k] = view->scale[k] * head.scale[k];
	dup_row_lengths(s->index, &head, lengths);
	need = (float)s->index->settings.threshold * (float)s->lengths[view->length] *
	       (float)lengths[view->length] / ((float)SPACE_ONE * SPACE_ONE);
	for (sum = add_short(s, &u, scale); dup_unpack_next(&u); sum += add_short(s, &u, scale))
		sum += addend(s, &u, scale);
	return u.left > 0 || sum >= need - slack;
}
