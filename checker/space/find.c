#include "checker/space/space_internal.h"

#include <math.h>
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What a view leaves of the query, rarest term last, as in its row. */
struct seen {
	uint32_t n;
	uint32_t *terms;
	uint32_t *weights; /* scaled, divided by the query's length, rounded up; 65536 is 1.0 */
	double *rest;	   /* norm of the terms up to this one */
};

struct space_search {
	struct space *space;
	struct arena *arena;
	uint16_t *sums; /* of the rows of a block; all zero between blocks */
	uint16_t *met;	/* rows of a block that may reach the threshold */
	struct seen seen;
	uint16_t *weights; /* of the query by term; all zero between searches */
	uint32_t terms;	   /* room in it */
};

struct space_search *space_search_new(struct arena *a, struct space *s)
{
	struct space_search *q = ARENA_NEW(a, struct space_search);

	q->space = s;
	q->arena = a;
	q->sums = ARENA_ARRAY(a, uint16_t, BLOCK_ROWS);
	q->met = ARENA_ARRAY(a, uint16_t, BLOCK_ROWS);
	q->seen.terms = ARENA_ARRAY(a, uint32_t, SPACE_ROW_TERMS);
	q->seen.weights = ARENA_ARRAY(a, uint32_t, SPACE_ROW_TERMS);
	q->seen.rest = ARENA_ARRAY(a, double, SPACE_ROW_TERMS);
	return q;
}

static void look(struct space_search *q, const struct row *row, const struct space_view *view)
{
	const struct space *s = q->space;
	const uint16_t *weights = row_weights(row);
	double length = row->length[view->length], sum = 0;
	struct seen *seen = &q->seen;

	seen->n = 0;
	for (uint32_t i = 0; i < row->n; i++) {
		double scale = (double)view->scale[s->streams[row->terms[i]]];

		if (scale <= 0 || length <= 0)
			continue;
		sum += scale * weights[i] * weights[i] / (length * length);
		seen->terms[seen->n] = row->terms[i];
		seen->weights[seen->n] =
			(uint32_t)ceil(scale * weights[i] * (SPACE_ONE + 1) / length);
		seen->rest[seen->n++] = sqrt(sum);
	}
}

/* Sums are rounded up, so that they never fall short; 1.0 times 1.0 gives SUM_ONE. */
static void pour(uint16_t *sums, const struct posting *p, const struct posting *end,
		 uint32_t rows, uint64_t weight)
{
	enum { SHIFT = 17 };

	for (; p < end && p->at < rows; p++)
		sums[p->at] = (uint16_t)(sums[p->at] +
					 ((weight * p->weight + (1U << SHIFT) - 1) >> SHIFT));
}

/*
 * A query term's list need not be read for rows that no rarer term has met
 * once the terms left cannot reach the threshold by themselves. Returns how
 * many are left.
 */
static uint32_t pour_all(struct space_search *q, const struct block *b, uint32_t rows,
			 double threshold)
{
	const struct seen *seen = &q->seen;
	uint32_t i = seen->n;

	for (; i > 0 && seen->rest[i - 1] * (1 + 1e-9) >= threshold; i--) {
		uint32_t term = seen->terms[i - 1];

		if (term < b->terms)
			pour(q->sums, b->postings + b->start[term],
			     b->postings + b->start[term + 1], rows, seen->weights[i - 1]);
	}
	return i;
}

/* What one row needs, and may still get. */
struct filter {
	const uint8_t *rest;
	const uint16_t *length;
	uint16_t rest_weight; /* of the query's part that was not poured, per unit of `rest` */
	uint16_t threshold;   /* 65536 is 1.0 */
};

enum { SLACK = 2 }; /* units of a sum that rounding may take from each side of a comparison */

#ifdef __SSE2__
/* Bytes that are all ones where the row may reach the threshold; the sums are cleared. */
static __m128i sift_eight(__m128i *sums, __m128i rest, __m128i length, const struct filter *f)
{
	const __m128i zero = _mm_setzero_si128();
	__m128i sum = *sums, more, need;

	more = _mm_mullo_epi16(rest, _mm_set1_epi16((short)f->rest_weight));
	more = _mm_adds_epu16(_mm_adds_epu16(sum, more), _mm_set1_epi16(SLACK));
	need = _mm_mulhi_epu16(length, _mm_set1_epi16((short)f->threshold));
	need = _mm_srli_epi16(need, 1);
	*sums = zero;
	return _mm_andnot_si128(_mm_cmpeq_epi16(sum, zero),
				_mm_cmpeq_epi16(_mm_subs_epu16(need, more), zero));
}

/* A set of those of the BLOCK_STEP rows that may reach the threshold. */
static unsigned sift_step(uint16_t *sums, uint32_t at, const struct filter *f)
{
	const __m128i zero = _mm_setzero_si128();
	__m128i *sum = (__m128i *)(void *)(sums + at);
	const __m128i *length = (const __m128i *)(const void *)(f->length + at);
	__m128i rest;

	if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_or_si128(sum[0], sum[1]), zero)) == 0xFFFF)
		return 0;
	rest = _mm_loadu_si128((const __m128i *)(const void *)(f->rest + at));
	return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(
		sift_eight(&sum[0], _mm_unpacklo_epi8(rest, zero), length[0], f),
		sift_eight(&sum[1], _mm_unpackhi_epi8(rest, zero), length[1], f)));
}
#else
static unsigned sift_step(uint16_t *sums, uint32_t at, const struct filter *f)
{
	unsigned set = 0;

	for (unsigned k = 0; k < BLOCK_STEP; k++) {
		uint32_t sum = sums[at + k];
		uint32_t more = sum + (uint32_t)f->rest[at + k] * f->rest_weight + SLACK;
		uint32_t need = (uint32_t)f->threshold * f->length[at + k] >> 17;

		set |= (unsigned)(sum > 0 && more >= need) << k;
		sums[at + k] = 0;
	}
	return set;
}
#endif

