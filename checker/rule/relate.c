#include "checker/rule/relate_internal.h"

#include <stdlib.h>

/* A finding shows so many of the others; their count is always whole. */
enum { OTHERS_SHOWN = 10 };

struct grouping {
	struct judge *judge;
	struct arena *arena;  /* of all bindings: they outlive the match that made them */
	struct strmap groups; /* key -> struct group */
	size_t *counted;      /* by subject: the last group, from one on, that counted its id */
};

/* The other initiatives of a group that a finding shows. */
struct others {
	size_t at[OTHERS_SHOWN], n; /* among the members */
	const struct place *places; /* NULL: not asked for yet */
};

struct group {
	struct str key;
	VEC(struct bound_match *) members;
	struct others first; /* the others for all that are not among them */
};

static bool group_found(struct match *m)
{
	struct grouping *g = m->context;
	struct group *group;
	bool stop;
	struct str key;

	if (!match_key(m, &key, &stop))
		return !stop;
	group = strmap_get(&g->groups, key);
	if (!group) {
		group = ARENA_NEW(g->arena, struct group);
		group->key = arena_str(g->arena, key);
		strmap_put(&g->groups, group->key, group);
	}
	vec_push(g->arena, &group->members, bound_keep(g->arena, m));
	return true;
}

static size_t distinct_members(const struct grouping *all, const struct group *g, size_t number)
{
	size_t n = 0;

	for (size_t i = 0; i < g->members.n; i++) {
		size_t *counted =
			&all->counted[judge_first(all->judge, g->members.at[i]->subject)];

		n += *counted != number;
		*counted = number;
	}
	return n;
}

/* Bindings of one initiative stand next to each other; the first speaks for it. */
static bool first_of_subject(const struct group *g, size_t i)
{
	return i == 0 || g->members.at[i - 1]->subject != g->members.at[i]->subject;
}

/* The initiatives of the group but for one, so many as are shown. */
static void find_others(struct others *out, const struct judge *j, const struct group *g,
			const struct subject *self)
{
	*out = (struct others){ 0 };
	for (size_t i = 0; i < g->members.n && out->n < OTHERS_SHOWN; i++)
		if (first_of_subject(g, i) &&
		    (!self || !judge_same(j, g->members.at[i]->subject, self)))
			out->at[out->n++] = i;
}

/* Most of a large group are not among the first and see the same others. */
static struct others *others_of(struct others *room, const struct judge *j, struct group *g,
				const struct subject *self)
{
	for (size_t i = 0; i < g->first.n; i++)
		if (judge_same(j, g->members.at[g->first.at[i]]->subject, self)) {
			find_others(room, j, g, self);
			return room;
		}
	return &g->first;
}

static void place_others(struct judge *j, const struct rule *r, const struct group *g,
			 struct others *o)
{
	struct place *places = arena_raw(j->sink->arena, o->n, sizeof(*places));

	for (size_t i = 0; i < o->n; i++)
		places[i] = bound_place(j, r, g->members.at[o->at[i]]);
	o->places = places;
}

static bool group_has(struct match *m)
{
	struct cel_value v;

	if (!m->rule->having)
		return true;
	v = cel_eval(m->rule->having, m->slots, &m->run);
	if (cel_ended(v))
		return false;
	trace_value(m, TRACE_CONDITION, STR("having"), m->rule->having, &v);
	if (v.kind == CEL_ERROR)
		match_broken(m, v);
	return v.kind == CEL_BOOL && v.truth;
}

/* Binds the key, the count, and the ids of the others. */
static void group_emit(struct match *m, struct group *g, size_t count)
{
	struct cel_value ids[OTHERS_SHOWN];
	struct others room, *o = others_of(&room, m->judge, g, m->subject);
	unsigned slot = m->rule->relation_slot;

	for (size_t i = 0; i < o->n; i++)
		ids[i] = cel_of_str(g->members.at[o->at[i]]->subject->id);
	m->slots[slot] = cel_of_str(g->key);
	m->slots[slot + 1] = cel_of_int((int64_t)count);
	m->slots[slot + 2] = cel_of_values(&m->run, ids, o->n);
	trace_value(m, TRACE_OTHER, STR("members"), NULL, &m->slots[slot + 2]);
	if (!group_has(m))
		return;
	if (!o->places)
		place_others(m->judge, m->rule, g, o);
	match_emit(m, NULL, o->places, o->n);
}

