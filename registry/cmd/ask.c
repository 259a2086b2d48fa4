#include "registry/cmd/ask.h"

#include "registry/cmd/words.h"

const char *const ask_kinds[] = { "auto",   "establish", "pilot",  "use",
				  "change", "transfer",	 "retire", NULL };

struct review_submission ask_of(const struct ask_opts *o, struct str id,
				const struct node *manifest, bool unchanged)
{
	const struct node *request = node_get(manifest, STR("request"));
	size_t slash = str_find(id, STR("/"));
	/* A file that says nothing new asks for nothing new. */
	struct str kind = unchanged ? STR("") : node_text(request, STR("kind"));

	return (struct review_submission){
		.body = str_sub(id, 0, slash),
		.short_name = str_sub(id, slash + 1, id.n),
		.kind = o->kind ? str_of(ask_kinds[o->kind]) : kind,
		.heir = o->to,
		.remark = o->remark.n ? o->remark : node_text(request, STR("reason")),
		.stage = node_text(manifest, STR("stage")),
	};
}

struct str ask_told(const struct context *c, const struct review_plan *plan)
{
	struct arena *a = c->arena;
	struct str state = word_of(c, WORD_STATE, plan->state);

	if (!plan->number)
		return STR("");
	if (plan->due.n)
		state = context_text(c,
				     MTEXT_FILL(a,
						MT("%1, шешім мерзімі: %2", "%1, решение до %2",
						   "%1, decision by %2"),
						mtext_same(state), mtext_same(plan->due)));
	return context_text(
		c,
		MTEXT_FILL(a,
			   MT("өтінім №%1: %2, %3", "заявка №%1: %2, %3", "request %1: %2, %3"),
			   mtext_same(arena_printf(a, "%d", (int)plan->number)),
			   mtext_same(word_of(c, WORD_KIND, plan->kind)), mtext_same(state)));
}

void ask_tell_plan(struct context *c, struct str id, const struct review_plan *plan)
{
	struct arena *a = c->arena;
	struct mtext number = mtext_same(arena_printf(a, "%d", (int)plan->number));
	struct mtext kind = mtext_same(word_of(c, WORD_KIND, plan->kind));

	if (plan->refused.n)
		context_tell(c, MTEXT_FILL(a,
					   MT("%1: қабылданбас еді: %2 (%3)",
					      "%1: было бы отказано: %2 (%3)",
					      "%1: would be refused: %2 (%3)"),
					   mtext_same(id), mtext_same(plan->refused),
					   mtext_same(plan->hint)));
	else if (str_eq(plan->action, STR("open")))
		context_tell(c,
			     MTEXT_FILL(a,
					MT("%1: №%2 өтінім ашылар еді: %3, шешім мерзімі: %4",
					   "%1: открылась бы заявка №%2: %3, решение до %4",
					   "%1: would open request %2: %3, decision by %4"),
					mtext_same(id), number, kind, mtext_same(plan->due)));
	else if (str_eq(plan->action, STR("continue")))
		context_tell(c, MTEXT_FILL(a,
					   MT("%1: №%2 өтінімге жауап болар еді: %3",
					      "%1: был бы ответ по заявке №%2: %3",
					      "%1: would go on with request %2: %3"),
					   mtext_same(id), number, kind));
	else
		context_tell(c, MTEXT_FILL(a,
					   MT("%1: ештеңе сұралмас еді",
					      "%1: ничего бы не просилось",
					      "%1: would ask for nothing"),
					   mtext_same(id)));
}

void ask_json(const struct context *c, const struct review_plan *plan)
{
	if (!plan->number)
		return;
	out_printf(c->out,
		   ",\"request\":{\"number\":%d,\"kind\":%.*s,\"action\":%.*s,\"state\":%.*s",
		   (int)plan->number, STR_FMT(context_json(c, plan->kind)),
		   STR_FMT(context_json(c, plan->action)),
		   STR_FMT(context_json(c, plan->state)));
	if (plan->due.n)
		out_printf(c->out, ",\"due\":%.*s", STR_FMT(context_json(c, plan->due)));
	out_str(c->out, STR("}"));
}
