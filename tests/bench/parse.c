/*
 * Readers over the same files, in turn, one sample a round each:
 * parse DIR ROUNDS [READER]. With a reader named only that one runs, so that
 * a simulator can count its instructions.
 */
#include "checker/doc/doc.h"
#include "tests/bench/bench.h"
#include "tests/bench/files.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_LIBYAML
#include <yaml.h>
#endif
#ifdef HAVE_LIBFYAML
#include <libfyaml.h>
#endif

static bool read_ours(struct arena *a, struct str name, struct str text)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;
	bool good = doc_parse(&doc, a, name, text, doc_syntax_of(name), DOC_MANIFEST, &errors);

	arena_reset(a);
	return good;
}

static bool read_cjson(struct arena *a, struct str name, struct str text)
{
	cJSON *tree = cJSON_ParseWithLength(text.p, text.n);

	(void)a, (void)name;
	cJSON_Delete(tree);
	return tree != NULL;
}

#ifdef HAVE_LIBYAML
static bool read_libyaml(struct arena *a, struct str name, struct str text)
{
	yaml_parser_t parser;
	yaml_document_t document;
	bool good;

	(void)a, (void)name;
	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.p, text.n);
	good = yaml_parser_load(&parser, &document);
	if (good)
		yaml_document_delete(&document);
	yaml_parser_delete(&parser);
	return good;
}
#endif

#ifdef HAVE_LIBFYAML
static bool read_libfyaml(struct arena *a, struct str name, struct str text)
{
	static const struct fy_parse_cfg quiet = { .flags = FYPCF_QUIET };
	struct fy_document *document = fy_document_build_from_string(&quiet, text.p, text.n);

	(void)a, (void)name;
	fy_document_destroy(document);
	return document != NULL;
}
#endif

static const struct reader {
	const char *name;
	enum doc_syntax syntax;
	bool (*read)(struct arena *a, struct str name, struct str text);
} readers[] = {
	{ "ours", DOC_JSON, read_ours },	 { "cJSON", DOC_JSON, read_cjson },
	{ "ours", DOC_YAML, read_ours },
#ifdef HAVE_LIBYAML
	{ "libyaml", DOC_YAML, read_libyaml },
#endif
#ifdef HAVE_LIBFYAML
	{ "libfyaml", DOC_YAML, read_libfyaml },
#endif
};

/* Only what our reader accepts, which the laxer peers accept too: nobody's errors are timed. */
static void keep_good(struct files *f, struct arena *scratch)
{
	size_t n = 0;

	f->bytes = 0;
	for (size_t i = 0; i < f->n; i++) {
		if (!read_ours(scratch, f->names[i], f->texts[i]))
			continue;
		f->names[n] = f->names[i];
		f->texts[n++] = f->texts[i];
		f->bytes += f->texts[i].n;
	}
	f->n = n;
}

static void measure(const struct reader *r, const struct files *f, struct arena *scratch)
{
	double start = bench_now();
	size_t good = 0;

	for (size_t i = 0; i < f->n; i++)
		good += r->read(scratch, f->names[i], f->texts[i]);
	if (good != f->n)
		printf("%s refuses %zu of %zu\n", r->name, f->n - good, f->n);
	bench_sample(r->syntax == DOC_JSON ? "read JSON" : "read YAML", r->name,
		     (double)f->bytes / (bench_now() - start) * 1e-6, "MB/s");
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	AUTO_ARENA scratch = arena_new();
	struct files files;
	enum doc_syntax syntax;

	if (argc < 3 || !files_read(&files, a, str_of(argv[1])) || files.n == 0)
		return 2;
	keep_good(&files, scratch);
	syntax = doc_syntax_of(files.names[0]);
	for (unsigned long left = strtoul(argv[2], NULL, 10); left > 0; left--)
		for (size_t k = 0; k < ARRAY_LEN(readers); k++)
			if (readers[k].syntax == syntax &&
			    (argc < 4 || strcmp(argv[3], readers[k].name) == 0))
				measure(&readers[k], &files, scratch);
	return 0;
}
