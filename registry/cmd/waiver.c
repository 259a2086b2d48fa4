#include "registry/cmd/review.h"

#include "checker/check/check.h"

/* waiver request, approve, refuse, revoke, list. */

struct waiver_opts {
	struct registry_opts registry;
	struct str rule, finding, until, reason, date;
	bool json;
};

struct waiving {
	struct context *c;
	const struct waiver_opts *opts;
	struct review_query query;
	struct review_waivers list;
	struct review_waiver asked;
	struct review_act act;
	struct str state;
	int64_t number;
};

static bool list_work(struct db *db, void *context, struct err *err)
{
	struct waiving *w = context;

	return review_waivers(&w->list, w->c->arena, db, &w->query, err);
}

static bool request_work(struct db *db, void *context, struct err *err)
{
	struct waiving *w = context;

	return review_waiver_request(&w->number, db, &w->asked, err);
}

static bool act_work(struct db *db, void *context, struct err *err)
{
	struct waiving *w = context;

	return review_act(&w->state, w->c->arena, db, &w->act, err);
}

static bool request_args(const struct context *c, const struct waiver_opts *o, struct err *err)
{
	if (!o->rule.n && !o->finding.n) {
		err_set(err, ERR_USAGE, "what is to be waived?");
		return err_hint(err, "one finding: --finding <fingerprint>; all of a rule: "
				     "--rule <id>");
	}
	if (!o->until.n || !o->reason.n)
		return err_set(err, ERR_USAGE,
			       "a waiver has an end and a reason: --until and "
			       "--reason");
	if (o->rule.n && !check_rule_named(c->arena, c->pack, o->rule)) {
		err_set(err, ERR_USAGE, "no rule \"%.*s\"", STR_FMT(o->rule));
		return err_hint(err, "`tizilim rules list` lists the rules");
	}
	return true;
}

static enum exit_code request_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct waiver_opts *o = opts;
	struct waiving w = { .c = c,
			     .opts = o,
			     .asked = { .id = args.at[0],
					.rule = o->rule,
					.fingerprint = o->finding,
					.until = o->until,
					.reason = o->reason } };

	if (!request_args(c, o, err) || !session_write(c, &o->registry, request_work, &w, err))
		return exit_of(err->code);
	out_printf(c->out, "%.*s#%d: %.*s\n", STR_FMT(args.at[0]), (int)w.number,
		   STR_FMT(word_of(c, WORD_STATE, STR("pending"))));
	return EXIT_CLEAN;
}

static enum exit_code act(struct context *c, const struct waiver_opts *o, struct str id,
			  const char *action, struct err *err)
{
	struct waiving w = { .c = c,
			     .opts = o,
			     .act = { .process = REVIEW_WAIVER,
				      .action = str_of(action),
				      .remark = o->reason } };

	if (!review_ref_parse(&w.act.ref, id, err))
		return exit_of(err->code);
	if (!w.act.ref.number) {
		err_set(err, ERR_USAGE, "which waiver of %.*s?", STR_FMT(id));
		err_hint(err,
			 "name it by its number, %.*s#1; `tizilim waiver list %.*s` lists "
			 "them",
			 STR_FMT(id), STR_FMT(id));
		return EXIT_USAGE;
	}
	if (!session_write(c, &o->registry, act_work, &w, err))
		return exit_of(err->code);
	out_printf(c->out, "%.*s: %.*s\n", STR_FMT(id),
		   STR_FMT(word_of(c, WORD_STATE, w.state)));
	return EXIT_CLEAN;
}

static enum exit_code approve_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	return act(c, opts, args.at[0], "approve", err);
}

static enum exit_code refuse_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	return act(c, opts, args.at[0], "refuse", err);
}

static enum exit_code revoke_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	return act(c, opts, args.at[0], "revoke", err);
}

