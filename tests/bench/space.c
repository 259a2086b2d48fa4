/*
 * Exact search in a space of generated rows: space CSR THRESHOLD MODE [N]. CSR is a file of the
 * shared prototype's generator (rows and terms, then of each row its body, its count of terms,
 * terms and counts). MODE "query" searches for N rows one by one, "join" for all pairs, "add"
 * adds N rows to the others.
 */
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
};

static bool load(struct corpus *c, struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
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

static void query(struct corpus *c, struct space_search *q, double threshold, uint32_t n)
{
	AUTO_ARENA a = arena_new();
	double *took = calloc(n, sizeof(*took));
	uint64_t seed = 12345, hits = 0;
	struct space_work w;

	for (uint32_t i = 0; i < n && took; i++) {
		struct space_hits out = { 0 };
		double start;

		seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
		start = bench_now();
		space_find(q, (uint32_t)(seed % c->rows), threshold, a, &out);
		took[i] = (bench_now() - start) * 1e3;
		hits += out.list.n;
		arena_reset(a);
	}
	w = space_work(q);
	qsort(took, n, sizeof(*took), by_double);
	printf("p50 %.3f p95 %.3f p99 %.3f ms; postings %lu filtered %lu compared %.1f hits "
	       "%.2f\n",
	       took[n / 2], took[n * 95 / 100], took[n * 99 / 100], w.postings / n,
	       w.filtered / n, (double)w.compared / n, (double)hits / n);
	free(took);
}

static void count_pair(void *context, uint32_t a, uint32_t b, double score)
{
	(void)a, (void)b, (void)score;
	++*(uint64_t *)context;
}

int main(int argc, char **argv)
{
	static const struct space_model model = { .views = { [1] = { .scale = { 1 } } } };
	AUTO_ARENA a = arena_new();
	AUTO_ARENA searches = arena_new();
	struct corpus c = { 0 };
	struct space_search *q;
	double threshold, start, took;
	struct rusage used;

	if (argc < 4 || !load(&c, a, argv[1]))
		return 2;
	threshold = strtod(argv[2], NULL);
	rank(&c, a);
	start = cpu();
	c.space = space_new(&model);
	space_terms(c.space, ARENA_ARRAY(a, uint8_t, c.terms), c.terms);
	for (uint32_t i = 0; i < c.rows; i++)
		add(&c, i);
	printf("add %.2f s, ", cpu() - start);
	start = cpu();
	q = space_search_new(searches, c.space);
	{
		struct space_hits out = { 0 };

		space_find(q, 0, threshold, searches, &out);
	}
	printf("index %.2f s\n", cpu() - start);
	start = cpu();
	if (!strcmp(argv[3], "query")) {
		query(&c, q, threshold, 1000);
	} else {
		uint64_t pairs = 0;
		struct space_work w;

		space_pairs(q, &(struct space_join){ threshold, 0, 1, count_pair, &pairs });
		took = cpu() - start;
		w = space_work(q);
		printf("join %.2f s CPU, %lu pairs; postings %.3e filtered %.3e compared "
		       "%.3e\n",
		       took, pairs, (double)w.postings, (double)w.filtered, (double)w.compared);
	}
	getrusage(RUSAGE_SELF, &used);
	printf("%ld MiB\n", used.ru_maxrss / 1024);
	space_free(c.space);
	return 0;
}
