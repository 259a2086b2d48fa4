#include "checker/space/space.h"

#include "tests/unit/rows.h"

#include <math.h>

enum { TERMS = 400 };

/* Two languages, a bridge that counts more without a common one, and codes. */
static const struct space_model model = {
	.views = {
		[0] = { .scale = { 0, 0, 4, 1 }, .length = 0 },
		[1] = { .scale = { 1, 0, 1, 1 }, .length = 1 },
		[2] = { .scale = { 0, 1, 1, 1 }, .length = 1 },
		[3] = { .scale = { 0.5F, 0.5F, 1, 1 }, .length = 1 },
	},
};

struct made {
	uint64_t seed;
	uint8_t streams[TERMS];
	uint32_t terms[TERMS];
	uint16_t weights[TERMS];
};

static uint32_t below(struct made *m, uint32_t n)
{
	m->seed ^= m->seed << 13, m->seed ^= m->seed >> 7, m->seed ^= m->seed << 17;
	return (uint32_t)(m->seed >> 33) % n;
}

/* Streams in turn, so that a language has terms of every rarity. */
static struct space *make_space(struct made *m)
{
	struct space *s = space_new(&model);

	for (uint32_t i = 0; i < TERMS; i++)
		m->streams[i] = (uint8_t)(i % 4);
	space_terms(s, m->streams, TERMS);
	return s;
}

static bool row_has(unsigned kind, uint32_t term)
{
	return term % 4 >= 2 || kind >> (term % 4) & 1;
}

/* Weights so that each stream's part is at most half as long as the row may be. */
static struct space_row finish(struct made *m, uint32_t n, unsigned kind)
{
	double sum = 1;

	for (uint32_t i = 0; i < n; i++)
		sum += (double)m->weights[i] * m->weights[i];
	for (uint32_t i = 0; i < n; i++)
		m->weights[i] = (uint16_t)(m->weights[i] / sqrt(sum) * SPACE_ONE / 2);
	return (struct space_row){ m->terms, m->weights, n, { 0, 0 }, (uint8_t)kind };
}

enum shape { SHAPE_USUAL, SHAPE_ONE_TERM, SHAPE_EQUAL, SHAPE_EMPTY, SHAPE_FREQUENT, SHAPE_ALL };

static struct space_row make_row(struct made *m, enum shape shape, unsigned kind)
{
	uint32_t n = 0;

	for (uint32_t t = 0; t < TERMS; t++) {
		/* Few of the first terms are missing, few of the last are there. */
		bool in = below(m, TERMS) * below(m, TERMS) > t * TERMS;

		if (shape == SHAPE_ONE_TERM)
			in = n == 0 && below(m, 20) == 0;
		if (shape == SHAPE_EQUAL)
			in = t % 16 < 5;
		if (shape == SHAPE_EMPTY)
			in = false;
		if (shape == SHAPE_FREQUENT)
			in = t < 12;
		if (!in || !row_has(kind, t))
			continue;
		m->terms[n] = t;
		m->weights[n++] = (uint16_t)(1000 + below(m, shape == SHAPE_EQUAL ? 1 : 9000));
	}
	return finish(m, n, kind);
}

static void add_row(struct space *s, struct made *m, enum shape shape, unsigned kind)
{
	struct space_row row = make_row(m, shape, kind);

	space_add(s, &row);
}

struct pair_set {
	VEC(uint64_t) list;
	struct arena *arena;
	const struct space *space;
};

