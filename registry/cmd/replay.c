#include "registry/cmd/judge.h"
#include "registry/cmd/words.h"
#include "registry/past/past.h"

#include "checker/base/strmap.h"

#include <string.h>

struct replay_opts {
	struct registry_opts registry;
	int format;
	bool now;
};

/* Why something is found now that was not found then, or the other way round. */
enum cause {
	CAUSE_PROGRAM,
	CAUSE_UNKNOWN,
	CAUSE_RULE,
	CAUSE_RULE_NEW,
	CAUSE_RULE_GONE,
	CAUSE_FACTS,
	CAUSE_DAY,
	CAUSE_PORTFOLIO,
	CAUSE_COUNT
};
static const struct {
	const char *name;
	struct mtext title;
} causes[CAUSE_COUNT] = {
	[CAUSE_PROGRAM] = { "program", MT_INIT("бағдарлама басқа", "другая программа",
					       "another program") },
	[CAUSE_UNKNOWN] = { "unknown",
			    MT_INIT("себебі белгісіз, тарихты тексеріңіз: tizilim audit verify",
				    "причина неизвестна, проверьте историю: tizilim audit "
				    "verify",
				    "of no known cause, verify the history: tizilim audit "
				    "verify") },
	[CAUSE_RULE] = { "rule",
			 MT_INIT("ереже өзгерді", "правило изменилось", "the rule changed") },
	[CAUSE_RULE_NEW] = { "rule-new", MT_INIT("жаңа ереже", "новое правило", "a new rule") },
	[CAUSE_RULE_GONE] = { "rule-gone", MT_INIT("ереже алынып тасталды", "правило убрано",
						   "the rule is gone") },
	[CAUSE_FACTS] = { "facts", MT_INIT("анықтамалық деректері өзгерді",
					   "изменились данные справочника",
					   "facts of the reference changed") },
	[CAUSE_DAY] = { "day", MT_INIT("күні басқа: құқық немесе мерзім",
				       "другой день: право или сроки",
				       "another day: the law, or a term") },
	[CAUSE_PORTFOLIO] = { "portfolio", MT_INIT("тізілім өзгерді", "изменился реестр",
						   "the registry changed") },
};

enum change { CHANGE_GAINED, CHANGE_LOST, CHANGE_OTHER, CHANGE_COUNT };
static const char *const change_names[CHANGE_COUNT] = { "gained", "lost", "changed" };
static const char *const change_signs[CHANGE_COUNT] = { "+", "-", "~" };

struct difference {
	enum cause cause;
	enum change change;
	struct store_finding finding;
};

struct found {
	const struct store_finding *at;
	size_t n;
};

struct replay {
	struct context *c;
	const struct replay_opts *opts;
	struct str_list args;
	struct session session;
	struct review_ref ref; /* no number: a run was named */
	struct review_decision decision;
	struct past_run run;
	struct str contents; /* of the pack */
	struct pack *pack;   /* by which it judged */
	VEC(struct difference) differences;
	bool same; /* the same bytes were found again */
};

/* ---- what is to be run again ---- */

static bool is_run(struct str arg)
{
	return arg.n == 36 && str_find(arg, STR("/")) == SIZE_MAX;
}

static bool find_decision(struct replay *r, struct db *db, struct err *err)
{
	struct arena *a = r->c->arena;
	struct review_request request;

	if (!review_ref_parse(&r->ref, r->args.at[0], err) ||
	    !review_find(&request, a, db, &r->ref, err))
		return false;
	r->ref.number = request.number;
	if (!review_decision(&r->decision, a, db, &r->ref, err))
		return false;
	if (r->decision.verdict.n)
		return true;
	err_set(err, ERR_NOT_FOUND, "request %.*s/%.*s#%d is not decided", STR_FMT(r->ref.body),
		STR_FMT(r->ref.short_name), (int)r->ref.number);
	return err_hint(err, "see `tizilim review`");
}

/* What is recorded must be what was recorded. */
static bool is_whole(const struct replay *r, struct err *err)
{
	struct sha256 found = past_digest(r->run.findings, r->run.findings_n);

	if (!hash_same(&found, &r->run.findings_sha256)) {
		err_set(err, ERR_REFUSED, "the findings of run %.*s are not those it recorded",
			STR_FMT(r->run.id));
		return err_hint(err, "somebody changed the registry: tizilim audit verify");
	}
	if (!r->run.heads.n)
		return err_set(err, ERR_REFUSED,
			       "run %.*s did not keep the state of the registry that it saw",
			       STR_FMT(r->run.id));
	return true;
}

