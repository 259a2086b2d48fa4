#include "checker/rule/judge_internal.h"
#include "checker/rule/relate_internal.h"

static enum stage stage_of(const struct subject *s)
{
	enum stage stage;

	return stage_parse(&stage, node_text(&s->doc->root, STR("stage"))) ? stage : STAGE_IDEA;
}

/* Read when it is first asked for, together with the rest of a document. */
static enum stage stage_at(const struct judge *j, const struct subject *s)
{
	enum stage *known = &j->stages[s - j->subjects];

	if (*known == STAGE_COUNT)
		*known = stage_of(s);
	return *known;
}

bool judge_severity(const struct judge *j, const struct rule *r, const struct subject *s,
		    enum severity *out)
{
	return rule_severity(r, stage_at(j, s), out);
}

static enum stage *unknown_stages(struct arena *a, size_t n)
{
	enum stage *stages = arena_raw(a, n, sizeof(*stages));

	for (size_t i = 0; i < n; i++)
		stages[i] = STAGE_COUNT;
	return stages;
}

void judge_note(struct judge *j, const struct rule *r, const struct subject *s,
		struct mtext text)
{
	struct note note = { .rule = r->info.id, .text = text };
	size_t told = j->sink->notes.n;
	const struct note *last = told ? &j->sink->notes.at[told - 1] : NULL;

	/* Said once of a rule and a file, however many bindings meet it; another file of the
	 * same initiative may be judged by another process. */
	if (s && last && str_eq(last->rule, note.rule) && str_eq(last->initiative, s->id) &&
	    str_eq(last->at.file, s->file) && str_eq(last->text.in[LANG_EN], text.in[LANG_EN]))
		return;
	if (s) {
		note.initiative = s->id;
		note.at.file = s->file;
	}
	sink_note(j->sink, &note);
}

/* Places that findings of one match already point at. */
struct told {
	VEC(struct str) pointers;
};

static bool is_told(struct match *m, struct told *told, const struct condition *failed)
{
	struct str pointer = match_place(m, &failed->at).pointer;

	for (size_t i = 0; i < told->pointers.n; i++)
		if (str_eq(told->pointers.at[i], pointer))
			return true;
	vec_push(m->run.arena, &told->pointers, pointer);
	return false;
}

/* From the first false condition on: each that is false at a place not pointed at yet. */
static bool judge_places(struct match *m, const struct condition *failed, size_t next)
{
	struct told told = { 0 };
	bool judged = true;

	for (; failed; failed = match_failed(m, &next, &judged))
		if (!is_told(m, &told, failed))
			match_emit(m, failed, NULL, 0);
	return judged;
}

/*
 * The first false condition is the finding. Where conditions have places of
 * their own, each place is a fault of its own and gets a finding.
 */
static bool judge_match(struct match *m)
{
	const struct condition *failed;
	size_t next = 0;
	bool judged;

	/* Of a scan without conditions each hit is what is wrong. */
	if (m->rule->all.n == 0) {
		match_emit(m, NULL, NULL, 0);
		return true;
	}
	failed = match_failed(m, &next, &judged);
	if (failed && failed->at.any.n == 0)
		match_emit(m, failed, NULL, 0);
	else if (failed)
		return judge_places(m, failed, next);
	return judged;
}

static bool lacks_portfolio(const struct judge *j, const struct rule *r)
{
	return r->needs_portfolio && !j->options->portfolio;
}

/* The rule would have something to judge here, and may have enough for it; else once is enough
 * to say that it could not. */
static bool note_match(struct match *m)
{
	enum bound enough = match_enough(m);

	if (enough != BOUND_NOTHING)
		return enough == BOUND && judge_match(m);
	m->outcome = TRACE_NOT_JUDGED;
	judge_note(m->judge, m->rule, m->subject,
		   MT("бағаланбады: тізілімдегі бастамалармен салыстырылған жоқ (--registry)",
		      "не оценено: сравнения с реестром не было (--registry)",
		      "not judged: not compared with the registry (--registry)"));
	return m->rule->enough_when != NULL;
}

/* One that compares has something to judge where its key is there. */
static bool note_keyed(struct match *m)
{
	struct str key;
	bool stop;

	if (m->rule->key && !match_key(m, &key, &stop))
		return !stop;
	return note_match(m);
}

