#include "checker/base/strmap.h"

#include "checker/base/hash.h"

#include <string.h>

void strmap_init(struct strmap *m, struct arena *a)
{
	*m = (struct strmap){ .arena = a };
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *slot_of(const struct strmap *m, struct str key)
{
	size_t mask = m->slot_count - 1;
	size_t i = (size_t)hash_str(key, (uintptr_t)m->arena) & mask;

	while (m->slots[i] && !str_eq(m->at[m->slots[i] - 1].key, key))
		i = (i + 1) & mask;
	return &m->slots[i];
}

static void grow(struct strmap *m)
{
	struct strmap_entry *bigger;

	m->cap = m->cap ? m->cap * 2 : 8;
	m->slot_count = m->cap * 2;
	bigger = arena_raw(m->arena, m->cap, sizeof(*bigger));
	if (m->n)
		memcpy(bigger, m->at, m->n * sizeof(*bigger));
	m->at = bigger;
	m->slots = ARENA_ARRAY(m->arena, uint32_t, m->slot_count);
	for (size_t i = 0; i < m->n; i++)
		*slot_of(m, m->at[i].key) = (uint32_t)i + 1;
}

void *strmap_get(const struct strmap *m, struct str key)
{
	uint32_t at = m->n ? *slot_of(m, key) : 0;

	return at ? m->at[at - 1].value : NULL;
}

void *strmap_put(struct strmap *m, struct str key, void *value)
{
	uint32_t *slot;

	if (m->n == m->cap)
		grow(m);
	slot = slot_of(m, key);
	if (*slot) {
		void *before = m->at[*slot - 1].value;

		m->at[*slot - 1].value = value;
		return before;
	}
	m->at[m->n++] = (struct strmap_entry){ key, value };
	*slot = (uint32_t)m->n;
	return NULL;
}
