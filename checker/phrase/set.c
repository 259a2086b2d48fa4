#include "checker/phrase/phrase_internal.h"

#include <string.h>

static struct phrase_node *node_new(struct phrase_set *set)
{
	struct phrase_node *node = ARENA_NEW(set->arena, struct phrase_node);

	node->id = set->node_count++;
	return node;
}

struct phrase_set *phrase_set_new(struct arena *a)
{
	struct phrase_set *set = ARENA_NEW(a, struct phrase_set);

	set->arena = a;
	strmap_init(&set->words, a);
	strmap_init(&set->ids, a);
	strmap_init(&set->edges, a);
	set->root = node_new(set);
	return set;
}

static struct str edge_key(const struct phrase_edge *edge)
{
	return (struct str){ (const char *)edge, sizeof(*edge) };
}

struct phrase_node *phrase_step(const struct phrase_set *set, const struct phrase_node *node,
				uint32_t word, enum phrase_gap gap)
{
	struct phrase_edge edge = { node->id, word, gap };

	if (!(node->gaps & 1u << gap))
		return NULL;
	return strmap_get(&set->edges, edge_key(&edge));
}

static struct phrase_node *step_or_add(struct phrase_set *set, struct phrase_node *node,
				       uint32_t word, enum phrase_gap gap)
{
	struct phrase_node *next = phrase_step(set, node, word, gap);
	struct phrase_edge *edge;

	if (next)
		return next;
	edge = ARENA_NEW(set->arena, struct phrase_edge);
	*edge = (struct phrase_edge){ node->id, word, gap };
	next = node_new(set);
	node->gaps |= 1u << gap;
	strmap_put(&set->edges, edge_key(edge), next);
	return next;
}

static void add_key(struct phrase_set *set, struct str key, uint32_t id)
{
	struct phrase_word *word = ARENA_NEW(set->arena, struct phrase_word);

	word->id = id;
	word->next = strmap_get(&set->words, key);
	strmap_put(&set->words, key, word);
	phrase_filter_add(&set->filter, key);
}

/* The number of a word; words that are reduced alike share it. */
static uint32_t word_id(struct phrase_set *set, const struct phrase_keys *keys, enum lang lang)
{
	struct str name = arena_printf(set->arena, "%d%.*s", (int)lang, STR_FMT(keys->at[0]));
	struct phrase_word *word = strmap_get(&set->ids, name);

	if (word)
		return word->id;
	word = ARENA_NEW(set->arena, struct phrase_word);
	word->id = set->word_count++;
	strmap_put(&set->ids, name, word);
	for (size_t i = 0; i < keys->n; i++)
		add_key(set, keys->at[i], word->id);
	return word->id;
}

static void add_entry(struct phrase_set *set, struct phrase_node *node,
		      const struct phrase_entry *entry)
{
	struct phrase_entry **at = &node->entries;

	for (; *at; at = &(*at)->next) {
		if ((*at)->owner == entry->owner)
			return;
	}
	*at = ARENA_NEW(set->arena, struct phrase_entry);
	**at = *entry;
}

/* One Cyrillic word whose first letter alone is a capital. */
static bool is_common(struct str phrase)
{
	struct str word, more;

	if (!text_word(&word, &phrase) || text_word(&more, &phrase))
		return false;
	if ((unsigned char)word.p[0] < 0x80 || !text_is_upper(text_next(&word)))
		return false;
	while (word.n > 0) {
		if (!text_is_lower(text_next(&word)))
			return false;
	}
	return true;
}

void phrase_set_add(struct phrase_set *set, struct str phrase, bool exact, const void *owner)
{
	struct phrase_entry entry = { .text = arena_str(set->arena, phrase),
				      .owner = owner,
				      .exact = exact,
				      .common = is_common(phrase) };
	struct stemmer *stemmer = stemmer_new(set->arena);
	enum lang lang = text_language(phrase);
	struct str rest = phrase, word, before = { NULL, 0 };
	struct phrase_node *node = set->root;

	for (; text_word(&word, &rest); before = word) {
		enum phrase_gap gap =
			before.p ? phrase_between(before, word).gap : PHRASE_GAP_PLAIN;
		struct phrase_keys keys = { .n = 0 };

		if (exact)
			keys.at[keys.n++] = phrase_exact_key(set->arena, word);
		else
			phrase_keys_of_name(&keys, stemmer, set->arena, word, lang);
		if (keys.n == 0 || keys.at[0].n == 0)
			break;
		node = step_or_add(set, node, word_id(set, &keys, lang), gap);
	}
	/* A name without words, or with one that is too long, cannot occur. */
	if (node != set->root && rest.n == 0)
		add_entry(set, node, &entry);
	set->has_exact |= exact;
	stemmer_free(stemmer);
}
