/*
 * Rules over manifests beside peers: rules SCHEMA DATA ROUNDS FORM, where DATA
 * holds json/ and catalogue.json. The manifests and the catalogue have their
 * own shapes, so the pack is put together here from the folder tests/bench/rules.
 *
 * FORM is "each" (ten rules of one manifest; parsed before the clock runs),
 * "read" (read, parse, ten rules), "full" (the same and validate) or "across"
 * (group, pair, cycle: all judged against all, and one against all).
 */
#include "checker/rule/rule_internal.h"
#include "tests/bench/bench.h"
#include "tests/bench/files.h"

#include <stdlib.h>
#include <string.h>

enum {
	RULES_MAX = 32,
	BATCH = 1000, /* manifests judged in one run */
};

struct bench {
	struct arena *arena;
	struct pack *pack;
	struct schema *schema;
	const struct doc *catalogue;
	struct files files;
	struct subject *subjects;
	size_t counts[RULES_MAX];
};

static const struct doc *load(struct arena *a, struct str name, struct str text)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (doc_parse(&doc, a, name, text, doc_syntax_of(name), DOC_GENERAL, &errors))
		return doc;
	fprintf(stderr, "%.*s: %.*s\n", STR_FMT(name),
		STR_FMT(errors.list.at[0].message.in[LANG_EN]));
	exit(2);
}

static const struct doc *load_file(struct arena *a, struct str path)
{
	struct str text;
	struct err err;

	if (file_read(&text, a, path, LIMIT_DOC_BYTES_GENERAL, &err))
		return load(a, path, text);
	fprintf(stderr, "%s\n", err.text);
	exit(2);
}

static void build_pack(struct bench *b, const char *schema, struct str folder)
{
	struct pack *p = b->pack = ARENA_NEW(b->arena, struct pack);
	const struct doc *norms = load_file(b->arena,
					    file_join(b->arena, folder, STR("norms.yaml"))),
			 *doc = load_file(b->arena,
					  file_join(b->arena, folder, STR("rules.yaml")));
	const struct node *rules = node_get(&doc->root, STR("rules"));
	const struct arch_input input = { .docs = &norms, .n = 1 };
	struct err err;

	p->arena = b->arena;
	p->manifest_doc = load_file(b->arena, str_of(schema));
	p->manifest_type =
		rule_type_of_schema(b->arena, &p->manifest_doc->root, &p->manifest_doc->root);
	p->arch_type = cel_type_of(CEL_DYN);
	if (!arch_build(&p->arch, b->arena, &input, &err) ||
	    !schema_compile(&b->schema, b->arena, schema_library_new(b->arena), p->manifest_doc,
			    (struct schema_options){ .assert_formats = true }, &err))
		goto fail;
	strmap_init(&p->phrases, b->arena);
	for (uint32_t i = 0; i < rules->count; i++) {
		struct rule *rule;

		if (!rule_compile(&rule, p, doc, &rules->items[i], &err))
			goto fail;
		rule->index = i;
		vec_push(b->arena, &p->rules, rule);
	}
	return;
fail:
	fprintf(stderr, "%s\n", err.text);
	exit(2);
}

static void keep_each(struct pack *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->rules.n; i++)
		if (p->rules.at[i]->form == FORM_EACH)
			p->rules.at[n++] = p->rules.at[i];
	p->rules.n = n;
}

static void count(struct bench *b, const struct sink *sink)
{
	for (size_t i = 0; i < sink->findings.n; i++) {
		struct str id = sink->findings.at[i].rule;

		b->counts[strtoul(id.p + 4, NULL, 10) % RULES_MAX]++;
		if (sink->findings.at[i].unjudged)
			printf("%.*s\n", STR_FMT(sink->findings.at[i].message.in[LANG_EN]));
	}
}

/* By all rules, or by one. */
static struct sink judge(struct bench *b, struct arena *a, const struct subject *s, size_t n,
			 const struct rule *only)
{
	/* Before any source of the catalogue is retired: what is no more is not in the
	 * reference. */
	struct judge_options options = { .date = STR("2024-01-01"),
					 .portfolio = true,
					 .only = only,
					 .arch = &b->catalogue->root };
	struct sink sink;

	sink_init(&sink, a);
	pack_judge(b->pack, a, s, n, &options, &sink);
	return sink;
}

static void parse_all(struct bench *b)
{
	b->subjects = ARENA_ARRAY(b->arena, struct subject, b->files.n);
	for (size_t i = 0; i < b->files.n; i++) {
		const struct doc *doc = load(b->arena, b->files.names[i], b->files.texts[i]);

		b->subjects[i] = (struct subject){ .id = node_text(&doc->root, STR("id")),
						   .file = b->files.names[i],
						   .doc = doc,
						   .judged = true };
	}
}

