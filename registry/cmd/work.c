#include "registry/cmd/rejudge.h"
#include "registry/cmd/remake.h"

#include "checker/base/jobs.h"
#include "registry/kept/kept.h"
#include "registry/recheck/recheck.h"

#include <string.h>
#include <time.h>

/* Judges again what a change may have changed; as many of these as there are machines. */

enum { PAUSE_SECONDS = 5 };

struct work_opts {
	struct registry_opts registry;
	int64_t jobs;
	bool once, all, retry, json;
};

struct work {
	struct context *c;
	const struct work_opts *opts;
	struct recheck_basis basis;
	struct recheck_queue queue;
	struct recheck_asides asides;
	struct str *workers; /* a UUID for each of the processes that judge */
	struct rejudged sum;
	int64_t remade; /* cards that others see otherwise now */
};

/* ---- what there is to do ---- */

static bool follow(struct db *db, void *context, struct err *err)
{
	struct work *w = context;
	int64_t queued;

	return recheck_follow(&queued, db, &w->basis, err) &&
	       recheck_queue(&w->queue, w->c->arena, db, w->c->version, err);
}

/* What was found by a pack that does not count yet would have to be taken back. */
static bool in_force(const struct context *c, struct err *err)
{
	const struct pack_info *info = pack_info(c->pack);

	if (str_cmp(&info->valid_from, &c->today) <= 0)
		return true;
	err_set(err, ERR_REFUSED, "pack %.*s %.*s is in force from %.*s on only",
		STR_FMT(info->name), STR_FMT(info->version), STR_FMT(info->valid_from));
	return err_hint(err, "judge by the pack in force: without --pack, or with its folder");
}

static bool prepare(struct work *w, struct session *s, struct err *err)
{
	struct kept_with with = { w->c->arena, s->db, w->c->pack };
	struct kept_done done;
	int64_t remade;

	if (!in_force(w->c, err) || !session_load_pack(s, w->c, err) ||
	    !remake_cards(&remade, w->c, s->db, err) || !store_write(s->db, follow, w, err) ||
	    !kept_renew(&done, &with, false, err))
		return false;
	w->remade += remade;
	/* Other counts of terms change likenesses. */
	return (done.what != KEPT_COUNTED && done.what != KEPT_READ) ||
	       store_write(s->db, follow, w, err);
}

/* ---- doing it ---- */

/* Until nothing is left that others have not taken. */
static bool drain(struct rejudged *sum, struct work *w, struct str worker, struct err *err)
{
	struct rejudge_sessions s = { .worker = worker };
	bool idle = false;
	bool ok = session_open(&s.taking, w->c, &w->opts->registry, err) &&
		  session_open(&s.reading, w->c, &w->opts->registry, err);

	while (ok && !idle)
		ok = rejudge(sum, &idle, w->c, &s, err);
	session_close(&s.reading);
	session_close(&s.taking);
	return ok;
}

static bool drain_piece(void *context, size_t piece, struct strbuf *answer, struct err *err)
{
	struct rejudged sum = { 0 };
	struct work *w = context;

	if (!drain(&sum, w, w->workers[piece], err))
		return false;
	strbuf_bytes(answer, &sum, sizeof(sum));
	return true;
}

static bool take_sum(void *context, struct str answer, struct err *err)
{
	struct work *w = context;
	struct rejudged sum;

	if (answer.n != sizeof(sum))
		return err_set(err, ERR_BUG, "an answer of %u bytes", (unsigned)answer.n);
	memcpy(&sum, answer.p, sizeof(sum));
	w->sum.bodies += sum.bodies;
	w->sum.judged += sum.judged;
	w->sum.recorded += sum.recorded;
	w->sum.changed += sum.changed;
	return true;
}

static bool run_jobs(struct work *w, struct err *err)
{
	struct jobs jobs = { .context = w,
			     .pieces = (size_t)w->opts->jobs,
			     .work = drain_piece,
			     .take = take_sum };

	return jobs_run(&jobs, (size_t)w->opts->jobs, err);
}

static bool ask_aside(struct db *db, void *context, struct err *err)
{
	struct work *w = context;

	return recheck_aside(&w->asides, w->c->arena, db, w->c->version, err);
}

/* One round: follow, and work off what is queued. No connection of this process stays open
 * while others are forked. */
static bool round_of(struct work *w, bool *idle, struct err *err)
{
	struct session s;
	bool ok;

	if (!session_open(&s, w->c, &w->opts->registry, err))
		return false;
	ok = prepare(w, &s, err) && store_read(s.db, ask_aside, w, err);
	session_close(&s);
	w->basis.all = w->basis.all && !ok;
	*idle = w->queue.n == 0;
	return ok && (*idle || run_jobs(w, err));
}

static void tell_cards(struct work *w)
{
	if (w->remade)
		context_say(
			w->c,
			MTEXT_FILL(w->c->arena,
				   MT("схема өзгергендіктен қайта жасалған карточкалар: %1",
				      "карточек сделано заново, так как изменилась схема: %1",
				      "cards made again because the schema changed: %1"),
				   mtext_same(arena_printf(w->c->arena, "%lld",
							   (long long)w->remade))));
}

static void tell_aside(struct work *w)
{
	for (size_t i = 0; i < w->asides.n; i++) {
		const struct recheck_set_aside *t = &w->asides.at[i];

		context_say(
			w->c,
			MTEXT_FILL(
				w->c->arena,
				MT("%1: шетке қойылды, %2 үдеріс тексеріп бітпеді; қайтару: "
				   "tizilim work --retry",
				   "%1: отложено, не довели до конца процессов: %2; вернуть: "
				   "tizilim work --retry",
				   "%1: set aside, workers that did not come to its end: %2; "
				   "take it up again: tizilim work --retry"),
				mtext_same(t->body),
				mtext_same(arena_printf(w->c->arena, "%lld",
							(long long)t->tries))));
	}
}

