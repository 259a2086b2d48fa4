#include "checker/rule/relate_internal.h"

#include "checker/base/strbuf.h"
#include "checker/text/text.h"

/* A value as a trace shows it: bounded, since a whole manifest is a value too. */
enum { VALUE_POINTS = 120 };

void trace_rule_open(struct judge *j, const struct rule *r, const struct subject *s,
		     enum trace_outcome outcome)
{
	struct trace_rule *t;

	if (!j->trace || (j->trace->only.n && !str_eq(j->trace->only, r->info.id)))
		return;
	t = ARENA_NEW(j->trace->arena, struct trace_rule);
	t->rule = r->info.id;
	t->initiative = s->id;
	t->file = s->file;
	t->outcome = outcome;
	vec_push(j->trace->arena, &j->trace->rules, t);
}

/* The rule's entry for the initiative; one only looked at beside has none. */
static struct trace_rule *trace_of(const struct judge *j, const struct rule *r,
				   const struct subject *s)
{
	const struct trace *t = j->trace;

	for (size_t i = t ? t->rules.n : 0; i-- > 0;) {
		struct trace_rule *rule = t->rules.at[i];

		if (!str_eq(rule->rule, r->info.id))
			return NULL;
		if (str_eq(rule->file, s->file))
			return rule;
	}
	return NULL;
}

void trace_rule_found(struct judge *j, const struct rule *r, const struct subject *s)
{
	struct trace_rule *rule = trace_of(j, r, s);

	if (rule && rule->outcome < TRACE_FOUND)
		rule->outcome = TRACE_FOUND;
}

bool trace_of_steps(const struct judge *j)
{
	return j->trace && !j->trace->brief;
}

static void add_step(struct match *m, struct trace_step step)
{
	vec_push(m->judge->trace->arena, &m->trace->steps, step);
}

struct str trace_brief(struct arena *a, struct str s)
{
	size_t points = 0;

	for (size_t i = 0; i < s.n; i++) {
		points += ((unsigned char)s.p[i] & 0xC0) != 0x80;
		if (points > VALUE_POINTS)
			return arena_printf(a, "%.*s…", (int)i, s.p);
	}
	return arena_str(a, s);
}

/* Where the value stands, if it is a part of the manifest that is not read at a glance. */
static struct str pointer_of(const struct match *m, const struct node *node)
{
	if (!node || (node->type != NODE_OBJECT && node->type != NODE_ARRAY))
		return STR("");
	return doc_pointer(m->subject->doc, m->run.arena, node);
}

static struct mtext value_of(struct match *m, struct cel_value v)
{
	struct arena *a = m->judge->trace->arena;
	struct str id = node_text(v.node, STR("id")), pointer = pointer_of(m, v.node);
	struct mtext out = v.kind == CEL_ERROR ? mtext_same(v.s) : value_text(m->run.arena, v);

	if (id.n && node_get(v.node, STR("name")))
		out = MTEXT_FILL(m->run.arena, MT("%1 (%2)", "%1 (%2)", "%1 (%2)"),
				 mtext_same(id), node_mtext(node_get(v.node, STR("name"))));
	else if (pointer.n)
		out = mtext_same(arena_printf(m->run.arena, "%.*s %.*s", STR_FMT(pointer),
					      STR_FMT(out.in[LANG_EN])));
	for (enum lang l = 0; l < LANG_COUNT; l++)
		out.in[l] = trace_brief(a, mtext_in(out, l));
	return out;
}

static struct trace_step step_of(struct match *m, enum trace_kind kind, struct str name,
				 struct cel_value v)
{
	struct trace_step step = { .kind = kind, .name = name, .value = value_of(m, v) };

	if (match_missing(v))
		step.result = TRACE_ABSENT;
	else if (v.kind == CEL_ERROR)
		step.result = TRACE_ERROR;
	else if (v.kind == CEL_BOOL)
		step.result = v.truth ? TRACE_TRUE : TRACE_FALSE;
	return step;
}

void trace_step_add(struct match *m, enum trace_kind kind, struct str name,
		    const struct cel_program *program, const struct cel_value *v)
{
	struct trace_step step = step_of(m, kind, name, *v);

	if (m->secret && step.result == TRACE_VALUE)
		step.value = mtext_same(STR("***"));
	if (program)
		step.expression = cel_program_source(program);
	add_step(m, step);
}

