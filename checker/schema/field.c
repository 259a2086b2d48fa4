#include "checker/schema/run_internal.h"

enum { SEEK_STEPS = 10000 }; /* a schema of many branches is searched no longer than this */

struct seek {
	struct schema_run run; /* for patternProperties */
	const struct schema *schema;
	struct arena *a;
	unsigned steps;
	bool titled; /* only a schema with a title will do */
};

static const struct node *seek_sub(struct seek *k, const struct sub *s, struct str pointer);

/* The schema behind a $ref. */
static const struct node *behind_ref(const struct schema *s, const struct node *node)
{
	const struct node *ref = node_get(node, STR("$ref"));
	const struct sub *sub = ref ? schema_sub_of(s, node) : NULL;

	for (size_t i = 0; sub && i < sub->ops[NODE_NULL].n; i++)
		if (sub->ops[NODE_NULL].at[i].value == ref)
			return sub->ops[NODE_NULL].at[i].sub->node;
	return NULL;
}

static struct mtext in_three_languages(struct str en, const struct node *others)
{
	struct mtext t = others ? node_mtext(others) : (struct mtext){ 0 };
	struct mtext full = t;

	if (en.n)
		t.in[LANG_EN] = en;
	for (enum lang lang = 0; lang < LANG_COUNT; lang++)
		full.in[lang] = t.in[lang].n ? t.in[lang] : mtext_in(t, lang);
	return full;
}

struct mtext schema_annotation(const struct schema *s, const struct node *field,
			       struct str name)
{
	char other[32] = "x-";
	struct str beside = { other, name.n + 2 };

	for (size_t i = 0; i < name.n && i + 3 < sizeof(other); i++)
		other[i + 2] = name.p[i];
	for (unsigned hops = 0; field && hops < 16; hops++) {
		struct str en = node_text(field, name);
		const struct node *others = node_get(field, beside);

		if (en.n || others)
			return in_three_languages(en, others);
		field = behind_ref(s, field);
	}
	return (struct mtext){ 0 };
}

static const struct node *accept(struct seek *k, const struct node *node)
{
	if (node->type != NODE_OBJECT)
		return NULL;
	while (node->count == 1 && behind_ref(k->schema, node))
		node = behind_ref(k->schema, node);
	if (node->type != NODE_OBJECT ||
	    (k->titled && !schema_annotation(k->schema, node, STR("title")).in[LANG_RU].n))
		return NULL;
	return node;
}

static bool is_index(struct str token, int64_t *at)
{
	*at = -1;
	return str_eq(token, STR("*")) || (str_int(token, at) && *at >= 0);
}

static const struct node *seek_member(struct seek *k, const struct members *m, struct str token,
				      struct str rest)
{
	size_t at = schema_keys_find(&m->keys, token.p, token.n);
	const struct node *found;

	if (at != SIZE_MAX && m->subs[at])
		return seek_sub(k, m->subs[at], rest);
	for (size_t i = 0; i < m->patterns_n; i++) {
		if (!schema_pattern_match(&k->run, m->patterns[i].pattern, token))
			continue;
		found = seek_sub(k, m->patterns[i].sub, rest);
		if (found)
			return found;
	}
	return m->rest ? seek_sub(k, m->rest, rest) : NULL;
}

static const struct node *seek_item(struct seek *k, const struct op *op, struct str token,
				    struct str rest)
{
	int64_t at;

	if (!is_index(token, &at))
		return NULL;
	if (op->kind == OP_PREFIX_ITEMS)
		return at < (int64_t)op->n ? seek_sub(k, op->subs[at < 0 ? 0 : at], rest)
					   : NULL;
	return at < 0 || at >= (int64_t)op->n ? seek_sub(k, op->sub, rest) : NULL;
}

/* Branches on the same value, with the whole pointer before them. */
static const struct node *seek_in_place(struct seek *k, const struct op *op, struct str pointer)
{
	const struct node *found = NULL;

	switch (op->kind) {
	case OP_APPLY:
		return seek_sub(k, op->sub, pointer);
	case OP_DYNAMIC:
		return seek_sub(k, op->dynamic->initial, pointer);
	case OP_DEPENDENT:
		return seek_sub(k, op->dependent->sub, pointer);
	case OP_IF:
		if (op->choice->then)
			found = seek_sub(k, op->choice->then, pointer);
		if (!found && op->choice->otherwise)
			found = seek_sub(k, op->choice->otherwise, pointer);
		return found ? found : seek_sub(k, op->choice->when, pointer);
	case OP_ANY_OF:
	case OP_ONE_OF:
		for (uint32_t i = 0; i < op->n && !found; i++)
			found = seek_sub(k, op->subs[i], pointer);
		return found;
	}
	return NULL;
}

static const struct node *seek_part(struct seek *k, const struct op *op, struct str pointer)
{
	struct str rest = str_sub(pointer, 1, pointer.n);
	size_t slash = str_find(rest, STR("/"));
	struct str token = slash == SIZE_MAX ? rest : str_sub(rest, 0, slash);

	rest = slash == SIZE_MAX ? STR("") : str_sub(rest, slash, rest.n);
	switch (op->kind) {
	case OP_MEMBERS:
		return seek_member(k, op->members, doc_unescape(k->a, token), rest);
	case OP_UNEVALUATED_PROPERTIES:
		return seek_sub(k, op->sub, rest);
	case OP_PREFIX_ITEMS:
	case OP_ITEMS:
	case OP_UNEVALUATED_ITEMS:
		return seek_item(k, op, token, rest);
	}
	return seek_in_place(k, op, pointer);
}

static const struct node *seek_sub(struct seek *k, const struct sub *s, struct str pointer)
{
	const struct node *found = pointer.n ? NULL : accept(k, s->node);

	if (++k->steps > SEEK_STEPS)
		return NULL;
	for (size_t type = NODE_OBJECT; type >= NODE_ARRAY && !found; type--)
		for (size_t i = 0; i < s->ops[type].n && !found; i++)
			found = pointer.n ? seek_part(k, &s->ops[type].at[i], pointer)
					  : seek_in_place(k, &s->ops[type].at[i], pointer);
	return found;
}

const struct node *schema_field(const struct schema *s, struct str instance_pointer)
{
	const struct node *found = NULL;
	AUTO_ARENA a = arena_new();

	for (int titled = 1; titled >= 0 && !found; titled--) {
		struct seek k = { .schema = s, .a = a, .titled = titled };

		schema_run_init(&k.run, s);
		found = seek_sub(&k, s->root, instance_pointer);
		schema_run_release(&k.run);
	}
	return found;
}
