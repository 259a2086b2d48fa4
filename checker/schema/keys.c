#include "checker/schema/parts_internal.h"

#include <string.h>

/* Names with equal ends and length have one hash. */
static inline uint32_t hash_ends(const char *p, size_t n)
{
	uint64_t a = 0, b = 0;

	if (n >= 8) {
		memcpy(&a, p, 8);
		memcpy(&b, p + n - 8, 8);
	} else if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
	} else if (n > 0) {
		a = (unsigned char)p[0];
		b = (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
	}
	a = (a ^ (b << 23 | b >> 41) ^ n) * 0x9E3779B97F4A7C15u;
	return (uint32_t)(a >> 32) ^ (uint32_t)(a >> 20);
}

/* More names in a row than chance would put there. */
enum { ROW_MAX = 32 };

static inline uint32_t hash_name(const struct key_table *t, const char *p, size_t n)
{
	if (t->whole)
		return (uint32_t)hash_str((struct str){ p, n }, (uintptr_t)t->slots);
	return hash_ends(p, n);
}

static inline bool holds(const struct key_table *t, uint32_t at, uint32_t hash, struct str name)
{
	const struct str *held = &t->names[t->slots[at].at - 1];

	return t->slots[at].hash == hash && held->n == name.n &&
	       !memcmp(held->p, name.p, name.n);
}

/* A name that is there twice has one slot. False when too many stand in a row. */
static bool fill(struct key_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		uint32_t hash = hash_name(t, t->names[i].p, t->names[i].n);
		uint32_t at = hash & t->mask, row = 0;

		while (t->slots[at].at && !holds(t, at, hash, t->names[i])) {
			at = (at + 1) & t->mask;
			if (++row > ROW_MAX && !t->whole)
				return false;
		}
		if (!t->slots[at].at)
			t->slots[at] = (struct key_slot){ hash, (uint32_t)i + 1 };
	}
	return true;
}

void schema_keys_init(struct key_table *t, struct arena *a, struct str *names, size_t n)
{
	uint32_t size = 4;

	while (size < 2 * n)
		size *= 2;
	*t = (struct key_table){ names, n, ARENA_ARRAY(a, struct key_slot, size), size - 1,
				 false };
	if (fill(t))
		return;
	memset(t->slots, 0, size * sizeof(*t->slots));
	t->whole = true;
	fill(t);
}

size_t schema_keys_find(const struct key_table *t, const char *key, size_t n)
{
	uint32_t hash = hash_name(t, key, n);

	for (uint32_t at = hash & t->mask; t->slots[at].at; at = (at + 1) & t->mask)
		if (holds(t, at, hash, (struct str){ key, n }))
			return t->slots[at].at - 1;
	return SIZE_MAX;
}