static void group_judge(struct judge *j, const struct rule *r, struct group *g,
			const struct bound_match *self, size_t count)
{
	struct match m;

	if (!judge_severity(j, r, self->subject, &m.severity))
		return;
	bound_restore(&m, j, r, self);
	trace_match_open(&m);
	m.outcome = TRACE_PASSED;
	group_emit(&m, g, count);
	trace_match_close(&m);
	arena_reset(j->scratch);
}

void judge_group(struct judge *j, const struct rule *r)
{
	AUTO_ARENA a = arena_new();
	struct grouping g = { .judge = j, .arena = a, .counted = ARENA_ARRAY(a, size_t, j->n) };

	strmap_init(&g.groups, a);
	for (size_t i = 0; i < j->n; i++) {
		struct match m;

		judge_ahead(j, i);
		match_start(&m, j, r, &j->subjects[i]);
		if (j->shadowed[i] || !judge_severity(j, r, &j->subjects[i], &m.severity))
			continue;
		m.run.arena = a;
		m.found = group_found;
		m.context = &g;
		match_run(&m);
	}
	for (size_t i = 0; i < g.groups.n; i++) {
		struct group *group = g.groups.at[i].value;
		size_t count = group->members.n > 1 ? distinct_members(&g, group, i + 1) : 1;

		if (count < 2)
			continue;
		find_others(&group->first, j, group, NULL);
		for (size_t k = 0; k < group->members.n; k++)
			if (group->members.at[k]->subject->judged && first_of_subject(group, k))
				group_judge(j, r, group, group->members.at[k], count);
	}
}

/* Tarjan's strongly connected components, without recursion in C: the portfolio may be a long
 * chain. */
struct edge {
	size_t to;
	struct bound_match *from;
};
struct vertex {
	VEC(struct edge *) edges;
	size_t index, low, next, component;
	bool on_stack;
};
struct graph {
	struct judge *judge;
	struct arena *arena; /* of the edges and their bindings */
	struct strmap ids;
	struct vertex *at;
	size_t current;
};

static bool edge_found(struct match *m)
{
	struct graph *g = m->context;
	const struct vertex *target;
	struct str key;
	struct edge *e;
	bool stop;

	if (!match_key(m, &key, &stop))
		return !stop;
	target = strmap_get(&g->ids, key);
	if (!target)
		return true;
	e = ARENA_NEW(g->arena, struct edge);
	e->to = (size_t)(target - g->at);
	e->from = bound_keep(g->arena, m);
	vec_push(g->arena, &g->at[g->current].edges, e);
	return true;
}

static void build_graph(struct graph *g, const struct rule *r)
{
	struct judge *j = g->judge;

	strmap_init(&g->ids, g->arena);
	g->at = ARENA_ARRAY(g->arena, struct vertex, j->n);
	for (size_t i = 0; i < j->n; i++)
		if (j->subjects[i].id.n && !j->shadowed[i])
			strmap_put(&g->ids, j->subjects[i].id, &g->at[i]);
	for (size_t i = 0; i < j->n; i++) {
		struct match m;

		judge_ahead(j, i);
		g->current = i;
		match_start(&m, j, r, &j->subjects[i]);
		if (j->shadowed[i] || !judge_severity(j, r, &j->subjects[i], &m.severity))
			continue;
		m.run.arena = g->arena;
		m.found = edge_found;
		m.context = g;
		match_run(&m);
	}
}

struct tarjan {
	struct graph *g;
	size_t *path, path_n;	/* depth-first path */
	size_t *stack, stack_n; /* vertices not yet in a component */
	size_t index, components;
};

static void enter(struct tarjan *t, size_t v)
{
	struct vertex *x = &t->g->at[v];

	x->index = x->low = ++t->index;
	x->on_stack = true;
	t->stack[t->stack_n++] = v;
	t->path[t->path_n++] = v;
}

