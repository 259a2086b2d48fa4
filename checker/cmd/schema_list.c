#include "checker/cmd/context.h"

#include "checker/schema/schema.h"

struct list_opts {
	struct common_opts common;
};

static void add_row(struct context *c, struct table *t, const struct schema_shipped *s)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;
	struct str cells[4] = { s->name };

	if (!doc_parse(&doc, c->arena, s->name, s->text, DOC_JSON, DOC_GENERAL, &errors))
		return;
	cells[1] = node_text(&doc->root, STR("$id"));
	cells[2] = schema_draft(&doc->root);
	cells[3] = context_text(c, schema_words(&doc->root, STR("title")));
	table_add(t, c->arena, cells);
}

static enum exit_code list_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct table t = { .columns = 4 };

	(void)opts;
	(void)args;
	(void)err;
	for (size_t i = 0; i < schema_shipped_n; i++)
		add_row(c, &t, &schema_shipped_all[i]);
	table_print(&t, c->out);
	context_next(
		c, MT("редактор үшін: tizilim schema print initiative-1.0 > initiative.json",
		      "для редактора: tizilim schema print initiative-1.0 > initiative.json",
		      "for an editor: tizilim schema print initiative-1.0 > initiative.json"));
	return EXIT_CLEAN;
}

static const struct opt list_options[] = { COMMON_OPTIONS{ 0 } };

const struct command cmd_schema_list = {
	.name = "schema list",
	.group = "Schemas",
	.synopsis = "",
	.summary = "list the shipped schemas: name, id, draft, title",
	.next = MT_INIT("схеманы шығару: tizilim schema print АТАУЫ",
			"вывести схему: tizilim schema print ИМЯ",
			"print one: tizilim schema print NAME"),
	.options = list_options,
	.opts_size = sizeof(struct list_opts),
	.run = list_run,
};
