#include "checker/phrase/phrase_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Names begun and not ended, at most; words of names seldom have more than one number each. */
enum { MAX_ACTIVE = 64, MAX_IDS = 32, LONGEST_ADDRESS = 200 };

struct active {
	const struct phrase_node *node;
	const char *from;
	enum phrase_glue glue; /* to what stands before */
};

/* A name seen in the text; whether it stays depends on the word behind it. */
struct found {
	const struct phrase_node *node;
	struct str text;
	enum phrase_glue glue;
};

struct scan {
	const struct phrase_set *set;
	struct arena *result, *scratch, *word_scratch;
	struct stemmer *stemmer; /* NULL until a word is new */
	const struct text_words *words;
	struct str text;
	enum { NOT_ASKED, KAZAKH, NOT_KAZAKH } kazakh; /* the text is */
	struct phrase_hits *hits;
	struct active active[MAX_ACTIVE];
	size_t active_count;
	struct phrase_ids read; /* of the word under way */
	uint32_t ids[MAX_IDS];	/* of a word that is new */
	size_t id_count;
	struct {
		VEC(struct found) list;
	} found;
	size_t fresh; /* of the found ones, those that end with the last word */
};

static void add_ids(struct scan *s, struct str key)
{
	const struct phrase_key_slot *slot = phrase_key_slot(s->set, key);

	for (uint32_t k = 0; k < slot->count && s->id_count < MAX_IDS; k++) {
		uint32_t id = s->set->ids[slot->first + k];
		size_t i = 0;

		while (i < s->id_count && s->ids[i] != id)
			i++;
		if (i == s->id_count)
			s->ids[s->id_count++] = id;
	}
}

static struct phrase_ids find_ids(struct scan *s, struct str word)
{
	struct phrase_keys keys;

	s->id_count = 0;
	if (!s->stemmer)
		s->stemmer = stemmer_new(s->scratch);
	phrase_keys_of_text(&keys, s->stemmer, s->word_scratch, word, &s->set->head->filter);
	for (size_t i = 0; i < keys.n; i++)
		add_ids(s, keys.at[i]);
	if (s->set->head->has_exact)
		add_ids(s, phrase_exact_key(s->word_scratch, word));
	arena_reset(s->word_scratch);
	return (struct phrase_ids){ s->ids, (uint32_t)s->id_count, true };
}

static struct phrase_ids keep(struct arena *a, struct phrase_ids found)
{
	uint32_t *copy = ARENA_ARRAY(a, uint32_t, found.n);

	if (found.n)
		memcpy(copy, found.at, found.n * sizeof(*copy));
	return (struct phrase_ids){ copy, found.n, true };
}

static struct phrase_ids ids_of(struct scan *s, const struct text_token *token)
{
	struct phrase_memo *memo = s->set->memo;
	uint32_t number = token->known->number;

	if (number == TEXT_UNNUMBERED)
		return find_ids(s, token->written);
	while (memo->list.n <= number)
		vec_push(memo->arena, &memo->list, (struct phrase_ids){ 0 });
	if (!memo->list.at[number].known)
		memo->list.at[number] = keep(memo->arena, find_ids(s, token->written));
	return memo->list.at[number];
}

/* Puts the names that go on with this word behind the active ones. */
static size_t advance_one(const struct scan *s, struct active *to, size_t n,
			  const struct active *from, enum phrase_gap gap)
{
	const struct phrase_ids ids = s->read;
	/* What a name has between its words may be left out, but only that may be there. */
	enum phrase_gap first = gap == PHRASE_GAP_PLAIN ? PHRASE_GAP_PLAIN : gap;
	enum phrase_gap last = gap == PHRASE_GAP_PLAIN ? PHRASE_GAP_MARK : gap;

	for (size_t i = 0; i < ids.n; i++) {
		for (enum phrase_gap g = first; g <= last && n < MAX_ACTIVE; g++) {
			const struct phrase_node *node =
				phrase_step(s->set, from->node, ids.at[i], g);

			if (node)
				to[n++] = (struct active){ node, from->from, from->glue };
		}
	}
	return n;
}

/*
 * In Kazakh most names are ordinary words too: су тасқыны is a flood, and only
 * Тасқын the system. In a Russian text тасқын can be nothing else.
 */
static bool admits(struct scan *s, const struct phrase_entry *entry, struct str text)
{
	if (!(entry->flags & PHRASE_COMMON))
		return true;
	if (s->kazakh == NOT_ASKED)
		s->kazakh = text_words_language(s->words) == LANG_KK ? KAZAKH : NOT_KAZAKH;
	return s->kazakh == NOT_KAZAKH || text_is_upper(text_next(&text));
}

static const struct phrase_entry *entries_of(const struct scan *s,
					     const struct phrase_node *node)
{
	return s->set->entries + node->first;
}

static bool any_admitted(struct scan *s, const struct phrase_node *node, struct str text)
{
	for (uint32_t i = 0; i < node->count; i++) {
		if (admits(s, &entries_of(s, node)[i], text))
			return true;
	}
	return false;
}

static void advance(struct scan *s, struct str word, struct phrase_ids ids,
		    struct phrase_between between)
{
	struct active next[MAX_ACTIVE];
	size_t n = 0;
	struct active start = { s->set->nodes, word.p, between.glue };

