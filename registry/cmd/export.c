#include "registry/cmd/session.h"

#include "checker/report/report.h"

/* export: all that is registered and that the caller may see, for other programs. */

enum { PAGE = 500 };

struct export_opts {
	struct registry_opts registry;
	struct str output;
	bool csv, jsonl;
};

struct export
{
	struct context *c;
	const struct export_opts *opts;
	struct out out;
};

struct exported {
	const struct store_manifest *entry;
	const struct node *root;
	struct facets facets;
};

/* Columns of the table that facets fill; a cell may hold several. */
static const char *const facet_columns[] = { "sector", "function", "source",	"object",
					     "point",  "platform", "territory", "goal",
					     "people", "product" };

static void put_json(struct export *x, struct arena *a, const struct exported *e)
{
	struct node id = node_make_str(e->entry->id);

	out_printf(&x->out, "{\"id\":%.*s,\"revision\":%d,\"whole\":%s,\"manifest\":%.*s}\n",
		   STR_FMT(node_canonical(a, &id)), (int)e->entry->revision,
		   e->entry->whole ? "true" : "false",
		   STR_FMT(report_json(a, node_canonical(a, e->root))));
}

static void put_head(struct export *x)
{
	out_str(&x->out, STR("id,revision,whole,stage,body,name_kk,name_ru,name_en"));
	for (size_t i = 0; i < ARRAY_LEN(facet_columns); i++)
		out_printf(&x->out, ",%s", facet_columns[i]);
	out_str(&x->out, STR("\n"));
}

static struct str facets_joined(struct arena *a, const struct facets *facets, const char *kind)
{
	struct str all = STR("");

	for (size_t i = 0; i < facets->list.n; i++)
		if (str_eq(facets->list.at[i].kind, str_of(kind)))
			all = ARENA_JOIN(a, all, all.n ? STR("; ") : STR(""),
					 facets->list.at[i].value);
	return all;
}

static void put_row(struct export *x, struct arena *a, const struct exported *e)
{
	struct mtext name = node_mtext(node_get(e->root, STR("name")));

	report_csv_cell(&x->out, e->entry->id, ',');
	out_printf(&x->out, "%d,%s,", (int)e->entry->revision,
		   e->entry->whole ? "true" : "false");
	report_csv_cell(&x->out, node_text(e->root, STR("stage")), ',');
	report_csv_cell(&x->out, node_text(node_get(e->root, STR("owner")), STR("body")), ',');
	for (enum lang l = 0; l < LANG_COUNT; l++)
		report_csv_cell(&x->out, name.in[l], ',');
	for (size_t i = 0; i < ARRAY_LEN(facet_columns); i++)
		report_csv_cell(&x->out, facets_joined(a, &e->facets, facet_columns[i]),
				i + 1 < ARRAY_LEN(facet_columns) ? ',' : '\n');
}

static bool put(struct export *x, struct arena *a, const struct store_manifest *m,
		struct err *err)
{
	enum doc_syntax syntax = str_eq(m->media, STR("json")) ? DOC_JSON : DOC_YAML;
	struct exported e = { .entry = m };
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!doc_parse(&doc, a, m->id, m->bytes, syntax, DOC_GENERAL, &errors))
		return err_set(err, ERR_BUG, "%.*s is registered, but cannot be read",
			       STR_FMT(m->id));
	e.root = &doc->root;
	if (x->opts->jsonl) {
		put_json(x, a, &e);
		return true;
	}
	facets_of(&e.facets, a, pack_arch(x->c->pack), e.root);
	put_row(x, a, &e);
	return true;
}

/* Page by page, so that memory does not grow with the registry. */
static bool export_work(struct db *db, void *context, struct err *err)
{
	AUTO_ARENA page = arena_new();
	struct export *x = context;
	struct store_filter filter = { .limit = PAGE };
	struct store_portfolio read;

	if (x->opts->csv)
		put_head(x);
	do {
		arena_reset(page);
		if (!store_portfolio(&read, page, db, &filter, err))
			return false;
		for (size_t i = 0; i < read.n; i++)
			if (!put(x, page, &read.at[i], err))
				return false;
		if (read.n)
			filter.after = arena_str(x->c->arena, read.at[read.n - 1].id);
	} while (read.n == PAGE);
	return true;
}

static bool open_output(struct export *x, struct err *err)
{
	if (x->opts->output.n && !str_eq(x->opts->output, STR("-")))
		return out_create(&x->out, x->opts->output, err);
	out_flush(x->c->out);
	out_init(&x->out, x->c->out->fd);
	return true;
}

static enum exit_code export_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct export_opts *o = opts;
	struct export x = { .c = c, .opts = o };
	bool ok;

	(void)args;
	if (o->csv == o->jsonl) {
		err_set(err, ERR_USAGE, "one of --csv and --jsonl is needed");
		return exit_of(err->code);
	}
	if (!open_output(&x, err))
		return exit_of(err->code);
	ok = session_read(c, &o->registry, export_work, &x, err);
	if (ok)
		ok = out_close(&x.out, err);
	else
		out_drop(&x.out);
	return ok ? EXIT_CLEAN : exit_of(err->code);
}

static const struct opt export_options[] = {
	{ 0, "csv", OPT_FLAG, offsetof(struct export_opts, csv), NULL,
	  "a row for each, for spreadsheets; formulas are disarmed", NULL, 0, 0 },
	{ 0, "jsonl", OPT_FLAG, offsetof(struct export_opts, jsonl), NULL,
	  "a line of JSON for each, with all of its manifest or card", NULL, 0, 0 },
	{ 'o', "output", OPT_TEXT, offsetof(struct export_opts, output), "<file>",
	  "write there instead of to standard output", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct export_opts){ 0 }
};
static const char *const export_examples[] = { "tizilim export --csv -o portfolio.csv",
					       "tizilim export --jsonl", NULL };

const struct command cmd_export = {
	.name = "export",
	.group = "Register",
	.synopsis = "--csv|--jsonl",
	.summary = "write out all registered initiatives that you may see",
	.next = MT_INIT("біреуін қарау: tizilim show ID", "посмотреть одну: tizilim show ID",
			"look at one: tizilim show ID"),
	.examples = export_examples,
	.needs = NEEDS_PACK,
	.options = export_options,
	.opts_size = sizeof(struct export_opts),
	.run = export_run,
};
