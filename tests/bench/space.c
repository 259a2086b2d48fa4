/*
 * Exact search in a space of generated rows: space CSR PLANTED THRESHOLD MODE. CSR is a file of
 * the shared prototype's generator (rows and terms; then of each row its body, its count of
 * terms, terms and counts), PLANTED names copies and their originals. MODE "query" searches for
 * 1,000 rows one by one, half of them copies; "join" for all pairs on one processor; "add" adds
 * the last tenth of the rows one by one.
 */
#include "checker/base/file.h"
#include "checker/space/space.h"
#include "tests/bench/bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct corpus {
	uint32_t rows, terms;
	uint32_t *counts; /* rows that have the term */
	uint32_t *rank;	  /* of the term */
	uint32_t **row;	  /* count of terms, then terms and counts in turn */
	struct space *space;
	long corpus_kb; /* what the program holds before it makes the space */
};

static bool load(struct corpus *c, struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct rusage used;
	uint32_t head[2];

	if (!f || fread(head, sizeof(head), 1, f) != 1)
		return false;
	c->rows = head[0];
	c->terms = head[1];
	c->counts = ARENA_ARRAY(a, uint32_t, c->terms);
	c->row = ARENA_ARRAY(a, uint32_t *, c->rows);
	for (uint32_t i = 0; i < c->rows; i++) {
		if (fread(head, sizeof(head), 1, f) != 1)
			return false;
		c->row[i] = arena_raw(a, 1 + 2 * (size_t)head[1], sizeof(uint32_t));
		c->row[i][0] = head[1];
		if (fread(c->row[i] + 1, 2 * sizeof(uint32_t), head[1], f) != head[1])
			return false;
		for (uint32_t k = 0; k < head[1]; k++)
			c->counts[c->row[i][1 + 2 * k]]++;
	}
	fclose(f);
	getrusage(RUSAGE_SELF, &used);
	c->corpus_kb = used.ru_maxrss;
	return true;
}

static int by_count(const void *a, const void *b, void *counts)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const uint32_t *n = counts;

	return n[x] != n[y] ? (n[x] < n[y] ? 1 : -1) : (x > y) - (x < y);
}

static void rank(struct corpus *c, struct arena *a)
{
	uint32_t *order = ARENA_ARRAY(a, uint32_t, c->terms);

	c->rank = ARENA_ARRAY(a, uint32_t, c->terms);
	for (uint32_t i = 0; i < c->terms; i++)
		order[i] = i;
	qsort_r(order, c->terms, sizeof(*order), by_count, c->counts);
	for (uint32_t i = 0; i < c->terms; i++)
		c->rank[order[i]] = i;
}

struct item {
	uint32_t term;
	float weight;
};

static int by_term(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return (x->term > y->term) - (x->term < y->term);
}

static void add(struct corpus *c, uint32_t number)
{
	const uint32_t *row = c->row[number], n = row[0];
	struct item items[512];
	uint32_t terms[512];
	uint16_t weights[512];
	double sum = 0;

	for (uint32_t k = 0; k < n; k++) {
		uint32_t term = row[1 + 2 * k];
		float count;

		memcpy(&count, &row[2 + 2 * k], sizeof(count));
		items[k].term = c->rank[term];
		items[k].weight = (1.0F + logf(count)) * logf(((float)c->rows + 1.0F) /
							      ((float)c->counts[term] + .5F));
		sum += (double)items[k].weight * (double)items[k].weight;
	}
	qsort(items, n, sizeof(*items), by_term);
	for (uint32_t k = 0; k < n; k++) {
		terms[k] = items[k].term;
		weights[k] = (uint16_t)lround((double)items[k].weight / sqrt(sum) * SPACE_ONE);
	}
	space_add(c->space,
		  &(struct space_row){ .terms = terms, .weights = weights, .n = n, .kind = 1 });
}

static double cpu(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	       (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) * 1e-6;
}

static int by_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int by_score(const void *a, const void *b)
{
	double x = ((const struct space_hit *)a)->score,
	       y = ((const struct space_hit *)b)->score;

	return (x < y) - (x > y);
}

struct planted {
	VEC(uint32_t) copies, originals;
};

static bool read_planted(struct planted *p, struct arena *a, const char *path)
{
	struct str text, line;
	struct err err;

	if (!file_read(&text, a, str_of(path), 1 << 28, &err))
		return false;
	while (str_cut(&line, &text, '\n') && line.n) {
		struct str copy, rest = line, original;
		int64_t x, y;

		if (!str_cut(&copy, &rest, ' ') || !str_cut(&original, &rest, ' ') ||
		    !str_int(copy, &x) || !str_int(original, &y))
			return false;
		vec_push(a, &p->copies, (uint32_t)x);
		vec_push(a, &p->originals, (uint32_t)y);
	}
	return p->copies.n > 0;
}

