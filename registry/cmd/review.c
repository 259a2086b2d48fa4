#include "registry/cmd/review.h"

#include "checker/base/words.h"
#include "checker/report/report.h"
#include "registry/cmd/compare.h"

/* review: all that a reviewer needs to know of one request, on one page. */

struct review_opts {
	struct registry_opts registry;
	bool json;
};

struct page {
	struct context *c;
	struct review_ref ref;
	struct review_request request;
	struct review_parts parts;
	struct review_acts acts;
	struct review_commitments commitments;
	struct review_waivers waivers;
	struct review_decision decision;
	struct review_steps steps;
	struct store_findings findings;
	struct report_duplicates alike;
};

enum { ALIKE_PERCENT = 45, ALIKE_SHOWN = 5 };

static bool page_work(struct db *db, void *context, struct err *err)
{
	struct page *p = context;
	struct arena *a = p->c->arena;
	struct review_query query = { 0 };
	struct store_ref id = { p->ref.body, p->ref.short_name, 0 };

	if (!review_find(&p->request, a, db, &p->ref, err))
		return false;
	p->ref.number = p->request.number;
	query.ref = p->ref;
	return review_parts(&p->parts, a, db, &p->ref, err) &&
	       review_acts(&p->acts, a, db, &p->ref, err) &&
	       review_decision(&p->decision, a, db, &p->ref, err) &&
	       review_steps(&p->steps, a, db, &p->ref, err) &&
	       review_commitments(&p->commitments, a, db, &query, err) &&
	       review_waivers(&p->waivers, a, db, &query, err) &&
	       store_findings_of(&p->findings, a, db, &id, err);
}

static bool may(const struct page *p, const char *action)
{
	for (size_t i = 0; i < p->steps.n; i++)
		if (str_eq(p->steps.at[i], str_of(action)))
			return true;
	return false;
}

static struct str hash_of(const struct page *p)
{
	return hash_hex(p->c->arena, p->request.sha256.bytes, SHA256_BYTES);
}

/* ---- as text ---- */

static void heading(struct context *c, struct mtext title)
{
	out_str(c->out, STR("\n"));
	context_say(c, title);
}

static void print_head(struct page *p)
{
	struct context *c = p->c;
	const struct review_request *r = &p->request;
	struct arena *a = c->arena;

	out_printf(c->out, "%.*s#%d · %.*s · %.*s%s%.*s\n", STR_FMT(r->id), (int)r->number,
		   STR_FMT(word_of(c, WORD_KIND, r->kind)),
		   STR_FMT(word_of(c, WORD_STATE, r->state)), r->broken ? " · " : "",
		   STR_FMT(r->broken ? context_text(c, MT("міндеттеме мерзімінде орындалмады",
							  "обязательство просрочено",
							  "a commitment is overdue"))
				     : STR("")));
	out_printf(c->out, "%.*s\n", STR_FMT(context_text(c, r->name)));
	context_say(c, MTEXT_FILL(a,
				  MT("редакция %1 · sha256 %2", "редакция %1 · sha256 %2",
				     "revision %1 · sha256 %2"),
				  mtext_same(arena_printf(a, "%d", (int)r->revision)),
				  mtext_same(hash_of(p))));
	context_say(c, MTEXT_FILL(a,
				  MT("бастама жеткен кезең: %1 · өтінім берілді: %2 (%3)",
				     "достигнутая стадия: %1 · заявка подана: %2 (%3)",
				     "stage reached: %1 · asked for: %2 (%3)"),
				  mtext_same(word_stage(c, r->stage)),
				  mtext_same(word_moment(c, r->opened_at)),
				  mtext_same(r->opened_by)));
	if (r->heir.n)
		context_say(c, MTEXT_FILL(a,
					  MT("қабылдап алатын: %1", "принимает: %1",
					     "goes on as: %1"),
					  mtext_same(r->heir)));
	if (r->due.n)
		context_say(c,
			    MTEXT_FILL(a,
				       MT("мерзімі: %1 · %2", "срок: %1 · %2", "due: %1 · %2"),
				       mtext_same(review_deadline(c, r->due, r->late)),
				       mtext_same(review_days(c, r->used, r->days))));
	else if (r->turn.n)
		context_say(c, MT("мерзім тоқтап тұр: жауап органнан күтіледі",
				  "срок не идёт: ответ за органом",
				  "the clock stands: the body has to answer"));
}

