#include "checker/cmd/schemas.h"

#include "checker/base/limits.h"
#include "checker/cmd/output.h"

struct check_opts {
	struct common_opts common;
	struct output_opts output;
	struct str_list refs;
};

struct work {
	struct context *c;
	struct schema_library *library;
	struct sink sink;
	VEC(const struct doc *) docs;
	VEC(struct str) uris;
	size_t unreadable;
};

/* Schemas named together may refer to each other. */
static bool add(struct work *w, const struct validate_file *f, struct err *err)
{
	struct arena *a = w->c->arena;
	struct doc_errors errors = { 0 };
	enum file_fault fault = f->fault;
	struct str text, uri = STR("");
	struct doc *doc;

	if (!fault)
		fault = file_load(&text, a, f->path, LIMIT_DOC_BYTES_GENERAL);
	if (fault == FILE_TROUBLE)
		return file_trouble(f->path, err);
	if (fault) {
		w->unreadable++;
		validate_tell_fault(&w->sink, f->shown, fault);
		return true;
	}
	if (!doc_parse(&doc, a, f->shown, text, doc_syntax_of(f->path), DOC_GENERAL, &errors)) {
		w->unreadable++;
		validate_tell_errors(&w->sink, doc, &errors);
		return true;
	}
	if (!str_eq(f->path, STR("-")))
		uri = schema_file_uri(a, file_absolute(a, f->path));
	vec_push(a, &w->docs, doc);
	vec_push(a, &w->uris, uri);
	if (uri.n && !schema_library_add(w->library, uri, doc))
		context_tell(w->c,
			     MTEXT_FILL(a,
					MT("%1: $id басқа құжаттікі; сілтемелер сол құжатқа "
					   "апарады",
					   "%1: $id другого документа; ссылки ведут к тому",
					   "%1: $id of another document; references lead "
					   "there"),
					mtext_same(f->shown)));
	return true;
}

static const struct rule_info *all_rules(struct arena *a, size_t *n)
{
	const struct rule_info *(*const lists[])(size_t *) = { validate_rules, schema_rules,
							       schema_inspect_rules };
	VEC(struct rule_info) all = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		size_t some;
		const struct rule_info *list = lists[i](&some);

		for (size_t k = 0; k < some; k++)
			vec_push(a, &all, list[k]);
	}
	*n = all.n;
	return all.at;
}

static enum exit_code report(struct work *w, const struct check_opts *o,
			     const struct file_list *files, struct err *err)
{
	struct arena *a = w->c->arena;
	struct report_subject *subjects = ARENA_ARRAY(a, struct report_subject, files->n);
	struct report r = { .schema = STR("JSON Schema"),
			    .portfolio = MT("схемалардың өзі", "сами схемы",
					    "the schemas themselves"),
			    .date = w->c->today,
			    .sink = &w->sink,
			    .subjects = subjects,
			    .subjects_n = files->n };
	enum exit_code code;

	for (size_t i = 0; i < files->n; i++)
		subjects[i].file = files->at[i].shown;
	r.rules = all_rules(a, &r.rules_n);
	code = output_findings(w->c, &o->output, &r, err);
	return err->code == ERR_NONE && w->unreadable ? EXIT_INPUT : code;
}

static enum exit_code check_run(struct context *c, const void *opts, struct str_list args,
				struct err *err)
{
	const struct check_opts *o = opts;
	struct work w = { .c = c, .library = schema_library_new(c->arena) };
	struct file_list files;

	sink_init(&w.sink, c->arena);
	if (!context_files(c, args, context_is_document, &files, err) ||
	    !schemas_add_refs(w.library, c, o->refs, STR(""), err))
		return exit_of(err->code);
	for (size_t i = 0; i < files.n; i++)
		if (!add(&w, &files.at[i], err))
			return exit_of(err->code);
	for (size_t i = 0; i < w.docs.n; i++)
		schema_inspect(w.library, w.docs.at[i], w.uris.at[i], &w.sink);
	sink_finish(&w.sink);
	return report(&w, o, &files, err);
}

static const struct opt check_options[] = { SCHEMA_REF_OPTION(struct check_opts),
					    OUTPUT_OPTIONS(struct check_opts)
						    COMMON_OPTIONS{ 0 } };
static const char *const check_examples[] = { "tizilim schema check order.json",
					      "tizilim schema check schemas/ --fail-on warning",
					      NULL };

const struct command cmd_schema_check = {
	.name = "schema check",
	.group = "Schemas",
	.synopsis = "<file|dir|->…",
	.summary =
		"all that is wrong or doubtful in JSON Schemas: references, patterns, keywords",
	.next = MT_INIT("схеманы қолдану: tizilim validate --schema ФАЙЛ құжаттар/",
			"применить схему: tizilim validate --schema ФАЙЛ документы/",
			"use the schema: tizilim validate --schema FILE documents/"),
	.examples = check_examples,
	.options = check_options,
	.opts_size = sizeof(struct check_opts),
	.args_min = 1,
	.args_max = SIZE_MAX,
	.run = check_run,
};
