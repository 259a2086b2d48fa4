#include "checker/space/space_internal.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct space *space_new(const struct space_model *model)
{
	struct arena *a = arena_new();
	struct space *s = ARENA_NEW(a, struct space);

	s->arena = a;
	s->model = model;
	for (size_t v = 0; v < SPACE_KINDS; v++)
		for (size_t k = 0; k < SPACE_STREAMS; k++)
			s->most[k] = fmaxf(s->most[k], model->views[v].scale[k]);
	return s;
}

void space_free(struct space *s)
{
	if (!s)
		return;
	for (size_t k = 0; k < SPACE_KINDS; k++)
		for (size_t i = 0; i < s->kinds[k].blocks.n; i++)
			arena_free(s->kinds[k].blocks.at[i]->arena);
	arena_free(s->arena);
}

void space_terms(struct space *s, const uint8_t *streams, uint32_t terms)
{
	assert(terms >= s->terms);
	s->streams = streams;
	s->terms = terms;
}

/* Longest under any view that the row can be seen by and that uses this length; by the squares
 * of its streams. */
static uint16_t length_of(const struct space *s, const struct space_row *row,
			  const uint64_t *squares, uint8_t which)
{
	double longest = row->least[which];

	for (unsigned v = 0; v < SPACE_KINDS; v++) {
		const struct space_view *view = &s->model->views[v];
		double sum = 0;

		if ((v & ~(unsigned)row->kind) || view->length != which)
			continue;
		for (size_t k = 0; k < SPACE_STREAMS; k++)
			sum += (double)view->scale[k] * (double)squares[k];
		longest = fmax(longest, ceil(sqrt(sum)));
	}
	return (uint16_t)fmin(longest, SPACE_ONE);
}

uint32_t space_add(struct space *s, const struct space_row *row)
{
	uint32_t *terms = arena_raw(s->arena, row->n, sizeof(*terms) + sizeof(uint16_t));
	struct row r = { .terms = terms, .n = (uint16_t)row->n, .kind = row->kind };
	uint32_t number = (uint32_t)s->rows.n;
	uint64_t squares[SPACE_STREAMS] = { 0 };

	assert(row->n <= SPACE_ROW_TERMS && row->kind < SPACE_KINDS);
	if (row->n) {
		memcpy(terms, row->terms, row->n * sizeof(*terms));
		memcpy(terms + row->n, row->weights, row->n * sizeof(*row->weights));
	}
	for (uint32_t i = 0; i < row->n; i++)
		squares[s->streams[row->terms[i]]] +=
			(uint64_t)row->weights[i] * row->weights[i];
	for (uint8_t which = 0; which < 2; which++)
		r.length[which] = length_of(s, row, squares, which);
	vec_push(s->arena, &s->rows, r);
	vec_push(s->arena, &s->kinds[row->kind].loose, number);
	return number;
}

uint32_t space_count(const struct space *s)
{
	return (uint32_t)s->rows.n;
}

struct space_row space_row_at(const struct space *s, uint32_t row)
{
	const struct row *r = &s->rows.at[row];

	return (struct space_row){
		.terms = r->terms, .weights = row_weights(r), .n = r->n, .kind = r->kind
	};
}

void space_remove(struct space *s, uint32_t row)
{
	s->rows.at[row].removed = true;
}

bool space_is_removed(const struct space *s, uint32_t row)
{
	return s->rows.at[row].removed;
}

/* The next term of both rows; false when there is none. */
static bool next_shared(const struct row *a, uint32_t *i, const struct row *b, uint32_t *j)
{
	while (*i < a->n && *j < b->n) {
		if (a->terms[*i] == b->terms[*j])
			return true;
		if (a->terms[*i] < b->terms[*j])
			++*i;
		else
			++*j;
	}
	return false;
}

static const struct space_view *view_of(const struct space *s, const struct row *a,
					const struct row *b)
{
	return &s->model->views[a->kind & b->kind];
}

static double norm_of(const struct space_view *view, const struct row *a, const struct row *b)
{
	return (double)a->length[view->length] * b->length[view->length];
}

double space_dots_score(const struct space *s, const struct row *a, const struct row *b,
			const struct dots *dots)
{
	const struct space_view *view = view_of(s, a, b);
	double norm = norm_of(view, a, b), sum = 0;

	for (size_t k = 0; k < SPACE_STREAMS; k++)
		sum += (double)view->scale[k] * (double)dots->of[k];
	return norm > 0 ? sum / norm : 0;
}

double space_score(const struct space *s, uint32_t a, uint32_t b)
{
	const struct row *p = &s->rows.at[a], *q = &s->rows.at[b];
	const uint16_t *x = row_weights(p), *y = row_weights(q);
	struct dots dots = { { 0 } };

	for (uint32_t i = 0, j = 0; next_shared(p, &i, q, &j); i++, j++)
		dots.of[s->streams[p->terms[i]]] += (uint32_t)x[i] * y[j];
	return space_dots_score(s, p, q, &dots);
}

uint32_t space_addends(const struct space *s, uint32_t a, uint32_t b, struct space_addend *out)
{
	const struct row *p = &s->rows.at[a], *q = &s->rows.at[b];
	const struct space_view *view = view_of(s, p, q);
	const uint16_t *x = row_weights(p), *y = row_weights(q);
	double norm = norm_of(view, p, q);
	uint32_t n = 0;

	for (uint32_t i = 0, j = 0; next_shared(p, &i, q, &j); i++, j++) {
		double scale = (double)view->scale[s->streams[p->terms[i]]];

		if (scale > 0 && norm > 0)
			out[n++] = (struct space_addend){ p->terms[i],
							  scale * x[i] * y[j] / norm };
	}
	return n;
}