static void print_parts(struct page *p)
{
	struct context *c = p->c;
	struct table t = { .columns = 4 };

	heading(c, MT("қорытындылар:", "заключения:", "parts:"));
	for (size_t i = 0; i < p->parts.n; i++) {
		const struct review_part *part = &p->parts.at[i];
		struct str who =
			part->verdict.n
				? arena_printf(c->arena, "%.*s %.*s",
					       STR_FMT(str_sub(part->at, 0, 10)),
					       STR_FMT(part->actor))
				: arena_printf(c->arena, "(%.*s)", STR_FMT(part->authorities));

		table_add(&t, c->arena,
			  (struct str[]){
				  arena_printf(c->arena, "  %.*s",
					       STR_FMT(word_of(c, WORD_PART, part->part))),
				  part->verdict.n ? word_of(c, WORD_VERDICT, part->verdict)
						  : STR("—"),
				  who, word_remark(c, part->remark) });
	}
	table_print(&t, c->out);
}

/* The parts that a rule is about; none named: the architecture's. */
static struct str part_of(const struct page *p, struct str rule)
{
	struct context *c = p->c;
	struct str out = STR("");

	for (size_t i = 0; i < p->parts.n; i++) {
		struct str rest = p->parts.at[i].rules, one;
		bool about = false;

		while (str_cut(&one, &rest, ','))
			about |= one.n && str_starts(rule, one);
		if (about)
			out = arena_printf(c->arena, "%.*s%s%.*s", STR_FMT(out),
					   out.n ? ", " : "",
					   STR_FMT(word_of(c, WORD_PART, p->parts.at[i].part)));
	}
	return out.n ? out : word_of(c, WORD_PART, STR("architecture"));
}

static const struct review_waiver *waived(const struct page *p, const struct store_finding *f)
{
	return review_waived(p->c, &p->waivers, f);
}

static void print_findings_of(struct page *p, enum severity severity)
{
	struct context *c = p->c;
	struct table t = { .columns = 5 };

	for (size_t i = 0; i < p->findings.n; i++) {
		const struct store_finding *f = &p->findings.at[i];

		if (!str_eq(f->severity, str_of(severity_names[severity])))
			continue;
		table_add(&t, c->arena,
			  (struct str[]){ arena_printf(c->arena, "  %.*s",
						       STR_FMT(context_text(
							       c, severity_titles[severity]))),
					  f->rule, part_of(p, f->rule), f->fingerprint,
					  review_message(c, &p->waivers, f) });
	}
	if (t.n)
		table_print(&t, c->out);
}

static void print_findings(struct page *p)
{
	struct context *c = p->c;

	if (!p->findings.run.n) {
		heading(c, MT("бұл редакция тексерілген жоқ", "эта редакция не проверена",
			      "no run has judged this revision"));
		return;
	}
	heading(c, MTEXT_FILL(c->arena,
			      MT("соңғы тексеру (%1), ескертпелер: %2",
				 "последняя проверка (%1), замечаний: %2",
				 "last run (%1), findings: %2"),
			      mtext_same(word_moment(c, p->findings.finished_at)),
			      mtext_same(arena_printf(c->arena, "%zu", p->findings.n))));
	for (int severity = SEV_ERROR; severity >= SEV_INFO; severity--)
		print_findings_of(p, (enum severity)severity);
}

static void print_alike(struct page *p)
{
	struct context *c = p->c;

	if (!p->alike.pairs_n)
		return;
	heading(c, MT("ұқсас бастамалар:", "похожие инициативы:", "similar initiatives:"));
	for (size_t i = 0; i < p->alike.pairs_n && i < ALIKE_SHOWN; i++) {
		const struct report_likeness *l = &p->alike.pairs[i];
		const struct report_member *other =
			str_eq(l->a->id, p->request.id) ? l->b : l->a;

		out_printf(c->out, "  %3d %%  %.*s  %.*s\n", (int)(l->probability * 100 + 0.5),
			   STR_FMT(other->id), STR_FMT(context_text(c, other->name)));
	}
}

