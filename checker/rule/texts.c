#include "checker/rule/judge_internal.h"
#include "checker/rule/words_internal.h"

#include "checker/base/hash.h"

enum { FIRST_SLOTS = 256 };

static void make_slots(struct node_map *map, size_t count)
{
	map->slots = ARENA_ARRAY(map->arena, struct node_slot, count);
	map->count = count;
}

void node_map_init(struct node_map *map)
{
	*map = (struct node_map){ .arena = arena_new() };
	/* Addresses of nodes follow from a document's shape; this it does not know. */
	map->multiplier = hash_str(STR("node map"), (uintptr_t)map->arena) | 1;
	make_slots(map, FIRST_SLOTS);
}

void node_map_release(struct node_map *map)
{
	arena_free(map->arena);
}

void node_map_forget(struct node_map *map)
{
	if (map->n == 0)
		return;
	arena_reset(map->arena);
	map->n = 0;
	make_slots(map, FIRST_SLOTS);
}

static struct node_slot *slot_of(const struct node_map *map, const struct node *node)
{
	size_t mask = map->count - 1;
	size_t i = (size_t)((uint64_t)(uintptr_t)node * map->multiplier >> 32) & mask;

	while (map->slots[i].node && map->slots[i].node != node)
		i = (i + 1) & mask;
	return &map->slots[i];
}

static void grow(struct node_map *map)
{
	struct node_slot *before = map->slots;
	size_t count = map->count;

	make_slots(map, 2 * count);
	for (size_t i = 0; i < count; i++)
		if (before[i].node)
			*slot_of(map, before[i].node) = before[i];
}

void **node_map_at(struct node_map *map, const struct node *node)
{
	struct node_slot *slot;

	/* What an expression made has no place in a document, and its memory is used again. */
	if (node->at == 0)
		return NULL;
	slot = slot_of(map, node);
	if (slot->node)
		return &slot->value;
	if (2 * ++map->n > map->count) {
		grow(map);
		slot = slot_of(map, node);
	}
	slot->node = node;
	return &slot->value;
}

static struct judge_text *read_text(struct judge *j, struct arena *a, const struct node *node)
{
	struct judge_text *text = ARENA_NEW(a, struct judge_text);

	text->words = text_words_of(j->pack->arch->vocabulary, a, node_str(node));
	return text;
}

struct judge_text *judge_text(struct judge *j, const struct node *node)
{
	void **known = node_map_at(&j->texts, node);

	if (!known)
		return read_text(j, j->scratch, node);
	if (!*known)
		*known = read_text(j, j->texts.arena, node);
	return *known;
}

const struct arch_mentions *judge_text_names(struct judge *j, struct judge_text *text)
{
	struct arch_mentions *names;

	if (text->names)
		return text->names;
	names = ARENA_NEW(j->texts.arena, struct arch_mentions);
	arch_mentions_in(j->pack->arch, j->texts.arena, &text->words, names);
	return text->names = names;
}

const struct pattern_hits *judge_text_signs(struct judge *j, struct judge_text *text)
{
	struct pattern_hits *signs;

	if (text->signs)
		return text->signs;
	signs = ARENA_NEW(j->texts.arena, struct pattern_hits);
	if (trace_of_steps(j))
		text->denied = ARENA_NEW(j->texts.arena, struct denied_signs);
	signs_find(j->pack, j->texts.arena, &text->words, signs, text->denied);
	return text->signs = signs;
}

static bool is_noted(const struct judge_signs *signs, const struct sign_list *list)
{
	for (size_t i = 0; i < signs->lists.n; i++)
		if (signs->lists.at[i] == list)
			return true;
	return false;
}

static bool note_signs(void *context, const struct node *node)
{
	struct judge *j = context;
	const struct pattern_hits *hits;

	if (node->type != NODE_STRING && node->type != NODE_NUMBER)
		return true;
	hits = judge_text_signs(j, judge_text(j, node));
	for (size_t i = 0; i < hits->list.n; i++)
		if (!is_noted(&j->signs, hits->list.at[i].owner))
			vec_push(j->arena, &j->signs.lists, hits->list.at[i].owner);
	return true;
}

bool judge_has_signs(struct judge *j, const struct subject *s, const struct sign_list *list)
{
	if (j->signs.of != s) {
		j->signs.of = s;
		j->signs.lists.n = 0;
		for (size_t i = 0; i < j->pack->sign_texts.list.n; i++)
			path_walk(&j->pack->sign_texts.list.at[i], &s->doc->root, note_signs,
				  j);
	}
	return is_noted(&j->signs, list);
}