static bool read_run(struct db *db, void *context, struct err *err)
{
	struct replay *r = context;
	struct str id = r->args.at[0];

	if (!is_run(id)) {
		if (!find_decision(r, db, err))
			return false;
		id = r->decision.run;
	}
	return past_run(&r->run, r->c->arena, db, id, err) && is_whole(r, err) &&
	       past_pack(&r->contents, r->c->arena, db, &r->run.pack_sha256, err);
}

/* ---- running it ---- */

/* What a run depends on. */
struct inputs {
	struct pack *pack;
	struct str day, heads; /* no heads: the registry as it stands */
	bool own; /* among all that was registered of the body, as `tizilim work` judges */
};

static void add_judged(struct replay *r, struct check *check)
{
	struct arena *a = r->c->arena;

	for (size_t i = 0; i < r->run.judged_n; i++) {
		const struct store_manifest *m = &r->run.judged[i];
		struct str name = arena_printf(a, "%.*s@%d.%.*s", STR_FMT(m->id),
					       (int)m->revision, STR_FMT(m->media));

		check_add(check, name, m->bytes);
	}
}

static int64_t revision_of(const struct replay *r, struct str id)
{
	for (size_t i = 0; i < r->run.judged_n; i++)
		if (str_eq(r->run.judged[i].id, id))
			return r->run.judged[i].revision;
	return 0;
}

static bool run_again(struct replay *r, struct found *out, const struct inputs *in,
		      struct err *err)
{
	struct context c = *r->c;
	struct check_options options = { .pack = in->pack, .date = in->day, .portfolio = true };
	struct check *check = check_new(c.arena, &options);
	struct judge_portfolio p = { .own = r->run.body, .day = in->day, .past = in->heads };
	const struct sink *sink;
	struct store_finding *at;

	c.pack = in->pack;
	if (!in->own)
		add_judged(r, check);
	if (!(in->own ? judge_own : judge_near)(&p, &c, &r->session, check, err))
		return false;
	check_judge(check);
	sink = check_sink(check);
	at = ARENA_ARRAY(c.arena, struct store_finding, sink->findings.n);
	*out = (struct found){ at, 0 };
	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];
		int64_t revision = revision_of(r, f->initiative);

		if (revision)
			at[out->n++] = judge_finding(&c, f, revision);
	}
	return true;
}

/* ---- what differs ---- */

static struct str key_of(struct arena *a, const struct store_finding *f)
{
	return arena_printf(a, "%.*s %.*s", STR_FMT(f->id), STR_FMT(f->fingerprint));
}

static bool is_same(const struct store_finding *a, const struct store_finding *b)
{
	struct sha256 x = past_digest(a, 1), y = past_digest(b, 1);

	return hash_same(&x, &y);
}

/* Whether a pack has changed in the rule itself or in what it reads. */
static enum cause cause_in_pack(const struct replay *r, struct str id)
{
	const struct rule *was = pack_rule_named(r->pack, id),
			  *is = pack_rule_named(r->c->pack, id);

	if (was && is)
		return node_equal(rule_source(was), rule_source(is)) ? CAUSE_FACTS : CAUSE_RULE;
	return is ? CAUSE_RULE_NEW : was ? CAUSE_RULE_GONE : CAUSE_FACTS;
}

static void differ(struct replay *r, enum cause cause, enum change change,
		   const struct store_finding *f)
{
	struct difference d = { cause == CAUSE_RULE ? cause_in_pack(r, f->rule) : cause, change,
				*f };

	vec_push(r->c->arena, &r->differences, d);
}

static void compare(struct replay *r, const struct found *before, const struct found *after,
		    enum cause cause)
{
	struct arena *a = r->c->arena;
	size_t *places = ARENA_ARRAY(a, size_t, before->n);
	bool *kept = ARENA_ARRAY(a, bool, before->n);
	struct strmap old;

	strmap_init(&old, a);
	for (size_t i = 0; i < before->n; i++) {
		places[i] = i;
		strmap_put(&old, key_of(a, &before->at[i]), &places[i]);
	}
	for (size_t i = 0; i < after->n; i++) {
		const struct store_finding *f = &after->at[i];
		const size_t *was = strmap_get(&old, key_of(a, f));

		if (!was)
			differ(r, cause, CHANGE_GAINED, f);
		else if (!is_same(&before->at[*was], f))
			differ(r, cause, CHANGE_OTHER, f);
		if (was)
			kept[*was] = true;
	}
	for (size_t i = 0; i < before->n; i++)
		if (!kept[i])
			differ(r, cause, CHANGE_LOST, &before->at[i]);
}

