#include "checker/check/check_internal.h"

#include <stdlib.h>

struct work {
	struct check *c;
	const struct check_duplicates_options *options;
	struct dup_pairs pairs;
	struct report_member *members; /* by subject */
};

static struct report_member member_of(struct check *c, const struct subject *s)
{
	const struct node *root = &s->doc->root;

	return (struct report_member){
		.id = s->id,
		.name = node_mtext(node_get(root, STR("name"))),
		.body = overlap_body_name(c, root),
		.stage = node_text(root, STR("stage")),
		.cost = node_text(node_get(root, STR("costs")), STR("band")),
	};
}

static struct report_likeness likeness_of(struct work *w, const struct dup_pair *p, size_t one)
{
	struct arena *a = w->c->arena;
	struct report_shared *shared = ARENA_ARRAY(a, struct report_shared, p->evidence_n);
	size_t other = p->a == one ? p->b : p->a;

	for (size_t i = 0; i < p->evidence_n; i++)
		shared[i] = (struct report_shared){
			.name = overlap_term_name(w->c, p->evidence[i].term),
			.share = p->evidence[i].share,
			.entries = p->evidence[i].entries,
		};
	return (struct report_likeness){
		.a = &w->members[one],
		.b = &w->members[other],
		.probability = p->probability,
		.judged = (size_t)p->judged,
		.score = p->score,
		.shared = shared,
		.shared_n = p->evidence_n,
	};
}

/* How far an initiative is: what is in use is to be built on rather than what is an idea. */
static int stage_rank(struct str stage)
{
	static const char *const stages[] = { "retired",     "suspended", "idea", "design",
					      "development", "pilot",	  "use" };

	for (size_t i = 0; i < ARRAY_LEN(stages); i++)
		if (str_eq(stage, str_of(stages[i])))
			return (int)i;
	return -1;
}

static struct str first_code(const struct node *list)
{
	if (list && list->type == NODE_STRING)
		return node_str(list);
	return list && list->type == NODE_ARRAY && list->count ? node_str(&list->items[0])
							       : STR("");
}

static struct mtext under_of(struct work *w, size_t leader)
{
	static const struct {
		const char *field;
		enum arch_kind kind;
	} fields[] = {
		[UNDER_FUNCTION] = { "functions", ARCH_functions },
		[UNDER_SECTOR] = { "sector", ARCH_sectors },
		[UNDER_TERRITORY] = { "territories", ARCH_territories },
	};
	const struct node *root = &w->c->subjects.at[leader].doc->root;
	enum check_under under = w->options->under;
	const struct arch_entry *known;
	struct str code;

	if (under == UNDER_NOTHING)
		return mtext_same(STR(""));
	code = first_code(node_get(root, str_of(fields[under].field)));
	known = arch_find(pack_arch(w->c->options.pack), fields[under].kind, code);
	if (code.n == 0)
		return MT("көрсетілмеген", "не указано", "not declared");
	return known ? known->name : mtext_same(code);
}

static struct report_group group_of(struct work *w, const struct dup_group *g)
{
	struct arena *a = w->c->arena;
	struct report_likeness *pairs = ARENA_ARRAY(a, struct report_likeness, g->n);
	struct report_group out = { .under = under_of(w, g->leader),
				    .best = &w->members[g->leader],
				    .pairs = pairs,
				    .n = g->n,
				    .bodies = 1 };

	for (size_t i = 0; i < g->n; i++) {
		const struct report_member *m = &w->members[g->others[i]];
		bool seen = str_eq(m->body.in[LANG_RU], w->members[g->leader].body.in[LANG_RU]);

		for (size_t k = 0; k < i && !seen; k++)
			seen = str_eq(m->body.in[LANG_RU], pairs[k].b->body.in[LANG_RU]);
		out.bodies += !seen;
		if (stage_rank(m->stage) > stage_rank(out.best->stage))
			out.best = m;
		pairs[i] = likeness_of(w, &w->pairs.list.at[g->pairs[i]], g->leader);
	}
	return out;
}

static int by_heading(const void *a, const void *b)
{
	const struct report_group *x = a, *y = b;
	int c = str_cmp(&x->under.in[LANG_RU], &y->under.in[LANG_RU]);

	if (c)
		return c;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return str_cmp(&x->pairs[0].a->id, &y->pairs[0].a->id);
}

static void make_groups(struct work *w, struct report_duplicates *out)
{
	struct dup_groups found = { 0 };
	struct report_group *groups;

	dup_groups_find(w->c->arena, &w->pairs, w->c->subjects.n, w->options->probability,
			&found);
	groups = ARENA_ARRAY(w->c->arena, struct report_group, found.list.n + 1);
	for (size_t i = 0; i < found.list.n; i++)
		groups[i] = group_of(w, &found.list.at[i]);
	qsort(groups, found.list.n, sizeof(*groups), by_heading);
	out->groups = groups;
	out->groups_n = found.list.n;
}

static void make_pairs(struct work *w, size_t one, struct report_duplicates *out)
{
	struct report_likeness *pairs =
		ARENA_ARRAY(w->c->arena, struct report_likeness, w->pairs.list.n);

	out->pairs = pairs;
	for (size_t i = 0; i < w->pairs.list.n; i++) {
		const struct dup_pair *p = &w->pairs.list.at[i];

		if (p->probability >= w->options->probability)
			pairs[out->pairs_n++] = likeness_of(w, p, one);
	}
}

/* A file that is judged and its registered revision are one initiative. */
static void drop_same(struct work *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->pairs.list.n; i++) {
		const struct dup_pair *p = &w->pairs.list.at[i];

		if (!str_eq(w->members[p->a].id, w->members[p->b].id))
			w->pairs.list.at[kept++] = *p;
	}
	w->pairs.list.n = kept;
}

static size_t subject_named(const struct check *c, struct str id)
{
	size_t i = 0;

	while (i < c->subjects.n && !str_eq(c->subjects.at[i].id, id))
		i++;
	return i;
}

bool check_duplicates(struct check *c, const struct check_duplicates_options *o,
		      struct report_duplicates *out, struct err *err)
{
	struct work w = { .c = c, .options = o };
	size_t one = o->id.n ? subject_named(c, o->id) : 0;
	const struct pack_info *pack = pack_info(c->options.pack);
	struct dup_settings settings;
	AUTO_DUP_INDEX index = NULL;

	if (o->id.n && one == c->subjects.n) {
		err_set(err, ERR_NOT_FOUND, "no initiative \"%.*s\" among those compared",
			STR_FMT(o->id));
		return err_hint(err, "`tizilim list` lists the registered ones");
	}
	w.members = ARENA_ARRAY(c->arena, struct report_member, c->subjects.n + 1);
	for (size_t i = 0; i < c->subjects.n; i++)
		w.members[i] = member_of(c, &c->subjects.at[i]);
	index = overlap_index(c, 0, &settings);
	if (o->id.n)
		dup_index_search(index, c->arena, (struct dup_asked){ &one, 1 }, &w.pairs);
	else if (!dup_index_pairs_by(index, c->arena, o->processes, &w.pairs, err))
		return false;
	drop_same(&w);
	*out = (struct report_duplicates){ .pack = pack->name,
					   .pack_version = pack->version,
					   .compared = c->subjects.n,
					   .threshold = settings.threshold };
	if (o->id.n)
		make_pairs(&w, one, out);
	else
		make_groups(&w, out);
	return true;
}
