#include "checker/rule/relate_internal.h"

#include <string.h>

void match_subject(struct match *m, struct judge *j, const struct subject *s)
{
	m->judge = j;
	m->subject = s;
	m->slots[SLOT_MANIFEST] = cel_of_node(&s->doc->root);
	m->slots[SLOT_ARCH] = cel_of_node(&j->arch);
	m->slots[SLOT_PORTFOLIO] = (struct cel_value){ .kind = CEL_LATE };
	m->slots[SLOT_TODAY] = cel_of_str(j->options->date);
	m->slots[SLOT_ID] = cel_of_str(s->id);
}

/* Absence, as CEL and the host functions say it. */
bool match_missing(struct cel_value v)
{
	return v.kind == CEL_NULL || (v.kind == CEL_ERROR && cel_is_absent(v));
}

/* The look-up and, where it says so, the value that it looked for. */
static struct mtext look_up_name(struct match *m, const struct bind_let *let,
				 struct cel_value v)
{
	struct str key = v.kind == CEL_ERROR && !m->secret ? cel_absent_key(v) : STR("");

	if (!key.n)
		return mtext_same(let->name);
	return mtext_same(arena_printf(m->run.arena, "%.*s («%.*s»)", STR_FMT(let->name),
				       STR_FMT(trace_brief(m->run.arena, key))));
}

/* Told once, whatever the bindings behind look for. */
static void note_missing(struct match *m, const struct bind_let *let, struct cel_value v)
{
	struct mtext name;

	if (let->missing == MISSING_SKIP)
		return;
	m->outcome = TRACE_NOT_JUDGED;
	if (m->missing_told >> let->slot & 1)
		return;
	m->missing_told |= (uint64_t)1 << let->slot;
	name = look_up_name(m, let, v);
	switch (let->missing) {
	case MISSING_SKIP:
		return;
	case MISSING_REPORT:
		judge_note(m->judge, m->rule, m->subject,
			   MTEXT_FILL(m->run.arena,
				      MT("анықтамалықта қайшылық бар: %1 табылмады",
					 "справочник противоречив: %1 не найдено",
					 "the reference is inconsistent: %1 not found"),
				      name));
		return;
	case MISSING_UNKNOWN:
		judge_note(m->judge, m->rule, m->subject,
			   MTEXT_FILL(m->run.arena,
				      MT("бағаланбады: %1 анықтамалықта белгісіз",
					 "не оценено: %1 в справочнике неизвестно",
					 "not judged: %1 is unknown in the reference"),
				      name));
		return;
	}
}

/* What became of one look-up. */
static enum bound bind_let(struct match *m, const struct bind_let *let)
{
	struct cel_value v = match_look_up(m, let);

	if (cel_ended(v))
		return m->let_bound;
	trace_value(m, TRACE_LET, let->name, let->program, &v);
	if (match_missing(v)) {
		note_missing(m, let, v);
		return BOUND_NOTHING;
	}
	if (v.kind == CEL_ERROR) {
		match_broken(m, v);
		return BOUND_BROKEN;
	}
	m->slots[let->slot] = v;
	return BOUND;
}

static bool is_made(const struct match *m, const struct bind_let *let)
{
	return m->slots[let->slot].kind != CEL_LATE;
}

/* What hangs on no binding finds nothing for the next one either. */
static enum bound make_let(struct match *m, const struct bind_let *let)
{
	enum bound bound = bind_let(m, let);

	return bound == BOUND_NOTHING && let->fixed ? BOUND_NEVER : bound;
}

/* An expression reads it for the first time. */
static bool make_late(struct cel_run *run, unsigned slot)
{
	struct match *m = (struct match *)(uintptr_t)run->context;

	if (slot == SLOT_PORTFOLIO) {
		m->slots[slot] = cel_of_node(judge_portfolio(m->judge));
		return true;
	}
	for (size_t i = 0; i < m->rule->lets.n && m->let_bound == BOUND; i++)
		if (m->rule->lets.at[i].slot == slot)
			m->let_bound = make_let(m, &m->rule->lets.at[i]);
	return m->let_bound == BOUND;
}

