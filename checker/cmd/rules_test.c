#include "checker/cmd/rules.h"

#include "checker/check/check.h"
#include "checker/cmd/output.h"

/* What the examples of rules say about the rules. */

struct test_opts {
	struct common_opts common;
	int format;
	bool parts; /* mutate */
};

struct lint_opts {
	struct common_opts common;
	struct output_opts output;
};

static struct mtext number(struct context *c, size_t n)
{
	return mtext_same(arena_printf(c->arena, "%zu", n));
}

static enum exit_code test_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	struct check_examples total = { 0 };
	AUTO_RULES chosen = { 0 };
	size_t unjudged = 0;

	(void)opts;
	if (!rules_choose(&chosen, c, args, err))
		return exit_of(err->code);
	for (size_t i = 0; i < chosen.n; i++) {
		struct check_examples one;

		if (!check_run_examples(&one, c->arena, chosen.pack, chosen.at[i], err))
			return exit_of(err->code);
		total.run += one.run;
		total.failed += one.failed;
		unjudged += one.unjudged.n;
		for (size_t k = 0; k < one.failures.n; k++)
			context_say(c, one.failures.at[k]);
		for (size_t k = 0; k < one.unjudged.n; k++)
			context_say(c, one.unjudged.at[k]);
	}
	context_say(c, MTEXT_FILL(c->arena,
				  MT("мысал: %1, өтпегені: %2", "примеров: %1, не прошли: %2",
				     "examples: %1, failed: %2"),
				  number(c, total.run), number(c, total.failed)));
	if (unjudged)
		context_say(
			c,
			MTEXT_FILL(c->arena,
				   MT("ереже бағаланбай өткені: %1; солай көзделсе, мысалға "
				      "«not_judged: true» деп жазыңыз",
				      "прошли без оценки правилом: %1; если так и задумано, "
				      "напишите в примере «not_judged: true»",
				      "passed without the rule's being judged: %1; where that "
				      "is meant, write \"not_judged: true\" in the example"),
				   number(c, unjudged)));
	rules_next(c, &chosen,
		   MT("мысалдар нені көрсетпейді", "чего примеры не показывают",
		      "what the examples do not show"),
		   "rules coverage");
	return total.failed ? EXIT_FOUND : EXIT_CLEAN;
}

/* The file of a rule, once. */
static void add_file(struct report *r, struct report_subject *files, const struct rule *rule)
{
	struct str file = rule_place(rule, rule_source(rule)).file;

	for (size_t i = 0; i < r->subjects_n; i++)
		if (str_eq(files[i].file, file))
			return;
	files[r->subjects_n++].file = file;
}

static enum exit_code lint_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct lint_opts *o = opts;
	struct report r = { .date = c->today,
			    .portfolio = MT("топтаманың ережелері", "правила пакета",
					    "the rules of the pack"),
			    .rules = check_lint_rules,
			    .rules_n = check_lint_rules_n };
	AUTO_RULES chosen = { 0 };
	struct report_subject *files;
	enum exit_code code;
	struct sink sink;

	sink_init(&sink, c->arena);
	if (!rules_choose(&chosen, c, args, err))
		return exit_of(err->code);
	r.subjects = files = ARENA_ARRAY(c->arena, struct report_subject, chosen.n);
	for (size_t i = 0; i < chosen.n; i++) {
		if (!check_lint(&sink, c->arena, chosen.pack, chosen.at[i], err))
			return exit_of(err->code);
		add_file(&r, files, chosen.at[i]);
	}
	sink_finish(&sink);
	r.sink = &sink;
	r.pack = pack_info(chosen.pack)->name;
	r.pack_version = pack_info(chosen.pack)->version;
	r.pack_hash = pack_info(chosen.pack)->sha256;
	code = output_findings(c, &o->output, &r, err);
	return err->code == ERR_NONE ? code : exit_of(err->code);
}

/* ---- coverage ---- */

static struct str joined(struct context *c, const struct check_outcome *o, size_t which,
			 const char *between)
{
	struct str out = STR("");

	for (size_t i = 0; i < o->examples[which].n; i++)
		out = arena_printf(c->arena, "%.*s%s%.*s", STR_FMT(out), i ? between : "",
				   STR_FMT(o->examples[which].at[i]));
	return out;
}

