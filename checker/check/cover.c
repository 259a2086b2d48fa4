#include "checker/check/check_internal.h"

/* What a rule's examples exercise, and what they would not notice. */

static struct check_outcome *outcome_of(struct check_coverage *c, struct arena *a,
					const struct trace_step *step)
{
	struct check_outcome *o;

	for (size_t i = 0; i < c->list.n; i++)
		if (c->list.at[i]->kind == step->kind &&
		    str_eq(c->list.at[i]->name, step->name) &&
		    str_eq(c->list.at[i]->expression, step->expression))
			return c->list.at[i];
	o = ARENA_NEW(a, struct check_outcome);
	o->name = step->name;
	o->expression = step->expression;
	o->kind = step->kind;
	vec_push(a, &c->list, o);
	return o;
}

static void add_step(struct check_coverage *c, struct arena *a, const struct trace_step *step,
		     struct str example)
{
	struct check_outcome *o = outcome_of(c, a, step);
	size_t which = step->result == TRACE_FALSE || step->result == TRACE_ABSENT ? CHECK_FALSE
										   : CHECK_TRUE;
	size_t n = o->examples[which].n;

	if (n == 0 || !str_eq(o->examples[which].at[n - 1], example))
		vec_push(a, &o->examples[which], example);
}

static bool is_asked(const struct trace_step *s)
{
	return s->result != TRACE_UNASKED &&
	       (s->kind == TRACE_LET || s->kind == TRACE_WHEN || s->kind == TRACE_CONDITION);
}

static void add_trace(struct check_coverage *c, struct arena *a, const struct trace *t,
		      struct str example)
{
	for (size_t r = 0; r < t->rules.n; r++)
		for (size_t m = 0; m < t->rules.at[r]->matches.n; m++) {
			const struct trace_match *match = t->rules.at[r]->matches.at[m];

			for (size_t s = 0; s < match->steps.n; s++)
				if (is_asked(&match->steps.at[s]))
					add_step(c, a, &match->steps.at[s], example);
		}
}

/* Conditions that no example ever asks are not in any trace. */
static void add_unasked(struct check_coverage *c, struct arena *a, const struct rule *rule)
{
	const struct node *all = node_get(rule_source(rule), STR("all"));

	for (uint32_t i = 0; all && i < all->count; i++) {
		struct trace_step step = { .kind = TRACE_CONDITION,
					   .name = member_key(&all->members[i]),
					   .expression = node_str(&all->members[i].value) };

		outcome_of(c, a, &step);
	}
}

bool check_cover(struct check_coverage *out, struct arena *a, const struct pack *p,
		 const struct rule *rule, struct err *err)
{
	struct check_example_list list = check_examples_of(a, rule);

	*out = (struct check_coverage){ 0 };
	for (size_t i = 0; i < list.n; i++) {
		struct trace trace = { .arena = a, .others = true };
		struct check_trial trial = { rule, &list.at[i], &trace };
		bool holds;

		if (!check_example_run(&holds, a, p, &trial, err))
			return false;
		add_trace(out, a, &trace, list.at[i].label);
	}
	for (const struct rule *way = rule; way; way = rule_otherwise(way))
		add_unasked(out, a, way);
	for (size_t i = 0; i < out->list.n; i++)
		for (size_t k = 0; k < CHECK_OUTCOMES; k++)
			out->missed += out->list.at[i]->kind != TRACE_LET &&
				       out->list.at[i]->examples[k].n == 0;
	return true;
}

struct tally {
	const struct check_example_list *list;
	size_t enough; /* to end with */
	size_t failed;
};

/* How many examples come out otherwise with the rule. */
static bool count_failed(struct tally *t, const struct pack *p, const struct rule *rule,
			 struct err *err)
{
	AUTO_ARENA a = arena_new();

	for (size_t i = 0; i < t->list->n && t->failed < t->enough; i++) {
		struct check_trial trial = { .rule = rule, .example = &t->list->at[i] };
		bool holds;

		if (!check_example_run(&holds, a, p, &trial, err))
			return false;
		t->failed += !holds;
		arena_reset(a);
	}
	return true;
}

bool check_mutate(struct check_mutants *out, struct arena *a, const struct pack *p,
		  const struct rule *rule, struct err *err)
{
	struct check_example_list list = check_examples_of(a, rule);
	struct tally sound = { &list, list.n, 0 };
	struct rule_mutant *mutants;
	size_t n = rule_mutants(rule, a, &mutants);

	*out = (struct check_mutants){ .parts = out->parts };
	if (!count_failed(&sound, p, rule, err))
		return false;
	out->failed = sound.failed;
	if (out->failed)
		return true;
	for (size_t i = 0; i < n; i++) {
		AUTO_ARENA scratch = arena_new();
		struct rule_trial trial;
		struct tally noticed = { &list, 1, 0 };
		bool ok;

		if ((mutants[i].part && !out->parts) ||
		    !rule_try(&trial, scratch, p, rule, &mutants[i]))
			continue;
		ok = count_failed(&noticed, p, trial.rule, err);
		rule_trial_free(&trial);
		if (!ok)
			return false;
		out->tried++;
		if (!noticed.failed)
			vec_push(a, &out->survived, mutants[i]);
	}
	return true;
}
