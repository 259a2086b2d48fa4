#include "checker/rule/judge_internal.h"
#include "checker/rule/words_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Which functions the words of a manifest speak of. Concepts of the pack's
 * vocabulary (what is done, to what) are looked for in the names, definitions
 * and keywords of each function and in the manifest's texts; a function scores
 * by the concepts they share, rare ones more than those of many functions. What
 * a function is told by (`told_by`) are concepts of its own.
 */
enum { WORDS_SHOWN = 3, SCORE_UNIT = 10, CONCEPTS_COUNTED = 16, WORDS_PER_STEP = 8 };

/* Text and patterns are compared whatever their language: fields are often filled in the wrong
 * one.
 */
static const enum lang any_language = LANG_RU;

struct concept {
	uint32_t index, rank;	 /* by weight, the heaviest first */
	VEC(uint32_t) functions; /* that have it, by index */
	double weight;
	bool own; /* what some function is told by, no concept of the vocabulary */
};

/* A concept with the words by which a text first shows it. */
struct shown {
	const struct concept *concept;
	struct str words;
};

/* Made when a rule first asks: most commands judge nothing. */
struct told_index {
	struct pattern_set *patterns; /* owner: struct concept; NULL: not made yet */
	VEC(struct concept *) concepts;
	VEC(struct str) functions; /* ids */
	struct strmap own; /* pattern of told_by -> struct concept; functions may share one */
};

/* What a text shows. */
struct told_text {
	struct arena *arena;
	const struct pack *pack;
	struct judge *judge; /* NULL: reading the reference */
	const struct told_index *index;
	uint64_t steps; /* that reading took: a few words each */
	bool *found;	/* by index of the concept */
	VEC(struct shown) list;
};

/* Domains and people say where and for whom, not what is done. */
static bool says_what(struct str concept_id)
{
	return str_starts(concept_id, STR("f:")) || str_starts(concept_id, STR("o:"));
}

static struct concept *add_concept(struct told_index *x, struct arena *a)
{
	struct concept *c = ARENA_NEW(a, struct concept);

	c->index = (uint32_t)x->concepts.n;
	vec_push(a, &x->concepts, c);
	return c;
}

static void add_patterns(struct told_index *x, const struct node *words,
			 const struct concept *c)
{
	for (uint32_t i = 0; words && i < words->count; i++)
		pattern_set_add(x->patterns, any_language, node_str(&words->items[i]), c);
}

static void add_concepts(struct told_index *x, struct arena *a, const struct node *list)
{
	for (uint32_t i = 0; list && i < list->count; i++) {
		const struct node *entry = &list->items[i];
		struct concept *c;

		if (!says_what(node_text(entry, STR("id"))))
			continue;
		c = add_concept(x, a);
		for (enum lang l = 0; l < LANG_COUNT; l++)
			add_patterns(x, node_get(entry, str_of(lang_names[l])), c);
	}
}

/* What a function is told by. */
static void add_own(struct told_index *x, struct arena *a, const struct arch_entry *e)
{
	const struct node *patterns = node_get(e->node, STR("told_by"));

	for (uint32_t i = 0; patterns && i < patterns->count; i++) {
		struct str pattern = node_str(&patterns->items[i]);
		struct concept *c = strmap_get(&x->own, pattern);

		if (c)
			continue;
		c = add_concept(x, a);
		c->own = true;
		strmap_put(&x->own, pattern, c);
		pattern_set_add(x->patterns, any_language, pattern, c);
	}
}

static void read_words(struct told_text *t, const struct text_words *words)
{
	struct pattern_hits hits = { 0 };

	t->steps += words->n / WORDS_PER_STEP;
	pattern_set_scan(t->index->patterns, t->arena, any_language, words, &hits);
	for (size_t i = 0; i < hits.list.n; i++) {
		const struct concept *c = hits.list.at[i].owner;

		if (t->found[c->index])
			continue;
		t->found[c->index] = true;
		vec_push(t->arena, &t->list, (struct shown){ c, hits.list.at[i].text });
	}
}

static void read_text(struct told_text *t, const struct cel_value *v)
{
	struct text_words words;

	if (t->judge && v->node) {
		read_words(t, &judge_text(t->judge, v->node)->words);
		return;
	}
	words = text_words_of(t->pack->arch->vocabulary, t->arena, v->s);
	read_words(t, &words);
}

static bool is_language(struct str key)
{
	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (str_eq(key, str_of(lang_names[l])))
			return true;
	return false;
}

