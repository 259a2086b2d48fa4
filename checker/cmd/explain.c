#include "checker/cmd/rules.h"

#include "checker/explain/explain.h"

struct explain_opts {
	struct common_opts common;
	struct str date;
};

static void print(struct context *c, const struct explanation *e)
{
	static const char *const indents[] = { "", "  ", "    " };

	for (size_t i = 0; i < e->lines.n; i++) {
		struct str indent = str_of(indents[e->lines.at[i].depth]);

		context_say(c, MTEXT_FILL(c->arena, MT("%1%2", "%1%2", "%1%2"),
					  mtext_same(indent), e->lines.at[i].text));
	}
}

void rules_explain(struct context *c, const struct pack *p, const struct rule *r,
		   struct str day)
{
	struct explanation e = { .arena = c->arena };

	explain_rule_of(&e, p, r, day);
	print(c, &e);
}

static bool no_field(struct str pointer, struct err *err)
{
	err_set(err, ERR_NOT_FOUND, "the manifest has no field %.*s", STR_FMT(pointer));
	return err_hint(err, "pointers look like /data_sources/0/obtained; `tizilim new --all` "
			     "prints the fields with their meaning");
}

static bool no_rule(struct str id, struct err *err)
{
	err_set(err, ERR_NOT_FOUND, "no rule or field \"%.*s\"", STR_FMT(id));
	return err_hint(err,
			"`tizilim rules list` lists the rules, `tizilim new --all` the fields");
}

static bool no_name(struct str folder, struct err *err)
{
	err_set(err, ERR_USAGE, "\"%.*s\" is a folder; what is to be explained is not named",
		STR_FMT(folder));
	return err_hint(err,
			"`tizilim rules list` lists the rules, `tizilim new --all` the fields");
}

/* "risk.declared" and "data_sources[0].source", as messages write fields, are pointers, too. */
static struct str pointer_of(struct arena *a, struct str field)
{
	char *at = arena_alloc(a, 1, field.n + 1);
	size_t n = 0;

	at[n++] = '/';
	for (size_t i = 0; i < field.n; i++)
		if (field.p[i] != ']')
			at[n++] = field.p[i] == '.' || field.p[i] == '[' ? '/' : field.p[i];
	return (struct str){ at, n };
}

static enum exit_code explain_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct explain_opts *o = opts;
	struct explanation e = { .arena = c->arena };
	AUTO_RULES of = { 0 };
	struct str name, pointer = STR("");

	if (!rules_folder(&of, c, &args, err) ||
	    (args.n > 1 && !context_has_pack(c, args.at[0], err)))
		return exit_of(err->code);
	if (!args.n) {
		no_name(of.place, err);
		return exit_of(err->code);
	}
	name = args.at[0];
	if (!str_starts(name, STR("/"))) {
		if (explain_rule(&e, of.pack, name, context_day(c, o->date))) {
			print(c, &e);
			return EXIT_CLEAN;
		}
		pointer = pointer_of(c->arena, name);
	}
	if (!explain_field(&e, of.pack, pointer.n ? pointer : name)) {
		if (pointer.n)
			no_rule(name, err);
		else
			no_field(name, err);
		return exit_of(err->code);
	}
	explain_parts(&e, of.pack, pointer.n ? pointer : name);
	print(c, &e);
	return EXIT_CLEAN;
}

static const struct opt explain_options[] = { AS_OF_OPTION(struct explain_opts)
						      COMMON_OPTIONS{ 0 } };
static const char *const explain_examples[] = {
	"tizilim explain /data_sources/0/obtained", "tizilim explain risk.declared",
	"tizilim explain SRC-002 --lang kk", "tizilim explain SRC-002 --as-of 2026-03-01", NULL
};

const struct command cmd_explain = {
	.name = "explain",
	.group = "Write",
	.synopsis = "[<dir>] <field|rule>",
	.summary = "explain a field of the manifest or a rule",
	.next = MT_INIT("манифестті тексеру: tizilim check ФАЙЛ",
			"проверить манифест: tizilim check ФАЙЛ",
			"check a manifest: tizilim check FILE"),
	.examples = explain_examples,
	.needs = NEEDS_PACK,
	.options = explain_options,
	.opts_size = sizeof(struct explain_opts),
	.args_min = 1,
	.args_max = 2,
	.run = explain_run,
};
