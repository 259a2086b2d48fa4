#include "checker/phrase/phrase_internal.h"

#include "checker/base/strmap.h"

#include <string.h>

/* A word that has a key. */
struct word {
	uint32_t id;
	struct word *next;
};

struct name {
	struct phrase_entry entry;
	struct name *next;
};

struct node {
	uint32_t id;
	uint32_t gaps;
	struct name *names; /* that end here */
};

/* What leads from one node to the next; hashed by its bytes. */
struct step {
	uint32_t node, word, gap;
};

struct phrase_builder {
	struct arena *arena;
	struct strmap keys;  /* to lists of struct word, the last first */
	struct strmap ids;   /* first key and language to struct word */
	struct strmap steps; /* struct step to struct node */
	VEC(struct node *) nodes;
	uint32_t words;
	bool has_exact;
	struct phrase_filter filter;
};

static struct node *node_new(struct phrase_builder *b)
{
	struct node *node = ARENA_NEW(b->arena, struct node);

	node->id = (uint32_t)b->nodes.n;
	return *vec_push(b->arena, &b->nodes, node);
}

struct phrase_builder *phrase_builder_new(struct arena *a)
{
	struct phrase_builder *b = ARENA_NEW(a, struct phrase_builder);

	b->arena = a;
	strmap_init(&b->keys, a);
	strmap_init(&b->ids, a);
	strmap_init(&b->steps, a);
	node_new(b);
	return b;
}

static struct node *step_or_add(struct phrase_builder *b, struct node *from, uint32_t word,
				enum phrase_gap gap)
{
	struct step *step = ARENA_NEW(b->arena, struct step);
	struct str key = { (const char *)step, sizeof(*step) };
	struct node *to;

	*step = (struct step){ from->id, word, gap };
	to = strmap_get(&b->steps, key);
	if (to)
		return to;
	to = node_new(b);
	from->gaps |= 1u << gap;
	strmap_put(&b->steps, key, to);
	return to;
}

static void add_key(struct phrase_builder *b, struct str key, uint32_t id)
{
	struct word *word = ARENA_NEW(b->arena, struct word);

	word->id = id;
	word->next = strmap_get(&b->keys, key);
	strmap_put(&b->keys, key, word);
	phrase_filter_add(&b->filter, key);
}

/* The number of a word; words that are reduced alike share it. */
static uint32_t word_id(struct phrase_builder *b, const struct phrase_keys *keys,
			enum lang lang)
{
	struct str name = arena_printf(b->arena, "%d%.*s", (int)lang, STR_FMT(keys->at[0]));
	struct word *word = strmap_get(&b->ids, name);

	if (word)
		return word->id;
	word = ARENA_NEW(b->arena, struct word);
	word->id = b->words++;
	strmap_put(&b->ids, name, word);
	for (size_t i = 0; i < keys->n; i++)
		add_key(b, keys->at[i], word->id);
	return word->id;
}