static void print_acts(struct page *p)
{
	struct context *c = p->c;
	struct table t = { .columns = 4 };

	heading(c, MT("барысы:", "ход дела:", "what was done:"));
	for (size_t i = 0; i < p->acts.n; i++) {
		const struct review_act *act = &p->acts.at[i];
		const char *process =
			act->process == REVIEW_COMMITMENT ? "commitment" : "request";
		struct str event =
			arena_printf(c->arena, "%s_%.*s", process, STR_FMT(act->action));
		struct str about =
			act->part.n
				? arena_printf(c->arena, "%.*s: %.*s ",
					       STR_FMT(word_of(c, WORD_PART, act->part)),
					       STR_FMT(word_of(c, WORD_VERDICT, act->verdict)))
				: STR("");

		table_add(&t, c->arena,
			  (struct str[]){ arena_printf(c->arena, "  %.*s",
						       STR_FMT(word_moment(c, act->at))),
					  act->actor, word_of(c, WORD_EVENT, event),
					  arena_printf(c->arena, "@%d %.*s%.*s%s%.*s",
						       (int)act->revision, STR_FMT(about),
						       STR_FMT(word_remark(c, act->remark)),
						       act->fingerprint.n ? " · " : "",
						       STR_FMT(act->fingerprint)) });
	}
	table_print(&t, c->out);
}

static void print_rest(struct page *p)
{
	struct context *c = p->c;

	if (p->commitments.n)
		heading(c, MT("міндеттемелер:", "обязательства:", "commitments:"));
	for (size_t i = 0; i < p->commitments.n; i++) {
		const struct review_commitment *m = &p->commitments.at[i];

		out_printf(c->out, "  %d  %.*s  %.*s  %.*s\n", (int)m->item,
			   STR_FMT(review_deadline(c, m->due, m->late)),
			   STR_FMT(word_of(c, WORD_STATE, m->state)),
			   STR_FMT(word_remark(c, m->promise)));
	}
	if (p->waivers.n)
		heading(c, MT("ерекше рұқсаттар:", "исключения:", "waivers:"));
	for (size_t i = 0; i < p->waivers.n; i++) {
		const struct review_waiver *w = &p->waivers.at[i];

		out_printf(c->out, "  %d  %.*s  %.*s  %.*s %.*s  %.*s\n", (int)w->number,
			   STR_FMT(w->until), STR_FMT(word_of(c, WORD_STATE, w->state)),
			   STR_FMT(w->rule), STR_FMT(w->fingerprint),
			   STR_FMT(word_remark(c, w->reason)));
	}
}

/* Its places have names in each language. */
static struct mtext in_languages(struct arena *a, struct str command)
{
	struct mtext out;

	for (enum lang l = 0; l < LANG_COUNT; l++) {
		AUTO_STRBUF text;

		strbuf_init(&text, SIZE_MAX);
		words_synopsis(&text, command, l);
		out.in[l] = arena_str(a, strbuf_view(&text));
	}
	return out;
}

static void print_next(struct page *p)
{
	struct context *c = p->c;
	struct str id = arena_printf(c->arena, "%.*s#%d", STR_FMT(p->request.id),
				     (int)p->request.number);
	struct str read = str_sub(hash_of(p), 0, REVIEW_DIGITS);
	const struct {
		const char *action;
		struct str command;
	} steps[] = {
		{ "part",
		  arena_printf(c->arena, "tizilim part %.*s <part> positive --read %.*s",
			       STR_FMT(id), STR_FMT(read)) },
		{ "approve", arena_printf(c->arena, "tizilim decide %.*s --approve --read %.*s",
					  STR_FMT(id), STR_FMT(read)) },
		{ "return",
		  arena_printf(c->arena, "tizilim decide %.*s --return --reason <words>",
			       STR_FMT(id)) },
		{ "answer", arena_printf(c->arena, "tizilim comment %.*s <words> --answer",
					 STR_FMT(id)) },
	};

	context_next(c, MTEXT_FILL(c->arena,
				   MT("манифестті оқу: tizilim show %1@%2",
				      "прочитать манифест: tizilim show %1@%2",
				      "read the manifest: tizilim show %1@%2"),
				   mtext_same(p->request.id),
				   mtext_same(arena_printf(c->arena, "%d",
							   (int)p->request.revision))));
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (may(p, steps[i].action))
			context_next(c, in_languages(c->arena, steps[i].command));
}

