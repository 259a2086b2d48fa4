#include "checker/schema/parts_internal.h"

#include <string.h>

/*
 * Only the schema's own names fill the table, so a document cannot make it
 * slow; names with equal ends and length share a chain.
 */
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

void schema_keys_init(struct key_table *t, struct arena *a, struct str *names, size_t n)
{
	uint32_t size = 4;

	while (size < 2 * n)
		size *= 2;
	*t = (struct key_table){ names, n, ARENA_ARRAY(a, struct key_slot, size), size - 1 };
	for (size_t i = 0; i < n; i++) {
		uint32_t hash = hash_ends(names[i].p, names[i].n), at = hash & t->mask;

		while (t->slots[at].at)
			at = (at + 1) & t->mask;
		t->slots[at] = (struct key_slot){ hash, (uint32_t)i + 1 };
	}
}

size_t schema_keys_find(const struct key_table *t, const char *key, size_t n)
{
	uint32_t hash = hash_ends(key, n);

	for (uint32_t at = hash & t->mask; t->slots[at].at; at = (at + 1) & t->mask) {
		const struct str *name = &t->names[t->slots[at].at - 1];

		if (t->slots[at].hash == hash && name->n == n && !memcmp(name->p, key, n))
			return t->slots[at].at - 1;
	}
	return SIZE_MAX;
}
