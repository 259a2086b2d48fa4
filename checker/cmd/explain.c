#include "checker/cmd/rules.h"

#include "checker/audit/audit.h"
#include "checker/check/check.h"

struct explain_opts {
	struct common_opts common;
	struct str date;
};

static void print_values(struct context *c, const struct node *field)
{
	const struct node *values = node_get(field, STR("enum")),
			  *items = node_get(field, STR("items"));
	struct str list = STR("");

	if (!values)
		values = node_get(items, STR("enum"));
	for (uint32_t i = 0; values && i < values->count; i++)
		list = arena_printf(c->arena, "%.*s%s%.*s", STR_FMT(list), i ? ", " : "",
				    STR_FMT(node_str(&values->items[i])));
	if (list.n)
		context_say(c, MTEXT_FILL(c->arena,
					  MT("  мәндері: %1", "  значения: %1", "  values: %1"),
					  mtext_same(list)));
}

/* Who sees the field, and the classes that a line of "visibility" may give it instead. */
static void print_class(struct context *c, struct str pointer)
{
	struct visible v = schema_visible_at(pack_manifest_schema_node(c->pack), pointer);
	struct mtext now = mtext_same(str_of(visibility_names[v.class]));
	struct str others = STR("");

	for (enum visibility other = v.least; other <= v.most; other++)
		if (other != v.class)
			others = arena_printf(c->arena, "%.*s%s%s", STR_FMT(others),
					      others.n ? ", " : "", visibility_names[other]);
	context_say(c,
		    MTEXT_FILL(c->arena,
			       others.n ? MT("  кім көреді: %1 (%2); visibility жолымен "
					     "беруге болатын сынып: %3",
					     "  кто видит: %1 (%2); строкой visibility можно "
					     "задать: %3",
					     "  who sees it: %1 (%2); a line of visibility "
					     "may make it: %3")
					: MT("  кім көреді: %1 (%2); visibility жолымен "
					     "өзгермейді",
					     "  кто видит: %1 (%2); строкой visibility не "
					     "меняется",
					     "  who sees it: %1 (%2); no line of visibility "
					     "changes that"),
			       visibility_titles[v.class], now, mtext_same(others)));
}

static void print_field(struct context *c, struct str pointer, const struct node *field)
{
	const struct node *examples = node_get(field, STR("examples"));
	struct str from = node_text(field, STR("x-required-from"));
	struct mtext title = schema_words(field, STR("title"));
	enum stage stage;

	out_printf(c->out, "%.*s — %.*s\n", STR_FMT(pointer), STR_FMT(context_text(c, title)));
	out_printf(c->out, "  %.*s\n",
		   STR_FMT(context_text(c, schema_words(field, STR("description")))));
	print_values(c, field);
	print_class(c, pointer);
	if (stage_parse(&stage, from))
		context_say(c, MTEXT_FILL(c->arena,
					  MT("  «%1» кезеңінен бастап қажет",
					     "  требуется со стадии «%1»",
					     "  required from stage \"%1\" on"),
					  stage_titles[stage]));
	if (examples && examples->count)
		context_say(
			c,
			MTEXT_FILL(c->arena,
				   MT("  мысалы: %1", "  например: %1", "  for example: %1"),
				   mtext_same(node_canonical(c->arena, &examples->items[0]))));
}

static bool explain_field(struct context *c, struct str pointer, struct err *err)
{
	const struct node *field = schema_field(pack_manifest_schema(c->pack), pointer);

	if (field) {
		print_field(c, pointer, field);
		return true;
	}
	err_set(err, ERR_NOT_FOUND, "the manifest has no field %.*s", STR_FMT(pointer));
	return err_hint(err, "pointers look like /data_sources/0/obtained; `tizilim new` "
			     "prints the fields with their meaning");
}

static void print_basis(struct context *c, const struct pack *p, const struct rule *rule,
			struct str day)
{
	const struct node *ids = node_get(rule_source(rule), STR("basis"));

	for (uint32_t i = 0; ids && i < ids->count; i++) {
		struct basis b =
			arch_basis(pack_arch(p), c->arena, node_str(&ids->items[i]), day);
		struct str mark = context_text(c, confidence_titles[b.confidence]);

		out_printf(c->out, "  § %.*s%s%.*s%s\n    %.*s\n",
			   STR_FMT(context_text(c, b.citation)), mark.n ? " [" : "",
			   STR_FMT(mark), mark.n ? "]" : "", STR_FMT(context_text(c, b.text)));
	}
	if (!rule_grounded(p, rule, day))
		context_say(c, MTEXT_FILL(c->arena,
					  MT("  %1 күні бұл нормалардың ешқайсысы күшінде "
					     "болмаған: ереже бағаламайды",
					     "  на %1 ни одна из этих норм не действовала: "
					     "правило не применяется",
					     "  on %1 none of these norms was in force: the "
					     "rule is not judged"),
					  mtext_same(day)));
}

