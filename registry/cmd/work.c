#include "registry/cmd/rejudge.h"

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
	bool once, all, json;
};

struct work {
	struct context *c;
	const struct work_opts *opts;
	struct recheck_basis basis;
	struct recheck_queue queue;
	struct rejudged sum;
};

/* ---- what there is to do ---- */

static bool follow(struct db *db, void *context, struct err *err)
{
	struct work *w = context;
	int64_t queued;

	return recheck_follow(&queued, db, &w->basis, err) &&
	       recheck_queue(&w->queue, w->c->arena, db, err);
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

	if (!in_force(w->c, err) || !session_load_pack(s, w->c, err) ||
	    !store_write(s->db, follow, w, err) || !kept_renew(&done, &with, false, err))
		return false;
	/* Other counts of terms change likenesses. */
	return (done.what != KEPT_COUNTED && done.what != KEPT_READ) ||
	       store_write(s->db, follow, w, err);
}

/* ---- doing it ---- */

/* Until nothing is left that others have not taken. */
static bool drain(struct rejudged *sum, struct work *w, struct err *err)
{
	struct rejudge_sessions s = { 0 };
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

	(void)piece;
	if (!drain(&sum, context, err))
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

/* One round: follow, and work off what is queued. No connection of this process stays open
 * while others are forked. */
static bool round_of(struct work *w, bool *idle, struct err *err)
{
	struct session s;
	bool ok;

	if (!session_open(&s, w->c, &w->opts->registry, err))
		return false;
	ok = prepare(w, &s, err);
	session_close(&s);
	w->basis.all = w->basis.all && !ok;
	*idle = w->queue.n == 0;
	return ok && (*idle || run_jobs(w, err));
}

static void tell_round(struct work *w)
{
	struct arena *a = w->c->arena;
	const struct rejudged *sum = &w->sum;

	if (w->opts->json) {
		out_printf(w->c->out,
			   "{\"bodies\":%lld,\"judged\":%lld,\"recorded\":%lld,"
			   "\"changed\":%lld}\n",
			   (long long)sum->bodies, (long long)sum->judged,
			   (long long)sum->recorded, (long long)sum->changed);
	} else {
		context_say(
			w->c,
			MTEXT_FILL(
				a,
				MT("қайта тексерілген бастамалар: %1, қорытындысы "
				   "өзгергені: %2",
				   "проверено заново инициатив: %1, из них с другим "
				   "выводом: %2",
				   "initiatives judged again: %1, of them with other "
				   "findings: %2"),
				mtext_same(arena_printf(a, "%lld", (long long)sum->judged)),
				mtext_same(arena_printf(a, "%lld", (long long)sum->changed))));
	}
	out_flush(w->c->out);
	w->sum = (struct rejudged){ 0 };
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
		bool idle = false, ok;

		c.arena = a;
		w->c = &c;
		ok = round_of(w, &idle, err);
		if (!ok && err->code != ERR_NET && err->code != ERR_UNKNOWN)
			return false;
		idle = w->sum.bodies == 0;
		if (!ok)
			context_fail(&c, err);
		else if (!idle)
			tell_round(w);
		w->c = whole;
		if (idle || !ok)
			nanosleep(&(struct timespec){ .tv_sec = PAUSE_SECONDS }, NULL);
	}
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
	return (o->once ? once(&w, err) : forever(&w, err)) ? EXIT_CLEAN : exit_of(err->code);
}

static const struct work_opts work_defaults = { .jobs = 1 };
static const struct opt work_options[] = {
	{ 0, "once", OPT_FLAG, offsetof(struct work_opts, once), NULL,
	  "end when nothing is queued", NULL, 0, 0 },
	{ 'j', "jobs", OPT_INT, offsetof(struct work_opts, jobs), "<n>", "processes that judge",
	  NULL, 1, JOBS_MAX },
	{ 0, "all", OPT_FLAG, offsetof(struct work_opts, all), NULL,
	  "judge everything registered again", NULL, 0, 0 },
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
