#include "registry/cmd/review.h"

#include "checker/report/report.h"

#include <stdlib.h>

/* queue, due and inbox: what waits, until when, and what is new. */

struct queue_opts {
	struct registry_opts registry;
	bool json, keep;
	int64_t days, limit;
};

struct queue {
	struct context *c;
	const struct queue_opts *opts;
	struct review_tasks tasks;
	struct review_requests requests;
	struct review_commitments commitments;
	struct review_waivers waivers;
	struct review_notices notices;
};

static bool queue_work(struct db *db, void *context, struct err *err)
{
	struct queue *q = context;

	return review_queue(&q->tasks, q->c->arena, db, err);
}

/* What a task is about, beside the initiative. */
static struct str detail_of(struct context *c, const struct review_task *t)
{
	if (str_eq(t->what, STR("part")))
		return words_of_list(c, WORD_PART, t->detail);
	return t->detail.n ? word_remark(c, t->detail) : word_of(c, WORD_KIND, t->kind);
}

static void task_json(struct context *c, const struct review_task *t, bool first)
{
	out_printf(c->out, "%s{\"task\":%.*s,\"id\":%.*s,\"number\":%d", first ? "[" : ",\n",
		   STR_FMT(context_json(c, t->what)), STR_FMT(context_json(c, t->id)),
		   (int)t->number);
	if (t->item)
		out_printf(c->out, ",\"item\":%d", (int)t->item);
	if (t->kind.n)
		out_printf(c->out, ",\"kind\":%.*s,\"days_used\":%d,\"days\":%d",
			   STR_FMT(context_json(c, t->kind)), (int)t->used, (int)t->days);
	if (t->detail.n)
		out_printf(c->out, ",\"detail\":%.*s", STR_FMT(context_json(c, t->detail)));
	if (t->due.n)
		out_printf(c->out, ",\"due\":%.*s,\"late\":%s",
			   STR_FMT(context_json(c, t->due)), t->late ? "true" : "false");
	out_printf(c->out, ",\"name\":%.*s}", STR_FMT(context_json3(c, t->name)));
}

static void task_row(struct context *c, struct table *t, const struct review_task *task)
{
	struct str number =
		arena_printf(c->arena, "%.*s#%d%s%s", STR_FMT(task->id), (int)task->number,
			     task->item ? "/" : "",
			     task->item ? arena_printf(c->arena, "%d", (int)task->item).p : "");

	table_add(
		t, c->arena,
		(struct str[]){ word_of(c, WORD_TASK, task->what), number,
				review_deadline(c, task->due, task->late),
				task->kind.n ? review_days(c, task->used, task->days) : STR(""),
				detail_of(c, task), context_text(c, task->name) });
}

static enum exit_code queue_run(struct context *c, const void *opts, struct str_list args,
				struct err *err)
{
	const struct queue_opts *o = opts;
	struct queue q = { .c = c, .opts = o };
	struct table t = { .columns = 6 };

	(void)args;
	if (!session_read(c, &o->registry, queue_work, &q, err))
		return exit_of(err->code);
	for (size_t i = 0; i < q.tasks.n; i++)
		if (o->json)
			task_json(c, &q.tasks.at[i], i == 0);
		else
			task_row(c, &t, &q.tasks.at[i]);
	if (o->json) {
		out_str(c->out, q.tasks.n ? STR("]\n") : STR("[]\n"));
	} else if (q.tasks.n) {
		table_print(&t, c->out);
		context_next(c, MTEXT_FILL(c->arena,
					   MT("бір бетте бәрі: tizilim review %1",
					      "всё на одной странице: tizilim review %1",
					      "all on one page: tizilim review %1"),
					   mtext_same(q.tasks.at[0].id)));
	} else {
		context_tell(c, MT("сізді ештеңе күтіп тұрған жоқ", "вас ничего не ждёт",
				   "nothing waits for you"));
	}
	return EXIT_CLEAN;
}

/* ---- due ---- */