/* Every text below the value but those in another language; lang empty: all. */
static void read_value(struct told_text *t, struct cel_value v, struct str lang)
{
	if (v.kind == CEL_OPTIONAL && v.optional)
		read_value(t, *v.optional, lang);
	if (v.kind == CEL_STRING)
		read_text(t, &v);
	for (size_t i = 0; v.kind == CEL_LIST && i < cel_size(v); i++)
		read_value(t, cel_item(v, i), lang);
	for (size_t i = 0; v.kind == CEL_MAP && i < cel_size(v); i++) {
		struct str key = cel_map_key(v, i).s;

		if (!lang.n || str_eq(key, lang) || !is_language(key))
			read_value(t, cel_map_value(v, i), lang);
	}
}

static struct told_text text_new(struct arena *a, const struct pack *p, struct judge *j)
{
	return (struct told_text){
		.arena = a,
		.pack = p,
		.judge = j,
		.index = p->told,
		.found = ARENA_ARRAY(a, bool, p->told->concepts.n + 1),
	};
}

static void add_function(const struct pack *p, const struct arch_entry *e)
{
	const struct node *own = node_get(e->node, STR("told_by"));
	struct told_index *x = p->told;
	struct told_text t = text_new(p->arena, p, NULL);

	read_value(&t, cel_of_node(node_get(e->node, STR("name"))), STR(""));
	read_value(&t, cel_of_node(node_get(e->node, STR("definition"))), STR(""));
	read_value(&t, cel_of_node(node_get(e->node, STR("keywords"))), STR(""));
	for (uint32_t i = 0; own && i < own->count; i++) {
		const struct concept *c = strmap_get(&x->own, node_str(&own->items[i]));

		t.found[c->index] = true;
	}
	for (size_t i = 0; i < x->concepts.n; i++)
		if (t.found[i])
			vec_push(p->arena, &x->concepts.at[i]->functions,
				 (uint32_t)x->functions.n);
	vec_push(p->arena, &x->functions, e->id);
}

void told_build(struct pack *p)
{
	p->told = ARENA_NEW(p->arena, struct told_index);
}