static void keep_pair(void *context, uint32_t a, uint32_t b, double score)
{
	struct pair_set *set = context;

	assert_true(a < b);
	assert_true(score == space_score(set->space, a, b));
	vec_push(set->arena, &set->list, (uint64_t)b << 32 | a);
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void brute(struct pair_set *set, double threshold)
{
	for (uint32_t b = 0; b < space_count(set->space); b++)
		for (uint32_t a = 0; a < b; a++) {
			double score = space_score(set->space, a, b);

			assert_true(score == space_score(set->space, b, a));
			assert_true(score >= 0 && score <= 1 + 1e-9);
			if (score >= threshold && score > 0)
				vec_push(set->arena, &set->list, (uint64_t)b << 32 | a);
		}
}

static void assert_exact(struct space *s, double threshold)
{
	AUTO_ARENA a = arena_new();
	struct space_search *q = space_search_new(a, s);
	struct pair_set found = { .arena = a, .space = s }, want = { .arena = a, .space = s };
	size_t hits = 0;

	brute(&want, threshold);
	for (uint32_t part = 0; part < 3; part++)
		space_pairs(q, &(struct space_join){ threshold, part, 3, keep_pair, &found });
	if (found.list.n)
		qsort(found.list.at, found.list.n, sizeof(uint64_t), by_number);
	assert_int_equal(found.list.n, want.list.n);
	if (want.list.n)
		assert_memory_equal(found.list.at, want.list.at,
				    want.list.n * sizeof(uint64_t));
	for (uint32_t row = 0; row < space_count(s); row++) {
		struct space_hits out = { 0 };

		space_find(q, row, threshold, a, &out);
		for (size_t i = 0; i < out.list.n; i++) {
			assert_true(i == 0 || out.list.at[i - 1].row < out.list.at[i].row);
			assert_true(out.list.at[i].score ==
				    space_score(s, row, out.list.at[i].row));
		}
		hits += out.list.n;
	}
	assert_int_equal(hits, 2 * want.list.n);
}

static const struct exact_row {
	const char *label;
	double threshold;
	uint32_t rows;
	unsigned kinds;	 /* as a set */
	unsigned shapes; /* as a set */
} exact_rows[] = {
	{ "usual rows, low threshold", 0.1, 700, 1 << 1, 1 << SHAPE_USUAL },
	{ "usual rows, high threshold", 0.7, 700, 1 << 1, 1 << SHAPE_USUAL },
	{ "rows of one term", 0.3, 600, 1 << 1, 1 << SHAPE_ONE_TERM },
	{ "equal rows", 0.99, 560, 1 << 3, 1 << SHAPE_EQUAL },
	{ "empty rows", 0.01, 600, 1 << 3, 1 << SHAPE_EMPTY },
	{ "frequent terms alone", 0.5, 600, 1 << 1, 1 << SHAPE_FREQUENT | 1 << SHAPE_USUAL },
	{ "few rows, outside of blocks", 0.2, 90, 15, (1 << SHAPE_ALL) - 1 },
	{ "all kinds and shapes, 0.05", 0.05, 1300, 9, (1 << SHAPE_ALL) - 1 },
	{ "all kinds and shapes, 0.25", 0.25, 2600, 15, (1 << SHAPE_ALL) - 1 },
	{ "all kinds and shapes, 0.6", 0.6, 1300, 10, (1 << SHAPE_ALL) - 1 },
	{ "all kinds and shapes, 1.0", 1.0, 1300, 6, (1 << SHAPE_ALL) - 1 },
};

static void exact_row(void **state)
{
	const struct exact_row *row = *state;
	struct made m = { .seed = 88172645463325252U + row->rows };
	struct space *s = make_space(&m);

	while (space_count(s) < row->rows) {
		unsigned kind = below(&m, 4);
		enum shape shape = (enum shape)below(&m, SHAPE_ALL);

		if (row->kinds >> kind & 1 && row->shapes >> shape & 1)
			add_row(s, &m, shape, kind);
	}
	assert_exact(s, row->threshold);
	space_free(s);
}

/* Rows come one by one between searches, some go; the answers are those of a new space. */
static void growing_gives_what_rebuilding_gives(void **state)
{
	struct made m = { .seed = 7 };
	struct space *grown = make_space(&m), *whole = make_space(&m);
	AUTO_ARENA a = arena_new();
	struct space_search *q = space_search_new(a, grown), *p;

	(void)state;
	for (uint32_t i = 0; i < 1700; i++) {
		struct space_row row = make_row(&m, (enum shape)(i % SHAPE_ALL), i % 4);
		struct space_hits out = { 0 };

		assert_int_equal(space_add(grown, &row), i);
		space_add(whole, &row);
		if (i % 100 == 50)
			space_find(q, i, 0.2, a, &out);
		if (i % 7 == 3) {
			space_remove(grown, i - 2);
			space_remove(whole, i - 2);
		}
	}
	p = space_search_new(a, whole);
	for (uint32_t i = 0; i < 1700; i++) {
		struct space_hits x = { 0 }, y = { 0 };

		space_find(q, i, 0.2, a, &x);
		space_find(p, i, 0.2, a, &y);
		assert_int_equal(x.list.n, y.list.n);
		for (size_t k = 0; k < x.list.n; k++) {
			assert_int_equal(x.list.at[k].row, y.list.at[k].row);
			assert_true(x.list.at[k].score == y.list.at[k].score);
			assert_int_not_equal(x.list.at[k].row % 7, 1);
		}
	}
	space_free(grown);
	space_free(whole);
}

static void new_terms_are_the_rarest(void **state)
{
	struct made m = { .seed = 11 };
	static uint8_t streams[TERMS + 2];
	struct space *s = make_space(&m);
	AUTO_ARENA a = arena_new();
	struct space_search *q = space_search_new(a, s);
	struct space_hits out = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 1000; i++)
		add_row(s, &m, SHAPE_USUAL, 1);
	space_find(q, 5, 0.3, a, &out);
	memcpy(streams, m.streams, TERMS);
	space_terms(s, streams, TERMS + 2);
	m.terms[0] = TERMS + 1;
	m.weights[0] = 40000;
	for (int i = 0; i < 2; i++)
		space_add(s, &(struct space_row){ m.terms, m.weights, 1, { 0, 0 }, 1 });
	out.list.n = 0;
	space_find(q, 1000, 0.9, a, &out);
	assert_int_equal(out.list.n, 1);
	assert_int_equal(out.list.at[0].row, 1001);
	assert_true(out.list.at[0].score > 0.999);
	space_free(s);
}