	for (size_t i = 0; i < s->active_count && ids.n > 0; i++) {
		if (between.gap != PHRASE_GAP_END)
			n = advance_one(s, next, n, &s->active[i], between.gap);
	}
	for (size_t i = 0; i < ids.n && n < MAX_ACTIVE; i++) {
		const struct phrase_node *node =
			phrase_step(s->set, s->set->nodes, ids.at[i], PHRASE_GAP_PLAIN);

		if (node && start.glue != PHRASE_GLUE_NAME)
			next[n++] = (struct active){ node, start.from, start.glue };
	}
	s->active_count = n;
	for (size_t i = 0; i < n; i++) {
		struct found found = { next[i].node,
				       { next[i].from,
					 (size_t)(word.p + word.n - next[i].from) },
				       next[i].glue };

		s->active[i] = next[i];
		if (any_admitted(s, found.node, found.text)) {
			vec_push(s->scratch, &s->found.list, found);
			s->fresh++;
		}
	}
}

/* Whether the text stands in the address of a document, https://host/path: that cites it. */
static bool is_cited(const struct scan *s, struct str text)
{
	struct str before = { s->text.p, (size_t)(text.p - s->text.p) };
	struct str behind = { text.p + text.n, s->text.n - before.n - text.n };
	size_t from = before.n;

	while (from > 0 && before.n - from < LONGEST_ADDRESS &&
	       (unsigned char)before.p[from - 1] > ' ')
		from--;
	before = str_sub(before, from, before.n);
	if (str_find(before, STR("://")) == SIZE_MAX)
		return false;
	return str_find(str_sub(before, str_find(before, STR("://")) + 3, before.n),
			STR("/")) != SIZE_MAX ||
	       (behind.n > 1 && behind.p[0] == '/' && (unsigned char)behind.p[1] > ' ');
}

/* Takes back what is a part of a longer name, once the next word is known. */
static void settle(struct scan *s, enum phrase_glue glue)
{
	size_t from = s->found.list.n - s->fresh, to = from;

	for (size_t i = from; i < s->found.list.n; i++) {
		struct found *f = &s->found.list.at[i];
		bool exact = entries_of(s, f->node)->flags & PHRASE_EXACT;

		if (glue == PHRASE_GLUE_NAME)
			continue;
		if (exact && (glue == PHRASE_GLUE_HYPHEN || f->glue == PHRASE_GLUE_HYPHEN))
			continue;
		s->found.list.at[to++] = *f;
	}
	s->found.list.n = to;
	s->fresh = 0;
}

static bool has_hit(const struct phrase_hits *hits, size_t from, uint32_t owner)
{
	for (size_t i = from; i < hits->list.n; i++) {
		if (hits->list.at[i].owner == owner)
			return true;
	}
	return false;
}

static void take(struct scan *s, const struct found *f, size_t from)
{
	for (uint32_t i = 0; i < f->node->count; i++) {
		const struct phrase_entry *e = &entries_of(s, f->node)[i];

		if (admits(s, e, f->text) && !has_hit(s->hits, from, e->owner))
			vec_push(s->result, &s->hits->list,
				 (struct phrase_hit){ f->text, e->owner });
	}
}

/* Found names come in the order of their ends; leftmost and then longest ones stay. */
static int found_order(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->text.p != y->text.p)
		return x->text.p < y->text.p ? -1 : 1;
	if (x->text.n != y->text.n)
		return x->text.n > y->text.n ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

static void choose(struct scan *s)
{
	const struct found *list = s->found.list.at;
	const char *end = NULL;

	if (s->found.list.n > 1)
		qsort(s->found.list.at, s->found.list.n, sizeof(*list), found_order);
	for (size_t i = 0; i < s->found.list.n;) {
		size_t first = i, from = s->hits->list.n;
		bool free_place =
			(!end || list[first].text.p >= end) && !is_cited(s, list[first].text);

		for (; i < s->found.list.n && list[i].text.p == list[first].text.p &&
		       list[i].text.n == list[first].text.n;
		     i++) {
			if (free_place)
				take(s, &list[i], from);
		}
		if (free_place)
			end = list[first].text.p + list[first].text.n;
	}
}

/* The word at `i`, once what stands before it is settled. */
static void read_word(struct scan *s, const struct text_words *words, size_t i)
{
	struct phrase_between between = { PHRASE_GAP_END, PHRASE_GLUE_NONE };
	struct phrase_ids ids = ids_of(s, &words->at[i]);

	/* Most words are of no name and stand behind none. */
	if (ids.n == 0 && s->active_count == 0 && s->fresh == 0)
		return;
	if (i > 0)
		between = phrase_between(words->at[i - 1].written, words->at[i].written);
	settle(s, between.glue);
	s->read = ids;
	advance(s, words->at[i].written, ids, between);
}

void phrase_set_scan(const struct phrase_set *set, struct arena *a,
		     const struct text_words *words, struct phrase_hits *hits)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_ARENA word_scratch = arena_new();
	struct scan s = { .set = set,
			  .result = a,
			  .scratch = scratch,
			  .word_scratch = word_scratch,
			  .hits = hits,
			  .words = words,
			  .text = words->text };

	assert(words->of == set->of);
	for (size_t i = 0; i < words->n; i++)
		read_word(&s, words, i);
	settle(&s, PHRASE_GLUE_NONE);
	choose(&s);
	stemmer_free(s.stemmer);
}
