/*
 * Manifests judged by a schema: schema SCHEMA DIR ROUNDS [MODE], a sample a
 * round and mode. Modes: "judge" is the boolean pass over read documents,
 * "full" reads the file, parses and judges, "explain" tells the faults of the
 * documents that have some. With a mode named only that one runs, so that a
 * simulator can count its instructions.
 */
#include "checker/schema/schema.h"
#include "tests/bench/bench.h"
#include "tests/bench/files.h"

#include <stdlib.h>
#include <string.h>

struct bench {
	const struct schema *schema;
	struct files files;
	const struct doc **docs; /* those that can be read */
	size_t n;
	const struct doc **bad; /* of those, the invalid ones */
	size_t bad_n;
	struct arena *scratch;
	size_t valid; /* of the last pass */
};

static const struct doc *load(struct arena *a, struct str name, struct str text,
			      enum doc_profile profile)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	return doc_parse(&doc, a, name, text, doc_syntax_of(name), profile, &errors) ? doc
										     : NULL;
}

static bool is_valid(const struct bench *b, const struct doc *doc)
{
	return schema_validate(b->schema, &doc->root) == SCHEMA_VALID;
}

static size_t judge(struct bench *b)
{
	b->valid = 0;
	for (size_t i = 0; i < b->n; i++)
		b->valid += is_valid(b, b->docs[i]);
	return b->n;
}

static size_t full(struct bench *b)
{
	b->valid = 0;
	for (size_t i = 0; i < b->files.n; i++) {
		const struct doc *doc;
		struct str text;
		struct err err;

		if (file_read(&text, b->scratch, b->files.names[i], LIMIT_DOC_BYTES, &err)) {
			doc = load(b->scratch, b->files.names[i], text, DOC_GENERAL);
			b->valid += doc && is_valid(b, doc);
		}
		arena_reset(b->scratch);
	}
	return b->files.n;
}

static size_t explain(struct bench *b)
{
	for (size_t i = 0; i < b->bad_n; i++) {
		struct sink sink;

		sink_init(&sink, b->scratch);
		if (schema_check(b->schema, b->bad[i], &sink) == 0)
			fprintf(stderr, "%s: invalid without a finding\n", b->bad[i]->path.p);
		arena_reset(b->scratch);
	}
	return b->bad_n;
}

static const struct mode {
	const char *name, *what;
	size_t (*pass)(struct bench *b);
} modes[] = {
	{ "judge", "judge by the schema, parsed", judge },
	{ "full", "read, parse and judge", full },
	{ "explain", "explain the faults of one", explain },
};

static bool prepare(struct bench *b, struct arena *a, char **argv)
{
	const struct doc *doc;
	struct schema *schema;
	struct str text;
	struct err err;

	*b = (struct bench){ .scratch = arena_new() };
	if (!files_read(&b->files, a, str_of(argv[2])) ||
	    !file_read(&text, a, str_of(argv[1]), LIMIT_DOC_BYTES, &err) ||
	    !(doc = load(a, str_of(argv[1]), text, DOC_GENERAL)) ||
	    !schema_compile(&schema, a, schema_library_new(a), doc,
			    (struct schema_options){ .assert_formats = true }, &err))
		return false;
	b->schema = schema;
	b->docs = ARENA_ARRAY(a, const struct doc *, b->files.n);
	b->bad = ARENA_ARRAY(a, const struct doc *, b->files.n);
	for (size_t i = 0; i < b->files.n; i++) {
		doc = load(a, b->files.names[i], b->files.texts[i], DOC_GENERAL);
		if (!doc)
			continue;
		b->docs[b->n++] = doc;
		if (!is_valid(b, doc))
			b->bad[b->bad_n++] = doc;
	}
	return true;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct bench b;

	if (argc < 4 || !prepare(&b, a, argv))
		return 2;
	for (unsigned long left = strtoul(argv[3], NULL, 10); left > 0; left--)
		for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
			double start = bench_now();
			size_t n;

			if (argc > 4 && strcmp(argv[4], modes[i].name) != 0)
				continue;
			n = modes[i].pass(&b);
			if (n)
				bench_sample(modes[i].what, "ours",
					     (bench_now() - start) / (double)n * 1e6,
					     "us/manifest");
		}
	printf("ours: %zu of %zu valid\n", b.n - b.bad_n, b.n);
	arena_free(b.scratch);
	return 0;
}
