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

/* Slots taken in a row that a look-up may have to walk; more than chance would make. */
enum { ROW_MAX = 32 };

/* How many would be taken in a row if the slot at `at` were. */
static uint32_t row_with(const struct key_table *t, uint32_t at)
{
	uint32_t n = 1;

	for (uint32_t i = at + 1; n <= ROW_MAX && t->slots[i & t->mask].at; i++)
		n++;
	for (uint32_t i = at - 1; n <= ROW_MAX && t->slots[i & t->mask].at; i--)
		n++;
	return n;
}

/* A name that is there twice has one place. */
static void insert(struct key_table *t, struct arena *a, size_t i)
{
	struct str name = t->names[i];
	uint32_t hash = hash_ends(name.p, name.n), at = hash & t->mask;

	if (schema_keys_find(t, name.p, name.n) != SIZE_MAX)
		return;
	while (t->slots[at].at)
		at = (at + 1) & t->mask;
	if (row_with(t, at) <= ROW_MAX) {
		t->slots[at] = (struct key_slot){ hash, (uint32_t)i + 1 };
		return;
	}
	if (!t->rest) {
		t->rest = ARENA_NEW(a, struct strmap);
		strmap_init(t->rest, a);
	}
	strmap_put(t->rest, name, &t->names[i]);
}

void schema_keys_init(struct key_table *t, struct arena *a, struct str *names, size_t n)
{
	uint32_t size = 4;

	while (size < 2 * n)
		size *= 2;
	*t = (struct key_table){ names, n, ARENA_ARRAY(a, struct key_slot, size), size - 1,
				 NULL };
	for (size_t i = 0; i < n; i++)
		insert(t, a, i);
}

static size_t find_rest(const struct key_table *t, struct str name)
{
	const struct str *found = t->rest ? strmap_get(t->rest, name) : NULL;

	return found ? (size_t)(found - t->names) : SIZE_MAX;
}

size_t schema_keys_find(const struct key_table *t, const char *key, size_t n)
{
	uint32_t hash = hash_ends(key, n);

	for (uint32_t at = hash & t->mask; t->slots[at].at; at = (at + 1) & t->mask) {
		const struct str *name = &t->names[t->slots[at].at - 1];

		if (t->slots[at].hash == hash && name->n == n && !memcmp(name->p, key, n))
			return t->slots[at].at - 1;
	}
	return find_rest(t, (struct str){ key, n });
}