static void addends_make_the_score(void **state)
{
	struct made m = { .seed = 5 };
	struct space *s = make_space(&m);
	struct space_addend addends[TERMS];

	(void)state;
	for (uint32_t i = 0; i < 200; i++)
		add_row(s, &m, SHAPE_USUAL, 1 + i % 3);
	for (uint32_t i = 0; i < 200; i++)
		for (uint32_t j = 0; j < i; j++) {
			double sum = 0;

			for (uint32_t n = space_addends(s, i, j, addends); n-- > 0;)
				sum += addends[n].share;
			assert_true(fabs(sum - space_score(s, i, j)) < 1e-9);
		}
	assert_true(fabs(space_score(s, 0, 0) - 1) < 1e-4);
	space_free(s);
}

static void a_row_that_says_little_is_alike_to_little(void **state)
{
	struct made m = { .seed = 3 };
	struct space *s = make_space(&m);
	uint32_t term = 200;
	uint16_t weight = 10000;

	(void)state;
	for (int i = 0; i < 2; i++)
		space_add(s, &(struct space_row){
				     &term, &weight, 1, { SPACE_ONE / 2, SPACE_ONE / 2 }, 1 });
	assert_true(space_score(s, 0, 1) < 0.1);
	space_free(s);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, exact_row, exact_rows);
	ADD_TEST(&list, growing_gives_what_rebuilding_gives);
	ADD_TEST(&list, new_terms_are_the_rarest);
	ADD_TEST(&list, addends_make_the_score);
	ADD_TEST(&list, a_row_that_says_little_is_alike_to_little);
	return test_list_run(&list, "space");
}
