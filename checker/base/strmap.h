/*
 * Map from str to pointer, kept in insertion order; keys and values are
 * borrowed and must outlive the map. Hashing is keyed, so hostile keys do not
 * make it slow.
 */
#ifndef CHECKER_BASE_STRMAP_H
#define CHECKER_BASE_STRMAP_H

#include "checker/base/arena.h"

struct strmap_entry {
	struct str key;
	void *value;
};

struct strmap_slot {
	uint32_t hash; /* half of the key's: most others are told from it without a look at them
			*/
	uint32_t at;   /* index of the entry plus one; 0 is free */
};

struct strmap {
	struct arena *arena;
	struct strmap_entry *at; /* n entries in insertion order */
	size_t n, cap;
	struct strmap_slot *slots;
	size_t slot_count;
};

void strmap_init(struct strmap *m, struct arena *a);
void *strmap_get(const struct strmap *m, struct str key); /* NULL when absent */
/*
 * For who looks up many keys in a large map: memory is slow, but fetches several
 * places at once. With the hash of each key, in turns: all near, all nearer, all found.
 */
uint32_t strmap_hash(const struct strmap *m, struct str key);
static inline void strmap_near(const struct strmap *m, uint32_t hash)
{
	if (m->n)
		__builtin_prefetch(&m->slots[hash & (m->slot_count - 1)]);
}
static inline void strmap_nearer(const struct strmap *m, uint32_t hash)
{
	uint32_t at = m->n ? m->slots[hash & (m->slot_count - 1)].at : 0;

	if (at)
		__builtin_prefetch(&m->at[at - 1]);
}
void *strmap_find(const struct strmap *m, struct str key, uint32_t hash);
/* Adds, or replaces the value of an equal key; returns what was there before. */
void *strmap_put(struct strmap *m, struct str key, void *value);

#endif