static void add_name(struct phrase_builder *b, struct node *node, struct phrase_entry entry)
{
	struct name **at = &node->names;

	for (; *at; at = &(*at)->next) {
		if ((*at)->entry.owner == entry.owner)
			return;
	}
	*at = ARENA_NEW(b->arena, struct name);
	(*at)->entry = entry;
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

static size_t words_of(struct str phrase)
{
	struct str word;
	size_t n = 0;

	while (text_word(&word, &phrase))
		n++;
	return n;
}

/* Several abbreviations: nothing else is written so, in small letters either (гбд фл). */
static bool is_any_case(struct str phrase)
{
	struct str rest = phrase, word;

	while (text_word(&word, &rest)) {
		if (!phrase_is_abbr(word))
			return false;
	}
	return words_of(phrase) > 1;
}

void phrase_builder_add(struct phrase_builder *b, struct str phrase, bool exact, uint32_t owner)
{
	struct phrase_entry entry = { owner, (exact ? PHRASE_EXACT : 0u) |
						     (is_common(phrase) ? PHRASE_COMMON : 0u) };
	struct phrase_namer namer = { b->arena, stemmer_new(b->arena), text_language(phrase),
				      is_any_case(phrase), words_of(phrase) > 1 };
	struct str rest = phrase, word, before = { NULL, 0 };
	struct node *node = b->nodes.at[0];

	for (; text_word(&word, &rest); before = word) {
		enum phrase_gap gap =
			before.p ? phrase_between(before, word).gap : PHRASE_GAP_PLAIN;
		struct phrase_keys keys = { .n = 0 };

		if (exact)
			keys.at[keys.n++] = phrase_exact_key(b->arena, word);
		else
			phrase_keys_of_name(&keys, &namer, word);
		if (keys.n == 0 || keys.at[0].n == 0)
			break;
		node = step_or_add(b, node, word_id(b, &keys, namer.lang), gap);
	}
	/* A name without words, or with one that is too long, cannot occur. */
	if (node != b->nodes.at[0] && rest.n == 0)
		add_name(b, node, entry);
	b->has_exact |= exact;
	stemmer_free(namer.stemmer);
}

/* Slots for so many: a power of two, at most half full. */
static uint32_t slots_for(size_t n)
{
	uint32_t slots = 8;

	while (slots < 2 * n)
		slots *= 2;
	return slots;
}

/* The arrays of an image that is being filled. */
struct image {
	struct phrase_head *head;
	struct phrase_key_slot *keys;
	uint32_t *ids;
	struct phrase_node *nodes;
	struct phrase_edge *edges;
	struct phrase_entry *entries;
	char *bytes;
};

static void put_key(struct image *m, struct str key, const struct word *words)
{
	uint32_t hash = phrase_hash(key.p, key.n), i = hash & (m->head->keys - 1);
	struct phrase_key_slot *slot;

	while (m->keys[i].n)
		i = (i + 1) & (m->head->keys - 1);
	slot = &m->keys[i];
	*slot = (struct phrase_key_slot){ hash, m->head->bytes, (uint32_t)key.n, m->head->ids,
					  0 };
	for (; words; words = words->next, slot->count++)
		m->ids[m->head->ids++] = words->id;
	memcpy(m->bytes + m->head->bytes, key.p, key.n);
	m->head->bytes += (uint32_t)key.n;
}

static void put_node(struct image *m, const struct node *node)
{
	struct phrase_node *to = &m->nodes[m->head->nodes++];

	*to = (struct phrase_node){ node->gaps, m->head->entries, 0 };
	for (const struct name *name = node->names; name; name = name->next, to->count++)
		m->entries[m->head->entries++] = name->entry;
}

static void put_edge(struct image *m, const struct step *step, const struct node *to)
{
	struct phrase_edge edge = { step->node, step->word, step->gap, to->id };
	uint32_t i = phrase_edge_hash(&edge) & (m->head->edges - 1);

	while (m->edges[i].to)
		i = (i + 1) & (m->head->edges - 1);
	m->edges[i] = edge;
}

static struct phrase_head count(const struct phrase_builder *b)
{
	struct phrase_head n = { .mark = PHRASE_IMAGE_MARK,
				 .version = PHRASE_IMAGE_VERSION,
				 .keys = slots_for(b->keys.n),
				 .nodes = (uint32_t)b->nodes.n,
				 .edges = slots_for(b->steps.n),
				 .has_exact = b->has_exact,
				 .filter = b->filter };

	for (size_t i = 0; i < b->keys.n; i++) {
		n.bytes += (uint32_t)b->keys.at[i].key.n;
		for (const struct word *w = b->keys.at[i].value; w; w = w->next)
			n.ids++;
	}
	for (size_t i = 0; i < b->nodes.n; i++) {
		for (const struct name *name = b->nodes.at[i]->names; name; name = name->next)
			n.entries++;
	}
	return n;
}

/* The arrays in their order behind the head; the same places as phrase_set_open reads. */
static struct image lay_out(struct arena *a, struct phrase_head n)
{
	struct image m;
	char *at;

	n.size = (uint32_t)(sizeof(n) + n.keys * sizeof(*m.keys) + n.ids * sizeof(*m.ids) +
			    n.nodes * sizeof(*m.nodes) + n.edges * sizeof(*m.edges) +
			    n.entries * sizeof(*m.entries) + n.bytes);
	at = arena_alloc(a, n.size, 1);
	m.head = (void *)at;
	m.keys = (void *)(at += sizeof(n));
	m.ids = (void *)(at += n.keys * sizeof(*m.keys));
	m.nodes = (void *)(at += n.ids * sizeof(*m.ids));
	m.edges = (void *)(at += n.nodes * sizeof(*m.nodes));
	m.entries = (void *)(at += n.edges * sizeof(*m.edges));
	m.bytes = at + n.entries * sizeof(*m.entries);
	*m.head = n;
	return m;
}

struct str phrase_builder_image(const struct phrase_builder *b, struct arena *a)
{
	struct image m = lay_out(a, count(b));

	m.head->ids = m.head->nodes = m.head->entries = m.head->bytes = 0;
	for (size_t i = 0; i < b->keys.n; i++)
		put_key(&m, b->keys.at[i].key, b->keys.at[i].value);
	for (size_t i = 0; i < b->nodes.n; i++)
		put_node(&m, b->nodes.at[i]);
	for (size_t i = 0; i < b->steps.n; i++)
		put_edge(&m, (const void *)b->steps.at[i].key.p, b->steps.at[i].value);
	return (struct str){ (const char *)m.head, m.head->size };
}
