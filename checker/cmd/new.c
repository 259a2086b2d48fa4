#include "checker/cmd/context.h"

#include "checker/text/text.h"

#include <string.h>

/* A commented starter manifest, made from the schema: every field, those a stage requires
 * uncommented. */

struct new_opts {
	struct common_opts common;
	bool all;
};

struct writer {
	struct context *c;
	struct out *out;
	const struct node *root;
	bool all;
};

static struct str indentation(const struct writer *w, int depth)
{
	return arena_printf(w->c->arena, "%*s", depth * 2, "");
}

enum { COMMENT_COLUMNS = 88 };

/* "# Title. Description", wrapped. */
static void write_comment(struct writer *w, const struct node *field, int depth)
{
	struct str indent = indentation(w, depth);
	struct str rest = arena_printf(
		w->c->arena, "%.*s. %.*s",
		STR_FMT(context_text(w->c, schema_words(field, STR("title")))),
		STR_FMT(context_text(w->c, schema_words(field, STR("description")))));
	struct str word;
	size_t used = COMMENT_COLUMNS + 1;

	while (str_cut(&word, &rest, ' ')) {
		size_t wide = text_width(word);

		if (used + wide + 1 > COMMENT_COLUMNS) {
			out_printf(w->out, "%s%.*s#", used > COMMENT_COLUMNS ? "" : "\n",
				   STR_FMT(indent));
			used = indent.n + 1;
		}
		out_printf(w->out, " %.*s", STR_FMT(word));
		used += wide + 1;
	}
	out_str(w->out, STR("\n"));
}

static void write_allowed(struct writer *w, const struct node *field, int depth)
{
	const struct node *values = node_get(field, STR("enum"));

	if (!values)
		values = node_get(node_get(field, STR("items")), STR("enum"));
	if (!values)
		return;
	out_printf(w->out, "%.*s#   ", STR_FMT(indentation(w, depth)));
	for (uint32_t i = 0; i < values->count; i++)
		out_printf(w->out, "%s%.*s", i ? " | " : "",
			   STR_FMT(node_str(&values->items[i])));
	out_str(w->out, STR("\n"));
}

static bool is_required(const struct node *parent, struct str name, const struct node *field)
{
	const struct node *required = node_get(parent, STR("required"));
	enum stage stage;

	for (uint32_t i = 0; required && i < required->count; i++)
		if (str_eq(node_str(&required->items[i]), name))
			return true;
	if (node_get(field, STR("x-starter")))
		return true;
	return stage_parse(&stage, node_text(field, STR("x-required-from"))) &&
	       stage <= STAGE_DESIGN;
}

/* A scalar of an example as YAML reads it back: JSON, which is YAML as well. */
static struct str scalar(const struct writer *w, const struct node *value)
{
	return value->type == NODE_STRING || value->type == NODE_NUMBER ||
			       value->type == NODE_BOOL
		       ? node_canonical(w->c->arena, value)
		       : STR("\"\"");
}

static void write_object(struct writer *w, const struct node *schema,
			 const struct node *example, int depth);

/* "- " begins an item; its fields stand below one another. */
static void write_items(struct writer *w, const struct node *schema, const struct node *list,
			int depth)
{
	const struct node *items = schema_follow(w->root, node_get(schema, STR("items")));

	for (uint32_t i = 0; i < list->count; i++) {
		out_printf(w->out, "%.*s-\n", STR_FMT(indentation(w, depth)));
		write_object(w, items, &list->items[i], depth + 1);
	}
}

static bool is_block(const struct node *value)
{
	return value->type == NODE_OBJECT || (value->type == NODE_ARRAY && value->count &&
					      value->items[0].type == NODE_OBJECT);
}

