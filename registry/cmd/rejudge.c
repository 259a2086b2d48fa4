#include "registry/cmd/rejudge.h"

#include "registry/cmd/reviewed.h"
#include "registry/recheck/recheck.h"

#include <stdlib.h>
#include <string.h>

enum { PAYLOAD_MAX = 60000, TOLD_MAX = 50 };

struct rejudging {
	struct context c; /* with an arena of this task */
	struct rejudge_sessions *sessions;
	struct recheck_task task;
	struct judge_portfolio portfolio;
	struct recheck_befores before;
	struct check *check;
	struct reviewed reviewed;
	struct strmap now;	 /* id -> struct found */
	struct strmap revisions; /* id -> struct store_manifest, as they were judged */
	VEC(struct store_manifest) judged;
	VEC(struct store_finding) findings;
	VEC(struct recheck_link) links;
	VEC(struct recheck_change) changes;
	struct rejudged sum;
};

/* What was found of one initiative, by fingerprint, and which of it is about others. */
struct others {
	struct str fingerprint;
	VEC(struct str) list;
};
struct found {
	VEC(struct store_finding) list;
	VEC(struct others *) about;
};

static struct str short_name(struct str id)
{
	return str_sub(id, str_find(id, STR("/")) + 1, id.n);
}

/* ---- whom a finding is about ---- */

/* "registry:mz/x@2" names an initiative; a file does not. */
static struct str registered_at(struct str file)
{
	struct str id;

	if (!str_starts(file, STR("registry:")))
		return STR("");
	file = str_sub(file, STR("registry:").n, file.n);
	return str_cut(&id, &file, '@') ? id : STR("");
}

static void add_other(struct others *out, struct arena *a, struct str self, struct str id)
{
	bool known = !id.n || str_eq(id, self) || str_find(id, STR("/")) == SIZE_MAX;

	for (size_t i = 0; !known && i < out->list.n; i++)
		known = str_eq(out->list.at[i], id);
	if (!known)
		vec_push(a, &out->list, id);
}

static struct others *others_of(struct arena *a, const struct finding *f)
{
	struct others *out = ARENA_NEW(a, struct others);

	for (size_t i = 0; i < f->facts_n; i++)
		if (f->facts[i].kind == FACT_INITIATIVE)
			add_other(out, a, f->initiative, f->facts[i].name);
	for (size_t i = 0; i < f->related_n; i++)
		add_other(out, a, f->initiative, registered_at(f->related[i].file));
	return out;
}

/* ---- reading ---- */

static int by_fingerprint(const void *x, const void *y)
{
	const struct store_finding *a = x, *b = y;

	return str_cmp(&a->fingerprint, &b->fingerprint);
}

static void collect_one(struct rejudging *r, const struct finding *f,
			const struct store_manifest *m)
{
	struct arena *a = r->c.arena;
	struct found *found = strmap_get(&r->now, f->initiative);
	struct others *others = others_of(a, f);
	struct store_finding finding;

	if (!found) {
		found = ARENA_NEW(a, struct found);
		strmap_put(&r->now, f->initiative, found);
	}
	finding = judge_finding(&r->c, f, m->revision);
	finding.closed = reviewed_closed(&r->reviewed, a, f);
	others->fingerprint = finding.fingerprint;
	vec_push(a, &found->list, finding);
	vec_push(a, &found->about, others);
	for (size_t i = 0; i < others->list.n; i++)
		vec_push(
			a, &r->links,
			(struct recheck_link){ short_name(f->initiative), others->list.at[i] });
}

static void collect(struct rejudging *r)
{
	const struct sink *sink = check_sink(r->check);

	strmap_init(&r->now, r->c.arena);
	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];
		const struct store_manifest *m = strmap_get(&r->revisions, f->initiative);

		if (m && m->whole)
			collect_one(r, f, m);
	}
	for (size_t i = 0; i < r->now.n; i++) {
		struct found *found = r->now.at[i].value;

		qsort(found->list.at, found->list.n, sizeof(*found->list.at), by_fingerprint);
	}
}

static bool read_before(struct db *db, void *context, struct err *err)
{
	struct rejudging *r = context;

	return recheck_before(&r->before, r->c.arena, db, r->task.body, err);
}

