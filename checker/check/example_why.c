#include "checker/check/check_internal.h"

/* Why a rule found nothing in an example, as far as its trace tells. */

enum { MATCHES_TOLD = 3 };

static bool is_asked(const struct trace_step *s)
{
	return s->kind != TRACE_BIND && s->kind != TRACE_HIT && s->result != TRACE_UNASKED;
}

/* Of what passed every condition counts, else the last thing asked. */
static bool is_telling(const struct trace_match *m, size_t i)
{
	if (!is_asked(&m->steps.at[i]))
		return false;
	if (m->outcome == TRACE_PASSED && m->steps.at[i].kind == TRACE_CONDITION)
		return true;
	for (size_t k = i + 1; k < m->steps.n; k++)
		if (is_asked(&m->steps.at[k]))
			return false;
	return true;
}

static struct mtext with_step(struct arena *a, struct mtext before, const struct trace_step *s,
			      bool first)
{
	struct mtext step = report_trace_step(a, s);

	if (s->expression.n)
		step = MTEXT_FILL(a, MT("%1 [%2]", "%1 [%2]", "%1 [%2]"), step,
				  mtext_same(s->expression));
	return first ? MTEXT_FILL(a, MT("%1: %2", "%1: %2", "%1: %2"), before, step)
		     : MTEXT_FILL(a, MT("%1, %2", "%1, %2", "%1, %2"), before, step);
}

static struct mtext match_why(struct arena *a, const struct trace_match *m, size_t number)
{
	struct mtext out = MTEXT_FILL(a, MT("%1. %2", "%1. %2", "%1. %2"),
				      mtext_same(arena_printf(a, "%zu", number)),
				      report_trace_outcome(m->outcome));
	bool first = true;

	for (size_t i = 0; i < m->steps.n; i++)
		if (is_telling(m, i)) {
			out = with_step(a, out, &m->steps.at[i], first);
			first = false;
		}
	return out;
}

static struct mtext rule_why(struct arena *a, const struct trace_rule *r)
{
	struct mtext out = mtext_same(STR(""));
	size_t told = 0;

	if (r->outcome == TRACE_SILENT)
		return report_trace_outcome(TRACE_SILENT);
	if (r->matches.n == 0 && r->outcome == TRACE_NOT_APPLICABLE)
		return MT("ереже байлайтын ештеңе табылмады (for, scan, pair)",
			  "правилу не к чему привязаться (for, scan, pair)",
			  "there is nothing that the rule binds (for, scan, pair)");
	for (size_t i = 0; i < r->matches.n && told < MATCHES_TOLD; i++) {
		struct mtext one;

		if (r->matches.at[i]->outcome == TRACE_FOUND)
			continue;
		one = match_why(a, r->matches.at[i], i + 1);
		out = told++ ? MTEXT_FILL(a, MT("%1; %2", "%1; %2", "%1; %2"), out, one) : one;
	}
	return out;
}

struct mtext check_example_why(struct arena *a, const struct trace *t)
{
	return t->rules.n ? rule_why(a, t->rules.at[0]) : mtext_same(STR(""));
}
