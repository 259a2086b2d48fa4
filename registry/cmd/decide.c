#include "registry/cmd/review.h"

/* part, decide, comment, suspend and resume: what is done with a request or an initiative. */

struct decide_opts {
	struct registry_opts registry;
	bool approve, refuse, back;
	bool answer;
	struct str read, reason, finding;
	struct str_list commitments;
};

struct deciding {
	struct context *c;
	const struct decide_opts *opts;
	struct review_ref ref;
	struct review_request request;
	struct review_act act;
	struct review_verdict verdict;
	struct str state;
};

static bool find(struct deciding *d, struct db *db, struct err *err)
{
	if (!review_find(&d->request, d->c->arena, db, &d->ref, err))
		return false;
	d->ref.number = d->act.ref.number = d->verdict.ref.number = d->request.number;
	return true;
}

static bool act_work(struct db *db, void *context, struct err *err)
{
	struct deciding *d = context;

	return (d->act.process != REVIEW_REQUEST || find(d, db, err)) &&
	       review_act(&d->state, d->c->arena, db, &d->act, err);
}

static bool part_work(struct db *db, void *context, struct err *err)
{
	struct deciding *d = context;

	if (!find(d, db, err) || !review_was_read(d->c, &d->request, d->opts->read, err))
		return false;
	d->act.revision = d->request.revision;
	d->act.sha256 = d->request.sha256;
	return review_act(&d->state, d->c->arena, db, &d->act, err);
}

static bool decide_work(struct db *db, void *context, struct err *err)
{
	struct deciding *d = context;

	if (!find(d, db, err) || !review_was_read(d->c, &d->request, d->opts->read, err))
		return false;
	d->verdict.revision = d->request.revision;
	d->verdict.sha256 = d->request.sha256;
	return review_decide(&d->state, d->c->arena, db, &d->verdict, err);
}

static enum exit_code run(struct deciding *d, struct str id, store_work work, struct err *err)
{
	if (!review_ref_parse(&d->ref, id, err))
		return exit_of(err->code);
	d->act.ref = d->verdict.ref = d->ref;
	if (!session_write(d->c, &d->opts->registry, work, d, err))
		return exit_of(err->code);
	return EXIT_CLEAN;
}

static void say_state(struct deciding *d)
{
	struct context *c = d->c;

	out_printf(c->out, "%.*s#%d: %.*s\n", STR_FMT(d->request.id), (int)d->request.number,
		   STR_FMT(word_of(c, WORD_STATE, d->state)));
}

static enum exit_code part_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct decide_opts *o = opts;
	struct deciding d = { .c = c,
			      .opts = o,
			      .act = { .action = STR("part"),
				       .part = args.at[1],
				       .verdict = args.at[2],
				       .fingerprint = o->finding,
				       .remark = o->reason } };
	enum exit_code code = run(&d, args.at[0], part_work, err);

	if (code == EXIT_CLEAN)
		out_printf(c->out, "%.*s#%d: %.*s, %.*s\n", STR_FMT(d.request.id),
			   (int)d.request.number, STR_FMT(word_of(c, WORD_PART, d.act.part)),
			   STR_FMT(word_of(c, WORD_VERDICT, d.act.verdict)));
	return code;
}

/* "text:2027-01-01": a text may have colons itself. */
static bool read_commitments(struct deciding *d, struct err *err)
{
	size_t n = d->opts->commitments.n;
	struct str *promises = ARENA_ARRAY(d->c->arena, struct str, n + 1);
	struct str *dues = ARENA_ARRAY(d->c->arena, struct str, n + 1);

	for (size_t i = 0; i < n; i++) {
		struct str text = d->opts->commitments.at[i];
		size_t colon = text.n;

		while (colon > 0 && text.p[colon - 1] != ':')
			colon--;
		if (colon < 2 || !cli_is_date(str_sub(text, colon, text.n))) {
			err_set(err, ERR_USAGE, "\"%.*s\" has no day", STR_FMT(text));
			return err_hint(err, "a commitment is what and until when: "
					     "--commitment \"name the officer:2027-01-31\"");
		}
		promises[i] = str_sub(text, 0, colon - 1);
		dues[i] = str_sub(text, colon, text.n);
	}
	d->verdict.promises = promises;
	d->verdict.dues = dues;
	d->verdict.promises_n = n;
	return true;
}