void match_rule(struct match *m, const struct rule *r)
{
	m->rule = r;
	m->scanned = NULL;
	m->end = NULL;
	m->other = NULL;
	m->draft = NULL;
	m->secret = m->when_true = false;
	m->lets_kept = m->fixed_kept = false;
	m->let_bound = BOUND;
	m->missing_told = 0;
	m->bound = match_bound;
	m->outcome = TRACE_NOT_APPLICABLE;
	m->trace = NULL;
	for (unsigned i = SLOT_FIXED; i < r->slots_n; i++)
		m->slots[i] = (struct cel_value){ .kind = CEL_NULL };
	m->run = (struct cel_run){ .arena = m->judge->scratch,
				   .steps_left = LIMIT_RULE_STEPS,
				   .context = m,
				   .late = make_late };
}

void match_start(struct match *m, struct judge *j, const struct rule *r,
		 const struct subject *s)
{
	match_subject(m, j, s);
	match_rule(m, r);
}

void match_forget_lets(struct match *m)
{
	for (size_t i = 0; i < m->rule->lets.n; i++) {
		const struct bind_let *let = &m->rule->lets.at[i];
		bool kept = let->phase == LET_CHECK &&
			    (m->lets_kept || (let->fixed && m->fixed_kept));

		if (!kept)
			m->slots[let->slot] = (struct cel_value){ .kind = CEL_LATE };
	}
	m->fixed_kept = true;
	m->let_bound = BOUND;
}

/* The first n of them, as far as they belong to the phase. */
static enum bound make_lets(struct match *m, enum let_phase phase, size_t n)
{
	for (size_t i = 0; i < n && m->let_bound == BOUND; i++) {
		const struct bind_let *let = &m->rule->lets.at[i];

		if (let->phase <= phase && !is_made(m, let))
			m->let_bound = make_let(m, let);
	}
	return m->let_bound;
}

enum bound match_lets(struct match *m, enum let_phase phase)
{
	return make_lets(m, phase, m->rule->lets.n);
}

/* A look-up that the expression read found nothing, or could not be made; whether there may be
 * more bindings to judge. */
static bool let_ended(struct match *m)
{
	if (m->let_bound != BOUND_BROKEN && m->outcome == TRACE_PASSED)
		m->outcome = TRACE_NOT_APPLICABLE;
	return m->let_bound != BOUND_BROKEN;
}

/* What a condition beside `all` gives. */
static enum bound ask(struct match *m, const struct cel_program *p, const char *name)
{
	struct cel_value v = cel_eval(p, m->slots, &m->run);

	if (cel_ended(v))
		return m->let_bound;
	trace_value(m, TRACE_WHEN, str_of(name), p, &v);
	if (v.kind == CEL_ERROR) {
		match_broken(m, v);
		return BOUND_BROKEN;
	}
	return v.kind == CEL_BOOL && v.truth ? BOUND : BOUND_NOTHING;
}

enum bound match_when(struct match *m)
{
	if (!m->rule->when || m->when_true)
		return BOUND;
	return ask(m, m->rule->when, "when");
}

enum bound match_enough(struct match *m)
{
	return m->rule->enough_when ? ask(m, m->rule->enough_when, "enough_when")
				    : BOUND_NOTHING;
}

bool match_bound(struct match *m)
{
	const struct rule *r = m->rule;
	enum bound bound = BOUND;

	if (r->lets.n) {
		match_forget_lets(m);
		bound = make_lets(m, LET_CHECK, r->lets_first);
	}
	if (bound == BOUND)
		bound = match_when(m);
	if (bound == BOUND && r->lets_told > r->lets_first)
		bound = make_lets(m, LET_CHECK, r->lets_told);
	if (bound != BOUND)
		return bound == BOUND_NOTHING;
	m->outcome = TRACE_PASSED;
	return m->found(m);
}

const struct node *match_base(struct match *m, unsigned slot)
{
	return slot == SLOT_PORTFOLIO ? judge_portfolio(m->judge) : m->slots[slot].node;
}

static bool bound_traced(struct match *m)
{
	bool more;

	m->fixed_kept = false; /* to be told of each */
	trace_match_open(m);
	more = m->bound(m);
	trace_match_close(m);
	return more;
}

/* All of `for` and `scan` is bound. */
static bool bind_leaf(struct match *m)
{
	return m->judge->trace ? bound_traced(m) : m->bound(m);
}

static bool bind_scan(struct match *m)
{
	return m->rule->scan.kinds.n ? scan_run(m, bind_leaf) : bind_leaf(m);
}

struct bind_walk {
	struct match *m;
	size_t depth;
};

