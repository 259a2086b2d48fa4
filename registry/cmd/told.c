#include "registry/cmd/review.h"

#include "checker/doc/doc.h"

struct str review_deadline(const struct context *c, struct str due, bool late)
{
	if (!late)
		return due;
	return context_text(
		c,
		MTEXT_FILL(c->arena, MT("%1 (мерзімі өтті)", "%1 (просрочено)", "%1 (overdue)"),
			   mtext_same(due)));
}

struct str review_days(const struct context *c, int64_t used, int64_t days)
{
	struct arena *a = c->arena;

	return context_text(c, MTEXT_FILL(a,
					  MT("%2 жұмыс күнінің өткені: %1",
					     "%1 из %2 рабочих дней", "%1 of %2 working days"),
					  mtext_same(arena_printf(a, "%d", (int)used)),
					  mtext_same(arena_printf(a, "%d", (int)days))));
}

/* "@2 pilot", the reason of a withdrawal, and what was said of which pair. */
static struct str told_of_registry(const struct context *c, const struct node *payload,
				   struct str number)
{
	struct str reason = word_remark(c, node_text(payload, STR("reason")));
	struct str other = node_text(payload, STR("other"));

	if (other.n)
		return arena_printf(c->arena, "%.*s~ %.*s: %.*s (%.*s)", STR_FMT(number),
				    STR_FMT(other), STR_FMT(node_text(payload, STR("verdict"))),
				    STR_FMT(reason));
	return arena_printf(c->arena, "%.*s%.*s%.*s", STR_FMT(number),
			    STR_FMT(word_stage(c, node_text(payload, STR("stage")))),
			    STR_FMT(reason));
}

/* "DUP-001 (mz/egin)", each with a sign before it. */
static struct str told_of_findings(const struct context *c, const struct node *list,
				   const char *sign)
{
	struct arena *a = c->arena;
	struct str told = STR("");

	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++) {
		const struct node *others = node_get(&list->items[i], STR("others"));

		told = arena_printf(a, "%.*s%s%.*s ", STR_FMT(told), sign,
				    STR_FMT(node_text(&list->items[i], STR("rule"))));
		for (uint32_t k = 0; others && others->type == NODE_ARRAY && k < others->count;
		     k++)
			told = arena_printf(a, "%.*s%s%.*s%s", STR_FMT(told), k ? ", " : "(",
					    STR_FMT(node_str(&others->items[k])),
					    k + 1 == others->count ? ") " : "");
	}
	return told;
}

/* Findings that came and went, a waiver that ended, a commitment that is overdue. */
static struct str told_of_change(const struct context *c, const struct node *payload)
{
	const struct node *waiver = node_get(payload, STR("waiver"));
	const struct node *promise = node_get(payload, STR("commitment"));
	struct arena *a = c->arena;

	if (waiver)
		return arena_printf(a, "%.*s %.*s", STR_FMT(node_text(waiver, STR("rule"))),
				    STR_FMT(node_text(waiver, STR("until"))));
	if (promise && promise->type == NODE_ARRAY && promise->count)
		return arena_printf(
			a, "%.*s %.*s", STR_FMT(node_text(&promise->items[0], STR("due"))),
			STR_FMT(word_remark(c, node_text(&promise->items[0], STR("promise")))));
	return ARENA_JOIN(a, told_of_findings(c, node_get(payload, STR("gained")), "+"),
			  told_of_findings(c, node_get(payload, STR("lost")), "−"));
}

struct str review_told(const struct context *c, struct str payload)
{
	struct arena *a = c->arena;
	struct doc_errors errors = { 0 };
	const struct node *act, *revision;
	struct str part, verdict, number = STR("");
	struct doc *doc;

	if (!doc_parse(&doc, a, STR("event"), payload, DOC_JSON, DOC_GENERAL, &errors))
		return STR("");
	act = node_get(&doc->root, STR("act"));
	revision = node_get(act ? act : &doc->root, STR("revision"));
	if (revision && revision->type == NODE_NUMBER)
		number = arena_printf(a, "@%.*s ", STR_FMT(node_str(revision)));
	if (!act)
		return str_trim(ARENA_JOIN(a, told_of_registry(c, &doc->root, number),
					   told_of_change(c, &doc->root)));
	part = word_of(c, WORD_PART, node_text(act, STR("part")));
	verdict = word_of(c, WORD_VERDICT, node_text(act, STR("verdict")));
	if (part.n)
		part = arena_printf(a, "%.*s: %.*s ", STR_FMT(part), STR_FMT(verdict));
	return str_trim(arena_printf(a, "%.*s%.*s%.*s", STR_FMT(number), STR_FMT(part),
				     STR_FMT(word_remark(c, node_text(act, STR("remark"))))));
}