static int by_weight(const void *x, const void *y)
{
	const struct concept *a = *(const struct concept *const *)x;
	const struct concept *b = *(const struct concept *const *)y;

	if (a->functions.n != b->functions.n)
		return a->functions.n < b->functions.n ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

static void weigh_concepts(struct told_index *x, struct arena *a)
{
	struct concept **heaviest = ARENA_ARRAY(a, struct concept *, x->concepts.n + 1);

	if (x->concepts.n == 0)
		return;
	memcpy(heaviest, x->concepts.at, x->concepts.n * sizeof(struct concept *));
	qsort(heaviest, x->concepts.n, sizeof(struct concept *), by_weight);
	for (size_t i = 0; i < x->concepts.n; i++) {
		struct concept *c = heaviest[i];

		c->rank = (uint32_t)i;
		if (c->functions.n)
			c->weight = log((double)x->functions.n / (double)c->functions.n);
	}
}

static const struct told_index *index_of(const struct pack *p)
{
	const struct arch_kind_index *functions = &p->arch->kinds[ARCH_functions];
	struct told_index *x = p->told;

	if (x->patterns)
		return x;
	x->patterns = pattern_set_new(p->arena, p->arch->vocabulary);
	strmap_init(&x->own, p->arena);
	add_concepts(x, p->arena, pack_list(p, STR("concepts")));
	for (size_t i = 0; i < functions->list.n; i++)
		add_own(x, p->arena, functions->list.at[i]);
	for (size_t i = 0; i < functions->list.n; i++)
		add_function(p, functions->list.at[i]);
	weigh_concepts(x, p->arena);
	return x;
}

struct scored {
	struct str function;
	double sum;
	int64_t score;
	const struct shown *shown; /* of the text that told it */
	uint32_t told_n;
	uint32_t told[CONCEPTS_COUNTED]; /* by which of these, the heaviest first */
};

static int stronger(const void *x, const void *y)
{
	const struct scored *a = x, *b = y;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return str_cmp(&a->function, &b->function);
}

static int heavier(const void *x, const void *y)
{
	const struct shown *a = x, *b = y;

	return (a->concept->rank > b->concept->rank) - (a->concept->rank < b->concept->rank);
}

/* Words that an earlier, heavier concept was told by say it once. */
static bool is_told(const struct scored *s, const struct shown *shown, struct str words)
{
	for (uint32_t i = 0; i < s->told_n; i++) {
		struct str other = shown[s->told[i]].words;

		if (words.p < other.p + other.n && other.p < words.p + words.n)
			return true;
	}
	return false;
}

/* Every function by the concepts of the text, which are some. */
static struct scored *score_text(struct told_text *t)
{
	const struct told_index *x = t->index;
	struct scored *all = ARENA_ARRAY(t->arena, struct scored, x->functions.n + 1);
	const struct shown *shown = t->list.at;

	qsort(t->list.at, t->list.n, sizeof(*t->list.at), heavier);
	for (uint32_t i = 0; i < t->list.n; i++) {
		const struct concept *c = shown[i].concept;

		t->steps += c->functions.n;
		for (size_t k = 0; k < c->functions.n; k++) {
			struct scored *s = &all[c->functions.at[k]];

			if (s->told_n == CONCEPTS_COUNTED || is_told(s, shown, shown[i].words))
				continue;
			s->sum += c->weight;
			s->told[s->told_n++] = (uint32_t)i;
		}
	}
	for (size_t i = 0; i < x->functions.n; i++) {
		all[i].function = x->functions.at[i];
		all[i].shown = shown;
		all[i].score = (int64_t)(all[i].sum * SCORE_UNIT + 0.5);
	}
	return all;
}

/* One function as {id, score, words}. */
struct told_node {
	struct member fields[4];
	struct node words[WORDS_SHOWN];
};

/* How many of what tells it are words of functions, not concepts of the vocabulary. */
static int64_t own_words(const struct scored *s)
{
	int64_t n = 0;

	for (uint32_t i = 0; i < s->told_n; i++) {
		n += s->shown[s->told[i]].concept->own;
	}
	return n;
}

static struct node scored_node(struct told_node *room, struct arena *a, const struct scored *s)
{
	struct member *fields = room->fields;
	uint32_t n = 0;

	for (; n < WORDS_SHOWN && n < s->told_n; n++)
		room->words[n] = node_make_str(s->shown[s->told[n]].words);
	fields[0] = (struct member){ "id", 2, 0, node_make_str(s->function) };
	fields[1] = (struct member){ "score", 5, 0, node_make_int(a, s->score) };
	fields[2] = (struct member){ "words", 5, 0, node_make_array(room->words, n) };
	fields[3] = (struct member){ "own", 3, 0, node_make_int(a, own_words(s)) };
	return (struct node){ .type = NODE_OBJECT,
			      .count = ARRAY_LEN(room->fields),
			      .members = fields };
}

/* Of each function the better; in `best`, unless there is none yet. */
static struct scored *better(struct scored *best, struct scored *all, size_t n)
{
	for (size_t i = 0; best && i < n; i++)
		if (all[i].score > best[i].score)
			best[i] = all[i];
	return best ? best : all;
}

/* The languages of a text say the same: of each function, the one in which it is told best.
 * NULL when none tells anything. */
static struct scored *score_languages(struct arena *a, struct judge *j, struct cel_value texts,
				      uint64_t *steps)
{
	struct scored *best = NULL;

	for (enum lang l = 0; l < LANG_COUNT; l++) {
		struct told_text t = text_new(a, j->pack, j);

		read_value(&t, texts, str_of(lang_names[l]));
		if (t.list.n)
			best = better(best, score_text(&t), t.index->functions.n);
		*steps += t.steps;
	}
	return best;
}

/* Those that are told at all, in front; how many they are. */
static uint32_t keep_told(struct scored *all, size_t n)
{
	uint32_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (all[i].score > 0)
			all[kept++] = all[i];
	return kept;
}

struct cel_value told_functions(struct cel_run *run, struct judge *j, struct cel_value texts)
{
	const struct told_index *x = index_of(j->pack);
	struct node *list = ARENA_NEW(run->arena, struct node), *items;
	uint64_t steps = 0;
	struct scored *all = score_languages(run->arena, j, texts, &steps);
	struct told_node *room;
	uint32_t n;

	if (!cel_spend(run, steps))
		return cel_exhausted();
	n = all ? keep_told(all, x->functions.n) : 0;
	if (n)
		qsort(all, n, sizeof(*all), stronger);
	items = arena_raw(run->arena, n, sizeof(*items));
	room = arena_raw(run->arena, n, sizeof(*room));
	for (uint32_t i = 0; i < n; i++)
		items[i] = scored_node(&room[i], run->arena, &all[i]);
	*list = node_make_array(items, n);
	return cel_of_node(list);
}
