#include "checker/cmd/rewrite.h"

#include "checker/cmd/schemas.h"

struct fmt_opts {
	struct common_opts common;
	bool check, write;
	struct str schema;
};

struct fmt {
	struct rewrite files;
	const struct node *schema;
	bool any; /* it is for every document, not only for manifests */
};

/* Only a manifest has the manifest's order; other documents keep theirs. */
static bool change(struct rewrite *r, struct str *out, const struct doc *doc, struct err *err)
{
	const struct fmt *f = (const struct fmt *)r;
	bool ordered = f->any || node_get(&doc->root, STR("schema_version"));

	return edit_format(out, r->c->arena, doc, ordered ? f->schema : NULL, err);
}

static enum exit_code fmt_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	const struct fmt_opts *o = opts;
	struct fmt f = { .files = { .c = c,
				    .write = o->write,
				    .show = o->check ? REWRITE_NAMES : REWRITE_TEXT,
				    .change = change },
			 .any = o->schema.n > 0 };
	struct schema_source source;
	const struct doc *schema;
	enum exit_code code;

	if (o->check && o->write) {
		err_set(err, ERR_USAGE, "--check and --write do not go together");
		err_hint(err, "--check only names the files, --write changes them");
		return EXIT_USAGE;
	}
	if (!schemas_read(&source, c, f.any ? o->schema : STR("initiative-1.0"),
			  (struct str_list){ 0 }, err) ||
	    !schemas_parse(&schema, c, &source, err))
		return exit_of(err->code);
	f.schema = &schema->root;
	code = rewrite_files(&f.files, args, err);
	if (code != EXIT_CLEAN)
		return code;
	return o->check && f.files.changed ? EXIT_FOUND : EXIT_CLEAN;
}

static const struct opt fmt_options[] = {
	WRITE_OPTION(struct fmt_opts),
	{ 0, "check", OPT_FLAG, offsetof(struct fmt_opts, check), NULL,
	  "name the files that would change and exit 1 if there are any", NULL, 0, 0 },
	{ 's', "schema", OPT_TEXT, offsetof(struct fmt_opts, schema), "<file|schema>",
	  "keys in the order of this JSON Schema; else manifests in that of theirs", NULL, 0,
	  0 },
	LOOK_OPTIONS{ 0 }
};
static const char *const fmt_examples[] = { "tizilim fmt initiative.yaml",
					    "tizilim fmt --write initiatives/",
					    "tizilim fmt --check initiatives/",
					    "tizilim fmt --schema order.json - <order-1.json",
					    NULL };

const struct command cmd_fmt = {
	.name = "fmt",
	.group = "Write",
	.synopsis = "<file|dir|->…",
	.summary = "write documents in their canonical form, comments kept",
	.next = MT_INIT("тексеру: tizilim check ФАЙЛ", "проверить: tizilim check ФАЙЛ",
			"check it: tizilim check FILE"),
	.examples = fmt_examples,
	.needs = NEEDS_NOTHING,
	.options = fmt_options,
	.opts_size = sizeof(struct fmt_opts),
	.args_min = 1,
	.args_max = SIZE_MAX,
	.run = fmt_run,
};
