#include "checker/base/strmap.h"

#include "checker/base/hash.h"

#include <string.h>

void strmap_init(struct strmap *m, struct arena *a)
{
	*m = (struct strmap){ .arena = a };
}

static uint32_t hash_of(const struct strmap *m, struct str key)
{
	return (uint32_t)(hash_str(key, (uintptr_t)m->arena) >> 32);
}

/* The slot that holds the key, or the free one where it belongs. */
static struct strmap_slot *slot_of(const struct strmap *m, struct str key, uint32_t hash)
{
	size_t mask = m->slot_count - 1;
	size_t i = hash & mask;

	while (m->slots[i].at &&
	       (m->slots[i].hash != hash || !str_eq(m->at[m->slots[i].at - 1].key, key)))
		i = (i + 1) & mask;
	return &m->slots[i];
}

static void grow(struct strmap *m)
{
	const struct strmap_slot *before = m->slots;
	size_t before_n = m->slot_count, mask;
	struct strmap_entry *bigger;

	m->cap = m->cap ? m->cap * 2 : 8;
	m->slot_count = m->cap * 2;
	mask = m->slot_count - 1;
	bigger = arena_raw(m->arena, m->cap, sizeof(*bigger));
	if (m->n)
		memcpy(bigger, m->at, m->n * sizeof(*bigger));
	m->at = bigger;
	m->slots = ARENA_ARRAY(m->arena, struct strmap_slot, m->slot_count);
	for (size_t i = 0; i < before_n; i++) {
		size_t at = before[i].hash & mask;

		if (!before[i].at)
			continue;
		while (m->slots[at].at)
			at = (at + 1) & mask;
		m->slots[at] = before[i];
	}
}

void *strmap_get(const struct strmap *m, struct str key)
{
	uint32_t at = m->n ? slot_of(m, key, hash_of(m, key))->at : 0;

	return at ? m->at[at - 1].value : NULL;
}

void *strmap_put(struct strmap *m, struct str key, void *value)
{
	uint32_t hash = hash_of(m, key);
	struct strmap_slot *slot;

	if (m->n == m->cap)
		grow(m);
	slot = slot_of(m, key, hash);
	if (slot->at) {
		void *before = m->at[slot->at - 1].value;

		m->at[slot->at - 1].value = value;
		return before;
	}
	m->at[m->n++] = (struct strmap_entry){ key, value };
	*slot = (struct strmap_slot){ hash, (uint32_t)m->n };
	return NULL;
}
