#include "checker/rule/relate_internal.h"

/*
 * Pairs of initiatives: those the duplicate engine found, or those that share
 * a key. Either way the work grows with the pairs there are, never with the
 * square of the portfolio.
 */

static bool pair_found(struct match *m)
{
	size_t next = 0;
	bool judged;
	const struct condition *failed = match_failed(m, &next, &judged);

	/* A pair rule says what must not be so: no condition at all means every pair is one. */
	if (judged && (failed || m->rule->all.n == 0))
		match_emit(m, failed, NULL, 0);
	return judged;
}

static void bind_other(struct match *m, const struct subject *other, struct cel_value what)
{
	unsigned slot = m->rule->relation_slot;

	m->other = other;
	m->slots[slot] = cel_of_node(&other->doc->root);
	m->slots[slot + 1] = cel_of_str(other->id);
	m->slots[slot + 2] = what;
}

static void trace_other(struct match *m)
{
	trace_value(m, TRACE_OTHER, STR("other_id"), NULL,
		    &m->slots[m->rule->relation_slot + 1]);
}

/* ---- pairs of the duplicate engine ---- */

static struct cel_value candidate_value(struct arena *a, const struct candidate *c)
{
	struct member texts[LANG_COUNT], fields[3];
	struct node *pair = ARENA_NEW(a, struct node);

	for (enum lang l = 0; l < LANG_COUNT; l++)
		texts[l] = (struct member){ .key = lang_names[l],
					    .key_n = 2,
					    .value = node_make_str(c->evidence.in[l]) };
	fields[0] = (struct member){ .key = "percent",
				     .key_n = 7,
				     .value = node_make_int(
					     a, (int64_t)(c->probability * 100 + 0.5)) };
	fields[1] =
		(struct member){ .key = "score",
				 .key_n = 5,
				 .value = node_make_int(a, (int64_t)(c->score * 100 + 0.5)) };
	fields[2] = (struct member){ .key = "shared",
				     .key_n = 6,
				     .value = node_make_object(a, texts, LANG_COUNT) };
	*pair = node_make_object(a, fields, ARRAY_LEN(fields));
	return cel_of_node(pair);
}

/* Several rules look at them, from both sides. */
static const struct cel_value *pairs_of(struct judge *j)
{
	size_t n = j->options->candidates_n;

	if (!j->pairs) {
		j->pairs = ARENA_ARRAY(j->arena, struct cel_value, n);
		for (size_t i = 0; i < n; i++)
			j->pairs[i] = candidate_value(j->arena, &j->options->candidates[i]);
	}
	return j->pairs;
}

struct candidate_walk {
	const struct subject *other;
	struct cel_value pair;
};

static bool candidate_bound(struct match *m)
{
	const struct candidate_walk *w = m->context;

	bind_other(m, w->other, w->pair);
	trace_other(m);
	return match_bound(m);
}

static void judge_candidate(struct judge *j, const struct rule *r, struct cel_value pair,
			    size_t self, size_t other)
{
	struct candidate_walk w = { &j->subjects[other], pair };
	struct match m;

	if (!j->subjects[self].judged || !judge_severity(j, r, &j->subjects[self], &m.severity))
		return;
	match_start(&m, j, r, &j->subjects[self]);
	m.bound = candidate_bound;
	m.found = pair_found;
	m.context = &w;
	match_run(&m);
	arena_reset(j->scratch);
}

/* ---- pairs that share a key ---- */

struct key_members {
	struct str key;
	VEC(struct bound_match *) list; /* bindings of one initiative stand together */
};

struct keyed {
	struct arena *arena;
	struct strmap by_key; /* key -> struct key_members */
	uint64_t *steps_left; /* of each subject: all its pairs have one budget */
};

