#include "registry/cmd/gate.h"

#include "checker/base/jobs.h"
#include "checker/base/limits.h"

struct check_opts {
	struct registry_opts registry;
	struct output_opts output;
	struct offline_opts offline;
	struct gate_opts gate;
	struct str date, stdin_path;
	struct str_list earlier;
	int64_t jobs;
	bool with_registry, all, explain;
	struct str rule;
};

static bool check_args(const struct check_opts *o, struct str_list args, struct str_list ids,
		       struct err *err)
{
	if (args.n == 0 && !o->all) {
		err_set(err, ERR_USAGE, "nothing to check");
		return err_hint(err, "name files or folders; or `check --all --registry` for "
				     "all that is registered");
	}
	if (!offline_sound(&o->offline, o->with_registry, err))
		return false;
	if ((o->all || ids.n) && !o->with_registry) {
		if (ids.n) {
			err_set(err, ERR_INPUT, "no file \"%.*s\"", STR_FMT(ids.at[0]));
			return err_hint(err, "check the name; --registry takes the id of a "
					     "registered initiative, too");
		}
		err_set(err, ERR_USAGE, "--all needs --registry");
		return err_hint(err, "to check what is registered add --registry");
	}
	return true;
}

static bool check_rule(struct context *c, struct str rule, struct err *err)
{
	if (rule.n == 0 || pack_rule_named(c->pack, rule))
		return true;
	err_set(err, ERR_USAGE, "no rule \"%.*s\"", STR_FMT(rule));
	return err_hint(err, "`tizilim rules list` lists the rules");
}

/* The pack, with a snapshot that one. */
static bool begin(struct context *c, const struct check_opts *o,
		  struct judge_portfolio *portfolio, struct err *err)
{
	return o->offline.snapshot.n ? judge_read_snapshot(portfolio, c, &o->offline, err)
				     : context_need_pack(c, err);
}

/* Reads and judges all that is asked for; `g` gets what it was. */
static struct check *judge_all(struct gate *g, const struct check_opts *o,
			       struct judge_portfolio *portfolio, struct str_list ids,
			       struct err *err)
{
	struct context *c = g->c;
	struct check *check = check_new(c->arena, g->options);

	if (g->args.n && (!context_files(c, g->args, context_is_document, &g->files, err) ||
			  !context_name_input(c, &g->files, o->stdin_path, err) ||
			  !judge_add_list(c, check, &g->files, err)))
		return NULL;
	portfolio->day = g->options->date;
	portfolio->as_of = o->date;
	if (o->with_registry && !judge_read_portfolio(portfolio, c, &o->registry, err))
		return NULL;
	if (g->options->portfolio &&
	    !judge_use_portfolio(c, check, portfolio, o->all ? NULL : &ids, err))
		return NULL;
	g->portfolio = g->options->portfolio ? portfolio : NULL;
	check_judge(check);
	if (g->portfolio)
		judge_waive(c, check, g->portfolio);
	return check;
}

static bool is_report(struct str name)
{
	return str_ends(name, STR(".json"));
}

/* For the trend of the page. */
static bool add_earlier(struct context *c, struct check *check, struct str_list reports,
			struct err *err)
{
	struct file_list files = { 0 };

	if (reports.n && !context_files(c, reports, is_report, &files, err))
		return err_wrap(err, "--earlier");
	for (size_t i = 0; i < files.n; i++) {
		AUTO_ARENA a = arena_new();
		struct str text;

		if (!file_read(&text, a, files.at[i].path, LIMIT_DOC_BYTES_GENERAL, err) ||
		    !check_earlier(check, files.at[i].shown, text, err))
			return err_wrap(err, "--earlier");
	}
	return true;
}

