#include "checker/cmd/rules.h"

#include "checker/check/check.h"

struct list_opts {
	struct common_opts common;
	struct str family;
	int format;
};

struct show_opts {
	struct common_opts common;
	struct str date;
	int format;
};

static bool no_rule(const struct pack *p, struct str id, struct err *err)
{
	struct str near = STR("");
	unsigned best = 3;

	for (size_t i = 0; i < pack_rules(p); i++) {
		struct str other = rule_info(pack_rule(p, i))->id;
		unsigned d = str_distance(id, other, best);

		if (d < best) {
			best = d;
			near = other;
		}
	}
	err_set(err, ERR_NOT_FOUND, "no rule \"%.*s\"", STR_FMT(id));
	return near.n ? err_hint(err, "did you mean \"%.*s\"?", STR_FMT(near))
		      : err_hint(err, "`tizilim rules list` lists the rules");
}

void rules_chosen_release(struct rules_chosen *chosen)
{
	pack_free(chosen->own);
}

bool rules_choose(struct rules_chosen *out, struct context *c, struct str_list args,
		  struct err *err)
{
	size_t from = args.n && file_is_dir(args.at[0]);
	struct pack *p = c->pack;

	*out = (struct rules_chosen){ .pack = p };
	if (from && !context_pack(&p, c, args.at[0], err))
		return false;
	out->pack = p;
	out->own = from ? p : NULL;
	out->at = ARENA_ARRAY(c->arena, const struct rule *, pack_rules(p) + args.n + 1);
	for (size_t i = from; i < args.n; i++) {
		const struct rule *r = pack_rule_named(p, args.at[i]);

		if (!r)
			return no_rule(p, args.at[i], err);
		out->at[out->n++] = r;
	}
	for (size_t i = 0; args.n == from && i < pack_rules(p); i++)
		out->at[out->n++] = pack_rule(p, i);
	return true;
}

static bool in_family(const struct rule *r, struct str family)
{
	return family.n == 0 || str_starts(rule_info(r)->id, family);
}

static void list_text(struct context *c, struct str family)
{
	struct table t = { .columns = 3 };

	for (size_t i = 0; i < pack_rules(c->pack); i++) {
		const struct rule_info *info = rule_info(pack_rule(c->pack, i));
		struct str cells[] = { info->id,
				       mtext_in(severity_titles[info->severity], c->lang),
				       context_text(c, info->title) };

		if (in_family(pack_rule(c->pack, i), family))
			table_add(&t, c->arena, cells);
	}
	table_print(&t, c->out);
	context_next(c, MT("ереженің толық сипаттамасы: tizilim rules show SRC-002",
			   "о правиле подробно: tizilim rules show SRC-002",
			   "all about one rule: tizilim rules show SRC-002"));
}

static void json_head(struct context *c, const struct rule_info *info)
{
	out_printf(c->out,
		   "{\"id\":%.*s,\"severity\":\"%s\",\"title\":%.*s,\"description\":%.*s",
		   STR_FMT(context_json(c, info->id)), severity_names[info->severity],
		   STR_FMT(context_json3(c, info->title)),
		   STR_FMT(context_json3(c, info->description)));
}

static void list_json(struct context *c, struct str family)
{
	const char *before = "[";

	for (size_t i = 0; i < pack_rules(c->pack); i++) {
		if (!in_family(pack_rule(c->pack, i), family))
			continue;
		out_printf(c->out, "%s", before);
		json_head(c, rule_info(pack_rule(c->pack, i)));
		out_str(c->out, STR("}"));
		before = ",\n";
	}
	out_printf(c->out, "%s]\n", before[0] == '[' ? "[" : "");
}

static enum exit_code list_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct list_opts *o = opts;

	(void)args;
	(void)err;
	if (o->format == DATA_JSON)
		list_json(c, o->family);
	else
		list_text(c, o->family);
	return EXIT_CLEAN;
}

/* A part of the rule as it is written: one line, or a line a name. */
static void show_part(struct context *c, const struct node *source, const char *key)
{
	const struct node *n = node_get(source, str_of(key));

	if (!n)
		return;
	if (n->type == NODE_STRING) {
		out_printf(c->out, "%s: %.*s\n", key, STR_FMT(node_str(n)));
		return;
	}
	if (n->type != NODE_OBJECT) {
		out_printf(c->out, "%s: %.*s\n", key, STR_FMT(node_canonical(c->arena, n)));
		return;
	}
	out_printf(c->out, "%s:\n", key);
	for (uint32_t i = 0; i < n->count; i++) {
		const struct node *value = &n->members[i].value;

		out_printf(c->out, "  %.*s: %.*s\n", STR_FMT(member_key(&n->members[i])),
			   STR_FMT(value->type == NODE_STRING
					   ? node_str(value)
					   : node_canonical(c->arena, value)));
	}
}

