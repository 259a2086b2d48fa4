#include "registry/cmd/session.h"

#include "checker/report/report.h"

struct diff_opts {
	struct registry_opts registry;
	bool json;
};

struct diff {
	struct context *c;
	const struct diff_opts *opts;
	struct store_ref from, to;
	struct store_document before, after;
	size_t changes;
};

static bool read_both(struct db *db, void *context, struct err *err)
{
	struct diff *d = context;

	return store_show(&d->before, d->c->arena, db, &d->from, err) &&
	       store_show(&d->after, d->c->arena, db, &d->to, err);
}

/* One operation of a JSON Patch (RFC 6902), or a line for people. */
static void change(void *context, struct str path, const struct node *before,
		   const struct node *after)
{
	struct diff *d = context;
	struct arena *a = d->c->arena;
	struct str old = before ? report_json(a, node_canonical(a, before)) : STR("");
	struct str new = after ? report_json(a, node_canonical(a, after)) : STR("");
	struct str shown = report_shown(a, path);
	struct node pointer = node_make_str(path);

	if (d->opts->json) {
		out_printf(d->c->out, "%s{\"op\":\"%s\",\"path\":%.*s",
			   d->changes ? ",\n" : "[",
			   !before  ? "add"
			   : !after ? "remove"
				    : "replace",
			   STR_FMT(report_json(a, node_canonical(a, &pointer))));
		if (after)
			out_printf(d->c->out, ",\"value\":%.*s", STR_FMT(new));
		out_str(d->c->out, STR("}"));
	} else if (before && after) {
		out_printf(d->c->out, "~ %.*s\n    - %.*s\n    + %.*s\n", STR_FMT(shown),
			   STR_FMT(old), STR_FMT(new));
	} else {
		out_printf(d->c->out, "%c %.*s: %.*s\n", before ? '-' : '+', STR_FMT(shown),
			   STR_FMT(before ? old : new));
	}
	d->changes++;
}

static bool parse(struct diff *d, const struct store_document *document, const struct doc **out,
		  struct err *err)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	*out = NULL;
	if (!doc_parse(&doc, d->c->arena, document->entry.id, document->bytes,
		       str_eq(document->media, STR("json")) ? DOC_JSON : DOC_YAML, DOC_MANIFEST,
		       &errors))
		return err_set(err, ERR_INPUT, "revision %d cannot be read by this version",
			       (int)document->entry.revision);
	*out = doc;
	return true;
}

static bool revision_of(struct str word, int64_t *out, struct err *err)
{
	if (str_starts(word, STR("r")) || str_starts(word, STR("@")))
		word = str_sub(word, 1, word.n);
	if (str_int(word, out) && *out > 0)
		return true;
	err_set(err, ERR_USAGE, "\"%.*s\" is no revision", STR_FMT(word));
	return err_hint(err, "revisions are numbers: tizilim diff body/name 1 2");
}

static enum exit_code diff_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct diff d = { .c = c, .opts = opts };
	const struct doc *before, *after;
	struct session s;
	bool ok;

	if (!store_ref_parse(&d.from, args.at[0], err))
		return exit_of(err->code);
	d.to = d.from;
	if (!revision_of(args.at[1], &d.from.revision, err) ||
	    (args.n > 2 && !revision_of(args.at[2], &d.to.revision, err)) ||
	    !session_open(&s, c, &d.opts->registry, err))
		return exit_of(err->code);
	ok = store_read(s.db, read_both, &d, err);
	session_close(&s);
	if (!ok || !parse(&d, &d.before, &before, err) || !parse(&d, &d.after, &after, err))
		return exit_of(err->code);
	node_diff(c->arena, &before->root, &after->root, change, &d);
	if (d.opts->json)
		out_str(c->out, d.changes ? STR("]\n") : STR("[]\n"));
	else if (d.changes == 0)
		context_tell(c, MT("айырма жоқ", "различий нет", "no difference"));
	return EXIT_CLEAN;
}

static const struct opt diff_options[] = { { 0, "json", OPT_FLAG,
					     offsetof(struct diff_opts, json), NULL,
					     "as a JSON Patch that re-applies", NULL, 0, 0 },
					   REGISTRY_OPTIONS(struct diff_opts){ 0 } };
static const char *const diff_examples[] = { "tizilim diff msh/farmland 1 2", NULL };

const struct command cmd_diff = {
	.name = "diff",
	.group = "Register",
	.synopsis = "<id> <revision> [<revision>]",
	.summary = "what changed between two revisions, field by field",
	.next = MT_INIT("барлық оқиғалары: tizilim history ID",
			"все события: tizilim history ID",
			"all its events: tizilim history ID"),
	.examples = diff_examples,
	.needs = NEEDS_PACK,
	.options = diff_options,
	.opts_size = sizeof(struct diff_opts),
	.args_min = 2,
	.args_max = 3,
	.run = diff_run,
};