static void tell_round(struct work *w)
{
	struct arena *a = w->c->arena;
	const struct rejudged *sum = &w->sum;

	if (w->opts->json) {
		out_printf(w->c->out,
			   "{\"bodies\":%lld,\"judged\":%lld,\"recorded\":%lld,"
			   "\"changed\":%lld,\"cards_remade\":%lld,\"set_aside\":[",
			   (long long)sum->bodies, (long long)sum->judged,
			   (long long)sum->recorded, (long long)sum->changed,
			   (long long)w->remade);
		for (size_t i = 0; i < w->asides.n; i++)
			out_printf(w->c->out, "%s%.*s", i ? "," : "",
				   STR_FMT(context_json(w->c, w->asides.at[i].body)));
		out_str(w->c->out, STR("]}\n"));
	} else {
		context_say(
			w->c,
			MTEXT_FILL(
				a,
				MT("қайта тексерілген бастамалар: %1, ескертпелері өзгергені: "
				   "%2",
				   "проверено заново инициатив: %1, из них с другими "
				   "замечаниями: %2",
				   "initiatives judged again: %1, of them with other findings: "
				   "%2"),
				mtext_same(arena_printf(a, "%lld", (long long)sum->judged)),
				mtext_same(arena_printf(a, "%lld", (long long)sum->changed))));
		tell_cards(w);
		tell_aside(w);
	}
	out_flush(w->c->out);
	w->sum = (struct rejudged){ 0 };
	w->remade = 0;
}

/* What a worker's neighbours put there meanwhile is worked off too, while it gets less: what
 * others hold is theirs. */
static bool once(struct work *w, struct err *err)
{
	bool idle = false, ok = true;
	int64_t bodies = -1;

	while (ok && !idle && w->sum.bodies != bodies) {
		bodies = w->sum.bodies;
		ok = round_of(w, &idle, err);
	}
	if (ok)
		tell_round(w);
	return ok;
}

/* A registry that is away for a while is waited for. */
static bool forever(struct work *w, struct err *err)
{
	for (;;) {
		AUTO_ARENA a = arena_new();
		struct context c = *w->c, *whole = w->c;
		size_t aside = w->asides.n;
		bool idle = false, ok;

		c.arena = a;
		w->c = &c;
		ok = round_of(w, &idle, err);
		if (!ok && err->code != ERR_NET && err->code != ERR_UNKNOWN)
			return false;
		idle = w->sum.bodies == 0;
		if (!ok)
			context_fail(&c, err);
		else if (!idle || w->asides.n != aside)
			tell_round(w);
		w->c = whole;
		if (idle || !ok)
			nanosleep(&(struct timespec){ .tv_sec = PAUSE_SECONDS }, NULL);
	}
}

static bool retry(struct db *db, void *context, struct err *err)
{
	int64_t n;

	(void)context;
	return recheck_retry(&n, db, STR(""), err);
}

static enum exit_code work_run(struct context *c, const void *opts, struct str_list args,
			       struct err *err)
{
	const struct work_opts *o = opts;
	struct work w = { .c = c,
			  .opts = o,
			  .basis = { .pack = hash_sha256(pack_bundle(c->pack)),
				     .counted_anew = KEPT_SMALL,
				     .all = o->all } };

	(void)args;
	w.workers = ARENA_ARRAY(c->arena, struct str, (size_t)o->jobs);
	for (int64_t i = 0; i < o->jobs; i++)
		w.workers[i] = hash_uuid(c->arena);
	if (o->retry && !session_write(c, &o->registry, retry, NULL, err))
		return exit_of(err->code);
	if (!(o->once ? once(&w, err) : forever(&w, err)))
		return exit_of(err->code);
	return w.asides.n ? EXIT_FOUND : EXIT_CLEAN;
}

static const struct work_opts work_defaults = { .jobs = 1 };
static const struct opt work_options[] = {
	{ 0, "once", OPT_FLAG, offsetof(struct work_opts, once), NULL,
	  "end when nothing is queued", NULL, 0, 0 },
	{ 'j', "jobs", OPT_INT, offsetof(struct work_opts, jobs), "<n>", "processes that judge",
	  NULL, 1, JOBS_MAX },
	{ 0, "all", OPT_FLAG, offsetof(struct work_opts, all), NULL,
	  "judge everything registered again", NULL, 0, 0 },
	{ 0, "retry", OPT_FLAG, offsetof(struct work_opts, retry), NULL,
	  "take up again what was set aside", NULL, 0, 0 },
	{ 0, "json", OPT_FLAG, offsetof(struct work_opts, json), NULL, "as JSON", NULL, 0, 0 },
	REGISTRY_OPTIONS(struct work_opts){ 0 }
};
static const char *const work_examples[] = { "tizilim work --once", "tizilim work --jobs 4",
					     NULL };

const struct command cmd_work = {
	.name = "work",
	.group = "Run a registry",
	.synopsis = "",
	.summary = "judge again what a change may have changed, and tell whom it concerns",
	.next = MT_INIT("не өзгергенін әркім көреді: tizilim inbox",
			"что изменилось, каждый увидит: tizilim inbox",
			"everybody sees what changed: tizilim inbox"),
	.examples = work_examples,
	.needs = NEEDS_PACK,
	.options = work_options,
	.opts_size = sizeof(struct work_opts),
	.defaults = &work_defaults,
	.run = work_run,
};