static void show_examples(struct context *c, const struct rule *r)
{
	struct check_example_list list = check_examples_of(c->arena, r);

	for (size_t i = 0; i < list.n; i++) {
		struct member *members =
			ARENA_ARRAY(c->arena, struct member, list.at[i].node->count);
		struct node rest;
		size_t n = 0;

		for (uint32_t k = 0; k < list.at[i].node->count; k++)
			if (!str_eq(member_key(&list.at[i].node->members[k]), STR("name")))
				members[n++] = list.at[i].node->members[k];
		rest = node_make_object(c->arena, members, n);
		out_printf(c->out, "%.*s: %.*s\n  %.*s\n", STR_FMT(list.at[i].label),
			   STR_FMT(list.at[i].name), STR_FMT(node_canonical(c->arena, &rest)));
	}
}

static void show_text(struct context *c, const struct rule *r, struct str day)
{
	static const char *const parts[] = { "scope",	 "enough_when", "for",	      "scan",
					     "let",	 "on_missing",	"when",	      "all",
					     "group",	 "pair",	"cycle",      "link",
					     "severity", "milder_when", "info_when",  "at",
					     "related",	 "otherwise",	"prohibition" };
	const struct node *source = rule_source(r);

	rules_explain(c, c->pack, r, day);
	out_str(c->out, STR("\n"));
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		show_part(c, source, parts[i]);
	out_printf(c->out, "message: %.*s\nremedy: %.*s\n\n",
		   STR_FMT(context_text(c, node_mtext(node_get(source, STR("message"))))),
		   STR_FMT(context_text(c, rule_remedy(r))));
	show_examples(c, r);
}

static void show_json(struct context *c, const struct rule *r, struct str day)
{
	const struct node *ids = node_get(rule_source(r), STR("basis"));

	json_head(c, rule_info(r));
	out_str(c->out, STR(",\n\"basis\":["));
	for (uint32_t i = 0; i < ids->count; i++) {
		struct basis b =
			arch_basis(pack_arch(c->pack), c->arena, node_str(&ids->items[i]), day);

		out_printf(
			c->out,
			"%s{\"id\":%.*s,\"citation\":%.*s,\"text\":%.*s,\"confidence\":\"%s\","
			"\"url\":%.*s}",
			i ? ",\n" : "", STR_FMT(context_json(c, b.id)),
			STR_FMT(context_json3(c, b.citation)),
			STR_FMT(context_json3(c, b.text)), confidence_names[b.confidence],
			STR_FMT(context_json(c, b.url)));
	}
	out_printf(c->out, "],\n\"source\":%.*s}\n",
		   STR_FMT(node_canonical(c->arena, rule_source(r))));
}

static enum exit_code show_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct show_opts *o = opts;
	const struct rule *r = pack_rule_named(c->pack, args.at[0]);

	if (!r) {
		no_rule(c->pack, args.at[0], err);
		return exit_of(err->code);
	}
	if (o->format == DATA_JSON)
		show_json(c, r, context_day(c, o->date));
	else
		show_text(c, r, context_day(c, o->date));
	return EXIT_CLEAN;
}

static const struct opt list_options[] = { { 0, "family", OPT_TEXT,
					     offsetof(struct list_opts, family), "<SRC>",
					     "only the rules whose ids begin so", NULL, 0, 0 },
					   DATA_OPTION(struct list_opts) COMMON_OPTIONS{ 0 } };
static const struct opt show_options[] = { DATA_OPTION(struct show_opts) AS_OF_OPTION(
	struct show_opts) COMMON_OPTIONS{ 0 } };
static const char *const list_examples[] = { "tizilim rules list --lang kk",
					     "tizilim rules list --family SRC -f json", NULL };
static const char *const show_examples_list[] = { "tizilim rules show SRC-002", NULL };

const struct command cmd_rules_list = {
	.name = "rules list",
	.group = "Reference",
	.synopsis = "",
	.summary = "list the rules of the pack",
	.next = MT_INIT("ереженің толық сипаттамасы: tizilim rules show SRC-002",
			"полное описание правила: tizilim rules show SRC-002",
			"all about one rule: tizilim rules show SRC-002"),
	.examples = list_examples,
	.needs = NEEDS_PACK,
	.options = list_options,
	.opts_size = sizeof(struct list_opts),
	.run = list_run,
};

const struct command cmd_rules_show = {
	.name = "rules show",
	.group = "Reference",
	.synopsis = "<rule>",
	.summary = "show a rule: why it exists, its norms, its conditions and its examples",
	.next = MT_INIT("манифесте ол қалай қолданылды: tizilim check ФАЙЛ --explain --rule "
			"ID",
			"как оно применено к манифесту: tizilim check ФАЙЛ --explain --rule "
			"ID",
			"how it judges a manifest: tizilim check FILE --explain --rule ID"),
	.examples = show_examples_list,
	.needs = NEEDS_PACK,
	.options = show_options,
	.opts_size = sizeof(struct show_opts),
	.args_min = 1,
	.args_max = 1,
	.run = show_run,
};
