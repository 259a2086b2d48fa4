#include "checker/check/check_internal.h"

#include "checker/base/strmap.h"

#include <stdlib.h>

enum { BATCH = 256 };
enum side { BEFORE, AFTER, SIDES };

const char *const impact_kind_names[] = { [IMPACT_GAINED] = "gained",
					  [IMPACT_LOST] = "lost",
					  [IMPACT_SEVERER] = "severer",
					  [IMPACT_MILDER] = "milder",
					  NULL };

struct impact_run {
	struct impact out;
	struct arena *arena; /* of the result */
	struct impact_options options;
	const bool *skip[SIDES];
	struct strmap rules;   /* id -> struct impact_rule */
	struct strmap touched; /* initiatives */
	struct arena *batch;   /* of the documents at hand */
	struct check *check[SIDES];
	struct arena *all;    /* of all documents; NULL when no rule needs them */
	struct check *holder; /* keeps them, judges none */
	size_t pending;
};

/* A finding as far as it is compared; texts live as long as the sink or as its copy. */
struct found {
	struct str fingerprint, rule, who, pointer;
	enum severity severity;
	struct mtext message;
	bool matched;
};

struct found_list {
	VEC(struct found) list;
};

static const struct pack *pack_of(const struct impact_run *run, enum side side)
{
	return side == BEFORE ? run->options.before : run->options.after;
}

static struct impact_rule *rule_of(struct impact_run *run, struct str id)
{
	struct impact_rule *r = strmap_get(&run->rules, id);

	if (r)
		return r;
	r = ARENA_NEW(run->arena, struct impact_rule);
	r->id = arena_str(run->arena, id);
	for (enum side s = 0; s < SIDES; s++) {
		const struct rule *rule = pack_rule_named(pack_of(run, s), id);

		r->grounded[s] =
			rule && rule_grounded(pack_of(run, s), rule, run->options.date);
	}
	strmap_put(&run->rules, r->id, r);
	return r;
}

/* Only rules of packs: the structure of a manifest is judged by the program. */
static void collect(struct impact_run *run, struct found_list *out, struct arena *a,
		    enum side side)
{
	const struct sink *sink = check_sink(run->check[side]);

	for (size_t i = 0; i < sink->findings.n; i++) {
		const struct finding *f = &sink->findings.at[i];

		if (pack_rule_named(pack_of(run, side), f->rule))
			vec_push(a, &out->list,
				 (struct found){ .fingerprint = finding_fingerprint(a, f),
						 .rule = f->rule,
						 .who = f->initiative.n ? f->initiative
									: f->at.file,
						 .pointer = f->at.pointer,
						 .severity = f->severity,
						 .message = f->message });
	}
	for (size_t i = 0; i < sink->notes.n; i++)
		if (sink->notes.at[i].initiative.n && sink->notes.at[i].rule.n)
			rule_of(run, sink->notes.at[i].rule)->unjudged[side]++;
}

static struct mtext copy_text(struct arena *a, struct mtext t)
{
	for (enum lang l = 0; l < LANG_COUNT; l++)
		t.in[l] = arena_str(a, t.in[l]);
	return t;
}

static void change(struct impact_run *run, enum impact_kind kind, const struct found *f,
		   enum severity before)
{
	struct arena *a = run->arena;
	struct impact_rule *rule = rule_of(run, f->rule);
	struct impact_change c = {
		.kind = kind,
		.initiative = arena_str(a, f->who),
		.rule = rule->id,
		.pointer = arena_str(a, f->pointer),
		.before = before,
		.after = f->severity,
		.message = copy_text(a, f->message),
	};

	rule->changes[kind]++;
	strmap_put(&run->touched, c.initiative, run);
	vec_push(a, &run->out.changes, c);
}

static void compare(struct impact_run *run, struct arena *a, struct found_list *before,
		    const struct found_list *after)
{
	struct strmap old;

	strmap_init(&old, a);
	for (size_t i = 0; i < before->list.n; i++)
		strmap_put(&old, before->list.at[i].fingerprint, &before->list.at[i]);
	for (size_t i = 0; i < after->list.n; i++) {
		const struct found *f = &after->list.at[i];
		struct found *was = strmap_get(&old, f->fingerprint);

		if (!was) {
			change(run, IMPACT_GAINED, f, f->severity);
			continue;
		}
		was->matched = true;
		if (was->severity == f->severity)
			run->out.same++;
		else
			change(run,
			       f->severity > was->severity ? IMPACT_SEVERER : IMPACT_MILDER, f,
			       was->severity);
	}
	for (size_t i = 0; i < before->list.n; i++)
		if (!before->list.at[i].matched)
			change(run, IMPACT_LOST, &before->list.at[i],
			       before->list.at[i].severity);
}

static struct check_options options_of(const struct impact_run *run, enum side side,
				       enum judge_part part)
{
	return (struct check_options){ .pack = pack_of(run, side),
				       .date = run->options.date,
				       .portfolio = run->options.portfolio,
				       .part = part,
				       .skip = run->skip[side] };
}

