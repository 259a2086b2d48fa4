/*
 * The schema compiler: a schema, and behind a zero byte a document that its
 * references may reach. The first byte: bit 0 for YAML, bit 1 for formats as
 * assertions. A schema that compiles judges itself, with both passes, and no
 * limit may be told as a plain no.
 */
#include "checker/schema/schema.h"
#include "checker/text/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BIT_YAML = 1, BIT_FORMATS = 2 };

static bool parse(struct doc **doc, struct arena *a, const char *name, struct str text)
{
	struct doc_errors errors = { 0 };

	return doc_parse(doc, a, str_of(name), text, doc_syntax_of(str_of(name)), DOC_GENERAL,
			 &errors);
}

static void compile(struct arena *a, unsigned bits, struct str text, struct str other)
{
	struct schema_library *lib = schema_library_new(a);
	struct schema_options options = { .assert_formats = bits & BIT_FORMATS };
	const char *name = bits & BIT_YAML ? "schema.yaml" : "schema.json";
	struct err err = { 0 };
	struct doc *rules, *extra;
	struct schema *s;
	struct sink sink;
	size_t bad;

	if (!parse(&rules, a, name, text))
		return;
	if (parse(&extra, a, "extra.json", other) &&
	    !schema_library_add(lib, STR("urn:x"), extra))
		return;
	if (!schema_compile(&s, a, lib, rules, options, &err)) {
		assert(err.text[0] && text_valid(str_of(err.text), &bad));
		return;
	}
	sink_init(&sink, a);
	assert((schema_validate(s, &rules->root) == SCHEMA_VALID) ==
	       (schema_check(s, rules, &sink) == 0));
	schema_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new();
	struct str text, rest;
	char *copy;

	if (size < 2)
		return 0;
	/* A block of its own, so that reading past its end is seen. */
	copy = malloc(size - 1);
	if (!copy)
		return 0;
	memcpy(copy, data + 1, size - 1);
	rest = (struct str){ copy, size - 1 };
	if (str_cut(&text, &rest, '\0'))
		compile(a, data[0], text, rest);
	free(copy);
	return 0;
}