static struct str outcome_name(const struct check_outcome *o, struct arena *a)
{
	if (o->kind == TRACE_LET)
		return arena_printf(a, "let %.*s", STR_FMT(o->name));
	return o->name;
}

static void cover_line(struct context *c, const struct check_outcome *o, size_t which)
{
	static const struct mtext titles[2][CHECK_OUTCOMES] = {
		{ MT_INIT("ақиқат", "истинно", "true"), MT_INIT("жалған", "ложно", "false") },
		{ MT_INIT("табылды", "найдено", "found"),
		  MT_INIT("табылмады", "не найдено", "nothing found") },
	};
	struct str examples = joined(c, o, which, ", ");
	bool let = o->kind == TRACE_LET;

	out_printf(c->out, "    %.*s: %.*s\n", STR_FMT(context_text(c, titles[let][which])),
		   STR_FMT(examples.n ? examples
			   : let      ? STR("—")
				 : context_text(c, MT("ЕШБІР МЫСАЛДА", "НИ В ОДНОМ ПРИМЕРЕ",
						      "IN NO EXAMPLE"))));
}

static void cover_text(struct context *c, const struct rule *r, const struct check_coverage *v)
{
	out_printf(c->out, "%.*s\n", STR_FMT(rule_info(r)->id));
	if (!v->list.n)
		out_printf(c->out, "  %.*s\n",
			   STR_FMT(context_text(c, MT("шарты да, іздеуі де жоқ",
						      "ни условий, ни поисков",
						      "neither conditions nor look-ups"))));
	for (size_t i = 0; i < v->list.n; i++) {
		const struct check_outcome *o = v->list.at[i];

		out_printf(c->out, "  %.*s: %.*s\n", STR_FMT(outcome_name(o, c->arena)),
			   STR_FMT(o->expression));
		for (size_t k = 0; k < CHECK_OUTCOMES; k++)
			cover_line(c, o, k);
	}
}

static void json_examples(struct context *c, const struct check_outcome *o, size_t which)
{
	for (size_t i = 0; i < o->examples[which].n; i++)
		out_printf(c->out, "%s%.*s", i ? "," : "",
			   STR_FMT(context_json(c, o->examples[which].at[i])));
}

static void cover_json(struct context *c, const struct rule *r, const struct check_coverage *v,
		       bool first)
{
	out_printf(c->out, "%s{\"rule\":%.*s,\"missed\":%zu,\"expressions\":[",
		   first ? "[" : ",\n", STR_FMT(context_json(c, rule_info(r)->id)), v->missed);
	for (size_t i = 0; i < v->list.n; i++) {
		const struct check_outcome *o = v->list.at[i];

		out_printf(c->out, "%s{\"name\":%.*s,\"expression\":%.*s,\"true\":[",
			   i ? "," : "", STR_FMT(context_json(c, outcome_name(o, c->arena))),
			   STR_FMT(context_json(c, o->expression)));
		json_examples(c, o, CHECK_TRUE);
		out_str(c->out, STR("],\"false\":["));
		json_examples(c, o, CHECK_FALSE);
		out_str(c->out, STR("]}"));
	}
	out_str(c->out, STR("]}"));
}

static void say_coverage(struct context *c, const struct rules_chosen *chosen, size_t outcomes,
			 size_t missed)
{
	context_say(c, MTEXT_FILL(c->arena,
				  MT("шарттардың нәтижелері: %1, мысалсыз: %2",
				     "исходов условий: %1, без примера: %2",
				     "outcomes of conditions: %1, without an example: %2"),
				  number(c, outcomes), number(c, missed)));
	rules_next(c, chosen,
		   MT("қай өзгерісті мысалдар байқамайды",
		      "каких изменений примеры не замечают",
		      "which changes no example notices"),
		   "rules mutate");
}

static enum exit_code coverage_run(struct context *c, const void *opts, struct str_list args,
				   struct err *err)
{
	const struct test_opts *o = opts;
	AUTO_RULES chosen = { 0 };
	size_t missed = 0, outcomes = 0;

