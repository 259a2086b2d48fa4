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
		struct trace trace = { .arena = a };
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

/* Whether some example comes out otherwise with the changed rule. */
static bool is_noticed(bool *noticed, const struct pack *p, const struct rule *changed,
		       const struct check_example_list *list, struct err *err)
{
	AUTO_ARENA a = arena_new();

	*noticed = false;
	for (size_t i = 0; i < list->n && !*noticed; i++) {
		struct check_trial trial = { .rule = changed, .example = &list->at[i] };
		bool holds;

		if (!check_example_run(&holds, a, p, &trial, err))
			return false;
		*noticed = !holds;
		arena_reset(a);
	}
	return true;
}

bool check_mutate(struct check_mutants *out, struct arena *a, const struct pack *p,
		  const struct rule *rule, struct err *err)
{
	struct check_example_list list = check_examples_of(a, rule);
	struct rule_mutant *mutants;
	size_t n = rule_mutants(rule, a, &mutants);

	*out = (struct check_mutants){ .parts = out->parts };
	for (size_t i = 0; i < n; i++) {
		AUTO_ARENA scratch = arena_new();
		struct rule_trial trial;
		bool noticed, ok;

		if ((mutants[i].part && !out->parts) ||
		    !rule_try(&trial, scratch, p, rule, &mutants[i]))
			continue;
		ok = is_noticed(&noticed, p, trial.rule, &list, err);
		rule_trial_free(&trial);
		if (!ok)
			return false;
		out->tried++;
		if (!noticed)
			vec_push(a, &out->survived, mutants[i]);
	}
	return true;
}