static bool due_work(struct db *db, void *context, struct err *err)
{
	struct queue *q = context;
	struct review_query open = { .which = REVIEW_OPEN };
	struct arena *a = q->c->arena;

	return review_list(&q->requests, a, db, &open, err) &&
	       review_commitments(&q->commitments, a, db, &open, err) &&
	       review_waivers(&q->waivers, a, db, &open, err);
}

/* One line of `due`: whatever ends on a day. */
struct ending {
	struct str day, what, id, detail;
	bool late;
};

static int by_day(const void *x, const void *y)
{
	const struct ending *a = x, *b = y;
	int order = str_cmp(&a->day, &b->day);

	return order ? order : str_cmp(&a->id, &b->id);
}

static struct str numbered(struct context *c, struct str id, int64_t number)
{
	return arena_printf(c->arena, "%.*s#%d", STR_FMT(id), (int)number);
}

static size_t endings(struct queue *q, struct ending *out)
{
	struct context *c = q->c;
	size_t n = 0;

	for (size_t i = 0; i < q->requests.n; i++) {
		const struct review_request *r = &q->requests.at[i];

		if (r->due.n)
			out[n++] = (struct ending){ r->due, STR("request"),
						    numbered(c, r->id, r->number),
						    word_of(c, WORD_KIND, r->kind), r->late };
	}
	for (size_t i = 0; i < q->commitments.n; i++) {
		const struct review_commitment *m = &q->commitments.at[i];

		out[n++] = (struct ending){ m->due, STR("commitment"),
					    numbered(c, m->id, m->number),
					    word_remark(c, m->promise), m->late };
	}
	for (size_t i = 0; i < q->waivers.n; i++) {
		const struct review_waiver *w = &q->waivers.at[i];

		if (w->in_force)
			out[n++] = (struct ending){ w->until, STR("waiver"),
						    numbered(c, w->id, w->number), w->rule,
						    false };
	}
	qsort(out, n, sizeof(*out), by_day);
	return n;
}

static struct str ending_title(struct context *c, struct str what)
{
	if (str_eq(what, STR("request")))
		return context_text(c, MT("өтінім бойынша шешім", "решение по заявке",
					  "decision on a request"));
	if (str_eq(what, STR("commitment")))
		return context_text(c, MT("міндеттеме", "обязательство", "commitment"));
	return context_text(
		c, MT("ерекше рұқсат аяқталады", "исключение истекает", "a waiver ends"));
}

static enum exit_code due_run(struct context *c, const void *opts, struct str_list args,
			      struct err *err)
{
	const struct queue_opts *o = opts;
	struct queue q = { .c = c, .opts = o };
	struct table t = { .columns = 4 };
	struct ending *list;
	size_t n;

	(void)args;
	if (!session_read(c, &o->registry, due_work, &q, err))
		return exit_of(err->code);
	list = ARENA_ARRAY(c->arena, struct ending,
			   q.requests.n + q.commitments.n + q.waivers.n + 1);
	n = endings(&q, list);
	for (size_t i = 0; i < n; i++)
		if (o->json)
			out_printf(c->out,
				   "%s{\"due\":%.*s,\"what\":%.*s,\"id\":%.*s,\"late\":%s}",
				   i ? ",\n" : "[", STR_FMT(context_json(c, list[i].day)),
				   STR_FMT(context_json(c, list[i].what)),
				   STR_FMT(context_json(c, list[i].id)),
				   list[i].late ? "true" : "false");
		else
			table_add(&t, c->arena,
				  (struct str[]){ review_deadline(c, list[i].day, list[i].late),
						  ending_title(c, list[i].what), list[i].id,
						  list[i].detail });
	if (o->json)
		out_str(c->out, n ? STR("]\n") : STR("[]\n"));
	else if (n)
		table_print(&t, c->out);
	else
		context_tell(c, MT("мерзімі бар ештеңе жоқ", "ничего со сроком нет",
				   "nothing has a day to be kept"));
	return EXIT_CLEAN;
}

/* ---- inbox ---- */

static bool inbox_work(struct db *db, void *context, struct err *err)
{
	struct queue *q = context;

	return review_inbox(&q->notices, q->c->arena, db, (size_t)q->opts->limit, err) &&
	       (q->opts->keep || review_inbox_mark(db, &q->notices, err));
}