	if (!rules_choose(&chosen, c, args, err))
		return exit_of(err->code);
	for (size_t i = 0; i < chosen.n; i++) {
		struct check_coverage v;

		if (!check_cover(&v, c->arena, chosen.pack, chosen.at[i], err))
			return exit_of(err->code);
		missed += v.missed;
		for (size_t k = 0; k < v.list.n; k++)
			outcomes += v.list.at[k]->kind != TRACE_LET ? CHECK_OUTCOMES : 0;
		if (o->format == DATA_JSON)
			cover_json(c, chosen.at[i], &v, i == 0);
		else
			cover_text(c, chosen.at[i], &v);
	}
	if (o->format == DATA_JSON)
		out_str(c->out, chosen.n ? STR("]\n") : STR("[]\n"));
	else
		say_coverage(c, &chosen, outcomes, missed);
	return missed ? EXIT_FOUND : EXIT_CLEAN;
}

/* ---- mutants ---- */

static void mutant_text(struct context *c, const struct rule *r, const struct rule_mutant *m)
{
	out_printf(c->out, "%.*s %.*s%s%.*s\n  - %.*s\n  + %.*s\n", STR_FMT(rule_info(r)->id),
		   STR_FMT(m->key), m->inner.n ? "." : "", STR_FMT(m->inner),
		   STR_FMT(m->before), STR_FMT(m->after));
}

static void mutants_json(struct context *c, const struct rule *r, const struct check_mutants *m,
			 bool first)
{
	out_printf(c->out, "%s{\"rule\":%.*s,\"failed\":%zu,\"tried\":%zu,\"survived\":[",
		   first ? "[" : ",\n", STR_FMT(context_json(c, rule_info(r)->id)), m->failed,
		   m->tried);
	for (size_t i = 0; i < m->survived.n; i++)
		out_printf(c->out,
			   "%s{\"key\":%.*s,\"name\":%.*s,\"before\":%.*s,\"after\":%.*s}",
			   i ? "," : "", STR_FMT(context_json(c, m->survived.at[i].key)),
			   STR_FMT(context_json(c, m->survived.at[i].inner)),
			   STR_FMT(context_json(c, m->survived.at[i].before)),
			   STR_FMT(context_json(c, m->survived.at[i].after)));
	out_str(c->out, STR("]}"));
}

/* What all chosen rules came to. */
struct mutated {
	size_t tried, survived, failed;
	size_t unchanged; /* rules that have nothing to change */
};

static void say_mutated(struct context *c, const struct rules_chosen *chosen,
			const struct mutated *all)
{
	context_say(c, MTEXT_FILL(c->arena,
				  MT("өзгертілген ереже: %1, мысалдар байқамағаны: %2",
				     "изменённых правил: %1, примеры не заметили: %2",
				     "changed rules: %1, not noticed by an example: %2"),
				  number(c, all->tried), number(c, all->survived)));
	if (all->unchanged)
		context_say(
			c,
			MTEXT_FILL(c->arena,
				   MT("өзгертетін шарты жоқ ереже: %1; scan мәтіндерін "
				      "--parts өзгертеді",
				      "правил без условий, которые можно изменить: %1; тексты "
				      "scan меняет --parts",
				      "rules without a condition to change: %1; --parts "
				      "changes the texts of a scan"),
				   number(c, all->unchanged)));
	if (!all->failed)
		return;
	context_say(
		c, MTEXT_FILL(c->arena,
			      MT("өтпейтін мысал: %1; олардың ережелері өзгертілмеді",
				 "примеров, которые не проходят: %1; их правила не менялись",
				 "examples that do not hold: %1; their rules were not changed"),
			      number(c, all->failed)));
	rules_next(c, chosen,
		   MT("алдымен мысалдарды түзетіңіз", "сначала исправьте примеры",
		      "mend the examples first"),
		   "rules test");
}

static enum exit_code mutate_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct test_opts *o = opts;
	AUTO_RULES chosen = { 0 };
	struct mutated all = { 0 };

	if (!rules_choose(&chosen, c, args, err))
		return exit_of(err->code);
	for (size_t i = 0; i < chosen.n; i++) {
		struct check_mutants m = { .parts = o->parts };

		if (!check_mutate(&m, c->arena, chosen.pack, chosen.at[i], err))
			return exit_of(err->code);
		all.tried += m.tried;
		all.survived += m.survived.n;
		all.failed += m.failed;
		all.unchanged += !m.tried && !m.failed;
		if (o->format == DATA_JSON)
			mutants_json(c, chosen.at[i], &m, i == 0);
		for (size_t k = 0; o->format != DATA_JSON && k < m.survived.n; k++)
			mutant_text(c, chosen.at[i], &m.survived.at[k]);
	}
	if (o->format == DATA_JSON)
		out_str(c->out, chosen.n ? STR("]\n") : STR("[]\n"));
	else
		say_mutated(c, &chosen, &all);
	return all.survived + all.failed ? EXIT_FOUND : EXIT_CLEAN;
}

