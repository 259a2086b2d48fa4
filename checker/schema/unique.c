#include "checker/schema/parts_internal.h"

#include <stdlib.h>
#include <string.h>

enum { PAIRWISE = 12 }; /* up to here comparing all pairs is cheaper than hashing */

struct hashed {
	uint64_t hash;
	size_t at;
};

static bool same(const struct node *a, const struct node *b)
{
	if (a->type != b->type)
		return false;
	if (a->type == NODE_STRING)
		return a->text_n == b->text_n && !memcmp(a->text, b->text, a->text_n);
	return node_equal(a, b);
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	a = (a ^ b) * 0x9E3779B97F4A7C15u;
	return a ^ a >> 29;
}

static uint64_t hash_number(const struct node *v, uintptr_t seed)
{
	struct decimal d = schema_decimal(v);
	uint64_t hash = mix(seed, (uint64_t)d.exponent * 2 + d.negative);

	if (!d.span)
		return seed;
	for (size_t i = 0; i < d.span; i++)
		if (d.at[i] != '.')
			hash = mix(hash, (uint64_t)d.at[i]);
	return hash;
}

/* Equal values have equal hashes: numbers by value, members in any order. */
static uint64_t hash_value(const struct node *v, uintptr_t seed)
{
	uint64_t hash = mix(seed, v->type);

	switch ((enum node_type)v->type) {
	case NODE_NULL:
		return hash;
	case NODE_BOOL:
		return mix(hash, v->truth);
	case NODE_NUMBER:
		return hash_number(v, seed);
	case NODE_STRING:
		return hash_str(node_str(v), seed);
	case NODE_ARRAY:
		for (uint32_t i = 0; i < v->count; i++)
			hash = mix(hash, hash_value(&v->items[i], seed));
		return hash;
	case NODE_OBJECT:
		for (uint32_t i = 0; i < v->count; i++)
			hash += mix(hash_str(member_key(&v->members[i]), seed),
				    hash_value(&v->members[i].value, seed));
		return hash;
	}
	return hash;
}

static int hashed_order(const void *left, const void *right)
{
	const struct hashed *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

uint64_t schema_weight(const struct node *v)
{
	uint64_t sum = 1;

	switch ((enum node_type)v->type) {
	case NODE_NULL:
	case NODE_BOOL:
		break;
	case NODE_NUMBER:
	case NODE_STRING:
		sum += v->text_n / STEP_BYTES;
		break;
	case NODE_ARRAY:
		for (uint32_t i = 0; i < v->count; i++)
			sum += schema_weight(&v->items[i]);
		break;
	case NODE_OBJECT:
		for (uint32_t i = 0; i < v->count; i++)
			sum += schema_weight(&v->members[i].value) +
			       v->members[i].key_n / STEP_BYTES;
		break;
	}
	return sum;
}

static bool unique_pairwise(const struct node *array)
{
	for (uint32_t j = 1; j < array->count; j++)
		for (uint32_t i = 0; i < j; i++)
			if (same(&array->items[i], &array->items[j]))
				return false;
	return true;
}

/* Equal ones side by side, in the order of the array. */
static struct hashed *sort_by_hash(struct arena *a, const struct node *array)
{
	struct hashed *all = ARENA_ARRAY(a, struct hashed, array->count);

	for (uint32_t i = 0; i < array->count; i++)
		all[i] = (struct hashed){ hash_value(&array->items[i], (uintptr_t)a), i };
	qsort(all, array->count, sizeof(*all), hashed_order);
	return all;
}

static bool is_twin(const struct node *array, const struct hashed *all, size_t i)
{
	return all[i].hash == all[i - 1].hash &&
	       same(&array->items[all[i].at], &array->items[all[i - 1].at]);
}

bool schema_unique(const struct node *array)
{
	AUTO_ARENA a = NULL;
	const struct hashed *all;

	if (array->count <= PAIRWISE)
		return unique_pairwise(array);
	a = arena_new();
	all = sort_by_hash(a, array);
	for (size_t i = 1; i < array->count; i++)
		if (is_twin(array, all, i))
			return false;
	return true;
}

static int twin_order(const void *left, const void *right)
{
	const struct node *const *a = left, *const *b = right;

	return (*a > *b) - (*a < *b);
}

size_t schema_twins(const struct node *array, struct arena *a, const struct node ***twins)
{
	const struct hashed *all = sort_by_hash(a, array);
	const struct node **found = ARENA_ARRAY(a, const struct node *, array->count);
	size_t n = 0;

	for (size_t i = 1; i < array->count; i++)
		if (is_twin(array, all, i))
			found[n++] = &array->items[all[i].at];
	if (n)
		qsort(found, n, sizeof(*found), twin_order);
	*twins = found;
	return n;
}