static void leave(struct tarjan *t, size_t v)
{
	struct vertex *x = &t->g->at[v];
	size_t w;

	t->path_n--;
	if (t->path_n) {
		struct vertex *above = &t->g->at[t->path[t->path_n - 1]];

		above->low = x->low < above->low ? x->low : above->low;
	}
	if (x->low != x->index)
		return;
	t->components++;
	do {
		w = t->stack[--t->stack_n];
		t->g->at[w].on_stack = false;
		t->g->at[w].component = t->components;
	} while (w != v);
}

static void visit(struct tarjan *t, size_t start)
{
	enter(t, start);
	while (t->path_n) {
		size_t v = t->path[t->path_n - 1];
		struct vertex *x = &t->g->at[v];
		struct vertex *y;

		if (x->next == x->edges.n) {
			leave(t, v);
			continue;
		}
		y = &t->g->at[x->edges.at[x->next++]->to];
		if (!y->index)
			enter(t, (size_t)(y - t->g->at));
		else if (y->on_stack && y->index < x->low)
			x->low = y->index;
	}
}

static size_t way_back(size_t v, struct edge *const *by, const size_t *before,
		       struct edge **way)
{
	size_t length = 0;

	for (size_t w = v; length == 0 || w != v; w = before[w])
		way[length++] = by[w];
	return length;
}

/* Shortest way from v back to itself within its component, by breadth; edges of it in `way`. */
static size_t shortest_cycle(struct graph *g, size_t v, size_t n, struct edge **way)
{
	size_t *queue = ARENA_ARRAY(g->judge->scratch, size_t, n);
	size_t *before = ARENA_ARRAY(g->judge->scratch, size_t, n);
	struct edge **by = ARENA_ARRAY(g->judge->scratch, struct edge *, n);
	size_t head = 0, tail = 0;

	queue[tail++] = v;
	while (head < tail) {
		size_t u = queue[head++];

		for (size_t i = 0; i < g->at[u].edges.n; i++) {
			struct edge *e = g->at[u].edges.at[i];

			if (g->at[e->to].component != g->at[v].component || by[e->to])
				continue;
			by[e->to] = e;
			before[e->to] = u;
			if (e->to == v)
				return way_back(v, by, before, way);
			queue[tail++] = e->to;
		}
	}
	return 0;
}

static void cycle_emit(struct graph *g, const struct rule *r, struct edge **way, size_t length)
{
	struct judge *j = g->judge;
	struct place *related = ARENA_ARRAY(j->sink->arena, struct place, length);
	struct cel_value *ids = ARENA_ARRAY(j->scratch, struct cel_value, length + 1);
	const struct bound_match *first = way[length - 1]->from;
	struct match m;

	/* `way` runs backwards; the last edge starts at the vertex that reports. */
	if (!judge_severity(j, r, first->subject, &m.severity))
		return;
	bound_restore(&m, j, r, first);
	for (size_t i = 0; i < length; i++) {
		struct bound_match *from = way[length - 1 - i]->from;

		ids[i] = cel_of_str(from->subject->id);
		related[i] = bound_place(j, r, from);
	}
	ids[length] = ids[0];
	m.slots[r->relation_slot] = cel_of_values(&m.run, ids, length + 1);
	trace_match_open(&m);
	trace_value(&m, TRACE_OTHER, STR("path"), NULL, &m.slots[r->relation_slot]);
	match_emit(&m, NULL, related + 1, length - 1);
	trace_match_close(&m);
}

static bool has_cycle(const struct graph *g, size_t v)
{
	for (size_t i = 0; i < g->at[v].edges.n; i++)
		if (g->at[g->at[v].edges.at[i]->to].component == g->at[v].component)
			return true;
	return false;
}

/* One finding a component: in the first judged member by id, with the shortest cycle through
 * it. */