/* One thing after another becomes what it is today: what differs then has that cause. */
static bool explain(struct replay *r, struct found before, struct inputs in, struct err *err)
{
	static const enum cause steps[] = { CAUSE_RULE, CAUSE_DAY, CAUSE_PORTFOLIO };

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		struct found after;

		if (steps[i] == CAUSE_RULE)
			in.pack = r->c->pack;
		else if (steps[i] == CAUSE_DAY)
			in.day = r->c->today;
		else
			in.heads = STR("");
		if (!run_again(r, &after, &in, err))
			return false;
		compare(r, &before, &after, steps[i]);
		before = after;
	}
	return true;
}

static bool is_recorded(const struct replay *r, const struct found *again)
{
	struct sha256 digest = past_digest(again->at, again->n);

	return hash_same(&digest, &r->run.findings_sha256);
}

/* A run does not say whether it was a submission's or a worker's, which find what is alike in
 * another order: both ways are tried. */
static bool run_either_way(struct replay *r, struct found *out, struct inputs *in,
			   struct err *err)
{
	struct found own;

	if (!run_again(r, out, in, err))
		return false;
	r->same = is_recorded(r, out);
	if (r->same)
		return true;
	in->own = true;
	if (!run_again(r, &own, in, err))
		return false;
	r->same = in->own = is_recorded(r, &own);
	if (r->same)
		*out = own;
	return true;
}

static bool replay_all(struct replay *r, struct err *err)
{
	struct found recorded = { r->run.findings, r->run.findings_n }, again;
	struct inputs then = { .day = r->run.judged_by, .heads = r->run.heads };

	if (!pack_load_bundle(&r->pack, r->c->arena, r->contents, err))
		return false;
	then.pack = r->pack;
	if (!run_either_way(r, &again, &then, err))
		return false;
	compare(r, &recorded, &again,
		str_eq(r->run.program_version, r->c->version) ? CAUSE_UNKNOWN : CAUSE_PROGRAM);
	return !r->opts->now || explain(r, again, then, err);
}

/* ---- what is told ---- */

static void print_run(const struct replay *r)
{
	struct context *c = r->c;
	const struct past_run *run = &r->run;

	context_say(
		c,
		MTEXT_FILL(c->arena,
			   MT("тексеру %1: %2, %3 · топтама %4 %5 · күні %6 · бағдарлама %7",
			      "проверка %1: %2, %3 · пакет %4 %5 · на дату %6 · программа %7",
			      "run %1: %2, %3 · pack %4 %5 · judged by %6 · program %7"),
			   mtext_same(run->id), mtext_same(word_moment(c, run->at)),
			   mtext_same(run->actor), mtext_same(pack_info(r->pack)->name),
			   mtext_same(pack_info(r->pack)->version), mtext_same(run->judged_by),
			   mtext_same(run->program_version)));
	if (r->decision.verdict.n)
		context_say(
			c,
			MTEXT_FILL(c->arena,
				   MT("өтінім №%1: %2, %3, %4", "заявка №%1: %2, %3, %4",
				      "request %1: %2, %3, %4"),
				   mtext_same(arena_printf(c->arena, "%d", (int)r->ref.number)),
				   mtext_same(word_of(c, WORD_STATE, r->decision.verdict)),
				   mtext_same(word_moment(c, r->decision.at)),
				   mtext_same(r->decision.actor)));
}

static void print_verdict(const struct replay *r)
{
	struct context *c = r->c;
	struct mtext n = mtext_same(arena_printf(c->arena, "%zu", r->run.findings_n));

	context_say(c, r->same ? MTEXT_FILL(c->arena,
					    MT("дәл сол ескертпелер шықты, байтына дейін: %1",
					       "найдено в точности то же, до байта: %1",
					       "the same was found again, to the byte: %1"),
					    n)
			       : MTEXT_FILL(c->arena,
					    MT("басқа ескертпелер шықты (сонда: %1)",
					       "найдено другое (тогда: %1)",
					       "something else was found (then: %1)"),
					    n));
}