static enum exit_code check_run(struct context *c, const void *opts, struct str_list args,
				struct err *err)
{
	const struct check_opts *o = opts;
	struct check_options options = { .date = context_day(c, o->date),
					 .portfolio =
						 o->with_registry || o->offline.snapshot.n };
	struct trace trace = { .arena = c->arena,
			       .only = o->rule,
			       .brief = !o->explain && o->rule.n == 0 };
	struct gate gate = { .c = c, .opts = &o->gate, .options = &options };
	struct judge_portfolio portfolio = { .description = MT("жоқ (тек берілген файлдар)",
							       "нет (только данные файлы)",
							       "none (only the files given)") };
	struct check *check;
	struct str_list ids;
	bool ok;

	options.processes = o->jobs ? (size_t)o->jobs : c->cpus;
	if (!trace.brief || output_wants_html(&o->output))
		options.trace = &trace;
	judge_split_args(c, args, &gate.args, &ids);
	if (!check_args(o, args, ids, err) || !begin(c, o, &portfolio, err))
		return exit_of(err->code);
	options.pack = c->pack;
	if (!check_rule(c, o->rule, err)) {
		judge_release(&portfolio);
		return exit_of(err->code);
	}
	check = judge_all(&gate, o, &portfolio, ids, err);
	ok = check && gate_apply(&gate, check, err) && add_earlier(c, check, o->earlier, err);
	ok = judge_settle(&portfolio, err) && ok;
	judge_release(&portfolio);
	if (!ok)
		return exit_of(err->code);
	return output_report(c, &o->output, check, portfolio.description, err);
}

static const struct opt check_options_table[] = {
	{ 0, "registry", OPT_FLAG, offsetof(struct check_opts, with_registry), NULL,
	  "compare with the registered portfolio as well", NULL, 0, 0 },
	{ 0, "all", OPT_FLAG, offsetof(struct check_opts, all), NULL,
	  "check everything registered (with --registry)", NULL, 0, 0 },
	{ 0, "explain", OPT_FLAG, offsetof(struct check_opts, explain), NULL,
	  "tell how each rule came to its verdict (text and json)", NULL, 0, 0 },
	{ 0, "rule", OPT_TEXT, offsetof(struct check_opts, rule), "<rule>",
	  "explain this rule and show its findings alone (text); verdict and exit code stay "
	  "those "
	  "of all",
	  NULL, 0, 0 },
	{ 'j', "jobs", OPT_INT, offsetof(struct check_opts, jobs), "<n>",
	  "processes that judge; by default as many as processors", NULL, 0, JOBS_MAX },
	OFFLINE_OPTIONS(struct check_opts),
	{ 0, "earlier", OPT_LIST, offsetof(struct check_opts, earlier), "<report|dir>",
	  "earlier report in JSON, or a folder of them: the html page shows the trend", NULL, 0,
	  0 },
	AS_OF_OPTION(struct check_opts) STDIN_PATH_OPTION(struct check_opts)
		GATE_OPTIONS(struct check_opts) OUTPUT_OPTIONS(struct check_opts)
			REGISTRY_OPTIONS(struct check_opts){ 0 }
};
static const char *const check_examples[] = {
	"tizilim check initiative.yaml",
	"tizilim check initiatives/ -f text -f sarif=out.sarif -f html=report.html",
	"tizilim check initiative.yaml --registry",
	"tizilim check --all --registry",
	"tizilim check initiatives/ --snapshot registry.snapshot --key publisher.pub",
	"tizilim check initiative.yaml --as-of 2026-03-01",
	"tizilim check 'initiatives/**/*.yaml' --since origin/main --ignore ignore.yaml",
	"tizilim check initiative.yaml --explain --rule SRC-002",
	NULL,
};

const struct command cmd_check = {
	.name = "check",
	.group = "Check",
	.synopsis = "<file|dir|pattern|id|->…",
	.summary = "check manifests against the reference architecture, one another and the "
		   "registry",
	.next = MT_INIT("тіркеу: tizilim submit ФАЙЛ", "зарегистрировать: tizilim submit ФАЙЛ",
			"register it: tizilim submit FILE"),
	.examples = check_examples,
	.needs = NEEDS_PACK_LATER,
	.options = check_options_table,
	.opts_size = sizeof(struct check_opts),
	.args_max = SIZE_MAX,
	.run = check_run,
};
