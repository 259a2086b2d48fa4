#include "checker/cmd/context.h"

#include "checker/check/check.h"

struct rules_opts {
	struct common_opts common;
};

static void list_rules(struct context *c)
{
	struct table t = { .columns = 3 };

	for (size_t i = 0; i < pack_rules(c->pack); i++) {
		const struct rule_info *info = rule_info(pack_rule(c->pack, i));
		struct str cells[] = { info->id,
				       mtext_in(severity_titles[info->severity], c->lang),
				       context_text(c, info->title) };

		table_add(&t, c->arena, cells);
	}
	table_print(&t, c->out);
	context_next(c, MT("ереженің толық сипаттамасы: tizilim explain SRC-002",
			   "описание правила: tizilim explain SRC-002",
			   "about one rule: tizilim explain SRC-002"));
}

static bool test_rules(struct context *c, const struct rule *only, struct err *err)
{
	struct check_examples result;

	if (!check_run_examples(&result, c->arena, c->pack, only, err))
		return false;
	for (size_t i = 0; i < result.failures.n; i++)
		out_printf(c->out, "%.*s\n", STR_FMT(result.failures.at[i]));
	out_printf(c->out, "%zu examples, %zu failed\n", result.run, result.failed);
	if (result.failed)
		return err_set(err, ERR_INPUT, "%zu of %zu examples failed", result.failed,
			       result.run);
	return true;
}

static enum exit_code rules_run(struct context *c, const void *opts, struct str_list args,
				struct err *err)
{
	const struct rule *only = args.n > 1 ? pack_rule_named(c->pack, args.at[1]) : NULL;

	(void)opts;
	if (str_eq(args.at[0], STR("list"))) {
		list_rules(c);
		return EXIT_CLEAN;
	}
	if (!str_eq(args.at[0], STR("test"))) {
		err_set(err, ERR_USAGE, "rules %.*s is not known", STR_FMT(args.at[0]));
		err_hint(err, "rules list, or rules test [<id>]");
		return EXIT_USAGE;
	}
	if (args.n > 1 && !only) {
		err_set(err, ERR_NOT_FOUND, "no rule \"%.*s\"", STR_FMT(args.at[1]));
		return EXIT_USAGE;
	}
	return test_rules(c, only, err) ? EXIT_CLEAN : exit_of(err->code);
}

static const struct opt rules_options[] = { COMMON_OPTIONS{ 0 } };
static const char *const rules_examples[] = { "tizilim rules list --lang kk",
					      "tizilim rules test SRC-002", NULL };

const struct command cmd_rules = {
	.name = "rules",
	.group = "Reference",
	.synopsis = "list | test [<id>]",
	.summary = "list the rules of the pack, or run their examples",
	.examples = rules_examples,
	.needs = NEEDS_PACK,
	.options = rules_options,
	.opts_size = sizeof(struct rules_opts),
	.args_min = 1,
	.args_max = 2,
	.run = rules_run,
};