static bool judge_body(struct rejudging *r, struct err *err)
{
	struct check_options options = { .pack = r->c.pack,
					 .date = r->task.day,
					 .portfolio = true };
	struct judge_portfolio *p = &r->portfolio;
	struct reviewed_query q = { .body = r->task.body, .day = r->task.day, .own = true };

	*p = (struct judge_portfolio){ .own = r->task.body, .day = r->task.day };
	q.check = r->check = check_new(r->c.arena, &options);
	if (!judge_own(p, &r->c, &r->sessions->reading, r->check, err) ||
	    !store_read(r->sessions->reading.db, read_before, r, err))
		return false;
	check_judge(r->check);
	if (!reviewed_find(&r->reviewed, &r->c, &r->sessions->reading, &q, err))
		return false;
	strmap_init(&r->revisions, r->c.arena);
	for (size_t i = 0; i < p->read.n; i++)
		strmap_put(&r->revisions, p->read.at[i].id, &p->read.at[i]);
	collect(r);
	return true;
}

/* ---- comparing ---- */

static bool same_finding(const struct store_finding *a, const struct store_finding *b)
{
	bool same = str_eq(a->fingerprint, b->fingerprint) && str_eq(a->rule, b->rule) &&
		    str_eq(a->severity, b->severity) && a->line == b->line &&
		    a->column == b->column && str_eq(a->pointer, b->pointer);

	for (int lang = 0; same && lang < LANG_COUNT; lang++)
		same = str_eq(a->message.in[lang], b->message.in[lang]);
	return same;
}

static bool all_same(const struct recheck_before *was, const struct found *now)
{
	if (was->findings_n != now->list.n)
		return false;
	for (size_t i = 0; i < now->list.n; i++)
		if (!same_finding(&was->findings[i], &now->list.at[i]))
			return false;
	return true;
}

/* One of these fingerprint and severity; both lists are by fingerprint. */
static bool has(const struct store_finding *list, size_t n, const struct store_finding *f)
{
	const struct store_finding *at =
		n ? bsearch(f, list, n, sizeof(*list), by_fingerprint) : NULL;

	return at && str_eq(at->severity, f->severity);
}

static const struct others *about(const struct found *found, struct str fingerprint)
{
	for (size_t i = 0; i < found->about.n; i++)
		if (str_eq(found->about.at[i]->fingerprint, fingerprint))
			return found->about.at[i];
	return NULL;
}

/* A list of findings as JSON; which are about others is told where that is known. */
struct telling {
	struct rejudging *r;
	struct strbuf *out;
	size_t n, others;
};

static void tell_finding(struct telling *t, const struct store_finding *f,
			 const struct others *others)
{
	struct context *c = &t->r->c;

	if (t->n++ >= TOLD_MAX)
		return;
	strbuf_printf(t->out, "%s{\"rule\":%.*s,\"severity\":%.*s,\"fingerprint\":%.*s",
		      t->n > 1 ? "," : "", STR_FMT(context_json(c, f->rule)),
		      STR_FMT(context_json(c, f->severity)),
		      STR_FMT(context_json(c, f->fingerprint)));
	for (size_t i = 0; others && i < others->list.n; i++)
		strbuf_printf(t->out, "%s%.*s%s", i ? "," : ",\"others\":[",
			      STR_FMT(context_json(c, others->list.at[i])),
			      i + 1 == others->list.n ? "]" : "");
	strbuf_str(t->out, STR("}"));
	t->others += others ? others->list.n : 0;
}

/* What is new and what is gone. A message that says the same otherwise is neither. */
static void tell_change(struct rejudging *r, const struct recheck_before *was,
			const struct found *now)
{
	struct strbuf text;
	struct telling gained = { r, &text, 0, 0 }, lost = { r, &text, 0, 0 };

	strbuf_init(&text, PAYLOAD_MAX);
	strbuf_printf(&text, "{\"revision\":%d,\"gained\":[", (int)was->revision);
	for (size_t i = 0; i < now->list.n; i++)
		if (!has(was->findings, was->findings_n, &now->list.at[i]))
			tell_finding(&gained, &now->list.at[i],
				     about(now, now->list.at[i].fingerprint));
	strbuf_str(&text, STR("],\"lost\":["));
	for (size_t i = 0; i < was->findings_n; i++)
		if (!has(now->list.at, now->list.n, &was->findings[i]))
			tell_finding(&lost, &was->findings[i], NULL);
	strbuf_printf(&text, "],\"gained_n\":%zu,\"lost_n\":%zu}", gained.n, lost.n);
	if (gained.n + lost.n && !text.overflow)
		vec_push(r->c.arena, &r->changes,
			 (struct recheck_change){ short_name(was->id), gained.others > 0,
						  arena_str(r->c.arena, strbuf_view(&text)) });
	r->sum.changed += gained.n + lost.n > 0;
	strbuf_release(&text);
}