bool review_was_read(const struct context *c, const struct review_request *r, struct str read,
		     struct err *err)
{
	struct str hash = hash_hex(c->arena, r->sha256.bytes, SHA256_BYTES);

	if (read.n >= REVIEW_DIGITS && str_starts(hash, read))
		return true;
	if (read.n < REVIEW_DIGITS) {
		err_set(err, ERR_USAGE,
			"--read names what you have read: the SHA-256 of the "
			"manifest, at least %d digits of it",
			REVIEW_DIGITS);
		return err_hint(err, "`tizilim review %.*s` shows it", STR_FMT(r->id));
	}
	err_set(err, ERR_REFUSED,
		"the request is about revision %d (%.*s), which is not what you read",
		(int)r->revision, STR_FMT(str_sub(hash, 0, REVIEW_DIGITS)));
	return err_hint(err, "read it again: tizilim review %.*s", STR_FMT(r->id));
}

const struct review_waiver *review_waived(const struct context *c,
					  const struct review_waivers *waivers,
					  const struct store_finding *f)
{
	const struct rule *rule = pack_rule_named(c->pack, f->rule);
	bool banned = rule && rule_prohibits(rule);

	for (size_t i = 0; i < waivers->n; i++) {
		const struct review_waiver *w = &waivers->at[i];

		if (w->in_force && str_eq(w->id, f->id) && str_eq(w->rule, f->rule) &&
		    (!w->fingerprint.n || str_eq(w->fingerprint, f->fingerprint)) &&
		    (w->of_banned || !banned))
			return w;
	}
	return NULL;
}

struct str review_message(const struct context *c, const struct review_waivers *waivers,
			  const struct store_finding *f)
{
	const struct review_waiver *w = review_waived(c, waivers, f);
	struct str message = word_remark(c, context_text(c, f->message));
	struct arena *a = c->arena;

	if (!w)
		return message;
	return arena_printf(
		a, "%.*s [%.*s]", STR_FMT(message),
		STR_FMT(context_text(
			c, MTEXT_FILL(a,
				      MT("№%1 ерекше рұқсат, соңғы күні: %2",
					 "исключение №%1, до %2", "waiver %1, until %2"),
				      mtext_same(arena_printf(a, "%d", (int)w->number)),
				      mtext_same(w->until)))));
}

void review_commitment_json(const struct context *c, const struct review_commitment *m,
			    bool first)
{
	out_printf(c->out,
		   "%s{\"id\":%.*s,\"number\":%d,\"item\":%d,\"promise\":%.*s,\"due\":%.*s,"
		   "\"state\":%.*s,\"late\":%s}",
		   first ? "" : ",\n", STR_FMT(context_json(c, m->id)), (int)m->number,
		   (int)m->item, STR_FMT(context_json(c, m->promise)),
		   STR_FMT(context_json(c, m->due)), STR_FMT(context_json(c, m->state)),
		   m->late ? "true" : "false");
}

void review_waiver_json(const struct context *c, const struct review_waiver *w, bool first)
{
	out_printf(c->out, "%s{\"id\":%.*s,\"number\":%d,\"rule\":%.*s", first ? "" : ",\n",
		   STR_FMT(context_json(c, w->id)), (int)w->number,
		   STR_FMT(context_json(c, w->rule)));
	if (w->fingerprint.n)
		out_printf(c->out, ",\"finding\":%.*s",
			   STR_FMT(context_json(c, w->fingerprint)));
	out_printf(c->out, ",\"until\":%.*s,\"state\":%.*s,\"in_force\":%s,\"asked_by\":%.*s",
		   STR_FMT(context_json(c, w->until)), STR_FMT(context_json(c, w->state)),
		   w->in_force ? "true" : "false", STR_FMT(context_json(c, w->asked_by)));
	if (w->approved_by.n)
		out_printf(c->out, ",\"approved_by\":%.*s",
			   STR_FMT(context_json(c, w->approved_by)));
	out_printf(c->out, ",\"reason\":%.*s}", STR_FMT(context_json(c, w->reason)));
}