/* ---- as JSON ---- */

static void json_acts(struct page *p)
{
	struct context *c = p->c;

	for (size_t i = 0; i < p->acts.n; i++) {
		const struct review_act *act = &p->acts.at[i];

		out_printf(c->out,
			   "%s{\"at\":%.*s,\"actor\":%.*s,\"process\":\"%s\",\"action\":%.*s,"
			   "\"state\":%.*s,\"revision\":%d",
			   i ? ",\n" : "", STR_FMT(context_json(c, act->at)),
			   STR_FMT(context_json(c, act->actor)),
			   act->process == REVIEW_COMMITMENT ? "commitment" : "request",
			   STR_FMT(context_json(c, act->action)),
			   STR_FMT(context_json(c, act->state)), (int)act->revision);
		if (act->part.n)
			out_printf(c->out, ",\"part\":%.*s,\"verdict\":%.*s",
				   STR_FMT(context_json(c, act->part)),
				   STR_FMT(context_json(c, act->verdict)));
		if (act->fingerprint.n)
			out_printf(c->out, ",\"finding\":%.*s",
				   STR_FMT(context_json(c, act->fingerprint)));
		if (act->remark.n)
			out_printf(c->out, ",\"remark\":%.*s",
				   STR_FMT(context_json(c, act->remark)));
		out_str(c->out, STR("}"));
	}
}

static void json_findings(struct page *p)
{
	struct context *c = p->c;

	for (size_t i = 0; i < p->findings.n; i++) {
		const struct store_finding *f = &p->findings.at[i];
		const struct review_waiver *w = waived(p, f);

		out_printf(c->out,
			   "%s{\"rule\":%.*s,\"severity\":%.*s,\"fingerprint\":%.*s,"
			   "\"pointer\":%.*s,\"message\":%.*s",
			   i ? ",\n" : "", STR_FMT(context_json(c, f->rule)),
			   STR_FMT(context_json(c, f->severity)),
			   STR_FMT(context_json(c, f->fingerprint)),
			   STR_FMT(context_json(c, f->pointer)),
			   STR_FMT(context_json3(c, f->message)));
		if (w)
			out_printf(c->out, ",\"waiver\":%d,\"until\":%.*s", (int)w->number,
				   STR_FMT(context_json(c, w->until)));
		out_str(c->out, STR("}"));
	}
}

static void json_parts(struct page *p)
{
	struct context *c = p->c;

	for (size_t i = 0; i < p->parts.n; i++) {
		const struct review_part *part = &p->parts.at[i];

		out_printf(c->out, "%s{\"part\":%.*s,\"authorities\":%.*s", i ? "," : "",
			   STR_FMT(context_json(c, part->part)),
			   STR_FMT(context_json(c, part->authorities)));
		if (part->verdict.n)
			out_printf(c->out, ",\"verdict\":%.*s,\"actor\":%.*s",
				   STR_FMT(context_json(c, part->verdict)),
				   STR_FMT(context_json(c, part->actor)));
		out_str(c->out, STR("}"));
	}
}

