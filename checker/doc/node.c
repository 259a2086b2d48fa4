#include "checker/doc/doc_internal.h"

#include "checker/base/format.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

int node_key_cmp(const struct member *a, const struct member *b)
{
	struct str x = member_key(a), y = member_key(b);

	return str_cmp(&x, &y);
}

const uint32_t *node_index(const struct node *object)
{
	return (const uint32_t *)(const void *)(object->members + object->count);
}

/*
 * Behind the order by key stands a table of positions plus one, by hash. A key
 * that finds no room near its slot is not in it: hostile keys cost a binary
 * search, never a long walk.
 */
enum { PROBES = 8 };

static size_t table_slots(size_t n)
{
	size_t slots = 64;

	while (slots < 2 * n)
		slots *= 2;
	return slots;
}

static uint32_t *table_of(const struct member *members, size_t n)
{
	return (uint32_t *)(uintptr_t)(members + n) + n;
}

/* Of the ends and the length: ids of one list differ there. */
static size_t hash_key(struct str key)
{
	uint64_t first = 0, last = 0;
	uint32_t head, tail;

	if (key.n >= sizeof(first)) {
		memcpy(&first, key.p, sizeof(first));
		memcpy(&last, key.p + key.n - sizeof(last), sizeof(last));
	} else if (key.n >= sizeof(head)) {
		memcpy(&head, key.p, sizeof(head));
		memcpy(&tail, key.p + key.n - sizeof(tail), sizeof(tail));
		first = head;
		last = tail;
	} else if (key.n) {
		first = (unsigned char)key.p[0];
		last = (uint64_t)(unsigned char)key.p[key.n / 2] << 8 |
		       (unsigned char)key.p[key.n - 1];
	}
	first = (first ^ key.n) * 0x9E3779B97F4A7C15;
	last = (last ^ first >> 29) * 0xBF58476D1CE4E5B9;
	return (size_t)(last ^ last >> 32);
}

static void table_build(const struct member *members, size_t n)
{
	uint32_t *table = table_of(members, n);
	size_t mask = table_slots(n) - 1;

	for (size_t i = 0; i < n; i++) {
		size_t at = hash_key(member_key(&members[i]));

		for (size_t k = 0; k < PROBES; k++)
			if (!table[(at + k) & mask]) {
				table[(at + k) & mask] = (uint32_t)i + 1;
				break;
			}
	}
}

struct member *node_members_alloc(struct arena *a, size_t n)
{
	if (n <= INDEX_ABOVE)
		return arena_raw(a, n, sizeof(struct member));
	return arena_alloc(a, 1,
			   n * sizeof(struct member) + (n + table_slots(n)) * sizeof(uint32_t));
}

/* Equal keys in the order of the document, so that the first is the first. */
static int index_cmp(const void *a, const void *b, void *members)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const struct member *at = members;
	int c = node_key_cmp(&at[x], &at[y]);

	return c ? c : (x > y) - (x < y);
}

/* The first eight bytes of a key as a number: of two that differ the smaller is of the smaller
 * key. */
static uint64_t head_of(struct str key)
{
	uint64_t head = 0;

	if (key.n >= sizeof(head))
		memcpy(&head, key.p, sizeof(head));
	else if (key.n)
		memcpy(&head, key.p, key.n);
	return be64toh(head);
}

enum { FEW = 64 };

/* The objects of manifests: so few that each is moved to its place among those before. */
static void sort_few(uint32_t *index, size_t n, struct member *members)
{
	uint64_t heads[FEW];

	for (size_t i = 0; i < n; i++) {
		uint32_t self = (uint32_t)i;
		uint64_t head = head_of(member_key(&members[i]));
		size_t k = i;

		for (; k > 0 &&
		       (heads[k - 1] > head ||
			(heads[k - 1] == head && index_cmp(&index[k - 1], &self, members) > 0));
		     k--) {
			heads[k] = heads[k - 1];
			index[k] = index[k - 1];
		}
		heads[k] = head;
		index[k] = self;
	}
}

