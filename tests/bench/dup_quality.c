/*
 * Pairs of the entries in a file, one JSON object a line:
 *   bench-dup ENTRIES LISTS THRESHOLD [TEXT TITLE FUNCTION OBJECT CONCEPT PREFIX]
 * LISTS is the folder of the pack's lists. Pairs go to standard output, with
 * tabs between: two line numbers from 0, score, probability, row of the table of
 * probabilities, what is shared (0 nothing, 1 object, 2 function, 3 both),
 * evidence; times to standard error. Where entries have a member "query", only
 * theirs are looked for: of each its nearest, the query's number first.
 */
#include "checker/base/file.h"
#include "checker/doc/doc.h"
#include "checker/dup/dup.h"
#include "tests/bench/lists.h"

#include <stdlib.h>
#include <time.h>

enum { FILE_BYTES_MAX = 1 << 28 };

struct codes {
	VEC(struct str) list;
};

struct entries {
	VEC(struct dup_entry) list;
	VEC(size_t) queries;
};

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static struct codes codes_of(struct arena *a, const struct node *list)
{
	struct codes codes = { 0 };

	for (uint32_t i = 0; list && i < list->count; i++)
		vec_push(a, &codes.list, node_str(&list->items[i]));
	return codes;
}

static struct dup_entry entry_of(struct arena *a, const struct node *root)
{
	struct codes functions = codes_of(a, node_get(root, STR("functions")));
	struct codes objects = codes_of(a, node_get(root, STR("objects")));

	return (struct dup_entry){
		.id = node_text(root, STR("id")),
		.body = node_text(root, STR("body")),
		.title = node_mtext(node_get(root, STR("title"))),
		.text = node_mtext(node_get(root, STR("text"))),
		.functions = functions.list.at,
		.functions_n = functions.list.n,
		.objects = objects.list.at,
		.objects_n = objects.list.n,
		.product = node_text(root, STR("product")),
	};
}

static bool read_doc(struct doc **doc, struct arena *a, struct str text, enum doc_syntax syntax)
{
	struct doc_errors errors = { 0 };

	return doc_parse(doc, a, STR("input"), text, syntax, DOC_GENERAL, &errors);
}

static bool read_entries(struct entries *entries, struct arena *a, const char *path,
			 struct err *err)
{
	struct str text, line;
	struct doc *doc;

	if (!file_read(&text, a, str_of(path), FILE_BYTES_MAX, err))
		return false;
	while (str_cut(&line, &text, '\n')) {
		if (line.n == 0)
			continue;
		if (!read_doc(&doc, a, line, DOC_JSON))
			return err_set(err, ERR_INPUT, "%s: entry %zu", path, entries->list.n);
		if (node_get(&doc->root, STR("query")))
			vec_push(a, &entries->queries, entries->list.n);
		vec_push(a, &entries->list, entry_of(a, &doc->root));
	}
	return true;
}

static void print_pair(struct out *out, const struct dup_table *t, const struct dup_pair *p)
{
	out_printf(out, "%zu\t%zu\t%.5f\t%.3f\t%zu\t%d\t", p->a, p->b, p->score, p->probability,
		   dup_table_row(t, p->score, p->word), (int)p->common);
	for (size_t i = 0; i < p->evidence_n; i++)
		out_printf(out, "%s%.*s %.3f", i > 0 ? ", " : "", STR_FMT(p->evidence[i].term),
			   p->evidence[i].share);
	out_printf(out, "\n");
}

struct near {
	size_t entry;
	double score;
};

static int by_score(const void *a, const void *b)
{
	const struct near *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score < y->score ? 1 : -1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

/* The score of a query with every entry, the highest first. */
static void print_nearest(struct out *out, struct arena *a, const struct dup_index *index,
			  const struct entries *entries)
{
	enum { SHOWN = 200 };
	struct near *near = ARENA_ARRAY(a, struct near, entries->list.n);

	for (size_t i = 0; i < entries->queries.n; i++) {
		size_t query = entries->queries.at[i];

		for (size_t k = 0; k < entries->list.n; k++)
			near[k] = (struct near){ k, dup_index_score(index, query, k) };
		qsort(near, entries->list.n, sizeof(*near), by_score);
		for (size_t k = 0; k < entries->list.n && k < SHOWN && near[k].score > 0; k++)
			if (near[k].entry != query)
				out_printf(out, "%zu\t%zu\t%.5f\t0\t0\t0\t\n", query,
					   near[k].entry, near[k].score);
	}
}

static void change_settings(struct dup_settings *settings, int argc, char **argv)
{
	double *const weights[] = { &settings->weights.text,	 &settings->weights.title,
				    &settings->weights.function, &settings->weights.object,
				    &settings->weights.concept,	 &settings->weights.prefix };

	settings->threshold = strtod(argv[3], NULL);
	for (int i = 4; i < argc && i - 4 < (int)ARRAY_LEN(weights); i++)
		*weights[i - 4] = strtod(argv[i], NULL);
}

static void measure(struct out *times, struct arena *a, const struct dup_settings *settings,
		    const struct entries *entries)
{
	double from = seconds(), built, joined, searched;
	struct dup_pairs pairs = { 0 }, some = { 0 };
	AUTO_DUP_INDEX index = dup_index_new(settings, entries->list.at, entries->list.n);
	size_t step = entries->list.n / 500 + 1;
	struct out out;
	struct err err;

	built = seconds();
	if (entries->queries.n == 0)
		dup_index_pairs(index, a, &pairs);
	joined = seconds();
	for (size_t i = 0; i < entries->list.n; i += step)
		dup_index_search(index, a, (struct dup_asked){ &i, 1 }, &some);
	searched = seconds();
	out_init(&out, 1);
	print_nearest(&out, a, index, entries);
	for (size_t i = 0; i < pairs.list.n; i++)
		print_pair(&out, settings->table, &pairs.list.at[i]);
	out_printf(times, "%zu entries, index %.3f s, %zu pairs %.3f s, one search %.3f ms\n",
		   entries->list.n, built - from, pairs.list.n, joined - built,
		   1e3 * (searched - joined) * (double)step / (double)entries->list.n);
	if (!out_close(&out, &err))
		out_printf(times, "%s\n", err.text);
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct entries entries = { 0 };
	struct dup_settings settings;
	struct err err = { 0 };
	struct out times;
	bool ok;

	out_init(&times, 2);
	ok = argc >= 4 && read_entries(&entries, a, argv[1], &err) &&
	     lists_settings(&settings, a, argv[2], &err);
	if (ok) {
		change_settings(&settings, argc, argv);
		measure(&times, a, &settings, &entries);
	} else {
		out_printf(&times, "%s\n", argc < 4 ? "usage" : err.text);
	}
	return out_close(&times, &err) && ok ? 0 : 1;
}