/* "# " before a line that stays a comment until its author wants it. */
static void write_field(struct writer *w, const struct node *parent, const struct member *m,
			const struct node *example, int depth)
{
	const struct node *schema = schema_follow(w->root, &m->value),
			  *examples = node_get(&m->value, STR("examples"));
	struct str indent = indentation(w, depth);
	bool wanted = is_required(parent, member_key(m), &m->value) || example;

	if (!example && examples && examples->count)
		example = &examples->items[0];
	/* What only the program writes is not for a body to fill in. */
	if ((!wanted && !w->all) || !example || node_get(&m->value, STR("readOnly")))
		return;
	if (depth == 0)
		out_str(w->out, STR("\n"));
	write_comment(w, &m->value, depth);
	write_allowed(w, schema, depth);
	if (wanted && is_block(example)) {
		out_printf(w->out, "%.*s%.*s:\n", STR_FMT(indent), STR_FMT(member_key(m)));
		if (example->type == NODE_OBJECT)
			write_object(w, schema, example, depth + 1);
		else
			write_items(w, schema, example, depth + 1);
		return;
	}
	out_printf(w->out, "%.*s%s%.*s: %.*s\n", STR_FMT(indent), wanted ? "" : "# ",
		   STR_FMT(member_key(m)),
		   STR_FMT(example->type == NODE_ARRAY || example->type == NODE_OBJECT
				   ? node_canonical(w->c->arena, example)
				   : scalar(w, example)));
}

/* Texts in three languages carry no comment of their own: the keys say it. */
static void write_object(struct writer *w, const struct node *schema,
			 const struct node *example, int depth)
{
	const struct node *properties = node_get(schema, STR("properties"));

	for (uint32_t i = 0; properties && i < properties->count; i++) {
		const struct member *m = &properties->members[i];
		const struct node *value = node_get(example, member_key(m));

		if (node_get(&m->value, STR("title")))
			write_field(w, schema, m, value, depth);
		else if (value)
			out_printf(w->out, "%.*s%.*s: %.*s\n", STR_FMT(indentation(w, depth)),
				   STR_FMT(member_key(m)), STR_FMT(scalar(w, value)));
	}
}

static void write_manifest(struct writer *w)
{
	const struct node *properties = node_get(w->root, STR("properties"));
	struct mtext head = MT("# ЖИ бастамасының манифесі. Мысал мәндерін өз мәндеріңізбен "
			       "ауыстырыңыз, содан кейін: tizilim check <файл>\n",
			       "# Манифест инициативы ИИ. Замените примеры своими значениями, "
			       "затем: tizilim check <файл>\n",
			       "# Manifest of an AI initiative. Replace the examples by your "
			       "own values, then: tizilim check <file>\n");

	out_str(w->out, context_text(w->c, head));
	for (uint32_t i = 0; i < properties->count; i++)
		write_field(w, w->root, &properties->members[i], NULL, 0);
}

static enum exit_code new_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	const struct new_opts *o = opts;
	struct writer w = { .c = c, .root = pack_manifest_schema_node(c->pack), .all = o->all };
	struct out file;

	if (args.n == 0) {
		w.out = c->out;
		write_manifest(&w);
		return EXIT_CLEAN;
	}
	if (file_exists(args.at[0])) {
		err_set(err, ERR_REFUSED, "%.*s is there already", STR_FMT(args.at[0]));
		err_hint(err, "give another name; nothing was changed");
		return EXIT_REFUSED;
	}
	if (!out_create(&file, args.at[0], err))
		return exit_of(err->code);
	w.out = &file;
	write_manifest(&w);
	if (!out_close(&file, err))
		return exit_of(err->code);
	context_next(c, MTEXT_FILL(c->arena,
				   MT("толтырыңыз да тексеріңіз: tizilim check %1",
				      "заполните и проверьте: tizilim check %1",
				      "fill it in, then: tizilim check %1"),
				   mtext_same(args.at[0])));
	return EXIT_CLEAN;
}

static const struct opt new_options[] = {
	{ 'a', "all", OPT_FLAG, offsetof(struct new_opts, all), NULL,
	  "every field, optional ones commented out", NULL, 0, 0 },
	COMMON_OPTIONS{ 0 }
};
static const char *const new_examples[] = { "tizilim new initiative.yaml",
					    "tizilim new --lang kk --all", NULL };

const struct command cmd_new = {
	.name = "new",
	.group = "Write",
	.synopsis = "[<file>]",
	.summary = "write a commented starter manifest",
	.next = MT_INIT("толтырып, тексеріңіз: tizilim check ФАЙЛ",
			"заполните и проверьте: tizilim check ФАЙЛ",
			"fill it in and check it: tizilim check FILE"),
	.examples = new_examples,
	.needs = NEEDS_PACK,
	.options = new_options,
	.opts_size = sizeof(struct new_opts),
	.args_max = 1,
	.run = new_run,
};
