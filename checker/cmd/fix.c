#include "checker/cmd/rewrite.h"

#include "checker/cmd/schemas.h"

struct fix_opts {
	struct common_opts common;
	bool write;
	struct str schema;
	struct str_list refs;
};

struct fix {
	struct rewrite files;
	const struct schema *schema;
	size_t made, left;
};

static void tell(struct rewrite *r, const struct edit_fixed *fixed)
{
	for (size_t i = 0; i < fixed->made.n; i++)
		rewrite_tell(r, &fixed->made.at[i].at,
			     MTEXT_FILL(r->c->arena,
					MT("түзетілді: %1", "исправлено: %1", "repaired: %1"),
					fixed->made.at[i].title),
			     (struct mtext){ 0 });
	rewrite_tell_findings(r, &fixed->left);
}

static bool change(struct rewrite *r, struct str *out, const struct doc *doc, struct err *err)
{
	struct fix *f = (struct fix *)r;
	struct edit_fixed fixed;

	(void)err;
	edit_fix(&fixed, r->c->arena, doc, f->schema);
	tell(r, &fixed);
	f->made += fixed.made.n;
	f->left += fixed.left.findings.n;
	*out = fixed.text;
	return true;
}

static struct mtext count_text(struct context *c, size_t n)
{
	return mtext_same(arena_printf(c->arena, "%zu", n));
}

static void tell_end(const struct fix *f)
{
	struct context *c = f->files.c;

	context_tell(c, MTEXT_FILL(c->arena,
				   MT("түзетілді: %1; адам шешуі керек: %2",
				      "исправлено: %1; осталось решить человеку: %2",
				      "repaired: %1; left for a person to decide: %2"),
				   count_text(c, f->made), count_text(c, f->left)));
	if (f->made && !f->files.write)
		context_next(c, MT("файлдарға жазу үшін: --write",
				   "чтобы записать в файлы: --write",
				   "to write them into the files: --write"));
}

static enum exit_code fix_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	const struct fix_opts *o = opts;
	struct fix f = {
		.files = { .c = c, .write = o->write, .show = REWRITE_DIFF, .change = change }
	};
	struct schema_source source;
	struct schema *schema = NULL;
	enum exit_code code;

	if (!schemas_read(&source, c, o->schema.n ? o->schema : STR("initiative-1.0"), o->refs,
			  err) ||
	    !schemas_compile(&schema, c, &source, true, err))
		return exit_of(err->code);
	f.schema = schema;
	code = rewrite_files(&f.files, args, err);
	schema_free(schema);
	if (err->code != ERR_NONE)
		return code;
	tell_end(&f);
	return exit_worse(code, f.left ? EXIT_FOUND : EXIT_CLEAN);
}

static const struct opt fix_options[] = {
	WRITE_OPTION(struct fix_opts),
	{ 's', "schema", OPT_TEXT, offsetof(struct fix_opts, schema), "<file|schema>",
	  "JSON Schema, 2020-12 or draft 7, as JSON or YAML; else that of manifests", NULL, 0,
	  0 },
	SCHEMA_REF_OPTION(struct fix_opts),
	LOOK_OPTIONS{ 0 }
};
static const char *const fix_examples[] = { "tizilim fix initiative.yaml",
					    "tizilim fix --write initiatives/",
					    "tizilim fix initiative.yaml | patch -p1", NULL };

const struct command cmd_fix = {
	.name = "fix",
	.group = "Write",
	.synopsis = "<file|dir|->…",
	.summary = "repair misspelt fields and values, stray spaces and forms of dates",
	.next = MT_INIT("тексеру: tizilim check ФАЙЛ", "проверить: tizilim check ФАЙЛ",
			"check it: tizilim check FILE"),
	.examples = fix_examples,
	.needs = NEEDS_NOTHING,
	.options = fix_options,
	.opts_size = sizeof(struct fix_opts),
	.args_min = 1,
	.args_max = SIZE_MAX,
	.run = fix_run,
};
