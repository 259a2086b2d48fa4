/* The pack's lists that the duplicate search reads: LISTS is their folder. */
#ifndef TESTS_BENCH_LISTS_H
#define TESTS_BENCH_LISTS_H

#include "checker/base/file.h"
#include "checker/doc/doc.h"
#include "checker/dup/dup.h"

static inline const struct node *lists_read(struct arena *a, const char *lists,
					    const char *name, struct err *err)
{
	struct str path = arena_printf(a, "%s/%s.yaml", lists, name), text;
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!file_read(&text, a, path, 1 << 24, err))
		return NULL;
	if (!doc_parse(&doc, a, path, text, DOC_YAML, DOC_GENERAL, &errors)) {
		err_set(err, ERR_INPUT, "%.*s: not YAML", STR_FMT(path));
		return NULL;
	}
	return node_get(&doc->root, str_of(name));
}

static inline const struct pattern_set *lists_concepts(struct arena *a, const struct node *list)
{
	struct pattern_set *set = pattern_set_new(a, text_vocabulary_new(a));

	for (uint32_t i = 0; list && i < list->count; i++) {
		struct str tag = arena_str(a, node_text(&list->items[i], STR("id")));

		for (enum lang l = 0; l < LANG_COUNT; l++) {
			const struct node *words =
				node_get(&list->items[i], str_of(lang_names[l]));

			for (uint32_t k = 0; words && k < words->count; k++)
				pattern_set_add(set, l, node_str(&words->items[k]), tag.p);
		}
	}
	return set;
}

/* False with *err when a list cannot be read. */
static inline bool lists_settings(struct dup_settings *out, struct arena *a, const char *lists,
				  struct err *err)
{
	const struct node *duplicates = lists_read(a, lists, "duplicates", err);
	const struct node *concepts = duplicates ? lists_read(a, lists, "concepts", err) : NULL;
	const struct node *translations =
		concepts ? lists_read(a, lists, "translations", err) : NULL;

	if (!translations)
		return false;
	*out = dup_settings_read(a, duplicates);
	dup_settings_translate(out, translations);
	out->concepts = lists_concepts(a, concepts);
	return true;
}

#endif