static bool bind_from(struct match *m, size_t depth);

static bool bind_found(void *context, const struct node *node)
{
	struct bind_walk *w = context;
	struct match *m = w->m;
	const struct rule *r = m->rule;

	cel_set_node(&m->slots[r->binds.at[w->depth].slot], node);
	return w->depth + 1 == r->binds.n ? bind_scan(m) : bind_from(m, w->depth + 1);
}

static bool bind_from(struct match *m, size_t depth)
{
	struct bind_walk w = { m, depth };
	const struct bind_for *bind = &m->rule->binds.at[depth];

	for (size_t i = 0; i < bind->all.n; i++) {
		const struct path *path = &bind->all.at[i];
		const struct node *base = match_base(m, path->base);

		if (base && !path_walk(path, base, bind_found, &w))
			return false;
	}
	return true;
}

/*
 * Whether `when` is false whatever is bound. What is not bound yet is an error
 * here, which && and || absorb as they do what is not known; an answer that is
 * no error does not hang on it.
 */
static bool never_applies(struct match *m)
{
	struct cel_run run = { .arena = m->run.arena,
			       .steps_left = LIMIT_RULE_STEPS,
			       .context = m,
			       .late = make_late };
	struct cel_value v;

	if (!m->rule->early_when || m->judge->trace)
		return false;
	for (unsigned i = SLOT_FIXED; i < m->rule->slots_n; i++)
		m->slots[i] = cel_unknown();
	v = cel_eval(m->rule->when, m->slots, &run);
	m->when_true = v.kind == CEL_BOOL && v.truth;
	return v.kind == CEL_BOOL && !v.truth;
}

bool match_all(struct match *m)
{
	return m->rule->binds.n ? bind_from(m, 0) : bind_scan(m);
}

bool match_run(struct match *m)
{
	return never_applies(m) || match_all(m);
}

const struct condition *match_failed(struct match *m, size_t *next, bool *judged)
{
	*judged = true;
	while (*next < m->rule->all.n) {
		const struct condition *condition = &m->rule->all.at[(*next)++];
		struct cel_value v = cel_eval(condition->program, m->slots, &m->run);

		if (cel_ended(v)) {
			*judged = let_ended(m);
			return NULL;
		}
		trace_value(m, TRACE_CONDITION, condition->name, condition->program, &v);
		if (v.kind == CEL_ERROR) {
			match_broken(m, v);
			*judged = false;
			return NULL;
		}
		if (v.kind != CEL_BOOL || !v.truth)
			return condition;
	}
	return NULL;
}

bool match_key(struct match *m, struct str *key, bool *stop)
{
	struct cel_value v = cel_eval(m->rule->key, m->slots, &m->run);

	if (cel_ended(v)) {
		*stop = !let_ended(m);
		return false;
	}
	trace_value(m, TRACE_KEY, STR("key"), m->rule->key, &v);
	*stop = v.kind == CEL_ERROR && !match_missing(v);
	if (*stop)
		match_broken(m, v);
	if (v.kind != CEL_STRING)
		return false;
	*key = v.s;
	return true;
}

/* What the form binds and which condition failed comes later. */
static size_t kept_slots(const struct rule *r)
{
	return r->relation_slot - SLOT_FIXED;
}

struct bound_match *bound_keep(struct arena *a, const struct match *m)
{
	size_t size = kept_slots(m->rule) * sizeof(*m->slots);
	struct bound_match *b = arena_raw(a, 1, sizeof(*b) + size);

	*b = (struct bound_match){ .subject = m->subject, .trace = m->trace };
	memcpy(b->slots, m->slots + SLOT_FIXED, size);
	return b;
}

void bound_restore(struct match *m, struct judge *j, const struct rule *r,
		   const struct bound_match *b)
{
	match_start(m, j, r, b->subject);
	memcpy(m->slots + SLOT_FIXED, b->slots, kept_slots(r) * sizeof(*b->slots));
}

struct place bound_place(struct judge *j, const struct rule *r, struct bound_match *b)
{
	struct match m;

	/* Every other member of a group points at it. */
	if (!b->place) {
		b->place = ARENA_NEW(j->arena, struct place);
		bound_restore(&m, j, r, b);
		*b->place = match_place(&m, &r->at);
		b->place->note = mtext_same(b->subject->id);
	}
	return *b->place;
}
