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
enum { WORDS_SHOWN = 3, SCORE_UNIT = 10, CONCEPTS_COUNTED = 16 };

/* Text and patterns are compared whatever their language: fields are often filled in the wrong
 * one.
 */
static const enum lang any_language = LANG_RU;

struct concept {
	uint32_t index;
	uint32_t functions; /* that have it */
	double weight;
};

struct told_function {
	struct str id;
	bool *has; /* by index of the concept */
};

/* Made when a rule first asks: most commands judge nothing. */
struct told_index {
	struct pattern_set *patterns; /* owner: struct concept; NULL: not made yet */
	VEC(struct concept *) concepts;
	const struct concept **heaviest; /* the same, the rarest among functions first */
	VEC(struct told_function) functions;
	struct strmap own; /* pattern of told_by -> struct concept; functions may share one */
};

/* The words by which a text shows each concept; text.p NULL where it does not. */
struct told_text {
	struct arena *arena;
	const struct told_index *index;
	struct str *found;
	VEC(const struct concept *) shown; /* those it shows, the rarest first */
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
		strmap_put(&x->own, pattern, c);
		pattern_set_add(x->patterns, any_language, pattern, c);
	}
}

static void read_text(struct told_text *t, struct str text)
{
	struct pattern_hits hits = { 0 };

	pattern_set_scan(t->index->patterns, t->arena, any_language, text, &hits);
	for (size_t i = 0; i < hits.list.n; i++) {
		const struct concept *c = hits.list.at[i].owner;

		if (!t->found[c->index].p)
			t->found[c->index] = hits.list.at[i].text;
	}
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
		read_text(t, v.s);
	for (size_t i = 0; v.kind == CEL_LIST && i < cel_size(v); i++)
		read_value(t, cel_item(v, i), lang);
	for (size_t i = 0; v.kind == CEL_MAP && i < cel_size(v); i++) {
		struct str key = cel_map_key(v, i).s;

		if (!lang.n || str_eq(key, lang) || !is_language(key))
			read_value(t, cel_map_value(v, i), lang);
	}
}

static struct told_text text_new(struct arena *a, const struct told_index *x)
{
	return (struct told_text){ .arena = a,
				   .index = x,
				   .found = ARENA_ARRAY(a, struct str, x->concepts.n + 1) };
}

static void add_function(struct told_index *x, struct arena *a, const struct arch_entry *e)
{
	const struct node *own = node_get(e->node, STR("told_by"));
	struct told_function f = { e->id, ARENA_ARRAY(a, bool, x->concepts.n + 1) };
	struct told_text t = text_new(a, x);

	read_value(&t, cel_of_node(node_get(e->node, STR("name"))), STR(""));
	read_value(&t, cel_of_node(node_get(e->node, STR("definition"))), STR(""));
	read_value(&t, cel_of_node(node_get(e->node, STR("keywords"))), STR(""));
	for (size_t i = 0; i < x->concepts.n; i++)
		f.has[i] = t.found[i].p != NULL;
	for (uint32_t i = 0; own && i < own->count; i++) {
		const struct concept *c = strmap_get(&x->own, node_str(&own->items[i]));

		f.has[c->index] = true;
	}
	for (size_t i = 0; i < x->concepts.n; i++)
		x->concepts.at[i]->functions += f.has[i];
	vec_push(a, &x->functions, f);
}

void told_build(struct pack *p)
{
	p->told = ARENA_NEW(p->arena, struct told_index);
}

