/*
 * Judging parsed manifests by the schema, the boolean pass:
 * schema SCHEMA DIR ROUNDS, a sample a round.
 */
#include "checker/schema/schema.h"
#include "tests/bench/bench.h"
#include "tests/bench/files.h"

#include <stdlib.h>

static const struct doc *load(struct arena *a, struct str name, struct str text,
			      enum doc_profile profile)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	return doc_parse(&doc, a, name, text, doc_syntax_of(name), profile, &errors) ? doc
										     : NULL;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct schema *schema;
	const struct doc *doc, **docs;
	struct files files;
	struct str text;
	struct err err;
	size_t n = 0, valid = 0;

	if (argc < 4 || !files_read(&files, a, str_of(argv[2])))
		return 2;
	if (!file_read(&text, a, str_of(argv[1]), LIMIT_DOC_BYTES, &err) ||
	    !(doc = load(a, str_of(argv[1]), text, DOC_GENERAL)) ||
	    !schema_compile(&schema, a, schema_library_new(a), doc,
			    (struct schema_options){ .assert_formats = true }, &err))
		return 2;
	docs = ARENA_ARRAY(a, const struct doc *, files.n);
	for (size_t i = 0; i < files.n; i++)
		if ((doc = load(a, files.names[i], files.texts[i], DOC_GENERAL)))
			docs[n++] = doc;
	for (unsigned long left = strtoul(argv[3], NULL, 10); left > 0; left--) {
		double start = bench_now();

		valid = 0;
		for (size_t i = 0; i < n; i++)
			valid += schema_validate(schema, &docs[i]->root) == SCHEMA_VALID;
		bench_sample("judge by the schema, parsed", "ours",
			     (bench_now() - start) / (double)n * 1e6, "us/manifest");
	}
	printf("ours: %zu of %zu valid\n", valid, n);
	schema_free(schema);
	return 0;
}