/* Of the first rows those that may reach the threshold, into q->met; clears the sums. */
static uint32_t sift(struct space_search *q, uint32_t rows, const struct filter *f)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < rows; i += BLOCK_STEP)
		for (unsigned set = sift_step(q->sums, i, f); set; set &= set - 1)
			q->met[n++] = (uint16_t)(i + (unsigned)__builtin_ctz(set));
	return n;
}

/* One search: the query, and what becomes of those that are found. */
struct find {
	const struct row *row;
	uint32_t number; /* of the row itself, which is no hit */
	uint32_t below;	 /* only rows with a smaller number */
	double threshold;
	void (*emit)(void *context, uint32_t row, uint32_t other, double score);
	void *context;
};

static void compare(struct space_search *q, const struct find *f, uint32_t other)
{
	const struct space *s = q->space;
	const struct row *r = &s->rows.at[other];
	const uint16_t *weights = row_weights(r);
	struct dots dots = { { 0 } };
	double score;

	if (other == f->number || other >= f->below || r->removed)
		return;
	for (uint32_t i = 0; i < r->n; i++)
		dots.of[s->streams[r->terms[i]]] +=
			(uint32_t)q->weights[r->terms[i]] * weights[i];
	score = space_dots_score(s, f->row, r, &dots);
	if (score >= f->threshold && score > 0)
		f->emit(f->context, f->number, other, score);
}

/* How many of the block's rows, which stand in the order of their numbers, are looked for. */
static uint32_t rows_below(const struct block *b, uint32_t below)
{
	uint32_t low = 0, high = b->n;

	if (b->rows[b->n - 1] < below)
		return b->n;
	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (b->rows[middle] < below)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void find_in_block(struct space_search *q, const struct find *f, const struct block *b,
			  uint8_t length)
{
	uint32_t rows = rows_below(b, f->below);
	uint32_t left = pour_all(q, b, rows, f->threshold), met;
	double rest = left ? q->seen.rest[left - 1] : 0;
	struct filter filter = {
		.rest = b->rest[block_bound(left ? q->seen.terms[left - 1] : 0)],
		.length = b->length[length],
		.rest_weight = (uint16_t)ceil(rest * SUM_ONE / REST_ONE),
		.threshold = (uint16_t)fmin(f->threshold * (SPACE_ONE + 1), SPACE_ONE),
	};

	if (left == q->seen.n)
		return;
	met = sift(q, rows, &filter);
	for (uint32_t i = 0; i < met; i++)
		compare(q, f, b->rows[q->met[i]]);
}

/* The weights of the query by its terms, or zeros again. */
static void spread(struct space_search *q, const struct row *row, bool clear)
{
	const uint16_t *weights = row_weights(row);

	if (q->terms < q->space->terms) {
		q->terms = q->space->terms + q->space->terms / 4;
		q->weights = ARENA_ARRAY(q->arena, uint16_t, q->terms);
	}
	for (uint32_t i = 0; i < row->n; i++)
		q->weights[row->terms[i]] = clear ? 0 : weights[i];
}

static void find_all(struct space_search *q, const struct find *f)
{
	spread(q, f->row, false);
	for (unsigned k = 0; k < SPACE_KINDS; k++) {
		const struct space_view *view = &q->space->model->views[f->row->kind & k];
		struct kind *kind = &q->space->kinds[k];

		if (kind->blocks.n)
			look(q, f->row, view);
		for (size_t i = 0; i < kind->blocks.n; i++)
			if (kind->blocks.at[i]->rows[0] < f->below)
				find_in_block(q, f, kind->blocks.at[i], view->length);
		for (size_t i = 0; i < kind->loose.n; i++)
			compare(q, f, kind->loose.at[i]);
		kind->compared += kind->loose.n;
	}
	spread(q, f->row, true);
}

struct gather {
	struct arena *arena;
	struct space_hits *out;
};

static void gather_hit(void *context, uint32_t row, uint32_t other, double score)
{
	struct gather *g = context;

	(void)row;
	vec_push(g->arena, &g->out->list, (struct space_hit){ other, score });
}

static int by_row(const void *a, const void *b)
{
	const struct space_hit *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

void space_find(struct space_search *q, uint32_t row, double threshold, struct arena *a,
		struct space_hits *out)
{
	struct gather gather = { a, out };
	struct find f = {
		.row = &q->space->rows.at[row],
		.number = row,
		.below = UINT32_MAX,
		.threshold = threshold,
		.emit = gather_hit,
		.context = &gather,
	};
	size_t before = out->list.n;

	space_settle_if_due(q->space);
	find_all(q, &f);
	if (out->list.n > before)
		qsort(out->list.at + before, out->list.n - before, sizeof(*out->list.at),
		      by_row);
}

static void emit_pair(void *context, uint32_t row, uint32_t other, double score)
{
	const struct space_join *join = context;

	join->emit(join->context, other, row, score);
}

void space_pairs(struct space_search *q, const struct space_join *join)
{
	struct space_join context = *join;

	space_settle(q->space);
	for (uint32_t row = join->part; row < q->space->rows.n; row += join->parts) {
		struct find f = {
			.row = &q->space->rows.at[row],
			.number = row,
			.below = row,
			.threshold = join->threshold,
			.emit = emit_pair,
			.context = &context,
		};

		if (!f.row->removed)
			find_all(q, &f);
	}
}