/* Whether `when` is false whatever the other of a pair is. */
static bool never_pairs(struct match *m)
{
	struct cel_value v;

	for (unsigned i = 0; i < RELATION_SLOTS; i++)
		m->slots[m->rule->relation_slot + i] = cel_unknown();
	if (!m->rule->when)
		return false;
	v = cel_eval(m->rule->when, m->slots, &m->run);
	return v.kind == CEL_BOOL && !v.truth;
}

static bool pair_bound_alone(struct match *m)
{
	enum bound bound;

	match_forget_lets(m);
	bound = match_lets(m, LET_CHECK);
	if (bound != BOUND)
		return bound == BOUND_NOTHING;
	return never_pairs(m) || m->found(m);
}

/* What a rule that compares would have to judge, if the registry were there. */
static void note_relations(struct judge *j, const struct rule *r)
{
	for (size_t i = 0; i < j->n; i++) {
		struct match m;

		if (!j->subjects[i].judged ||
		    !judge_severity(j, r, &j->subjects[i], &m.severity))
			continue;
		match_start(&m, j, r, &j->subjects[i]);
		if (r->form == FORM_PAIR)
			m.bound = pair_bound_alone;
		m.found = note_keyed;
		match_run(&m);
		arena_reset(j->scratch);
	}
}

/* What one rule leaves of the manifest's budget is there for the next, and what one way to find
 * its fault leaves is there for the other. */
static void judge_each(struct match *m, const struct rule *r)
{
	struct judge *j = m->judge;
	uint64_t budget = j->steps_left < LIMIT_RULE_STEPS ? j->steps_left : LIMIT_RULE_STEPS;
	uint64_t left = budget;

	m->told = false;
	for (const struct rule *way = r; way && !m->told; way = way->otherwise) {
		match_rule(m, way);
		m->found = lacks_portfolio(j, way) ? note_match : judge_match;
		m->run.steps_left = left;
		match_run(m);
		left = m->run.steps_left;
	}
	j->steps_left -= budget - left;
	arena_reset(j->scratch);
}

/* Subject by subject, so that what one rule found in a text serves the next. */
void judge_subject(struct judge *j, const struct subject *s)
{
	enum stage stage = stage_at(j, s);
	struct match m;

	node_map_forget(&j->texts);
	j->steps_left = LIMIT_MANIFEST_STEPS;
	match_subject(&m, j, s);
	for (size_t i = 0; i < j->rules_n; i++) {
		const struct rule *r = j->rules[i];
		bool asked = rule_severity(r, stage, &m.severity);

		if (r->form != FORM_EACH || j->idle[r->index])
			continue;
		if (j->trace)
			trace_rule_open(j, r, s, asked ? TRACE_NOT_APPLICABLE : TRACE_SILENT);
		if (asked)
			judge_each(&m, r);
	}
}

static void judge_relations(struct judge *j, const struct rule *r)
{
	if (r->form != FORM_EACH && lacks_portfolio(j, r)) {
		note_relations(j, r);
		return;
	}
	switch (r->form) {
	case FORM_EACH:
		return;
	case FORM_GROUP:
		judge_group(j, r);
		return;
	case FORM_PAIR:
		judge_pairs(j, r);
		return;
	case FORM_CYCLE:
		judge_cycles(j, r);
		return;
	case FORM_LINK:
		judge_links(j, r);
		return;
	}
}

/* Every rule that looks at several initiatives says of each judged one how it went, and of the
 * others where that is asked. */
static void open_relation_traces(struct judge *j, const struct rule *r)
{
	enum severity severity;

	for (size_t i = 0; i < j->n && j->trace; i++)
		if (r->form != FORM_EACH && (j->subjects[i].judged || j->trace->others))
			trace_rule_open(j, r, &j->subjects[i],
					judge_severity(j, r, &j->subjects[i], &severity)
						? TRACE_NOT_APPLICABLE
						: TRACE_SILENT);
}

/* Whether any rule looks at each initiative alone. */
static bool judges_each(const struct judge *j)
{
	for (size_t i = 0; i < j->rules_n; i++)
		if (j->rules[i]->form == FORM_EACH && !j->idle[j->rules[i]->index])
			return true;
	return false;
}

