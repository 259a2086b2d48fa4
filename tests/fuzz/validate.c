/*
 * Both passes of the validator: a schema, a zero byte, an instance. The
 * detailed pass must find something exactly when the boolean one says no.
 */
#include "checker/schema/schema.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool parse(struct doc **doc, struct arena *a, const char *name, struct str text)
{
	struct doc_errors errors = { 0 };

	return doc_parse(doc, a, str_of(name), text, DOC_JSON, DOC_GENERAL, &errors);
}

static void judge(struct arena *a, const struct schema *s, const struct doc *doc)
{
	enum schema_verdict verdict = schema_validate(s, &doc->root);
	struct sink sink;
	size_t n;

	sink_init(&sink, a);
	n = schema_check(s, doc, &sink);
	assert(n == sink.findings.n);
	assert((n == 0) == (verdict == SCHEMA_VALID));
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = &sink.findings.at[i];
		const struct node *field = schema_field(s, f->at.pointer);

		assert(mtext_full(f->message) && mtext_full(f->remedy));
		assert(f->at.line >= 1 && f->at.column >= 1 && f->at.span >= 1);
		assert(doc_at(&doc->root, f->at.pointer));
		schema_annotation(s, field, STR("title"));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new();
	struct schema_options options = { .assert_formats = true };
	struct err err = { 0 };
	struct doc *rules, *doc;
	struct schema *s;
	struct str text, rest;
	/* A block of its own, so that reading past its end is seen. */
	char *copy = malloc(size ? size : 1);

	if (!copy)
		return 0;
	memcpy(copy, data, size);
	rest = (struct str){ copy, size };
	if (str_cut(&text, &rest, '\0') && parse(&rules, a, "schema.json", text) &&
	    parse(&doc, a, "doc.json", rest) &&
	    schema_compile(&s, a, schema_library_new(a), rules, options, &err)) {
		judge(a, s, doc);
		schema_free(s);
	}
	free(copy);
	return 0;
}