void judge_cycles(struct judge *j, const struct rule *r)
{
	AUTO_ARENA a = arena_new();
	struct graph g = { .judge = j, .arena = a };
	struct tarjan t = { .g = &g };
	size_t *reporter;
	struct edge **way = ARENA_ARRAY(a, struct edge *, j->n + 1);

	build_graph(&g, r);
	t.path = ARENA_ARRAY(a, size_t, j->n + 1);
	t.stack = ARENA_ARRAY(a, size_t, j->n + 1);
	for (size_t i = 0; i < j->n; i++)
		if (!g.at[i].index)
			visit(&t, i);
	reporter = ARENA_ARRAY(a, size_t, t.components + 1);
	for (size_t i = 0; i < j->n; i++) {
		size_t *best = &reporter[g.at[i].component];

		if (j->subjects[i].judged &&
		    (!*best || str_cmp(&j->subjects[i].id, &j->subjects[*best - 1].id) < 0))
			*best = i + 1;
	}
	for (size_t c = 1; c <= t.components; c++) {
		size_t length;

		if (!reporter[c] || !has_cycle(&g, reporter[c] - 1))
			continue;
		length = shortest_cycle(&g, reporter[c] - 1, j->n, way);
		if (length)
			cycle_emit(&g, r, way, length);
		arena_reset(j->scratch);
	}
}

struct linking {
	struct judge *judge;
	struct strmap ids; /* id -> struct subject *const */
};

static struct place link_place(struct judge *j, const struct rule *r, const struct subject *s,
			       const struct place_rule *at)
{
	struct place place;
	struct match m;

	match_start(&m, j, r, s);
	place = match_place(&m, at);
	place.note = mtext_same(s->id);
	return place;
}

/* The same fault, told in the initiative at the other end, where it is as severe as its stage.
 */
static void link_emit_there(struct match *m, const struct condition *failed,
			    const struct link_end *end, const struct place *here)
{
	if (!end->subject->judged ||
	    !judge_severity(m->judge, m->rule, end->subject, &m->severity))
		return;
	m->end = end;
	m->slots[m->rule->relation_slot] = cel_of_bool(true);
	match_emit(m, failed, here, 1);
	trace_rule_found(m->judge, m->rule, end->subject);
	m->end = NULL;
}

static bool link_found(struct match *m)
{
	const struct linking *l = m->context;
	struct link_end end = { 0 };
	struct place *ends; /* there, here */
	enum severity severity = m->severity;
	size_t next = 0;
	bool judged;
	const struct condition *failed = match_failed(m, &next, &judged);
	const struct subject *const *other;
	struct str to;
	bool stop;

	if (!failed)
		return judged;
	if (!match_key(m, &to, &stop))
		return !stop;
	other = strmap_get(&l->ids, to);
	if (!other || *other == m->subject)
		return true;
	end.subject = *other;
	end.at = link_place(l->judge, m->rule, end.subject, &m->rule->there);
	ends = ARENA_ARRAY(l->judge->sink->arena, struct place, 2);
	ends[0] = end.at;
	ends[1] = match_place(m, &m->rule->at);
	ends[1].note = mtext_same(m->subject->id);
	m->slots[m->rule->relation_slot] = cel_of_bool(false);
	if (m->subject->judged)
		match_emit(m, failed, &ends[0], 1);
	link_emit_there(m, failed, &end, &ends[1]);
	m->severity = severity;
	return true;
}

/* Every initiative may point at one that is judged, so all are walked. */
void judge_links(struct judge *j, const struct rule *r)
{
	AUTO_ARENA a = arena_new();
	struct linking l = { .judge = j };
	const struct subject **known = ARENA_ARRAY(a, const struct subject *, j->n + 1);

	strmap_init(&l.ids, a);
	for (size_t i = 0; i < j->n; i++) {
		known[i] = &j->subjects[i];
		if (known[i]->id.n && !j->shadowed[i])
			strmap_put(&l.ids, known[i]->id, &known[i]);
	}
	for (size_t i = 0; i < j->n; i++) {
		struct match m;

		judge_ahead(j, i);
		match_start(&m, j, r, &j->subjects[i]);
		if (j->shadowed[i] || !judge_severity(j, r, &j->subjects[i], &m.severity))
			continue;
		m.found = link_found;
		m.context = &l;
		match_run(&m);
		arena_reset(j->scratch);
	}
}