/* A text of a rule with "…" where a finding puts its values. */
static struct str without_values(struct context *c, struct str text)
{
	struct str out = STR("");

	while (text.n) {
		size_t open = str_find(text, STR("{")), close = str_find(text, STR("}"));

		if (open == SIZE_MAX || close == SIZE_MAX || close < open)
			return arena_printf(c->arena, "%.*s%.*s", STR_FMT(out), STR_FMT(text));
		out = arena_printf(c->arena, "%.*s%.*s…", STR_FMT(out),
				   STR_FMT(str_sub(text, 0, open)));
		text = str_sub(text, close + 1, text.n);
	}
	return out;
}

static void print_stages(struct context *c, const struct rule *rule)
{
	int last = -2;

	for (enum stage s = 0; s < STAGE_RETIRED; s++) {
		enum severity severity;
		int now = rule_severity(rule, s, &severity) ? (int)severity : -1;

		if (now != last && now >= 0)
			context_say(c, MTEXT_FILL(c->arena,
						  MT("  «%1» кезеңінен бастап: %2",
						     "  со стадии «%1»: %2",
						     "  from stage \"%1\" on: %2"),
						  stage_titles[s], severity_titles[now]));
		last = now;
	}
}

static void print_info(struct context *c, const struct rule_info *info)
{
	out_printf(c->out, "%.*s — %.*s\n", STR_FMT(info->id),
		   STR_FMT(context_text(c, info->title)));
	if (context_text(c, info->description).n)
		out_printf(c->out, "  %.*s\n", STR_FMT(context_text(c, info->description)));
}

void rules_explain(struct context *c, const struct pack *p, const struct rule *r,
		   struct str day)
{
	print_info(c, rule_info(r));
	print_stages(c, r);
	context_say(
		c,
		MTEXT_FILL(c->arena,
			   MT("  не істеу керек: %1", "  что делать: %1", "  what to do: %1"),
			   mtext_same(without_values(c, context_text(c, rule_remedy(r))))));
	print_basis(c, p, r, day);
}

/* Also what is said of packs, rules and schemas, which no check of manifests finds. */
static const struct rule_info *info_named(struct context *c, struct str id)
{
	size_t inspect_n;
	const struct rule_info *inspect = schema_inspect_rules(&inspect_n);
	const struct {
		const struct rule_info *at;
		size_t n;
	} sets[] = { { inspect, inspect_n },
		     { audit_rules, audit_rules_n },
		     { check_lint_rules, check_lint_rules_n } };

	for (size_t i = 0; i < ARRAY_LEN(sets); i++)
		for (size_t k = 0; k < sets[i].n; k++)
			if (str_eq(sets[i].at[k].id, id))
				return &sets[i].at[k];
	return check_rule_named(c->arena, c->pack, id);
}

static bool explain_rule(struct context *c, struct str id, struct str day, struct err *err)
{
	const struct rule *rule = pack_rule_named(c->pack, id);
	const struct rule_info *info = rule ? rule_info(rule) : info_named(c, id);

	if (!info) {
		err_set(err, ERR_NOT_FOUND, "no rule or field \"%.*s\"", STR_FMT(id));
		return err_hint(
			err, "`tizilim rules list` lists the rules; fields begin with a slash");
	}
	if (rule) {
		rules_explain(c, c->pack, rule, day);
		return true;
	}
	print_info(c, info);
	return true;
}

static enum exit_code explain_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct explain_opts *o = opts;
	bool ok;

	ok = str_starts(args.at[0], STR("/"))
		     ? explain_field(c, args.at[0], err)
		     : explain_rule(c, args.at[0], context_day(c, o->date), err);
	return ok ? EXIT_CLEAN : exit_of(err->code);
}

static const struct opt explain_options[] = { AS_OF_OPTION(struct explain_opts)
						      COMMON_OPTIONS{ 0 } };
static const char *const explain_examples[] = { "tizilim explain /data_sources/0/obtained",
						"tizilim explain SRC-002 --lang kk",
						"tizilim explain SRC-002 --as-of 2026-03-01",
						NULL };

const struct command cmd_explain = {
	.name = "explain",
	.group = "Write",
	.synopsis = "<field|rule>",
	.summary = "explain a field of the manifest or a rule",
	.next = MT_INIT("манифестті тексеру: tizilim check ФАЙЛ",
			"проверить манифест: tizilim check ФАЙЛ",
			"check a manifest: tizilim check FILE"),
	.examples = explain_examples,
	.needs = NEEDS_PACK,
	.options = explain_options,
	.opts_size = sizeof(struct explain_opts),
	.args_min = 1,
	.args_max = 1,
	.run = explain_run,
};