static void judge_rules(struct judge *j)
{
	for (size_t i = 0; i < j->rules_n; i++) {
		if (j->idle[j->rules[i]->index])
			continue;
		open_relation_traces(j, j->rules[i]);
		judge_relations(j, j->rules[i]);
	}
	if (!judges_each(j) || judge_shared(j))
		return;
	for (size_t i = 0; i < j->n; i++)
		if (j->subjects[i].judged)
			judge_subject(j, &j->subjects[i]);
}

/* {id: manifest}; of two with one id the later stands for it, as the file judged stands for the
 * registered one. */
static struct node portfolio_tree(struct arena *a, const struct subject *subjects, size_t n)
{
	struct member *members = ARENA_ARRAY(a, struct member, n);
	struct strmap seen;
	size_t count = 0;

	strmap_init(&seen, a);
	for (size_t i = n; i > 0; i--) {
		const struct subject *s = &subjects[i - 1];

		if (s->id.n == 0 || strmap_put(&seen, s->id, ARENA_NEW(a, char)))
			continue;
		members[count++] = (struct member){ .key = s->id.p,
						    .key_n = (uint32_t)s->id.n,
						    .value = s->doc->root };
	}
	return node_make_object(a, members, count);
}

const struct node *judge_portfolio(struct judge *j)
{
	if (j->portfolio.type == NODE_NULL)
		j->portfolio = portfolio_tree(j->arena, j->subjects, j->n);
	return &j->portfolio;
}

/* Of each subject the first that has its id. */
static uint32_t *number_ids(const struct judge *j)
{
	enum { AHEAD = 8 };
	uint32_t *first = arena_raw(j->arena, j->n, sizeof(*first));
	struct strmap ids;

	strmap_init(&ids, j->scratch);
	for (size_t i = 0; i < j->n; i++) {
		const uint32_t *before;

		if (i + AHEAD < j->n)
			__builtin_prefetch(j->subjects[i + AHEAD].id.p);
		before = strmap_put(&ids, j->subjects[i].id, &first[i]);
		first[i] = before ? *before : (uint32_t)i;
	}
	arena_reset(j->scratch);
	return first;
}

static bool *find_shadowed(const struct judge *j)
{
	bool *shadowed = ARENA_ARRAY(j->arena, bool, j->n + 1);
	bool *judged = ARENA_ARRAY(j->arena, bool, j->n + 1);

	for (size_t i = 0; i < j->n; i++)
		if (j->subjects[i].judged && j->subjects[i].id.n)
			judged[j->first[i]] = true;
	for (size_t i = 0; i < j->n; i++)
		shadowed[i] = !j->subjects[i].judged && judged[j->first[i]];
	return shadowed;
}

/* Of very many the outcomes of all rules are more than anybody reads, and judging them would
 * not be shared among processes. */
static struct trace *trace_wanted(const struct judge_options *options, size_t n)
{
	enum { BRIEF_MAX = 1000 };

	return options->trace && options->trace->brief && n > BRIEF_MAX ? NULL : options->trace;
}

void pack_judge(const struct pack *p, struct arena *a, const struct subject *subjects, size_t n,
		const struct judge_options *options, struct sink *sink)
{
	const struct rule *const *all = (const struct rule *const *)p->rules.at;
	struct judge j = {
		.pack = p,
		.rules = options->only ? &options->only : all,
		.rules_n = options->only ? 1 : p->rules.n,
		.trace = trace_wanted(options, n),
		.arena = a,
		.options = options,
		.subjects = subjects,
		.n = n,
		.sink = sink,
		.basis = ARENA_ARRAY(a, const struct basis *, p->rules.n + 1),
		.scratch = arena_new(),
	};

	j.stages = unknown_stages(a, n);
	j.first = number_ids(&j);
	j.shadowed = find_shadowed(&j);
	node_map_init(&j.texts);
	node_map_init(&j.names);
	strmap_init(&j.facts, a);
	judge_by_date(&j);
	judge_rules(&j);
	node_map_release(&j.texts);
	node_map_release(&j.names);
	arena_free(j.scratch);
}