/* A run is recorded of those that none has judged by this pack in the name of the registry, or
 * of which it finds something else. */
static void compare(struct rejudging *r)
{
	static const struct found nothing;
	struct sha256 pack = hash_sha256(pack_bundle(r->c.pack));
	struct arena *a = r->c.arena;

	for (size_t i = 0; i < r->before.n; i++) {
		const struct recheck_before *was = &r->before.at[i];
		const struct store_manifest *m = strmap_get(&r->revisions, was->id);
		const struct found *now = strmap_get(&r->now, was->id);

		/* Revised while this was read: it is queued again. */
		if (!m || m->revision != was->revision)
			continue;
		now = now ? now : &nothing;
		r->sum.judged++;
		if (was->run.n && was->official &&
		    memcmp(was->pack.bytes, pack.bytes, SHA256_BYTES) == 0 &&
		    all_same(was, now) && (r->reviewed.all || !was->unsaid))
			continue;
		vec_push(a, &r->judged, *m);
		for (size_t k = 0; k < now->list.n; k++)
			vec_push(a, &r->findings, now->list.at[k]);
		if (was->run.n)
			tell_change(r, was, now);
	}
	r->sum.recorded = (int64_t)r->judged.n;
}

/* ---- recording ---- */

static bool record(struct rejudging *r, struct db *db, struct err *err)
{
	struct str portfolio = r->portfolio.description.in[LANG_EN], id;
	struct store_run run = {
		.body = r->task.body,
		.pack_sha256 = hash_sha256(pack_bundle(r->c.pack)),
		.judged_by = r->task.day,
		.portfolio = portfolio,
		.portfolio_sha256 = hash_sha256(portfolio),
		.heads = r->portfolio.heads,
		.program_version = r->c.version,
		.judged = r->judged.at,
		.judged_n = r->judged.n,
		.findings = r->findings.at,
		.findings_n = r->findings.n,
	};
	struct recheck_done done = {
		.task = &r->task,
		.links = r->links.at,
		.links_n = r->links.n,
		.spread = r->portfolio.state.registered > KEPT_SMALL,
		.changes = r->changes.at,
		.changes_n = r->changes.n,
	};

	return (run.judged_n == 0 || store_run_record(&id, r->c.arena, db, &run, err)) &&
	       recheck_done(db, &done, err);
}

static bool begin(struct db *db, void *context, struct err *err)
{
	struct rejudging *r = context;
	struct recheck_worker me = { r->sessions->worker, r->c.version };

	return recheck_begin(db, &r->task, &me, err);
}

static bool rejudge_taken(struct db *db, void *context, struct err *err)
{
	struct rejudging *r = context;

	*r = (struct rejudging){ .c = r->c, .sessions = r->sessions };
	if (!recheck_take(&r->task, r->c.arena, db, r->c.version, err))
		return false;
	if (!r->task.body.n)
		return true;
	r->sum.bodies = 1;
	if (!store_write(r->sessions->reading.db, begin, r, err) || !judge_body(r, err))
		return err_wrap(err, "%.*s", STR_FMT(r->task.body));
	compare(r);
	return record(r, db, err);
}

bool rejudge(struct rejudged *sum, bool *idle, struct context *c, struct rejudge_sessions *s,
	     struct err *err)
{
	AUTO_ARENA a = arena_new();
	struct rejudging r = { .c = *c, .sessions = s };
	int64_t since = log_clock();

	r.c.arena = a;
	if (!store_write(s->taking.db, rejudge_taken, &r, err))
		return false;
	*idle = !r.task.body.n;
	if (!*idle)
		LOG(c->log, LOG_INFO, "judged", log_since(since), log_text("body", r.task.body),
		    log_number("judged", r.sum.judged), log_number("recorded", r.sum.recorded),
		    log_number("changed", r.sum.changed));
	sum->bodies += r.sum.bodies;
	sum->judged += r.sum.judged;
	sum->recorded += r.sum.recorded;
	sum->changed += r.sum.changed;
	return true;
}