static void json_rest(struct page *p)
{
	struct context *c = p->c;

	out_str(c->out, STR("],\n\"commitments\":["));
	for (size_t i = 0; i < p->commitments.n; i++)
		review_commitment_json(c, &p->commitments.at[i], i == 0);
	out_str(c->out, STR("],\n\"waivers\":["));
	for (size_t i = 0; i < p->waivers.n; i++)
		review_waiver_json(c, &p->waivers.at[i], i == 0);
	out_str(c->out, STR("],\n\"similar\":["));
	for (size_t i = 0; i < p->alike.pairs_n && i < ALIKE_SHOWN; i++) {
		const struct report_likeness *l = &p->alike.pairs[i];

		out_printf(c->out, "%s{\"id\":%.*s,\"probability\":%.2f}", i ? "," : "",
			   STR_FMT(context_json(c, str_eq(l->a->id, p->request.id) ? l->b->id
										   : l->a->id)),
			   l->probability);
	}
	out_str(c->out, STR("],\n\"steps\":["));
	for (size_t i = 0; i < p->steps.n; i++)
		out_printf(c->out, "%s%.*s", i ? "," : "",
			   STR_FMT(context_json(c, p->steps.at[i])));
	out_str(c->out, STR("]}\n"));
}

static void print_json(struct page *p)
{
	struct context *c = p->c;
	const struct review_request *r = &p->request;

	out_printf(c->out,
		   "{\"id\":%.*s,\"number\":%d,\"kind\":%.*s,\"state\":%.*s,\"turn\":%.*s,"
		   "\"revision\":%d,\"sha256\":\"%.*s\",\"stage\":%.*s,\"days_used\":%d,"
		   "\"days\":%d,\"due\":%.*s,\"late\":%s,\"name\":%.*s,\n\"run\":%.*s,"
		   "\n\"parts\":[",
		   STR_FMT(context_json(c, r->id)), (int)r->number,
		   STR_FMT(context_json(c, r->kind)), STR_FMT(context_json(c, r->state)),
		   STR_FMT(context_json(c, r->turn)), (int)r->revision, STR_FMT(hash_of(p)),
		   STR_FMT(context_json(c, r->stage)), (int)r->used, (int)r->days,
		   STR_FMT(context_json(c, r->due)), r->late ? "true" : "false",
		   STR_FMT(context_json3(c, r->name)),
		   STR_FMT(context_json(c, p->findings.run)));
	json_parts(p);
	out_str(c->out, STR("],\n\"findings\":["));
	json_findings(p);
	out_str(c->out, STR("],\n\"acts\":["));
	json_acts(p);
	json_rest(p);
}

static enum exit_code review_run(struct context *c, const void *opts, struct str_list args,
				 struct err *err)
{
	const struct review_opts *o = opts;
	struct page p = { .c = c };
	struct check_options options = { .pack = c->pack, .date = c->today, .portfolio = true };
	struct alike_options wanted = { .probability = ALIKE_PERCENT / 100.0,
					.processes = c->cpus };

	if (!review_ref_parse(&p.ref, args.at[0], err) ||
	    !session_read(c, &o->registry, page_work, &p, err))
		return exit_of(err->code);
	wanted.id = p.request.id;
	if (!compare_registered(&p.alike, c, &o->registry,
				&(struct compare){ check_new(c->arena, &options), &wanted },
				err))
		return exit_of(err->code);
	if (o->json) {
		print_json(&p);
		return EXIT_CLEAN;
	}
	print_head(&p);
	print_parts(&p);
	print_findings(&p);
	print_alike(&p);
	print_rest(&p);
	print_acts(&p);
	print_next(&p);
	return EXIT_CLEAN;
}

static const struct opt review_options[] = { { 0, "json", OPT_FLAG,
					       offsetof(struct review_opts, json), NULL,
					       "as JSON", NULL, 0, 0 },
					     REGISTRY_OPTIONS(struct review_opts){ 0 } };
static const char *const review_examples[] = { "tizilim review msh/land-satellite",
					       "tizilim review msh/land-satellite#2", NULL };

const struct command cmd_review = {
	.name = "review",
	.group = "Review",
	.synopsis = "<id>[#<request>]",
	.summary = "show a request on one page: findings, parts, what was said, what to do",
	.next = MT_INIT("қорытынды беру: tizilim part ID", "дать заключение: tizilim part ID",
			"give a part: tizilim part ID"),
	.examples = review_examples,
	.needs = NEEDS_PACK,
	.options = review_options,
	.opts_size = sizeof(struct review_opts),
	.args_min = 1,
	.args_max = 1,
	.run = review_run,
};