static void close_batch(struct impact_run *run)
{
	struct found_list found[SIDES] = { 0 };

	if (!run->pending)
		return;
	for (enum side s = 0; s < SIDES; s++) {
		check_judge(run->check[s]);
		collect(run, &found[s], run->batch, s);
	}
	run->out.unreadable += check_unreadable(run->check[AFTER]);
	compare(run, run->batch, &found[BEFORE], &found[AFTER]);
	run->pending = 0;
	arena_reset(run->batch);
	if (run->options.progress)
		run->options.progress(run->options.context, run->out.documents);
}

void impact_add(struct impact_run *run, struct str file, struct str text, bool json)
{
	struct check_registered r = {
		.file = file, .text = arena_str(run->batch, text), .json = json, .judged = true
	};

	for (enum side s = 0; s < SIDES; s++) {
		struct check_options options = options_of(run, s, JUDGE_ALONE);

		if (run->pending == 0)
			run->check[s] = check_new(run->batch, &options);
		check_add_registered(run->check[s], &r);
	}
	if (run->holder) {
		r.text = arena_str(run->all, text);
		check_add_registered(run->holder, &r);
	}
	run->out.documents++;
	if (++run->pending == BATCH)
		close_batch(run);
}

void impact_add_unreadable(struct impact_run *run)
{
	run->out.documents++;
	run->out.unreadable++;
}

/* All documents with one pack; what was found outlives the judging. */
static void judge_together(struct impact_run *run, struct found_list *out, enum side side)
{
	struct check_options options = options_of(run, side, JUDGE_TOGETHER);
	struct found_list found = { 0 };

	arena_reset(run->batch);
	run->check[side] = check_new(run->batch, &options);
	check_share(run->check[side], run->holder);
	check_judge(run->check[side]);
	collect(run, &found, run->batch, side);
	for (size_t i = 0; i < found.list.n; i++) {
		struct found f = found.list.at[i];

		f.fingerprint = arena_str(run->arena, f.fingerprint);
		f.who = arena_str(run->arena, f.who);
		f.pointer = arena_str(run->arena, f.pointer);
		f.message = copy_text(run->arena, f.message);
		vec_push(run->arena, &out->list, f);
	}
}

static bool any_together(const struct impact_run *run, enum side side)
{
	const struct pack *p = pack_of(run, side);

	for (size_t i = 0; i < pack_rules(p); i++)
		if (!run->skip[side][i] && rule_needs_others(pack_rule(p, i)))
			return true;
	return false;
}

static int change_order(const void *x, const void *y)
{
	const struct impact_change *a = x, *b = y;
	int order = str_cmp(&a->initiative, &b->initiative);

	if (!order)
		order = str_cmp(&a->rule, &b->rule);
	if (!order)
		order = str_cmp(&a->pointer, &b->pointer);
	if (!order)
		order = str_cmp(&a->message.in[LANG_EN], &b->message.in[LANG_EN]);
	return order ? order : (int)a->kind - (int)b->kind;
}

static int rule_order(const void *x, const void *y)
{
	const struct impact_rule *const *a = x, *const *b = y;

	return str_cmp(&(*a)->id, &(*b)->id);
}

static void finish(struct impact_run *run)
{
	struct impact *out = &run->out;

	for (enum side s = 0; s < SIDES; s++)
		for (size_t i = 0; i < pack_rules(pack_of(run, s)); i++)
			rule_of(run, rule_info(pack_rule(pack_of(run, s), i))->id);
	for (size_t i = 0; i < run->rules.n; i++) {
		struct impact_rule *r = run->rules.at[i].value;
		size_t n = r->grounded[BEFORE] != r->grounded[AFTER] ||
			   r->unjudged[BEFORE] != r->unjudged[AFTER];

		for (enum impact_kind k = 0; k < IMPACT_KIND_COUNT; k++)
			n += r->changes[k];
		if (n)
			vec_push(run->arena, &out->rules, r);
	}
	if (out->changes.n)
		qsort(out->changes.at, out->changes.n, sizeof(*out->changes.at), change_order);
	if (out->rules.n)
		qsort(out->rules.at, out->rules.n, sizeof(struct impact_rule *), rule_order);
	out->touched = run->touched.n;
}

struct impact_run *impact_begin(struct arena *a, const struct impact_options *options)
{
	struct impact_run *run = ARENA_NEW(a, struct impact_run);

	run->arena = a;
	run->options = *options;
	run->batch = arena_new();
	strmap_init(&run->rules, a);
	strmap_init(&run->touched, a);
	for (enum side s = 0; s < SIDES; s++)
		run->skip[s] = same_rules(a, pack_of(run, s), pack_of(run, SIDES - 1 - s));
	for (size_t i = 0; i < pack_rules(options->after); i++)
		run->out.rules_same += run->skip[AFTER][i];
	if (any_together(run, BEFORE) || any_together(run, AFTER)) {
		struct check_options holder = options_of(run, AFTER, JUDGE_TOGETHER);

		run->all = arena_new();
		run->holder = check_new(run->all, &holder);
	}
	return run;
}

void impact_end(struct impact *out, struct impact_run *run)
{
	struct found_list found[SIDES] = { 0 };

	if (out) {
		close_batch(run);
		for (enum side s = 0; run->holder && s < SIDES; s++)
			judge_together(run, &found[s], s);
		compare(run, run->batch, &found[BEFORE], &found[AFTER]);
		finish(run);
		*out = run->out;
	}
	arena_free(run->batch);
	if (run->all)
		arena_free(run->all);
}