static bool key_bound(struct match *m)
{
	struct keyed *k = m->context;
	struct key_members *members;
	enum bound bound;
	bool stop = false;
	struct str key;

	/* Look-ups see nothing of the other: they are made here, for all pairs. */
	match_forget_lets(m);
	bound = match_lets(m, LET_CHECK);
	if (bound != BOUND)
		return bound == BOUND_NOTHING;
	if (!match_key(m, &key, &stop))
		return !stop;
	members = strmap_get(&k->by_key, key);
	if (!members) {
		members = ARENA_NEW(k->arena, struct key_members);
		members->key = arena_str(k->arena, key);
		strmap_put(&k->by_key, members->key, members);
	}
	vec_push(k->arena, &members->list, bound_keep(k->arena, m));
	return true;
}

static bool judge_other(struct match *m, const struct subject *other, struct str key)
{
	bool more;

	bind_other(m, other, cel_of_str(key));
	trace_match_open(m);
	trace_other(m);
	more = match_bound(m);
	trace_match_close(m);
	/* The bindings live elsewhere; what was searched does not. */
	arena_reset(m->judge->scratch);
	m->run.searched = (struct cel_searched){ 0 };
	return more;
}

/* One initiative of those that share a key against each of the others. */
static void judge_sharer(struct judge *j, const struct rule *r, struct keyed *k,
			 const struct key_members *members, size_t self)
{
	const struct bound_match *b = members->list.at[self];
	uint64_t *steps_left = &k->steps_left[b->subject - j->subjects];
	const struct subject *last = NULL;
	struct draft draft = { 0 };
	struct match m;
	bool more = true;

	if (!*steps_left || !judge_severity(j, r, b->subject, &m.severity))
		return;
	bound_restore(&m, j, r, b);
	m.found = pair_found;
	m.run.steps_left = *steps_left;
	m.lets_kept = true;
	m.draft = &draft;
	for (size_t i = 0; more && i < members->list.n; i++) {
		const struct subject *other = members->list.at[i]->subject;

		if (other != last && !judge_same(j, other, b->subject)) {
			more = judge_other(&m, other, members->key);
			if (b->trace && m.outcome > b->trace->outcome)
				b->trace->outcome = m.outcome;
		}
		last = other;
	}
	*steps_left = m.run.steps_left;
	arena_reset(j->scratch);
}

/* Of those that share a key; they stand anywhere in the portfolio. */
static void fetch_sharers(const struct keyed *k, size_t i)
{
	enum { MOST = 32 };

	for (size_t step = 1; step <= 3 && i + step < k->by_key.n; step++) {
		const struct key_members *members = k->by_key.at[i + step].value;

		for (size_t n = 0; n < members->list.n && n < MOST; n++) {
			const struct subject *s = members->list.at[n]->subject;

			if (step == 3)
				fetch_root(s);
			else if (step == 2)
				fetch_members(s);
			else
				fetch_keys(s);
		}
	}
}

static void judge_sharers(struct judge *j, const struct rule *r)
{
	AUTO_ARENA a = arena_new();
	struct keyed k = { .arena = a, .steps_left = ARENA_ARRAY(a, uint64_t, j->n) };

	strmap_init(&k.by_key, a);
	for (size_t i = 0; i < j->n; i++) {
		struct match m;

		k.steps_left[i] = LIMIT_MANIFEST_STEPS;
		judge_ahead(j, i);
		if (j->shadowed[i])
			continue;
		match_start(&m, j, r, &j->subjects[i]);
		m.severity = SEV_ERROR;
		m.run.arena = a;
		m.bound = key_bound;
		m.context = &k;
		/* One that `when` says nothing of may be the other to one that it does. */
		match_all(&m);
	}
	for (size_t i = 0; i < k.by_key.n; i++) {
		const struct key_members *members = k.by_key.at[i].value;

		fetch_sharers(&k, i);
		for (size_t n = 0; n < members->list.n; n++)
			if (members->list.at[n]->subject->judged)
				judge_sharer(j, r, &k, members, n);
	}
}

void judge_pairs(struct judge *j, const struct rule *r)
{
	if (r->key) {
		judge_sharers(j, r);
		return;
	}
	for (size_t i = 0; i < j->options->candidates_n; i++) {
		const struct candidate *c = &j->options->candidates[i];
		struct cel_value pair = pairs_of(j)[i];

		judge_candidate(j, r, pair, c->a, c->b);
		judge_candidate(j, r, pair, c->b, c->a);
	}
}
