#include "checker/edit/edit_internal.h"

#include "checker/schema/schema.h"

#include <stdlib.h>

/* Schemas within schemas that are looked into for one field, and how many of them. */
enum { ORDER_DEPTH = 6, ORDER_STEPS = 1000 };

/* What applies to the same value, in the order in which its fields are taken. */
static const struct str in_place[] = { STR_INIT("allOf"), STR_INIT("anyOf"),
				       STR_INIT("oneOf") };
static const struct str choices[] = { STR_INIT("then"), STR_INIT("else") };

/* Finds a field; *rank becomes its place among those named. */
struct seek {
	const struct node *root;
	struct str key;
	size_t rank;
	unsigned steps;
};

struct order order_of(const struct node *schema)
{
	return (struct order){ schema, schema };
}

static const struct node *seek_field(struct seek *k, const struct node *schema, unsigned depth)
{
	const struct node *properties, *found = NULL;
	const struct member *m;

	if (!schema || depth == ORDER_DEPTH || ++k->steps > ORDER_STEPS)
		return NULL;
	schema = schema_follow(k->root, schema);
	properties = node_get(schema, STR("properties"));
	m = node_member(properties, k->key);
	if (m) {
		k->rank += (size_t)(m - properties->members);
		return &m->value;
	}
	if (properties && properties->type == NODE_OBJECT)
		k->rank += properties->count;
	for (size_t i = 0; i < ARRAY_LEN(in_place); i++) {
		const struct node *list = node_get(schema, in_place[i]);

		for (uint32_t j = 0; list && list->type == NODE_ARRAY && j < list->count; j++) {
			found = seek_field(k, &list->items[j], depth + 1);
			if (found)
				return found;
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(choices) && !found; i++)
		found = seek_field(k, node_get(schema, choices[i]), depth + 1);
	return found;
}

struct order order_member(struct order o, struct str key)
{
	struct seek k = { .root = o.root, .key = key };
	const struct node *field = seek_field(&k, o.at, 0);

	if (!field && o.at)
		field = node_get(schema_follow(o.root, o.at), STR("additionalProperties"));
	return (struct order){ o.root, field };
}

static const struct node *seek_item(struct seek *k, const struct node *schema, uint32_t index,
				    unsigned depth)
{
	const struct node *prefix, *found;

	if (!schema || depth == ORDER_DEPTH || ++k->steps > ORDER_STEPS)
		return NULL;
	schema = schema_follow(k->root, schema);
	prefix = node_get(schema, STR("prefixItems"));
	if (prefix && prefix->type == NODE_ARRAY && index < prefix->count)
		return &prefix->items[index];
	found = node_get(schema, STR("items"));
	for (size_t i = 0; i < ARRAY_LEN(in_place) && !found; i++) {
		const struct node *list = node_get(schema, in_place[i]);

		for (uint32_t j = 0; list && list->type == NODE_ARRAY && j < list->count; j++) {
			found = seek_item(k, &list->items[j], index, depth + 1);
			if (found)
				return found;
		}
	}
	return found;
}

struct order order_item(struct order o, uint32_t index)
{
	struct seek k = { .root = o.root };

	return (struct order){ o.root, seek_item(&k, o.at, index, 0) };
}

struct rank {
	size_t rank;
	uint32_t index;
};

static int by_rank(const void *x, const void *y)
{
	const struct rank *a = x, *b = y;

	return a->rank != b->rank ? (a->rank > b->rank) - (a->rank < b->rank)
				  : (a->index > b->index) - (a->index < b->index);
}

uint32_t *order_members(struct order o, struct arena *a, const struct node *object)
{
	struct rank *ranks = ARENA_ARRAY(a, struct rank, object->count + 1);
	uint32_t *order = ARENA_ARRAY(a, uint32_t, object->count + 1);

	for (uint32_t i = 0; i < object->count; i++) {
		struct seek k = { .root = o.root, .key = member_key(&object->members[i]) };

		ranks[i] = (struct rank){ seek_field(&k, o.at, 0) ? k.rank : SIZE_MAX, i };
	}
	if (o.at)
		qsort(ranks, object->count, sizeof(*ranks), by_rank);
	for (uint32_t i = 0; i < object->count; i++)
		order[i] = ranks[i].index;
	return order;
}
