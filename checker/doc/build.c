#include "checker/doc/doc_internal.h"

#include <string.h>

/* In a manifest a longer or larger number is a mistake, and jsonb could not hold all of them.
 */
enum { MANIFEST_NUMBER_BYTES = 64, MANIFEST_EXPONENT_MAX = 300 };

bool reader_enter(struct reader *r, size_t at)
{
	if (r->depth == LIMIT_DOC_DEPTH)
		return reader_fault_on(r, FAULT_DEPTH, at, reader_number(r, LIMIT_DOC_DEPTH),
				       mtext_same(STR("")));
	r->depth++;
	return true;
}

void reader_array(struct reader *r, struct node *out, size_t at, size_t base)
{
	size_t n = r->items.n - base;
	struct node *items = NULL;

	if (n) {
		items = arena_raw(r->arena, n, sizeof(*items));
		memcpy(items, r->items.at + base, n * sizeof(*items));
	}
	*out = (struct node){
		.type = NODE_ARRAY, .at = (uint32_t)at, .count = (uint32_t)n, .items = items
	};
	r->items.n = base;
	r->depth--;
}

bool reader_duplicate(struct reader *r, const struct member *first, const struct member *m)
{
	return reader_fault_on(r, FAULT_DUPLICATE, m->key_at, reader_quote(r, member_key(m)),
			       reader_line(r, first->key_at));
}

bool reader_too_many_keys(struct reader *r, const struct member *m)
{
	return reader_fault_on(r, FAULT_KEYS, m->key_at, reader_number(r, LIMIT_DOC_KEYS),
			       mtext_same(STR("")));
}

/* Those that were not compared early: the index puts equal keys side by side, the first in the
 * document first. */
static void check_rest(struct reader *r, const struct node *object)
{
	const uint32_t *index = node_index(object);
	const struct member *first = &object->members[index[0]];

	for (uint32_t i = 1; i < object->count; i++) {
		const struct member *m = &object->members[index[i]];

		if (node_key_cmp(first, m) != 0)
			first = m;
		else if (index[i] >= INDEX_ABOVE)
			reader_duplicate(r, first, m);
	}
}

void reader_object(struct reader *r, struct node *out, size_t at, size_t base)
{
	size_t n = r->members.n - base;
	struct member *members = NULL;

	if (n) {
		members = node_members_alloc(r->arena, n);
		memcpy(members, r->members.at + base, n * sizeof(*members));
	}
	*out = (struct node){ .type = NODE_OBJECT,
			      .at = (uint32_t)at,
			      .count = (uint32_t)n,
			      .members = members };
	if (n > INDEX_ABOVE) {
		node_index_build(members, n);
		check_rest(r, out);
	}
	r->members.n = base;
	r->depth--;
}

bool reader_number_fits(struct reader *r, struct str lexeme, size_t at)
{
	bool manifest = r->profile == DOC_MANIFEST;
	int64_t max = manifest ? MANIFEST_EXPONENT_MAX : NUMBER_EXPONENT_MAX;
	int64_t written = number_exponent(lexeme);
	struct decimal d;

	if (manifest && lexeme.n > MANIFEST_NUMBER_BYTES)
		return reader_fault_on(r, FAULT_NUMBER_LONG, at,
				       reader_number(r, MANIFEST_NUMBER_BYTES),
				       mtext_same(STR("")));
	if (written >= -max && written <= max) {
		d = decimal_of(lexeme);
		if (d.digits == 0 || (d.exponent >= -max && d.exponent <= max + 1) || !manifest)
			return true;
	}
	return reader_fault_on(r, FAULT_NUMBER_RANGE, at, reader_quote(r, lexeme),
			       reader_number(r, (size_t)max));
}