static const struct opt plain_options[] = { COMMON_OPTIONS{ 0 } };
static const struct opt data_options[] = { DATA_OPTION(struct test_opts) COMMON_OPTIONS{ 0 } };
static const struct opt mutate_options[] = {
	{ 0, "parts", OPT_FLAG, offsetof(struct test_opts, parts), NULL,
	  "change parts of conditions too: comparisons, constants, sides of && and ||", NULL, 0,
	  0 },
	DATA_OPTION(struct test_opts) COMMON_OPTIONS{ 0 }
};
static const struct opt lint_options[] = { OUTPUT_OPTIONS(struct lint_opts)
						   COMMON_OPTIONS{ 0 } };
static const char *const test_examples[] = { "tizilim rules test", "tizilim rules test SRC-002",
					     "tizilim rules test my-pack/", NULL };
static const char *const lint_examples[] = { "tizilim rules lint",
					     "tizilim rules lint my-pack/ -f sarif=out.sarif",
					     NULL };
static const char *const coverage_examples[] = { "tizilim rules coverage SRC-002",
						 "tizilim rules coverage -f json", NULL };
static const char *const mutate_examples[] = { "tizilim rules mutate SRC-002",
					       "tizilim rules mutate my-pack/ --parts", NULL };

const struct command cmd_rules_test = {
	.name = "rules test",
	.group = "Reference",
	.synopsis = "[<dir>] [<rule>…]",
	.summary = "run the examples of rules",
	.next = MT_INIT("мысалдар нені көрсетпейді: tizilim rules coverage ID",
			"чего примеры не показывают: tizilim rules coverage ID",
			"what the examples do not show: tizilim rules coverage ID"),
	.examples = test_examples,
	.needs = NEEDS_PACK,
	.options = plain_options,
	.opts_size = sizeof(struct test_opts),
	.args_max = SIZE_MAX,
	.run = test_run,
};

const struct command cmd_rules_lint = {
	.name = "rules lint",
	.group = "Reference",
	.synopsis = "[<dir>] [<rule>…]",
	.summary = "find what makes rules hard to understand or to trust",
	.next = MT_INIT("мысалдарды іске қосу: tizilim rules test",
			"запустить примеры: tizilim rules test",
			"run the examples: tizilim rules test"),
	.examples = lint_examples,
	.needs = NEEDS_PACK,
	.options = lint_options,
	.opts_size = sizeof(struct lint_opts),
	.args_max = SIZE_MAX,
	.run = lint_run,
};

const struct command cmd_rules_coverage = {
	.name = "rules coverage",
	.group = "Reference",
	.synopsis = "[<dir>] [<rule>…]",
	.summary = "tell which examples make each condition true and false",
	.next = MT_INIT("қай өзгерісті мысалдар байқамайды: tizilim rules mutate ID",
			"каких изменений примеры не замечают: tizilim rules mutate ID",
			"which changes no example notices: tizilim rules mutate ID"),
	.examples = coverage_examples,
	.needs = NEEDS_PACK,
	.options = data_options,
	.opts_size = sizeof(struct test_opts),
	.args_max = SIZE_MAX,
	.run = coverage_run,
};

const struct command cmd_rules_mutate = {
	.name = "rules mutate",
	.group = "Reference",
	.synopsis = "[<dir>] [<rule>…]",
	.summary = "leave out or turn round each condition and tell which changes no example "
		   "notices",
	.next = MT_INIT("байқалмаған өзгерістің әрқайсысына мысал қосыңыз: docs/RULES.md",
			"добавьте пример на каждое незамеченное изменение: docs/RULES.md",
			"add an example for each change that none notices: docs/RULES.md"),
	.examples = mutate_examples,
	.needs = NEEDS_PACK,
	.options = mutate_options,
	.opts_size = sizeof(struct test_opts),
	.args_max = SIZE_MAX,
	.run = mutate_run,
};
