/*
 * Which entries do the same: dup ENTRIES.jsonl LISTS COUNT one|pairs, over the first
 * COUNT entries: the index, then single ones asked about or all pairs. LISTS is the
 * folder of the pack's lists.
 */
#include "checker/doc/doc.h"
#include "checker/dup/dup.h"
#include "tests/bench/bench.h"
#include "tests/bench/files.h"
#include "tests/bench/lists.h"

#include <stdlib.h>
#include <string.h>

static const struct str *codes(struct arena *a, const struct node *list, size_t *n)
{
	struct str *out = ARENA_ARRAY(a, struct str, list->count);

	*n = list->count;
	for (uint32_t i = 0; i < list->count; i++)
		out[i] = node_str(&list->items[i]);
	return out;
}

static struct dup_entry entry_of(struct arena *a, const struct node *root)
{
	struct dup_entry e = {
		.id = node_text(root, STR("id")),
		.body = node_text(root, STR("body")),
		.title = node_mtext(node_get(root, STR("title"))),
		.text = node_mtext(node_get(root, STR("text"))),
	};

	e.functions = codes(a, node_get(root, STR("functions")), &e.functions_n);
	e.objects = codes(a, node_get(root, STR("objects")), &e.objects_n);
	return e;
}

static size_t load(struct dup_entry *entries, size_t max, struct arena *a, struct str text)
{
	size_t n = 0;

	while (n < max && text.n) {
		size_t end = str_find(text, STR("\n"));
		struct str line = str_sub(text, 0, end);
		struct doc_errors errors = { 0 };
		struct doc *doc;

		if (!doc_parse(&doc, a, STR("entry"), line, DOC_JSON, DOC_GENERAL, &errors))
			return 0;
		entries[n++] = entry_of(a, &doc->root);
		text = str_sub(text, end + 1, text.n);
	}
	return n;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

enum { QUESTIONS = 200 };

/* The strongest five of single entries, as a submission asks for them. */
static void ask(struct dup_index *index, size_t n)
{
	double cpu[QUESTIONS];
	size_t asked = n < QUESTIONS ? n : QUESTIONS;
	char what[64];

	for (size_t i = 0; i < asked; i++) {
		AUTO_ARENA a = arena_new();
		struct dup_pairs pairs = { 0 };
		size_t one = i * (n / asked);
		double start = bench_cpu();

		dup_index_search(index, a, (struct dup_asked){ &one, 1 }, &pairs);
		cpu[i] = (bench_cpu() - start) * 1e3;
	}
	qsort(cpu, asked, sizeof(*cpu), by_value);
	snprintf(what, sizeof(what), "all streams: one against %zu", n);
	bench_sample(what, "ours", cpu[asked / 2], "ms CPU");
	snprintf(what, sizeof(what), "all streams: one against %zu, p95", n);
	bench_sample(what, "ours", cpu[asked * 95 / 100], "ms CPU");
}

static void measure(const struct dup_settings *settings, const struct dup_entry *entries,
		    size_t n, bool all)
{
	AUTO_ARENA a = arena_new();
	struct dup_settings few = *settings;
	struct dup_pairs pairs = { 0 };
	AUTO_DUP_INDEX index = NULL;
	double start = bench_cpu();
	char what[64];

	few.per_entry = all ? 0 : 5;
	index = dup_index_new(&few, entries, n);
	snprintf(what, sizeof(what), "all streams: read and index %zu", n);
	bench_sample(what, "ours", bench_cpu() - start, "s CPU");
	if (!all) {
		ask(index, n);
		return;
	}
	start = bench_cpu();
	dup_index_pairs(index, a, &pairs);
	snprintf(what, sizeof(what), "all streams: all pairs among %zu", n);
	bench_sample(what, "ours", bench_cpu() - start, "s CPU");
	printf("ours finds %zu pairs among %zu\n", pairs.list.n, n);
}

int main(int argc, char **argv)
{
	struct dup_settings settings;
	AUTO_ARENA a = arena_new();
	struct dup_entry *entries;
	struct str text;
	struct err err;
	size_t max, n;

	if (argc < 5 || !file_read(&text, a, str_of(argv[1]), 1 << 30, &err) ||
	    !lists_settings(&settings, a, argv[2], &err))
		return 2;
	max = strtoul(argv[3], NULL, 10);
	entries = ARENA_ARRAY(a, struct dup_entry, max);
	n = load(entries, max, a, text);
	measure(&settings, entries, n, strcmp(argv[4], "pairs") == 0);
	return n == 0;
}