void node_index_build(struct member *members, size_t n)
{
	uint32_t *index = (uint32_t *)(void *)(members + n);

	if (n <= FEW) {
		sort_few(index, n, members);
	} else {
		for (size_t i = 0; i < n; i++)
			index[i] = (uint32_t)i;
		qsort_r(index, n, sizeof(*index), index_cmp, members);
	}
	table_build(members, n);
}

static RARE const struct member *find_sorted(const struct node *n, struct str key)
{
	const uint32_t *index = node_index(n);
	size_t low = 0, high = n->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct member *m = &n->members[index[middle]];
		struct str other = member_key(m);
		int c = str_cmp(&key, &other);

		if (c == 0)
			return m;
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static const struct member *find_hashed(const struct node *n, struct str key)
{
	const uint32_t *table = table_of(n->members, n->count);
	size_t at = hash_key(key), mask = table_slots(n->count) - 1;

	for (size_t k = 0; k < PROBES; k++) {
		uint32_t i = table[(at + k) & mask];

		if (!i)
			return NULL;
		if (member_is(&n->members[i - 1], key))
			return &n->members[i - 1];
	}
	return find_sorted(n, key);
}

const struct member *node_member(const struct node *n, struct str key)
{
	if (!n || n->type != NODE_OBJECT)
		return NULL;
	if (n->count > INDEX_ABOVE)
		return find_hashed(n, key);
	for (uint32_t i = 0; i < n->count; i++)
		if (member_is(&n->members[i], key))
			return &n->members[i];
	return NULL;
}

const struct node *node_get(const struct node *n, struct str key)
{
	const struct member *m = node_member(n, key);

	return m ? &m->value : NULL;
}

struct str node_text(const struct node *n, struct str key)
{
	const struct node *value = node_get(n, key);

	return value && value->type == NODE_STRING ? node_str(value) : STR("");
}

static bool lang_of(struct str key, enum lang *out)
{
	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (key.n == 2 && key.p[0] == lang_names[l][0] &&
		    key.p[1] == lang_names[l][1]) {
			*out = l;
			return true;
		}
	return false;
}

struct mtext node_mtext(const struct node *n)
{
	struct mtext t = mtext_same(STR(""));

	if (!n)
		return t;
	if (n->type == NODE_STRING)
		return mtext_same(node_str(n));
	if (n->type != NODE_OBJECT)
		return t;
	for (uint32_t i = 0; i < n->count; i++) {
		const struct member *m = &n->members[i];
		enum lang l;

		if (m->value.type == NODE_STRING && lang_of(member_key(m), &l))
			t.in[l] = node_str(&m->value);
	}
	return t;
}

struct node node_make_str(struct str s)
{
	return (struct node){ .type = NODE_STRING, .text = s.p, .text_n = (uint32_t)s.n };
}

struct node node_make_bool(bool truth)
{
	return (struct node){ .type = NODE_BOOL, .truth = truth };
}

struct node node_make_int(struct arena *a, int64_t value)
{
	char *text = arena_raw(a, FORMAT_INT, 1);

	return (struct node){ .type = NODE_NUMBER,
			      .whole = true,
			      .text = text,
			      .text_n = (uint32_t)format_int(text, value) };
}

struct node node_make_array(const struct node *items, size_t n)
{
	return (struct node){ .type = NODE_ARRAY, .items = items, .count = (uint32_t)n };
}

struct node node_make_object(struct arena *a, const struct member *members, size_t n)
{
	struct member *copy = node_members_alloc(a, n);

	if (n)
		memcpy(copy, members, n * sizeof(*copy));
	if (n > INDEX_ABOVE)
		node_index_build(copy, n);
	return (struct node){ .type = NODE_OBJECT, .members = copy, .count = (uint32_t)n };
}