static size_t place_of(struct space_hits *hits, uint32_t row)
{
	size_t i = 0;

	if (hits->list.n)
		qsort(hits->list.at, hits->list.n, sizeof(*hits->list.at), by_score);
	while (i < hits->list.n && hits->list.at[i].row != row)
		i++;
	return i;
}

static void query(struct corpus *c, struct space_search *q, double threshold,
		  const struct planted *planted)
{
	enum { QUERIES = 1000 };
	static double took[QUERIES];
	AUTO_ARENA a = arena_new();
	size_t first = 0, ten = 0;
	uint64_t seed = 12345;
	char what[64];

	for (uint32_t i = 0; i < QUERIES; i++) {
		struct space_hits out = { 0 };
		bool copy = i % 2;
		size_t k;
		double start;

		seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
		k = seed % planted->copies.n;
		start = bench_now();
		space_find(q, copy ? planted->copies.at[k] : (uint32_t)(seed % c->rows),
			   threshold, a, &out);
		took[i] = (bench_now() - start) * 1e3;
		if (copy) {
			size_t place = place_of(&out, planted->originals.at[k]);

			first += place == 0;
			ten += place < 10;
		}
		arena_reset(a);
	}
	qsort(took, QUERIES, sizeof(*took), by_double);
	snprintf(what, sizeof(what), "one against %u", c->rows);
	bench_sample(what, "ours", took[QUERIES / 2], "ms");
	snprintf(what, sizeof(what), "one against %u, p95", c->rows);
	bench_sample(what, "ours", took[QUERIES * 95 / 100], "ms");
	printf("ours among %u: the original first for %zu of %d copies, among ten for %zu\n",
	       c->rows, first, QUERIES / 2, ten);
}

static void count_pair(void *context, uint32_t a, uint32_t b, double score)
{
	(void)a, (void)b, (void)score;
	++*(uint64_t *)context;
}

static void join(struct corpus *c, struct space_search *q, double threshold)
{
	uint64_t pairs = 0;
	double start = cpu();
	char what[64];

	space_pairs(q, &(struct space_join){ threshold, 0, 1, count_pair, &pairs });
	snprintf(what, sizeof(what), "all pairs among %u", c->rows);
	bench_sample(what, "ours", cpu() - start, "s CPU");
	printf("ours finds %lu pairs among %u\n", pairs, c->rows);
}

static void say_size(const struct corpus *c)
{
	struct rusage used;
	char what[64];

	getrusage(RUSAGE_SELF, &used);
	snprintf(what, sizeof(what), "memory with %u, the generated rows apart", c->rows);
	bench_sample(what, "ours", (double)(used.ru_maxrss - c->corpus_kb) / 1024, "MiB");
}

int main(int argc, char **argv)
{
	static const struct space_model model = { .views = { [1] = { .scale = { 1 } } } };
	AUTO_ARENA a = arena_new();
	AUTO_ARENA searches = arena_new();
	struct corpus c = { 0 };
	struct planted planted = { 0 };
	struct space_hits none = { 0 };
	struct space_search *q;
	double threshold, start;
	uint32_t added = 0;
	char what[64];

	if (argc < 5 || !load(&c, a, argv[1]) || !read_planted(&planted, a, argv[2]))
		return 2;
	threshold = strtod(argv[3], NULL);
	rank(&c, a);
	c.space = space_new(&model);
	space_terms(c.space, ARENA_ARRAY(a, uint8_t, c.terms), c.terms);
	q = space_search_new(searches, c.space);
	start = cpu();
	for (; added < c.rows - (strcmp(argv[4], "add") ? 0 : c.rows / 10); added++)
		add(&c, added);
	space_find(q, 0, threshold, searches, &none);
	snprintf(what, sizeof(what), "start with %u", c.rows);
	bench_sample(what, "ours", cpu() - start, "s CPU");
	start = cpu();
	for (uint32_t i = added; i < c.rows; i++)
		add(&c, i);
	if (added < c.rows) {
		snprintf(what, sizeof(what), "one more among %u", c.rows);
		bench_sample(what, "ours", (cpu() - start) / (c.rows - added) * 1e6, "us CPU");
	} else if (strcmp(argv[4], "query") == 0) {
		query(&c, q, threshold, &planted);
	} else {
		join(&c, q, threshold);
	}
	say_size(&c);
	space_free(c.space);
	return 0;
}
