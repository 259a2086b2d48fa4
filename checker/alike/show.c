#include "checker/alike/alike.h"

#include <stdlib.h>

/* What a group stands under, as it is declared. */
static const struct under {
	const char *field;
	enum arch_kind kind;
} unders[UNDER_COUNT] = {
	[UNDER_FUNCTION] = { "functions", ARCH_functions },
	[UNDER_SECTOR] = { "sector", ARCH_sectors },
	[UNDER_TERRITORY] = { "territories", ARCH_territories },
};

static struct str first_code(const struct node *list)
{
	if (list && list->type == NODE_STRING)
		return node_str(list);
	return list && list->type == NODE_ARRAY && list->count ? node_str(&list->items[0])
							       : STR("");
}

struct alike_member alike_member(struct arena *a, const struct pack *pack,
				 struct alike_words *words, struct str id,
				 const struct node *manifest)
{
	AUTO_ARENA scratch = arena_new();
	struct dup_entry entry;
	struct alike_member
		out = { .shown = {
				.id = arena_str(a, id),
				.body = alike_body_name(pack, manifest),
				.stage = arena_str(a, node_text(manifest, STR("stage"))),
				.cost = arena_str(a, node_text(node_get(manifest, STR("costs")),
							       STR("band"))),
			} };
	struct mtext name = node_mtext(node_get(manifest, STR("name")));

	for (enum lang l = 0; l < LANG_COUNT; l++) {
		out.shown.name.in[l] = arena_str(a, report_short(a, name.in[l]));
		out.shown.body.in[l] = arena_str(a, out.shown.body.in[l]);
	}
	for (enum alike_under u = UNDER_FUNCTION; u < UNDER_COUNT; u++)
		out.under[u] =
			arena_str(a, first_code(node_get(manifest, str_of(unders[u].field))));
	entry = alike_entry(scratch, pack, id, manifest);
	out.said = alike_words_of(words, &entry);
	return out;
}

struct work {
	struct arena *arena;
	const struct alike_found *compared;
	const struct alike_options *options;
	struct dup_pairs pairs; /* as people judged them, else as they were found */
	size_t *origins;	/* of each its place among those compared */
};

static struct report_likeness likeness_of(struct work *w, size_t pair, size_t one)
{
	const struct alike_pair *found = &w->compared->pairs->list.at[pair];
	const struct dup_pair *p = &found->pair;
	struct report_shared *shared =
		ARENA_ARRAY(w->arena, struct report_shared, p->evidence_n);
	size_t other = p->a == one ? p->b : p->a;
	const struct alike_said both = { w->compared->members[one].said,
					 w->compared->members[other].said };
	double rest = p->score;

	for (size_t i = 0; i < p->evidence_n; i++) {
		shared[i] = (struct report_shared){
			.name = alike_shared_name(w->arena, w->compared->pack, &both,
						  &p->evidence[i]),
			.share = p->evidence[i].share,
			.entries = p->evidence[i].entries,
		};
		rest -= p->evidence[i].share;
	}
	return (struct report_likeness){
		.a = &w->compared->members[one].shown,
		.b = &w->compared->members[other].shown,
		.probability = p->probability,
		.judged = (size_t)p->judged,
		.score = p->score,
		.shared = shared,
		.shared_n = p->evidence_n,
		.rest = rest > 0 ? rest : 0,
		.verdict = found->verdict,
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

static struct mtext under_of(const struct work *w, size_t leader)
{
	enum alike_under under = w->options->under;
	const struct arch_entry *known;
	struct str code;

	if (under == UNDER_NOTHING)
		return mtext_same(STR(""));
	code = w->compared->members[leader].under[under];
	known = arch_find(pack_arch(w->compared->pack), unders[under].kind, code);
	if (code.n == 0)
		return MT("көрсетілмеген", "не указано", "not declared");
	return known ? known->name : mtext_same(code);
}

static struct report_group group_of(struct work *w, const struct dup_group *g)
{
	const struct alike_member *members = w->compared->members;
	const struct report_member *leader = &members[g->leader].shown;
	struct report_likeness *pairs = ARENA_ARRAY(w->arena, struct report_likeness, g->n);
	struct report_group out = { .under = under_of(w, g->leader),
				    .best = leader,
				    .pairs = pairs,
				    .n = g->n,
				    .bodies = 1 };

	for (size_t i = 0; i < g->n; i++) {
		const struct report_member *m = &members[g->others[i]].shown;
		bool seen = str_eq(m->body.in[LANG_RU], leader->body.in[LANG_RU]);

		for (size_t k = 0; k < i && !seen; k++)
			seen = str_eq(m->body.in[LANG_RU], pairs[k].b->body.in[LANG_RU]);
		out.bodies += !seen;
		if (stage_rank(m->stage) > stage_rank(out.best->stage))
			out.best = m;
		pairs[i] = likeness_of(w, w->origins[g->pairs[i]], g->leader);
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

/* Pairs that people judged count as certain one way or the other. */
static void believe_verdicts(struct work *w, struct report_duplicates *out)
{
	size_t n = w->compared->pairs->list.n;

	w->origins = ARENA_ARRAY(w->arena, size_t, n);
	for (size_t i = 0; i < n; i++) {
		const struct alike_pair *found = &w->compared->pairs->list.at[i];
		struct dup_pair pair = found->pair;
		bool judged = found->verdict && found->verdict->stands;

		if (judged && !found->verdict->alike) {
			out->apart++;
			continue;
		}
		if (judged)
			pair.probability = 1;
		w->origins[w->pairs.list.n] = i;
		vec_push(w->arena, &w->pairs.list, pair);
	}
}

static void make_groups(struct work *w, struct report_duplicates *out)
{
	struct dup_groups found = { 0 };
	struct report_group *groups;

	believe_verdicts(w, out);
	dup_groups_find(w->arena, &w->pairs, w->compared->n, w->options->probability, &found);
	groups = ARENA_ARRAY(w->arena, struct report_group, found.list.n + 1);
	for (size_t i = 0; i < found.list.n; i++)
		groups[i] = group_of(w, &found.list.at[i]);
	qsort(groups, found.list.n, sizeof(*groups), by_heading);
	out->groups = groups;
	out->groups_n = found.list.n;
}

/* All of one, also those that a person judged. */
static void make_pairs(struct work *w, struct report_duplicates *out)
{
	size_t n = w->compared->pairs->list.n;
	struct report_likeness *pairs = ARENA_ARRAY(w->arena, struct report_likeness, n);

	out->pairs = pairs;
	for (size_t i = 0; i < n; i++) {
		const struct alike_pair *p = &w->compared->pairs->list.at[i];

		if (p->pair.a != w->compared->one && p->pair.b != w->compared->one)
			continue;
		if (p->pair.probability >= w->options->probability || p->verdict)
			pairs[out->pairs_n++] = likeness_of(w, i, w->compared->one);
	}
}

void alike_show(struct arena *a, const struct alike_found *compared,
		const struct alike_options *o, struct report_duplicates *out)
{
	struct work w = { .arena = a, .compared = compared, .options = o };
	const struct pack_info *pack = pack_info(compared->pack);

	out->pack = pack->name;
	out->pack_version = pack->version;
	if (compared->one < compared->n)
		make_pairs(&w, out);
	else
		make_groups(&w, out);
}