static bool decide_args(const struct decide_opts *o, struct err *err)
{
	if (o->approve + o->refuse + o->back != 1)
		return err_set(err, ERR_USAGE, "say one of --approve, --refuse and --return");
	return true;
}

static enum exit_code decide_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct decide_opts *o = opts;
	struct deciding d = { .c = c,
			      .opts = o,
			      .act = { .action = STR("return"),
				       .fingerprint = o->finding,
				       .remark = o->reason },
			      .verdict = { .action =
						   o->approve ? STR("approve") : STR("refuse"),
					   .reason = o->reason } };
	enum exit_code code;

	if (!decide_args(o, err) || !read_commitments(&d, err))
		return exit_of(err->code);
	code = run(&d, args.at[0], o->back ? act_work : decide_work, err);
	if (code != EXIT_CLEAN)
		return code;
	say_state(&d);
	if (d.verdict.promises_n)
		context_next(c, MT("міндеттемелер: tizilim commitments",
				   "обязательства: tizilim commitments",
				   "commitments: tizilim commitments"));
	else
		context_next(c, MT("келесісі: tizilim queue", "следующее: tizilim queue",
				   "the next one: tizilim queue"));
	return code;
}

static enum exit_code comment_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	const struct decide_opts *o = opts;
	struct deciding d = { .c = c,
			      .opts = o,
			      .act = { .action = o->answer ? STR("answer") : STR("comment"),
				       .fingerprint = o->finding,
				       .remark = args.at[1] } };
	enum exit_code code = run(&d, args.at[0], act_work, err);

	if (code == EXIT_CLEAN)
		say_state(&d);
	return code;
}

static enum exit_code life(struct context *c, const struct decide_opts *o, struct str id,
			   const char *action, struct err *err)
{
	struct deciding d = {
		.c = c,
		.opts = o,
		.act = { .process = REVIEW_LIFE, .action = str_of(action), .remark = o->reason }
	};
	enum exit_code code = run(&d, id, act_work, err);

	if (code == EXIT_CLEAN)
		out_printf(c->out, "%.*s: %.*s\n", STR_FMT(id),
			   STR_FMT(word_stage(c, d.state)));
	return code;
}

static enum exit_code suspend_run(struct context *c, const void *opts, struct str_list args,
				  struct err *err)
{
	return life(c, opts, args.at[0], "suspend", err);
}

static enum exit_code resume_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	return life(c, opts, args.at[0], "resume", err);
}

#define READ                                                                                 \
	{                                                                                    \
		0, "read", OPT_TEXT, offsetof(struct decide_opts, read), "<sha256>",         \
			"what you have read: the manifest's SHA-256, from `tizilim review`", \
			NULL, 0, 0                                                           \
	}
#define REASON(name, help)                                                                \
	{                                                                                 \
		0, name, OPT_TEXT, offsetof(struct decide_opts, reason), "<words>", help, \
			NULL, 0, 0                                                        \
	}
#define FINDING                                                                       \
	{                                                                             \
		0, "finding", OPT_TEXT, offsetof(struct decide_opts, finding),        \
			"<fingerprint>", "the finding that this is about", NULL, 0, 0 \
	}
static const struct opt part_options[] = { READ, REASON("remark", "why"), FINDING,
					   REGISTRY_OPTIONS(struct decide_opts){ 0 } };
