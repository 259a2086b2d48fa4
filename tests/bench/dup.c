/*
 * Which entries do the same: dup ENTRIES.jsonl LISTS COUNT ROUNDS, over the first
 * COUNT entries, index and all pairs, a sample a round. LISTS is the folder of
 * the pack's lists.
 */
#include "checker/doc/doc.h"
#include "checker/dup/dup.h"
#include "tests/bench/bench.h"
#include "tests/bench/files.h"
#include "tests/bench/lists.h"

#include <stdlib.h>

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

int main(int argc, char **argv)
{
	struct dup_settings settings;
	AUTO_ARENA a = arena_new();
	struct dup_entry *entries;
	struct dup_pairs pairs;
	struct str text;
	struct err err;
	size_t max, n;
	char what[64];

	if (argc < 5 || !file_read(&text, a, str_of(argv[1]), 1 << 30, &err) ||
	    !lists_settings(&settings, a, argv[2], &err))
		return 2;
	max = strtoul(argv[3], NULL, 10);
	entries = ARENA_ARRAY(a, struct dup_entry, max);
	n = load(entries, max, a, text);
	snprintf(what, sizeof(what), "pairs among %zu", n);
	for (unsigned long left = strtoul(argv[4], NULL, 10); left > 0; left--) {
		AUTO_ARENA run = arena_new();
		double start = bench_now();

		pairs = (struct dup_pairs){ 0 };
		{
			AUTO_DUP_INDEX index = dup_index_new(&settings, entries, n);

			dup_index_pairs(index, run, &pairs);
		}
		bench_sample(what, "ours", (bench_now() - start) * 1e3, "ms");
		if (left == 1)
			printf("ours finds %zu pairs\n", pairs.list.n);
	}
	return 0;
}