void trace_match_open(struct match *m)
{
	struct trace_rule *rule = trace_of(m->judge, m->rule, m->subject);

	m->outcome = TRACE_NOT_APPLICABLE;
	m->trace = NULL;
	if (!rule || !trace_of_steps(m->judge))
		return;
	m->trace = ARENA_NEW(m->judge->trace->arena, struct trace_match);
	vec_push(m->judge->trace->arena, &rule->matches, m->trace);
	for (size_t i = 0; i < m->rule->binds.n; i++) {
		const struct bind_for *bind = &m->rule->binds.at[i];
		struct trace_step step =
			step_of(m, TRACE_BIND, bind->name, m->slots[bind->slot]);

		step.expression = bind->source;
		add_step(m, step);
	}
	if (m->scanned)
		trace_value(m, TRACE_HIT,
			    node_text(node_get(m->rule->source, STR("scan")), STR("as")), NULL,
			    &m->slots[m->rule->scan.slot]);
}

/* "/summary/ru 12:5" */
static struct mtext where(const struct match *m, const struct node *text, struct str words)
{
	const struct doc *doc = m->subject->doc;
	struct str source = doc_source(doc, text, words);
	struct doc_place p = doc_place(doc, (uint32_t)(source.p - doc->text.p));

	return mtext_same(arena_printf(m->run.arena, "%.*s %u:%u",
				       STR_FMT(doc_pointer(doc, m->run.arena, text)), p.line,
				       p.column));
}

static struct mtext denied_value(const struct match *m, const struct node *text, struct str hit,
				 struct str by)
{
	struct arena *a = m->run.arena;

	return MTEXT_FILL(m->judge->trace->arena,
			  MT("«%1» (%2), мына сөздермен: «%3» (%4)",
			     "«%1» (%2), словами «%3» (%4)", "«%1» (%2), by «%3» (%4)"),
			  mtext_same(trace_brief(a, hit)), where(m, text, hit),
			  mtext_same(trace_brief(a, by)), where(m, text, by));
}

enum { DENIED_TOLD = 20 }; /* of a rule and a manifest; more are an ellipsis */

void trace_denied(struct match *m, const struct node *text, struct str hit, struct str by)
{
	struct trace_rule *rule = trace_of(m->judge, m->rule, m->subject);
	const struct node *scan = node_get(m->rule->source, STR("scan"));
	struct trace_match *match;
	struct trace_step step = { .kind = TRACE_DENIED,
				   .name = node_text(scan, STR("as")),
				   .expression = node_text(scan, STR("list")),
				   .value = mtext_same(STR("…")) };

	if (!rule || !trace_of_steps(m->judge) || rule->denied > DENIED_TOLD)
		return;
	if (rule->denied++ < DENIED_TOLD)
		step.value = denied_value(m, text, hit, by);
	match = ARENA_NEW(m->judge->trace->arena, struct trace_match);
	match->outcome = TRACE_NOT_APPLICABLE;
	vec_push(m->judge->trace->arena, &match->steps, step);
	vec_push(m->judge->trace->arena, &rule->matches, match);
}

/* Behind the first that is not true; they are not asked. */
static void add_unasked(struct match *m)
{
	size_t asked = 0;

	for (size_t i = 0; i < m->trace->steps.n; i++)
		asked += m->trace->steps.at[i].kind == TRACE_CONDITION;
	for (size_t i = asked; i < m->rule->all.n; i++) {
		const struct condition *condition = &m->rule->all.at[i];
		struct trace_step step = { .kind = TRACE_CONDITION,
					   .name = condition->name,
					   .expression = cel_program_source(condition->program),
					   .value = mtext_same(STR("")),
					   .result = TRACE_UNASKED };

		add_step(m, step);
	}
}

void trace_match_close(struct match *m)
{
	struct trace_rule *rule = trace_of(m->judge, m->rule, m->subject);

	if (!rule)
		return;
	if (m->trace && m->outcome >= TRACE_PASSED)
		add_unasked(m);
	if (m->trace)
		m->trace->outcome = m->outcome;
	if (m->outcome > rule->outcome)
		rule->outcome = m->outcome;
	m->trace = NULL;
}