static void print_differences(const struct replay *r)
{
	struct context *c = r->c;
	struct table t = { .columns = 5 };

	for (size_t i = 0; i < r->differences.n; i++) {
		const struct difference *d = &r->differences.at[i];

		table_add(&t, c->arena,
			  (struct str[]){ str_of(change_signs[d->change]), d->finding.rule,
					  d->finding.id,
					  context_text(c, causes[d->cause].title),
					  context_text(c, d->finding.message) });
	}
	table_print(&t, c->out);
	if (r->opts->now && !r->differences.n)
		context_say(c, MT("бүгін де сол шығар еді", "сегодня нашлось бы то же",
				  "today the same would be found"));
}

static void print_json(const struct replay *r)
{
	struct context *c = r->c;
	const struct past_run *run = &r->run;

	out_printf(c->out,
		   "{\"run\":%.*s,\"judged_by\":%.*s,\"pack\":%.*s,\"pack_version\":%.*s,"
		   "\"program\":%.*s,\"program_now\":%.*s,\"findings\":%zu,"
		   "\"findings_sha256\":\"%.*s\",\"same\":%s,\"differences\":[",
		   STR_FMT(context_json(c, run->id)), STR_FMT(context_json(c, run->judged_by)),
		   STR_FMT(context_json(c, pack_info(r->pack)->name)),
		   STR_FMT(context_json(c, pack_info(r->pack)->version)),
		   STR_FMT(context_json(c, run->program_version)),
		   STR_FMT(context_json(c, c->version)), run->findings_n,
		   STR_FMT(hash_hex(c->arena, run->findings_sha256.bytes, SHA256_BYTES)),
		   r->same ? "true" : "false");
	for (size_t i = 0; i < r->differences.n; i++) {
		const struct difference *d = &r->differences.at[i];
		const struct store_finding *f = &d->finding;

		out_printf(c->out,
			   "%s{\"cause\":\"%s\",\"change\":\"%s\",\"id\":%.*s,\"rule\":%.*s,"
			   "\"severity\":%.*s,\"fingerprint\":%.*s,\"pointer\":%.*s}",
			   i ? ",\n" : "", causes[d->cause].name, change_names[d->change],
			   STR_FMT(context_json(c, f->id)), STR_FMT(context_json(c, f->rule)),
			   STR_FMT(context_json(c, f->severity)),
			   STR_FMT(context_json(c, f->fingerprint)),
			   STR_FMT(context_json(c, f->pointer)));
	}
	out_str(c->out, STR("]}\n"));
}

static enum exit_code tell(const struct replay *r)
{
	if (r->opts->format == DATA_JSON) {
		print_json(r);
	} else {
		print_run(r);
		print_verdict(r);
		print_differences(r);
	}
	return r->same && !r->differences.n ? EXIT_CLEAN : EXIT_FOUND;
}

static enum exit_code replay_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct replay_opts *o = opts;
	struct replay r = { .c = c, .opts = o, .args = args };
	enum exit_code code;

	if (!session_open(&r.session, c, &o->registry, err))
		return exit_of(err->code);
	if (store_read(r.session.db, read_run, &r, err) && replay_all(&r, err))
		code = tell(&r);
	else
		code = exit_of(err->code);
	session_close(&r.session);
	pack_free(r.pack);
	return code;
}

static const struct opt replay_options[] = {
	{ 0, "now", OPT_FLAG, offsetof(struct replay_opts, now), NULL,
	  "say also what would be found today, and why it differs", NULL, 0, 0 },
	DATA_OPTION(struct replay_opts) REGISTRY_OPTIONS(struct replay_opts){ 0 }
};
static const char *const replay_examples[] = { "tizilim replay msh/egin#1",
					       "tizilim replay msh/egin --now",
					       "tizilim replay msh/egin#1 -f json", NULL };

const struct command cmd_replay = {
	.name = "replay",
	.group = "Prove",
	.synopsis = "<body/name#request|run>",
	.summary = "judge again what a decision rests on: the manifest, pack, registry and day "
		   "of then",
	.next = MT_INIT("тарихты тексеру: tizilim audit verify",
			"проверить историю: tizilim audit verify",
			"verify the history: tizilim audit verify"),
	.examples = replay_examples,
	.needs = NEEDS_PACK,
	.options = replay_options,
	.opts_size = sizeof(struct replay_opts),
	.args_min = 1,
	.args_max = 1,
	.run = replay_run,
};