static enum exit_code list_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct waiver_opts *o = opts;
	struct waiving w = { .c = c, .opts = o, .query = { .day = o->date } };
	struct table t = { .columns = 6 };

	if ((args.n && !review_ref_parse(&w.query.ref, args.at[0], err)) ||
	    !session_read(c, &o->registry, list_work, &w, err))
		return exit_of(err->code);
	for (size_t i = 0; i < w.list.n; i++) {
		const struct review_waiver *at = &w.list.at[i];

		if (o->json) {
			out_str(c->out, i ? STR("") : STR("["));
			review_waiver_json(c, at, i == 0);
			continue;
		}
		table_add(&t, c->arena,
			  (struct str[]){ arena_printf(c->arena, "%.*s#%d", STR_FMT(at->id),
						       (int)at->number),
					  at->until, word_of(c, WORD_STATE, at->state),
					  at->fingerprint.n
						  ? arena_printf(c->arena, "%.*s %.*s",
								 STR_FMT(at->rule),
								 STR_FMT(at->fingerprint))
						  : at->rule,
					  at->approved_by.n ? at->approved_by : STR("—"),
					  word_remark(c, at->reason) });
	}
	if (o->json)
		out_str(c->out, w.list.n ? STR("]\n") : STR("[]\n"));
	else if (w.list.n)
		table_print(&t, c->out);
	else
		context_tell(c, MT("ерекше рұқсат жоқ", "исключений нет", "no waivers"));
	return EXIT_CLEAN;
}

#define TEXT(name, field, arg, help)                                                          \
	{                                                                                     \
		0, name, OPT_TEXT, offsetof(struct waiver_opts, field), arg, help, NULL, 0, 0 \
	}
static const struct opt request_options[] = {
	TEXT("finding", finding, "<fingerprint>", "of this finding alone"),
	TEXT("rule", rule, "<id>", "of all findings of this rule in the initiative"),
	{ 0, "until", OPT_DATE, offsetof(struct waiver_opts, until), "<YYYY-MM-DD>",
	  "the last day, within a year", NULL, 0, 0 },
	TEXT("reason", reason, "<words>", "why"),
	REGISTRY_OPTIONS(struct waiver_opts){ 0 }
};
static const struct opt act_options[] = { TEXT("reason", reason, "<words>", "why"),
					  REGISTRY_OPTIONS(struct waiver_opts){ 0 } };
static const struct opt list_options[] = {
	{ 0, "as-of", OPT_DATE, offsetof(struct waiver_opts, date), "<YYYY-MM-DD>",
	  "as they stood on this day, or will", NULL, 0, 0 },
	{ 0, "json", OPT_FLAG, offsetof(struct waiver_opts, json), NULL, "as JSON", NULL, 0,
	  0 },
	REGISTRY_OPTIONS(struct waiver_opts){ 0 }
};
static const char *const request_examples[] = {
	"tizilim waiver request msh/land-satellite --finding 0f3c5b6a7d8e9f00112233445566778a "
	"--until 2027-06-30 --reason \"the source opens in May\"",
	"tizilim waiver request msh/land-satellite --rule SRC-008 --until 2027-06-30 --reason "
	"\"the agreement is being signed\"",
	NULL
};

#define WAIVER_COMMAND(...)                                                              \
	.group = "Review", .needs = NEEDS_PACK, .opts_size = sizeof(struct waiver_opts), \
	.next = MT_INIT("барлығы: tizilim waiver list", "все: tizilim waiver list",      \
			"all of them: tizilim waiver list"),                             \
	__VA_ARGS__

const struct command cmd_waiver_request = { .name = "waiver request",
					    .synopsis = "<id>",
					    .summary = "ask to let a finding pass for a while",
					    .examples = request_examples,
					    WAIVER_COMMAND(.options = request_options,
							   .run = request_run, .args_min = 1,
							   .args_max = 1) };
const struct command cmd_waiver_approve = {
	.name = "waiver approve",
	.synopsis = "<id>#<waiver>",
	.summary = "let it pass; a sign of what the law bans takes two approvers",
	WAIVER_COMMAND(.options = act_options, .run = approve_run, .args_min = 1, .args_max = 1)
};
const struct command cmd_waiver_refuse = {
	.name = "waiver refuse",
	.synopsis = "<id>#<waiver>",
	.summary = "do not let it pass",
	WAIVER_COMMAND(.options = act_options, .run = refuse_run, .args_min = 1, .args_max = 1)
};
const struct command cmd_waiver_revoke = {
	.name = "waiver revoke",
	.synopsis = "<id>#<waiver>",
	.summary = "end a waiver before its day",
	WAIVER_COMMAND(.options = act_options, .run = revoke_run, .args_min = 1, .args_max = 1)
};
const struct command cmd_waiver_list = {
	.name = "waiver list",
	.synopsis = "[<id>]",
	.summary = "list waivers: of what, until when, in which state",
	WAIVER_COMMAND(.options = list_options, .run = list_run, .args_max = 1)
};
