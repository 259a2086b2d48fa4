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

static struct str nearest_rule(const struct pack *p, struct str id)
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
	return near;
}

/* Where a folder may stand the word may be meant for one. */
static bool no_rule(const struct pack *p, struct str id, bool folder, struct err *err)
{
	struct str near = nearest_rule(p, id);

	err_set(err, ERR_NOT_FOUND,
		folder ? "no folder and no rule \"%.*s\"" : "no rule \"%.*s\"", STR_FMT(id));
	return near.n ? err_hint(err, "did you mean \"%.*s\"?", STR_FMT(near))
		      : err_hint(err, "`tizilim rules list` lists the rules");
}

void rules_chosen_release(struct rules_chosen *chosen)
{
	pack_free(chosen->own);
}

bool rules_folder(struct rules_chosen *out, struct context *c, struct str_list *args,
		  struct err *err)
{
	*out = (struct rules_chosen){ .pack = c->pack };
	if (!args->n || !file_is_dir(args->at[0]))
		return true;
	out->place = args->at[0];
	if (!context_pack(&out->own, c, out->place, err))
		return false;
	out->pack = out->own;
	args->at++;
	args->n--;
	return true;
}

bool rules_choose(struct rules_chosen *out, struct context *c, struct str_list args,
		  struct err *err)
{
	if (!rules_folder(out, c, &args, err))
		return false;
	out->at = ARENA_ARRAY(c->arena, const struct rule *, pack_rules(out->pack) + args.n);
	for (size_t i = 0; i < args.n; i++) {
		const struct rule *r = pack_rule_named(out->pack, args.at[i]);

		if (!r)
			return no_rule(out->pack, args.at[i], i == 0 && !out->place.n, err);
		out->at[out->n++] = r;
	}
	for (size_t i = 0; args.n == 0 && i < pack_rules(out->pack); i++)
		out->at[out->n++] = pack_rule(out->pack, i);
	return true;
}

void rules_next(struct context *c, const struct rules_chosen *chosen, struct mtext what,
		const char *command)
{
	struct str id = chosen->n == 1 ? rule_info(chosen->at[0])->id : STR("ID");
	struct str line =
		ARENA_JOIN(c->arena, STR("tizilim "), str_of(command),
			   chosen->place.n ? STR(" ") : STR(""), chosen->place, STR(" "), id,
			   chosen->place.n ? STR("") : context_pack_option(c));

	context_next(c, MTEXT_FILL(c->arena, MT("%1: %2", "%1: %2", "%1: %2"), what,
				   mtext_same(line)));
}

static bool in_family(const struct rule *r, struct str family)
{
	return family.n == 0 || str_starts(rule_info(r)->id, family);
}

static void list_text(struct context *c, const struct rules_chosen *all, struct str family)
{
	struct table t = { .columns = 3 };

	for (size_t i = 0; i < pack_rules(all->pack); i++) {
		const struct rule_info *info = rule_info(pack_rule(all->pack, i));
		struct str cells[] = { info->id,
				       mtext_in(severity_titles[info->severity], c->lang),
				       context_text(c, info->title) };

		if (in_family(pack_rule(all->pack, i), family))
			table_add(&t, c->arena, cells);
	}
	table_print(&t, c->out);
	rules_next(c, all,
		   MT("ереженің толық сипаттамасы", "о правиле подробно", "all about one rule"),
		   "rules show");
}

static void json_head(struct context *c, const struct rule_info *info)
{
	out_printf(c->out,
		   "{\"id\":%.*s,\"severity\":\"%s\",\"title\":%.*s,\"description\":%.*s",
		   STR_FMT(context_json(c, info->id)), severity_names[info->severity],
		   STR_FMT(context_json3(c, info->title)),
		   STR_FMT(context_json3(c, info->description)));
}

static void list_json(struct context *c, const struct pack *p, struct str family)
{
	const char *before = "[";

	for (size_t i = 0; i < pack_rules(p); i++) {
		if (!in_family(pack_rule(p, i), family))
			continue;
		out_printf(c->out, "%s", before);
		json_head(c, rule_info(pack_rule(p, i)));
		out_str(c->out, STR("}"));
		before = ",\n";
	}
	out_printf(c->out, "%s]\n", before[0] == '[' ? "[" : "");
}

