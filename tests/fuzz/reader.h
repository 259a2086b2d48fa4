/*
 * The strict reader on any text; the targets json and yaml differ in the
 * syntax only. The first byte chooses the profile, the rest is the text.
 * Whatever is accepted must survive being written and read again.
 */
#ifndef TESTS_FUZZ_READER_H
#define TESTS_FUZZ_READER_H

#include "checker/doc/doc.h"
#include "checker/text/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { BIT_GENERAL = 2 };

static inline void check_errors(const struct doc *doc, const struct doc_errors *errors)
{
	uint32_t last = 0;

	assert(errors->list.n > 0);
	for (size_t i = 0; i < errors->list.n; i++) {
		const struct doc_error *e = &errors->list.at[i];
		struct doc_place place = doc_place(doc, e->at);
		size_t bad;

		assert(e->at >= last && e->at <= doc->text.n);
		assert(place.line >= 1 && place.line <= doc_line_count(doc) &&
		       place.column >= 1);
		assert(mtext_full(e->message) && mtext_full(e->hint));
		for (enum lang l = 0; l < LANG_COUNT; l++)
			assert(text_valid(e->message.in[l], &bad) &&
			       text_valid(e->hint.in[l], &bad));
		last = e->at;
	}
}

/* Every node is found by its pointer; those looked at are counted down. */
static inline void check_pointers(const struct doc *doc, struct arena *a, const struct node *n,
				  size_t *left)
{
	if (*left == 0)
		return;
	--*left;
	assert(doc_at(&doc->root, doc_pointer(doc, a, n)) == n);
	assert(n->at <= doc->text.n);
	for (uint32_t i = 0; n->type == NODE_ARRAY && i < n->count; i++)
		check_pointers(doc, a, &n->items[i], left);
	for (uint32_t i = 0; n->type == NODE_OBJECT && i < n->count; i++) {
		const struct member *m = &n->members[i];

		assert(node_member(n, member_key(m)) == m);
		assert(m->key_at <= m->value.at);
		check_pointers(doc, a, &m->value, left);
	}
}

static inline void check_again(struct arena *a, const struct doc *doc, enum doc_syntax syntax)
{
	struct str bytes = node_canonical(a, &doc->root);
	struct doc_errors errors = { 0 };
	struct doc *again;

	assert(doc_parse(&again, a, STR("again"), bytes, syntax, DOC_GENERAL, &errors));
	assert(node_equal(&doc->root, &again->root));
	assert(str_eq(bytes, node_canonical(a, &again->root)));
}

static inline void read_any(const uint8_t *data, size_t size, enum doc_syntax syntax)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors = { 0 };
	struct doc *doc;
	size_t nodes = 2000;
	char *text;

	if (size == 0)
		return;
	/* A block of its own, so that reading past either end is seen. */
	text = malloc(size > 1 ? size - 1 : 1);
	if (!text)
		return;
	memcpy(text, data + 1, size - 1);
	if (doc_parse(&doc, a, STR("input"), (struct str){ text, size - 1 }, syntax,
		      data[0] & BIT_GENERAL ? DOC_GENERAL : DOC_MANIFEST, &errors)) {
		assert(errors.list.n == 0);
		check_pointers(doc, a, &doc->root, &nodes);
		check_again(a, doc, DOC_JSON);
		check_again(a, doc, DOC_YAML);
	} else {
		check_errors(doc, &errors);
	}
	free(text);
}

#endif