static void print_counts(const struct bench *b, bool across)
{
	printf("ours %s %zu files:", across ? "across" : "in", b->files.n);
	for (size_t i = 0; i < RULES_MAX; i++)
		if (b->counts[i])
			printf(" %zu=%zu", i, b->counts[i]);
	printf("\n");
}

static size_t batch_end(const struct bench *b, size_t from)
{
	return from + BATCH < b->files.n ? from + BATCH : b->files.n;
}

static void run_each(struct bench *b)
{
	AUTO_ARENA a = arena_new();
	double start = bench_cpu();

	for (size_t i = 0; i < b->files.n; i += BATCH) {
		struct sink sink = judge(b, a, &b->subjects[i], batch_end(b, i) - i, NULL);

		count(b, &sink);
		arena_reset(a);
	}
	bench_sample("ten rules, parsed, CPU time", "ours",
		     (double)b->files.n / (bench_cpu() - start), "manifests/s");
}

static size_t read_batch(struct bench *b, struct arena *a, struct subject *s, size_t from,
			 bool validate)
{
	size_t valid = 0;

	for (size_t i = from; i < batch_end(b, from); i++, s++) {
		struct str text;
		struct err err;

		if (!file_read(&text, a, b->files.names[i], LIMIT_DOC_BYTES, &err))
			exit(2);
		s->file = b->files.names[i];
		s->judged = true;
		s->doc = load(a, s->file, text);
		s->id = node_text(&s->doc->root, STR("id"));
		valid += validate && schema_validate(b->schema, &s->doc->root) == SCHEMA_VALID;
	}
	return valid;
}

static void run_read(struct bench *b, bool validate)
{
	AUTO_ARENA a = arena_new();
	double start = bench_cpu();
	size_t valid = 0;

	for (size_t i = 0; i < b->files.n; i += BATCH) {
		struct subject subjects[BATCH];
		struct sink sink;

		valid += read_batch(b, a, subjects, i, validate);
		sink = judge(b, a, subjects, batch_end(b, i) - i, NULL);
		count(b, &sink);
		arena_reset(a);
	}
	bench_sample(validate ? "read, parse, validate, ten rules, CPU time"
			      : "read, parse, ten rules, CPU time",
		     "ours", (double)b->files.n / (bench_cpu() - start), "manifests/s");
	if (validate)
		printf("ours: %zu of %zu valid\n", valid, b->files.n);
}

static const struct rule *rule_named(const struct bench *b, const char *id)
{
	for (size_t i = 0; i < b->pack->rules.n; i++)
		if (str_eq(b->pack->rules.at[i]->info.id, str_of(id)))
			return b->pack->rules.at[i];
	return NULL;
}

/* All judged against all; or the first of each batch, so that most of the time goes into
 * finding and little into telling. */
static void run_across(struct bench *b, const char *form, const char *id, bool all)
{
	AUTO_ARENA a = arena_new();
	struct sink sink;
	char what[64];
	double start;

	for (size_t i = 0; i < b->files.n; i++)
		b->subjects[i].judged = all || i % BATCH == 0;
	start = bench_cpu();
	sink = judge(b, a, b->subjects, b->files.n, rule_named(b, id));
	snprintf(what, sizeof(what), "%s over all%s", form, all ? "" : ", few judged");
	bench_sample(what, "ours", (bench_cpu() - start) * 1000, "ms CPU");
	count(b, &sink);
}

static void run_forms(struct bench *b)
{
	static const char *const forms[][2] = { { "group", "BEN-021" },
						{ "pair", "BEN-022" },
						{ "cycle", "BEN-023" } };

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		size_t counts[RULES_MAX];

		run_across(b, forms[i][0], forms[i][1], true);
		memcpy(counts, b->counts, sizeof(counts));
		run_across(b, forms[i][0], forms[i][1], false);
		memcpy(b->counts, counts, sizeof(counts));
	}
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new();
	struct bench b = { .arena = a };
	struct str data;
	const char *form = argc > 4 ? argv[4] : "";
	bool full = strcmp(form, "full") == 0, across = strcmp(form, "across") == 0;
	bool parsed = across || strcmp(form, "each") == 0;

	if (argc < 5)
		return 2;
	bench_keep_memory();
	data = str_of(argv[2]);
	build_pack(&b, argv[1], str_of("tests/bench/rules"));
	b.catalogue = load_file(a, file_join(a, data, STR("catalogue.json")));
	if (!files_read(&b.files, a, file_join(a, data, STR("json"))))
		return 2;
	if (parsed)
		parse_all(&b);
	if (!across)
		keep_each(b.pack);
	for (unsigned long left = strtoul(argv[3], NULL, 10); left > 0; left--) {
		memset(b.counts, 0, sizeof(b.counts));
		if (across) {
			run_forms(&b);
		} else if (parsed) {
			run_each(&b);
		} else {
			run_read(&b, full);
		}
	}
	print_counts(&b, across);
	schema_free(b.schema);
	pack_free(b.pack);
	return 0;
}
