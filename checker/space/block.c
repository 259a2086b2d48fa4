#include "checker/space/space_internal.h"

#include <math.h>
#include <string.h>

/* 8, 11, 16, 23, 32 … : frequent terms are few and weigh little each, rare ones many. */
static uint32_t bound_at(uint32_t k)
{
	if (k == REST_BOUNDS - 1)
		return UINT32_MAX;
	return k % 2 ? 11U << (k / 2) : 8U << (k / 2);
}

uint32_t block_bound(uint32_t term)
{
	uint32_t k = 0;

	while (bound_at(k) <= term)
		k++;
	return k;
}

static void note_rest(const struct space *s, struct block *b, uint32_t at, const struct row *r)
{
	const uint16_t *weights = row_weights(r);
	double sum = 0;
	uint32_t i = 0;

	for (uint32_t k = 0; k < REST_BOUNDS; k++) {
		double norm;

		for (; i < r->n && r->terms[i] < bound_at(k); i++)
			sum += (double)s->most[s->streams[r->terms[i]]] * weights[i] *
			       weights[i];
		norm = ceil(sqrt(sum) * REST_ONE / SPACE_ONE);
		b->rest[k][at] = (uint8_t)fmin(norm, REST_ONE);
	}
}

static void post_rows(const struct space *s, struct block *b)
{
	uint32_t *next;

	b->start = ARENA_ARRAY(b->arena, uint32_t, (size_t)b->terms + 2);
	next = b->start + 1; /* each ends where the following begins, one place further */
	for (uint32_t i = 0; i < b->n; i++) {
		const struct row *r = &s->rows.at[b->rows[i]];

		for (uint32_t k = 0; k < r->n; k++)
			b->start[r->terms[k] + 2]++;
	}
	for (uint32_t t = 0; t < b->terms; t++)
		b->start[t + 2] += b->start[t + 1];
	b->postings = arena_raw(b->arena, b->start[b->terms + 1], sizeof(*b->postings));
	for (uint32_t i = 0; i < b->n; i++) {
		const struct row *r = &s->rows.at[b->rows[i]];
		const uint16_t *weights = row_weights(r);

		for (uint32_t k = 0; k < r->n; k++)
			b->postings[next[r->terms[k]]++] =
				(struct posting){ (uint16_t)i, weights[k] };
	}
}

/* Of the rows of an older block, which may be NULL and is freed, and those behind them. */
static struct block *make_block(const struct space *s, struct block *older,
				const uint32_t *more, uint32_t more_n)
{
	struct arena *a = arena_new();
	struct block *b = ARENA_NEW(a, struct block);
	uint32_t before = older ? older->n : 0, padded;

	b->arena = a;
	b->n = before + more_n;
	b->terms = s->terms;
	b->rows = ARENA_ARRAY(a, uint32_t, b->n);
	if (older)
		memcpy(b->rows, older->rows, before * sizeof(*b->rows));
	memcpy(b->rows + before, more, more_n * sizeof(*b->rows));
	padded = (b->n + BLOCK_STEP - 1) / BLOCK_STEP * BLOCK_STEP;
	for (size_t which = 0; which < 2; which++) {
		b->length[which] = ARENA_ARRAY(a, uint16_t, padded);
		/* Behind the last row nothing reaches a threshold. */
		for (uint32_t i = 0; i < padded; i++)
			b->length[which][i] =
				i < b->n ? s->rows.at[b->rows[i]].length[which] : SPACE_ONE;
	}
	for (size_t k = 0; k < REST_BOUNDS; k++)
		b->rest[k] = ARENA_ARRAY(a, uint8_t, padded);
	for (uint32_t i = 0; i < b->n; i++)
		note_rest(s, b, i, &s->rows.at[b->rows[i]]);
	post_rows(s, b);
	if (older)
		arena_free(older->arena);
	return b;
}

static void settle_kind(const struct space *s, struct kind *kind)
{
	struct block *last = kind->blocks.n ? kind->blocks.at[kind->blocks.n - 1] : NULL;
	uint32_t open = last && last->n < BLOCK_ROWS ? last->n : 0, taken = 0;
	uint32_t room = open / 8 > LOOSE_ROWS ? open / 8 : LOOSE_ROWS;

	if (kind->loose.n <= room)
		return;
	while (taken < kind->loose.n) {
		uint32_t n = (uint32_t)kind->loose.n - taken;

		n = n < BLOCK_ROWS - open ? n : BLOCK_ROWS - open;
		if (open)
			kind->blocks.n--;
		last = make_block(s, open ? last : NULL, kind->loose.at + taken, n);
		vec_push(s->arena, &kind->blocks, last);
		taken += n;
		open = 0;
	}
	kind->loose.n = 0;
	kind->compared = 0;
}

void space_settle(struct space *s)
{
	for (size_t k = 0; k < SPACE_KINDS; k++)
		settle_kind(s, &s->kinds[k]);
}

void space_settle_if_due(struct space *s)
{
	for (size_t k = 0; k < SPACE_KINDS; k++)
		if (s->kinds[k].compared >= LOOSE_COMPARED * s->kinds[k].loose.n)
			settle_kind(s, &s->kinds[k]);
}
