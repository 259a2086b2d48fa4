#include "checker/cmd/schemas.h"

#include "checker/cmd/output.h"

enum { MANY_FILES = 200 }; /* fewer are done before other processes have begun */

struct validate_opts {
	struct common_opts common;
	struct output_opts output;
	struct str schema, stdin_path;
	struct str_list refs;
	bool formats;
	int syntax; /* enum validate_syntax */
	int64_t jobs;
};

static bool is_wanted(struct str name)
{
	return context_is_document(name) || validate_is_lines(name);
}

static const struct rule_info *all_rules(struct arena *a, size_t *n)
{
	size_t document_n, schema_n;
	const struct rule_info *document = validate_rules(&document_n);
	const struct rule_info *schema = schema_rules(&schema_n);
	struct rule_info *all = ARENA_ARRAY(a, struct rule_info, document_n + schema_n + 1);

	for (size_t i = 0; i < document_n; i++)
		all[i] = document[i];
	for (size_t i = 0; i < schema_n; i++)
		all[document_n + i] = schema[i];
	all[document_n + schema_n] = finding_limit_rule;
	*n = document_n + schema_n + 1;
	return all;
}

static enum exit_code write_report(struct context *c, const struct validate_opts *o,
				   const struct validation *v, const struct validate_run *run,
				   struct err *err)
{
	struct report_subject *subjects =
		ARENA_ARRAY(c->arena, struct report_subject, run->files_n);
	enum exit_code code;
	struct report r = {
		.schema = o->schema.n ? o->schema : STR("initiative-1.0"),
		.portfolio = MT("тек құрылым (ережелер қолданылмады)",
				"только структура (правила не применялись)",
				"structure only (no rules were run)"),
		.date = c->today,
		.sink = &v->sink,
		.subjects = subjects,
		.subjects_n = run->files_n,
	};

	for (size_t i = 0; i < run->files_n; i++)
		subjects[i].file = run->files[i].shown;
	r.rules = all_rules(c->arena, &r.rules_n);
	code = output_findings(c, &o->output, &r, err);
	return err->code == ERR_NONE && (v->unreadable || !v->documents) ? EXIT_INPUT : code;
}

struct progress {
	struct context *c;
	size_t files;
};

static void show_progress(void *context, size_t done)
{
	const struct progress *p = context;

	context_progress(p->c, MT("тексерілді", "проверено", "checked"), done, p->files);
}

static enum exit_code validate_run(struct context *c, const void *opts, struct str_list args,
				   struct err *err)
{
	const struct validate_opts *o = opts;
	struct validate_run run = { .profile = o->schema.n ? DOC_GENERAL : DOC_MANIFEST,
				    .syntax = (enum validate_syntax)o->syntax };
	enum exit_code code = EXIT_CLEAN;
	struct progress progress;
	struct schema_source source;
	struct schema *schema = NULL;
	struct file_list files;
	struct validation v;

	if (!context_files(c, args, is_wanted, &files, err) ||
	    !context_name_input(c, &files, o->stdin_path, err) ||
	    !schemas_read(&source, c, o->schema.n ? o->schema : STR("initiative-1.0"), o->refs,
			  err) ||
	    !schemas_compile(&schema, c, &source, o->formats, err))
		return exit_of(err->code);
	run.schema = schema;
	run.files = files.at;
	run.files_n = files.n;
	run.jobs = o->jobs ? (size_t)o->jobs : files.n < MANY_FILES ? 1 : c->cpus;
	progress = (struct progress){ c, files.n };
	run.progress = show_progress;
	run.context = &progress;
	code = validate_files(&v, c->arena, &run, err) ? write_report(c, o, &v, &run, err)
						       : exit_of(err->code);
	schema_free(schema);
	return code;
}

static const char *const syntaxes[] = { "auto", "json", "yaml", "jsonl", NULL };

static const struct opt validate_options[] = {
	{ 's', "schema", OPT_TEXT, offsetof(struct validate_opts, schema), "<file|schema>",
	  "JSON Schema, 2020-12 or draft 7, as JSON or YAML; else that of manifests", NULL, 0,
	  0 },
	SCHEMA_REF_OPTION(struct validate_opts),
	{ 0, "formats", OPT_FLAG, offsetof(struct validate_opts, formats), NULL,
	  "check `format` too; by the standard it is only a remark", NULL, 0, 0 },
	{ 0, "syntax", OPT_ENUM, offsetof(struct validate_opts, syntax), "<syntax>",
	  "of the documents: json, yaml, jsonl (one a line); auto goes by the name", syntaxes,
	  0, 0 },
	{ 'j', "jobs", OPT_INT, offsetof(struct validate_opts, jobs), "<n>",
	  "processes; 0: one, or for 200 files and more one for each processor", NULL, 0, 256 },
	STDIN_PATH_OPTION(struct validate_opts) OUTPUT_OPTIONS(struct validate_opts)
		COMMON_OPTIONS{ 0 }
};
static const char *const validate_examples[] = {
	"tizilim validate initiative.yaml",
	"tizilim validate --schema order.json orders/ log.jsonl -f sarif=out.sarif",
	"curl … | tizilim validate --schema api.yaml --ref common/ -",
	NULL,
};

const struct command cmd_validate = {
	.name = "validate",
	.group = "Check",
	.synopsis = "<file|dir|->…",
	.summary = "check the structure of manifests, or of any JSON and YAML against a schema",
	.next = MT_INIT("ережелермен де тексеру: tizilim check ФАЙЛ",
			"проверить и по правилам: tizilim check ФАЙЛ",
			"check it by the rules too: tizilim check FILE"),
	.examples = validate_examples,
	.needs = NEEDS_NOTHING,
	.options = validate_options,
	.opts_size = sizeof(struct validate_opts),
	.args_min = 1,
	.args_max = SIZE_MAX,
	.run = validate_run,
};