static const struct opt decide_options[] = {
	{ 0, "approve", OPT_FLAG, offsetof(struct decide_opts, approve), NULL, "let it be done",
	  NULL, 0, 0 },
	{ 0, "refuse", OPT_FLAG, offsetof(struct decide_opts, refuse), NULL,
	  "let it not be done", NULL, 0, 0 },
	{ 0, "return", OPT_FLAG, offsetof(struct decide_opts, back), NULL,
	  "give it back with remarks; the clock stands until the answer", NULL, 0, 0 },
	READ,
	REASON("reason", "why; what is to be mended"),
	{ 0, "commitment", OPT_LIST, offsetof(struct decide_opts, commitments), "<what:day>",
	  "what the body has promised to do until a day", NULL, 0, 0 },
	FINDING,
	REGISTRY_OPTIONS(struct decide_opts){ 0 }
};
static const struct opt comment_options[] = {
	{ 0, "answer", OPT_FLAG, offsetof(struct decide_opts, answer), NULL,
	  "as the answer to the remarks: the turn is the authority's again", NULL, 0, 0 },
	FINDING,
	REGISTRY_OPTIONS(struct decide_opts){ 0 }
};
static const struct opt life_options[] = { REASON("reason", "why"),
					   REGISTRY_OPTIONS(struct decide_opts){ 0 } };
static const char *const part_examples[] = {
	"tizilim part msh/land-satellite data positive --read 3b1f9c52a07d4e11",
	"tizilim part msh/land-satellite#2 security negative --read 3b1f9c52a07d4e11 --remark "
	"\"no audit is planned\"",
	NULL
};
static const char *const decide_examples[] = {
	"tizilim decide msh/land-satellite --approve --read 3b1f9c52a07d4e11",
	"tizilim decide msh/land-satellite --approve --read 3b1f9c52a07d4e11 --commitment "
	"\"name the officer:2027-01-31\"",
	"tizilim decide msh/land-satellite --return --reason \"name the sources\"", NULL
};
static const char *const comment_examples[] = {
	"tizilim comment msh/land-satellite \"who will use it?\"",
	"tizilim comment msh/land-satellite \"the source is named now\" --answer", NULL
};

#define DECIDE_COMMAND(...)                                                              \
	.group = "Review", .needs = NEEDS_PACK, .opts_size = sizeof(struct decide_opts), \
	.next = MT_INIT("барысы: tizilim review ID", "ход дела: tizilim review ID",      \
			"how it stands: tizilim review ID"),                             \
	__VA_ARGS__

const struct command cmd_part = {
	.name = "part",
	.synopsis = "<id>[#<request>] <part> <positive|negative|dismissed>",
	.summary = "give the part of your authority: architecture, data, security or law",
	.examples = part_examples,
	DECIDE_COMMAND(.options = part_options, .run = part_run, .args_min = 3, .args_max = 3)
};
const struct command cmd_decide = { .name = "decide",
				    .synopsis = "<id>[#<request>]",
				    .summary = "approve, refuse or return a request",
				    .examples = decide_examples,
				    DECIDE_COMMAND(.options = decide_options, .run = decide_run,
						   .args_min = 1, .args_max = 1) };
const struct command cmd_comment = {
	.name = "comment",
	.synopsis = "<id>[#<request>] <words>",
	.summary = "say something about a request, or answer to remarks",
	.examples = comment_examples,
	DECIDE_COMMAND(.options = comment_options, .run = comment_run, .args_min = 2,
		       .args_max = 2)
};
const struct command cmd_suspend = { .name = "suspend",
				     .synopsis = "<id>",
				     .summary = "let an initiative stand still",
				     DECIDE_COMMAND(.options = life_options, .run = suspend_run,
						    .args_min = 1, .args_max = 1) };
const struct command cmd_resume = { .name = "resume",
				    .synopsis = "<id>",
				    .summary = "let a suspended initiative go on",
				    DECIDE_COMMAND(.options = life_options, .run = resume_run,
						   .args_min = 1, .args_max = 1) };