static enum exit_code list_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct list_opts *o = opts;
	AUTO_RULES all = { 0 };

	if (!rules_folder(&all, c, &args, err) ||
	    (args.n && !context_has_pack(c, args.at[0], err)))
		return exit_of(err->code);
	if (o->format == DATA_JSON)
		list_json(c, all.pack, o->family);
	else
		list_text(c, &all, o->family);
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

static void show_text(struct context *c, const struct pack *p, const struct rule *r,
		      struct str day)
{
	static const char *const parts[] = { "scope",	 "enough_when", "for",	      "scan",
					     "let",	 "on_missing",	"when",	      "all",
					     "group",	 "pair",	"cycle",      "link",
					     "severity", "milder_when", "info_when",  "at",
					     "related",	 "otherwise",	"prohibition" };
	const struct node *source = rule_source(r);

	rules_explain(c, p, r, day);
	out_str(c->out, STR("\n"));
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		show_part(c, source, parts[i]);
	out_printf(c->out, "message: %.*s\nremedy: %.*s\n\n",
		   STR_FMT(context_text(c, node_mtext(node_get(source, STR("message"))))),
		   STR_FMT(context_text(c, rule_remedy(r))));
	show_examples(c, r);
}

static void show_json(struct context *c, const struct pack *p, const struct rule *r,
		      struct str day)
{
	const struct node *ids = node_get(rule_source(r), STR("basis"));

	json_head(c, rule_info(r));
	out_str(c->out, STR(",\n\"basis\":["));
	for (uint32_t i = 0; i < ids->count; i++) {
		struct basis b =
			arch_basis(pack_arch(p), c->arena, node_str(&ids->items[i]), day);

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
	AUTO_RULES chosen = { 0 };

	if (!rules_choose(&chosen, c, args, err))
		return exit_of(err->code);
	if (chosen.n != 1) {
		err_set(err, ERR_USAGE, "one rule can be shown at a time");
		err_hint(err, "`tizilim rules list` lists the rules");
		return exit_of(err->code);
	}
	if (o->format == DATA_JSON) {
		show_json(c, chosen.pack, chosen.at[0], context_day(c, o->date));
		return EXIT_CLEAN;
	}
	show_text(c, chosen.pack, chosen.at[0], context_day(c, o->date));
	context_next(
		c, MTEXT_FILL(c->arena,
			      MT("манифесте ол қалай қолданылды: tizilim check ФАЙЛ "
				 "--explain --rule %1%2",
				 "как оно применено к манифесту: tizilim check ФАЙЛ "
				 "--explain --rule %1%2",
				 "how it judges a manifest: tizilim check FILE --explain "
				 "--rule %1%2"),
			      mtext_same(rule_info(chosen.at[0])->id),
			      mtext_same(chosen.place.n ? ARENA_JOIN(c->arena, STR(" --pack "),
								     chosen.place)
							: context_pack_option(c))));
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
static const char *const show_examples_list[] = { "tizilim rules show SRC-002",
						  "tizilim rules show my-pack/ OWN-001", NULL };

const struct command cmd_rules_list = {
	.name = "rules list",
	.group = "Reference",
	.synopsis = "[<dir>]",
	.summary = "list the rules of the pack",
	.next = MT_INIT("ереженің толық сипаттамасы: tizilim rules show SRC-002",
			"полное описание правила: tizilim rules show SRC-002",
			"all about one rule: tizilim rules show SRC-002"),
	.examples = list_examples,
	.needs = NEEDS_PACK,
	.options = list_options,
	.opts_size = sizeof(struct list_opts),
	.args_max = 1,
	.run = list_run,
};

const struct command cmd_rules_show = {
	.name = "rules show",
	.group = "Reference",
	.synopsis = "[<dir>] <rule>",
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
	.args_max = 2,
	.run = show_run,
};
