#include "checker/phrase/phrase_internal.h"

/* FNV-1a: the tables are fixed, so no text can make them slower than they are. */
uint32_t phrase_hash(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint32_t hash = 0x811C9DC5u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ p[i]) * 0x01000193u;
	return hash ^ hash >> 15;
}

uint32_t phrase_edge_hash(const struct phrase_edge *edge)
{
	uint32_t hash = (edge->node * 0x9E3779B1u ^ edge->word) * 0x85EBCA6Bu ^ edge->gap;

	return hash ^ hash >> 15;
}

const struct phrase_key_slot *phrase_key_slot(const struct phrase_set *set, struct str key)
{
	uint32_t hash = phrase_hash(key.p, key.n), mask = set->head->keys - 1, i = hash & mask;

	while (set->keys[i].n &&
	       (set->keys[i].hash != hash ||
		!str_eq((struct str){ set->bytes + set->keys[i].at, set->keys[i].n }, key)))
		i = (i + 1) & mask;
	return &set->keys[i];
}

const struct phrase_node *phrase_step(const struct phrase_set *set,
				      const struct phrase_node *node, uint32_t word,
				      enum phrase_gap gap)
{
	struct phrase_edge edge = { (uint32_t)(node - set->nodes), word, gap, 0 };
	uint32_t mask = set->head->edges - 1, i;

	if (!(node->gaps & 1u << gap))
		return NULL;
	i = phrase_edge_hash(&edge) & mask;
	while (set->edges[i].to && (set->edges[i].node != edge.node ||
				    set->edges[i].word != word || set->edges[i].gap != gap))
		i = (i + 1) & mask;
	return set->edges[i].to ? &set->nodes[set->edges[i].to] : NULL;
}

/* The next array of so many things of a size; NULL when the image ends before it does. */
static const void *cut(struct str *rest, size_t count, size_t size)
{
	struct str all = *rest;

	if (count > all.n / size)
		return NULL;
	*rest = str_sub(all, count * size, all.n);
	return all.p;
}

const struct phrase_set *phrase_set_open(struct arena *a, struct text_vocabulary *of,
					 struct str image)
{
	struct phrase_set *set = ARENA_NEW(a, struct phrase_set);
	const struct phrase_head *h = cut(&image, 1, sizeof(*h));

	set->of = of;
	set->head = h;
	set->memo = ARENA_NEW(a, struct phrase_memo);
	set->memo->arena = a;
	if (!h || (uintptr_t)h % sizeof(uint64_t) || h->mark != PHRASE_IMAGE_MARK ||
	    h->version != PHRASE_IMAGE_VERSION || h->size != image.n + sizeof(*h))
		return NULL;
	return (set->keys = cut(&image, h->keys, sizeof(*set->keys))) &&
			       (set->ids = cut(&image, h->ids, sizeof(*set->ids))) &&
			       (set->nodes = cut(&image, h->nodes, sizeof(*set->nodes))) &&
			       (set->edges = cut(&image, h->edges, sizeof(*set->edges))) &&
			       (set->entries =
					cut(&image, h->entries, sizeof(*set->entries))) &&
			       (set->bytes = cut(&image, h->bytes, 1))
		       ? set
		       : NULL;
}