static void notice_json(struct context *c, const struct review_notice *n, bool first)
{
	out_printf(c->out,
		   "%s{\"at\":%.*s,\"actor\":%.*s,\"kind\":%.*s,\"id\":%.*s,\"seq\":%d,"
		   "\"payload\":%.*s}",
		   first ? "[" : ",\n", STR_FMT(context_json(c, n->at)),
		   STR_FMT(context_json(c, n->actor)), STR_FMT(context_json(c, n->kind)),
		   STR_FMT(context_json(c, n->subject)), (int)n->seq,
		   STR_FMT(report_json(c->arena, n->payload)));
}

static enum exit_code inbox_run(struct context *c, const void *opts, struct str_list args,
				struct err *err)
{
	const struct queue_opts *o = opts;
	struct queue q = { .c = c, .opts = o };
	struct table t = { .columns = 5 };
	bool ok;

	(void)args;
	ok = o->keep ? session_read(c, &o->registry, inbox_work, &q, err)
		     : session_write(c, &o->registry, inbox_work, &q, err);
	if (!ok)
		return exit_of(err->code);
	for (size_t i = 0; i < q.notices.n; i++) {
		const struct review_notice *n = &q.notices.at[i];

		if (o->json)
			notice_json(c, n, i == 0);
		else
			table_add(&t, c->arena,
				  (struct str[]){ word_moment(c, n->at), n->actor,
						  word_of(c, WORD_EVENT, n->kind), n->subject,
						  review_told(c, n->payload) });
	}
	if (o->json)
		out_str(c->out, q.notices.n ? STR("]\n") : STR("[]\n"));
	else if (q.notices.n)
		table_print(&t, c->out);
	else
		context_tell(c, MT("жаңа ештеңе жоқ", "ничего нового", "nothing new"));
	return EXIT_CLEAN;
}

static const struct queue_opts queue_defaults = { .limit = 200 };
#define JSON                                                                                   \
	{                                                                                      \
		0, "json", OPT_FLAG, offsetof(struct queue_opts, json), NULL, "as JSON", NULL, \
			0, 0                                                                   \
	}
static const struct opt queue_options[] = { JSON, REGISTRY_OPTIONS(struct queue_opts){ 0 } };
static const struct opt inbox_options[] = {
	{ 0, "keep", OPT_FLAG, offsetof(struct queue_opts, keep), NULL,
	  "show them again the next time", NULL, 0, 0 },
	{ 0, "limit", OPT_INT, offsetof(struct queue_opts, limit), "<n>", "at most so many",
	  NULL, 1, 100000 },
	JSON,
	REGISTRY_OPTIONS(struct queue_opts){ 0 }
};

#define QUEUE_COMMAND(...)                                      \
	.group = "Review", .synopsis = "", .needs = NEEDS_PACK, \
	.opts_size = sizeof(struct queue_opts), .defaults = &queue_defaults, __VA_ARGS__

const struct command cmd_queue = {
	.name = "queue",
	.next = MT_INIT("бір бетте бәрі: tizilim review ID",
			"всё на одной странице: tizilim review ID",
			"all on one page: tizilim review ID"),
	.summary = "what waits for you: parts, decisions, answers, commitments, waivers",
	QUEUE_COMMAND(.options = queue_options, .run = queue_run)
};
const struct command cmd_due = {
	.name = "due",
	.next = MT_INIT("өтінімді қарау: tizilim review ID",
			"посмотреть заявку: tizilim review ID",
			"look at a request: tizilim review ID"),
	.summary = "which decisions, commitments and waivers end when, the first day first",
	QUEUE_COMMAND(.options = queue_options, .run = due_run)
};
const struct command cmd_inbox = { .name = "inbox",
				   .next = MT_INIT("не істеу керек: tizilim queue",
						   "что делать: tizilim queue",
						   "what to do: tizilim queue"),
				   .summary = "what others did that concerns you; shown once",
				   QUEUE_COMMAND(.options = inbox_options, .run = inbox_run) };