static int by_weight(const void *x, const void *y)
{
	const struct concept *a = *(const struct concept *const *)x;
	const struct concept *b = *(const struct concept *const *)y;

	if (a->functions != b->functions)
		return a->functions < b->functions ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

static void weigh_concepts(struct told_index *x, struct arena *a)
{
	x->heaviest = ARENA_ARRAY(a, const struct concept *, x->concepts.n + 1);
	for (size_t i = 0; i < x->concepts.n; i++) {
		struct concept *c = x->concepts.at[i];

		x->heaviest[i] = c;
		if (c->functions)
			c->weight = log((double)x->functions.n / c->functions);
	}
	if (x->concepts.n)
		qsort(x->heaviest, x->concepts.n, sizeof(struct concept *), by_weight);
}

static const struct told_index *index_of(const struct pack *p)
{
	const struct arch_kind_index *functions = &p->arch->kinds[ARCH_functions];
	struct told_index *x = p->told;

	if (x->patterns)
		return x;
	x->patterns = pattern_set_new(p->arena);
	strmap_init(&x->own, p->arena);
	add_concepts(x, p->arena, pack_list(p, STR("concepts")));
	for (size_t i = 0; i < functions->list.n; i++)
		add_own(x, p->arena, functions->list.at[i]);
	for (size_t i = 0; i < functions->list.n; i++)
		add_function(x, p->arena, functions->list.at[i]);
	weigh_concepts(x, p->arena);
	return x;
}

/* One function as {id, score, words}. */
struct scored {
	const struct told_function *function;
	int64_t score;
	struct str words[WORDS_SHOWN];
	size_t words_n;
};

static int stronger(const void *x, const void *y)
{
	const struct scored *a = x, *b = y;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return str_cmp(&a->function->id, &b->function->id);
}

/* Words that an earlier, heavier concept was told by say it once. */
static bool is_told(const struct told_text *t, const struct concept *const *counted, size_t n,
		    struct str words)
{
	for (size_t i = 0; i < n; i++) {
		struct str other = t->found[counted[i]->index];

		if (words.p < other.p + other.n && other.p < words.p + words.n)
			return true;
	}
	return false;
}

static void score(struct scored *out, const struct told_text *t, const struct told_function *f)
{
	const struct concept *counted[CONCEPTS_COUNTED];
	size_t n = 0;
	double sum = 0;

	*out = (struct scored){ .function = f };
	for (size_t i = 0; i < t->shown.n && n < CONCEPTS_COUNTED; i++) {
		const struct concept *c = t->shown.at[i];
		struct str words = t->found[c->index];

		if (!f->has[c->index] || is_told(t, counted, n, words))
			continue;
		sum += c->weight;
		counted[n++] = c;
		if (out->words_n < WORDS_SHOWN)
			out->words[out->words_n++] = words;
	}
	out->score = (int64_t)(sum * SCORE_UNIT + 0.5);
}

static struct node scored_node(struct arena *a, const struct scored *s)
{
	struct member *fields = ARENA_ARRAY(a, struct member, 3);
	struct node *words = ARENA_ARRAY(a, struct node, WORDS_SHOWN);

	for (size_t i = 0; i < s->words_n; i++)
		words[i] = node_make_str(s->words[i]);
	fields[0] = (struct member){ .key = "id",
				     .key_n = 2,
				     .value = node_make_str(s->function->id) };
	fields[1] = (struct member){ .key = "score",
				     .key_n = 5,
				     .value = node_make_int(a, s->score) };
	fields[2] = (struct member){ .key = "words",
				     .key_n = 5,
				     .value = node_make_array(words, (uint32_t)s->words_n) };
	return node_make_object(a, fields, 3);
}

/* The languages of a text say the same: of each function, the one in which it is told best. */
static void score_languages(struct scored *all, struct arena *a, const struct told_index *x,
			    struct cel_value texts)
{
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		struct told_text t = text_new(a, x);

		read_value(&t, texts, str_of(lang_names[l]));
		for (size_t i = 0; i < x->concepts.n; i++)
			if (t.found[x->heaviest[i]->index].p)
				vec_push(a, &t.shown, x->heaviest[i]);
		for (size_t i = 0; i < x->functions.n; i++) {
			struct scored s;

			score(&s, &t, &x->functions.at[i]);
			if (l == 0 || s.score > all[i].score)
				all[i] = s;
		}
	}
}

struct cel_value told_functions(struct cel_run *run, const struct pack *p,
				struct cel_value texts)
{
	const struct told_index *x = index_of(p);
	struct scored *all = ARENA_ARRAY(run->arena, struct scored, x->functions.n + 1);
	struct node *items = ARENA_ARRAY(run->arena, struct node, x->functions.n + 1);
	struct node *list = ARENA_NEW(run->arena, struct node);
	uint32_t n = 0;

	score_languages(all, run->arena, x, texts);
	if (x->functions.n)
		qsort(all, x->functions.n, sizeof(*all), stronger);
	for (; n < x->functions.n && all[n].score > 0; n++)
		items[n] = scored_node(run->arena, &all[n]);
	*list = node_make_array(items, n);
	return cel_of_node(list);
}
