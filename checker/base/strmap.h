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
/* Adds, or replaces the value of an equal key; returns what was there before. */
void *strmap_put(struct strmap *m, struct str key, void *value);

#endif
