#include "checker/schema/compile_internal.h"

#include <assert.h>
#include <string.h>

static const struct {
	struct str name;
	uint8_t types;
} type_names[] = {
	{ STR_INIT("null"), ON_NULL },	   { STR_INIT("boolean"), ON_BOOL },
	{ STR_INIT("number"), ON_NUMBER }, { STR_INIT("integer"), TYPE_INTEGER },
	{ STR_INIT("string"), ON_STRING }, { STR_INIT("array"), ON_ARRAY },
	{ STR_INIT("object"), ON_OBJECT },
};

const struct sub *schema_sub_of(const struct schema *s, const struct node *node)
{
	return strmap_get(&s->subs, schema_address_key(&node));
}

const struct sub *schema_sub(struct compiler *c, const struct node *node,
			     const struct resource *parent)
{
	struct sub *sub = strmap_get(&c->schema->subs, schema_address_key(&node));
	const struct resource *place = schema_resource_of(c, node, NULL);

	if (sub)
		return sub;
	sub = ARENA_NEW(c->a, struct sub);
	sub->node = node;
	sub->resource = place ? place : parent;
	sub->types = TYPE_ANY;
	strmap_put(&c->schema->subs, schema_address_key(&sub->node), sub);
	vec_push(c->a, &c->queue, sub);
	return sub;
}

const struct node *schema_get(const struct build *b, enum keyword kw)
{
	const struct keyword_row *row = &schema_keywords[kw];
	const struct dialect *d = &b->sub->resource->dialect;

	if (!(row->drafts & d->draft) || !(row->vocabulary & d->vocabularies))
		return NULL;
	return node_get(b->sub->node, row->name);
}

void schema_add_op(struct build *b, struct op op)
{
	vec_push(b->c->a, &b->ops, op);
}

bool schema_build_fail(const struct build *b, const struct node *at, struct mtext what)
{
	return schema_fail(b->c, b->sub->resource->doc, at, what);
}

bool schema_want_count(const struct build *b, const struct node *value, uint64_t *out)
{
	int64_t n;

	if (value->type != NODE_NUMBER || !node_int(value, &n) || n < 0)
		return schema_build_fail(b, value,
					 MT("сан теріс емес бүтін болуы керек",
					    "количество должно быть целым неотрицательным",
					    "a count must be a non-negative integer"));
	*out = (uint64_t)n;
	return true;
}

bool schema_want_schema(const struct build *b, const struct node *value, const struct sub **out)
{
	if (value->type != NODE_OBJECT && value->type != NODE_BOOL)
		return schema_build_fail(b, value,
					 MT("схема объект немесе true, false болуы керек",
					    "схема должна быть объектом или true, false",
					    "a schema must be an object or a boolean"));
	*out = schema_sub(b->c, value, b->sub->resource);
	return true;
}

bool schema_want_pattern(const struct build *b, struct str text, const struct node *at,
			 const struct pattern **out)
{
	struct compiler *c = b->c;
	struct pattern *p = strmap_get(&c->patterns, text);
	struct err err = { 0 };

	*out = p;
	if (p)
		return true;
	p = ARENA_NEW(c->a, struct pattern);
	if (!schema_simple_compile(p, c->a, text)) {
		p->text = text;
		if (!regex_compile(&p->re, text, REGEX_ECMA, &err))
			return schema_build_fail(
				b, at,
				MTEXT_FILL(c->a,
					   MT("үлгі қате: %1", "ошибка в образце: %1", "%1"),
					   mtext_same(str_of(err.text))));
		vec_push(c->a, &c->schema->regexes, p->re);
	}
	strmap_put(&c->patterns, text, p);
	*out = p;
	return true;
}

bool schema_want_names(const struct build *b, const struct node *value,
		       const struct str **names)
{
	struct str *all = ARENA_ARRAY(b->c->a, struct str, value->count + 1);

	if (value->type != NODE_ARRAY)
		return schema_build_fail(b, value,
					 MT("атаулар мәтіндер тізімі болуы керек",
					    "имена должны быть списком строк",
					    "names must be a list of strings"));
	for (uint32_t i = 0; i < value->count; i++) {
		if (value->items[i].type != NODE_STRING)
			return schema_build_fail(b, &value->items[i],
						 MT("атау мәтін болуы керек",
						    "имя должно быть строкой",
						    "a name must be a string"));
		all[i] = node_str(&value->items[i]);
	}
	*names = all;
	return true;
}

static bool add_type(struct build *b, const struct node *name, unsigned *types)
{
	for (size_t i = 0; name->type == NODE_STRING && i < ARRAY_LEN(type_names); i++) {
		if (str_eq(node_str(name), type_names[i].name)) {
			*types |= type_names[i].types;
			return true;
		}
	}
	return schema_build_fail(b, name,
				 MT("белгісіз тип", "неизвестный тип", "unknown type"));
}

static bool build_type(struct build *b, const struct node *value)
{
	unsigned types = 0;

	if (value->type != NODE_ARRAY) {
		if (!add_type(b, value, &types))
			return false;
	} else {
		for (uint32_t i = 0; i < value->count; i++)
			if (!add_type(b, &value->items[i], &types))
				return false;
	}
	if (types & ON_NUMBER)
		types &= ~(unsigned)TYPE_INTEGER;
	b->sub->types = (uint8_t)types;
	return true;
}

static bool build_ref(struct build *b, const struct node *value)
{
	struct target t;

	if (!schema_resolve(b->c, b->sub->resource, value, &t))
		return false;
	if (t.node->type != NODE_OBJECT && t.node->type != NODE_BOOL)
		return schema_build_fail(b, value,
					 MT("сілтеме схемаға апармайды",
					    "ссылка ведёт не к схеме",
					    "the reference leads to no schema"));
	schema_add_op(b, (struct op){ .kind = OP_APPLY,
				      .value = value,
				      .sub = schema_sub(b->c, t.node, t.resource) });
	return true;
}

/* Section 8.2.3.2: dynamic only if the initially found anchor is a dynamic one. */
static bool is_dynamic(const struct target *t)
{
	return t->anchor.n && t->resource->dialect.draft != DRAFT_7 &&
	       str_eq(node_text(t->node, STR("$dynamicAnchor")), t->anchor);
}

static void want_dynamic(struct compiler *c, struct dynamic_name *name)
{
	c->schema->dynamic = true;
	if (!name->wanted)
		vec_push(c->a, &c->wanted, name);
	name->wanted = true;
}

static bool build_dynamic_ref(struct build *b, const struct node *value)
{
	struct dynamic *d = ARENA_NEW(b->c->a, struct dynamic);
	struct target t;

	if (!schema_resolve(b->c, b->sub->resource, value, &t))
		return false;
	if (t.node->type != NODE_OBJECT && t.node->type != NODE_BOOL)
		return schema_build_fail(b, value,
					 MT("сілтеме схемаға апармайды",
					    "ссылка ведёт не к схеме",
					    "the reference leads to no schema"));
	d->name = SIZE_MAX;
	d->initial = schema_sub(b->c, t.node, t.resource);
	if (is_dynamic(&t)) {
		struct dynamic_name *name = schema_dynamic_name(b->c, t.anchor);

		d->name = name->number;
		want_dynamic(b->c, name);
	}
	schema_add_op(b, (struct op){ .kind = OP_DYNAMIC, .value = value, .dynamic = d });
	return true;
}

static bool want_schemas(struct build *b, const struct node *value,
			 const struct sub *const **out)
{
	const struct sub **subs;

	if (value->type != NODE_ARRAY || !value->count)
		return schema_build_fail(b, value,
					 MT("бос емес схемалар тізімі болуы керек",
					    "должен быть непустым списком схем",
					    "must be a list of schemas, not empty"));
	subs = ARENA_ARRAY(b->c->a, const struct sub *, value->count);
	for (uint32_t i = 0; i < value->count; i++)
		if (!schema_want_schema(b, &value->items[i], &subs[i]))
			return false;
	*out = subs;
	return true;
}

static bool build_branches(struct build *b, enum opcode kind, const struct node *value)
{
	struct op op = { .kind = (uint8_t)kind, .value = value, .n = value->count };

	if (!want_schemas(b, value, &op.subs))
		return false;
	schema_add_op(b, op);
	return true;
}

static bool build_all_of(struct build *b, const struct node *value)
{
	const struct sub *const *subs;

	if (!want_schemas(b, value, &subs))
		return false;
	for (uint32_t i = 0; i < value->count; i++)
		schema_add_op(b,
			      (struct op){ .kind = OP_APPLY, .value = value, .sub = subs[i] });
	return true;
}

static bool build_one(struct build *b, enum opcode kind, const struct node *value)
{
	struct op op = { .kind = (uint8_t)kind, .value = value };

	if (!schema_want_schema(b, value, &op.sub))
		return false;
	schema_add_op(b, op);
	return true;
}

static bool build_if(struct build *b, const struct node *value)
{
	const struct node *then = schema_get(b, KW_THEN), *otherwise = schema_get(b, KW_ELSE);
	struct choice *choice = ARENA_NEW(b->c->a, struct choice);

	if (!schema_want_schema(b, value, &choice->when) ||
	    (then && !schema_want_schema(b, then, &choice->then)) ||
	    (otherwise && !schema_want_schema(b, otherwise, &choice->otherwise)))
		return false;
	schema_add_op(b, (struct op){ .kind = OP_IF, .value = value, .choice = choice });
	return true;
}

static bool build_contains(struct build *b, const struct node *value)
{
	const struct node *min = schema_get(b, KW_MIN_CONTAINS);
	const struct node *max = schema_get(b, KW_MAX_CONTAINS);
	struct contains *contains = ARENA_NEW(b->c->a, struct contains);

	*contains = (struct contains){ .min = 1, .max = UINT64_MAX };
	if (!schema_want_schema(b, value, &contains->sub) ||
	    (min && !schema_want_count(b, min, &contains->min)) ||
	    (max && !schema_want_count(b, max, &contains->max)))
		return false;
	schema_add_op(b,
		      (struct op){ .kind = OP_CONTAINS, .value = value, .contains = contains });
	return true;
}

/* The list form of draft 7, and of prefixItems. */
static bool build_prefix(struct build *b, const struct node *value)
{
	if (value->type == NODE_ARRAY && !value->count)
		return true;
	return build_branches(b, OP_PREFIX_ITEMS, value);
}

static bool fail_with_items(const struct build *b, const struct node *value)
{
	struct mtext text =
		MT("2020-12 нұсқасында схемалар тізімі — prefixItems; 7-нұсқаның схемасы: "
		   "\"$schema\": \"http://json-schema.org/draft-07/schema#\"",
		   "в версии 2020-12 список схем — это prefixItems; для схемы версии 7: "
		   "\"$schema\": \"http://json-schema.org/draft-07/schema#\"",
		   "a list of schemas is prefixItems in draft 2020-12; a schema of draft 7 "
		   "says so: "
		   "\"$schema\": \"http://json-schema.org/draft-07/schema#\"");

	return schema_fail_hint(b->c, b->sub->resource->doc, value, text, text);
}

static bool build_rest_of_items(struct build *b, const struct node *value, uint32_t from)
{
	struct op op = { .kind = OP_ITEMS, .n = from, .value = value };

	if (value->type == NODE_ARRAY)
		return fail_with_items(b, value);
	if (!schema_want_schema(b, value, &op.sub))
		return false;
	schema_add_op(b, op);
	return true;
}

static bool build_items(struct build *b, const struct node *value)
{
	const struct node *prefix = schema_get(b, KW_PREFIX_ITEMS);
	const struct node *rest = schema_get(b, KW_ADDITIONAL_ITEMS);

	if (b->sub->resource->dialect.draft == DRAFT_7 && value->type == NODE_ARRAY)
		return build_prefix(b, value) &&
		       (!rest || build_rest_of_items(b, rest, value->count));
	return build_rest_of_items(b, value,
				   prefix && prefix->type == NODE_ARRAY ? prefix->count : 0);
}

/* Keywords whose subschemas look at the same instance and so may have marked its parts. */
static bool has_in_place(const struct build *b)
{
	static const enum keyword kinds[] = {
		KW_REF,	 KW_DYNAMIC_REF,       KW_ALL_OF,	KW_ANY_OF,  KW_ONE_OF, KW_IF,
		KW_THEN, KW_DEPENDENT_SCHEMAS, KW_DEPENDENCIES, KW_CONTAINS
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (schema_get(b, kinds[i]))
			return true;
	return false;
}

static bool build_unevaluated_items(struct build *b, const struct node *value)
{
	const struct node *prefix = schema_get(b, KW_PREFIX_ITEMS);

	if (!has_in_place(b)) {
		uint32_t from = prefix && prefix->type == NODE_ARRAY ? prefix->count : 0;

		return schema_get(b, KW_ITEMS) || build_rest_of_items(b, value, from);
	}
	b->sub->owns_marks = true;
	return build_one(b, OP_UNEVALUATED_ITEMS, value);
}

static bool build_unevaluated_properties(struct build *b, const struct node *value)
{
	if (!has_in_place(b))
		return true; /* then it is what additionalProperties is: see build_members.c */
	b->sub->owns_marks = true;
	return build_one(b, OP_UNEVALUATED_PROPERTIES, value);
}

static bool build_unique(struct build *b, const struct node *value)
{
	if (value->type != NODE_BOOL)
		return schema_build_fail(b, value,
					 MT("uniqueItems true немесе false болуы керек",
					    "uniqueItems должен быть true или false",
					    "uniqueItems must be true or false"));
	if (value->truth)
		schema_add_op(b, (struct op){ .kind = OP_UNIQUE, .value = value });
	return true;
}

static bool build_keyword(struct build *b, enum keyword kw, const struct node *value)
{
	switch (kw) {
	case KW_REF:
		return build_ref(b, value);
	case KW_DYNAMIC_REF:
		return build_dynamic_ref(b, value);
	case KW_ALL_OF:
		return build_all_of(b, value);
	case KW_ANY_OF:
		return build_branches(b, OP_ANY_OF, value);
	case KW_ONE_OF:
		return build_branches(b, OP_ONE_OF, value);
	case KW_NOT:
		return build_one(b, OP_NOT, value);
	case KW_IF:
		return build_if(b, value);
	case KW_CONTAINS:
		return build_contains(b, value);
	case KW_PREFIX_ITEMS:
		return build_prefix(b, value);
	case KW_ITEMS:
		return build_items(b, value);
	case KW_UNEVALUATED_ITEMS:
		return build_unevaluated_items(b, value);
	case KW_UNEVALUATED_PROPERTIES:
		return build_unevaluated_properties(b, value);
	case KW_PROPERTY_NAMES:
		return build_one(b, OP_PROPERTY_NAMES, value);
	case KW_TYPE:
		return build_type(b, value);
	case KW_UNIQUE_ITEMS:
		return build_unique(b, value);
	case KW_DEPENDENT_SCHEMAS:
	case KW_DEPENDENCIES:
	case KW_DEPENDENT_REQUIRED:
		return schema_build_objects(b, kw, value);
	case KW_CONST:
	case KW_ENUM:
	case KW_MULTIPLE_OF:
	case KW_MAXIMUM:
	case KW_EXCLUSIVE_MAXIMUM:
	case KW_MINIMUM:
	case KW_EXCLUSIVE_MINIMUM:
	case KW_MAX_LENGTH:
	case KW_MIN_LENGTH:
	case KW_PATTERN:
	case KW_MAX_ITEMS:
	case KW_MIN_ITEMS:
	case KW_MAX_PROPERTIES:
	case KW_MIN_PROPERTIES:
	case KW_FORMAT:
		return schema_build_values(b, kw, value);
	case KW_PROPERTIES:
	case KW_PATTERN_PROPERTIES:
	case KW_ADDITIONAL_PROPERTIES:
	case KW_REQUIRED: /* these four: build_members.c */
	case KW_THEN:
	case KW_ELSE:
	case KW_ADDITIONAL_ITEMS:
	case KW_MIN_CONTAINS:
	case KW_MAX_CONTAINS: /* these five: with the keyword that they belong to */
	case KW_ID:
	case KW_SCHEMA:
	case KW_ANCHOR:
	case KW_DYNAMIC_ANCHOR:
	case KW_VOCABULARY:
	case KW_DEFS:
	case KW_DEFINITIONS:
	case KW_CONTENT_SCHEMA:
	case KW_COUNT:
		return true;
	}
	return true;
}

/* For each type the checks that apply to it, in the order of the opcodes. */
static void sort_ops(struct build *b)
{
	for (size_t type = 0; type < NODE_TYPES; type++) {
		struct op *list = ARENA_ARRAY(b->c->a, struct op, b->ops.n);
		size_t n = 0;

		for (enum opcode kind = 0; kind < OP_COUNT; kind++)
			for (size_t i = 0; i < b->ops.n; i++)
				if (b->ops.at[i].kind == kind &&
				    schema_op_types[kind] >> type & 1)
					list[n++] = b->ops.at[i];
		b->sub->ops[type] = (struct op_list){ list, n };
	}
}

static bool build_sub(struct compiler *c, struct sub *sub)
{
	struct build b = { .c = c, .sub = sub };
	const struct node *node = sub->node, *ref;

	if (node->type == NODE_BOOL) {
		sub->types = node->truth ? TYPE_ANY : TYPE_NONE;
		return true;
	}
	ref = schema_get(&b, KW_REF);
	if (ref && sub->resource->dialect.draft == DRAFT_7) {
		if (!build_ref(&b, ref) && !c->sink)
			return false;
	} else {
		if (!schema_build_members(&b) && !c->sink)
			return false;
		for (uint32_t i = 0; i < node->count; i++) {
			enum keyword kw = schema_keyword(member_key(&node->members[i]));

			if (kw < KW_COUNT && schema_get(&b, kw) &&
			    !build_keyword(&b, kw, &node->members[i].value) && !c->sink)
				return false;
		}
	}
	sort_ops(&b);
	return true;
}

static void queue_dynamic_targets(struct compiler *c)
{
	while (c->wanted.n) {
		struct dynamic_name *name = c->wanted.at[--c->wanted.n];

		for (; name->queued < name->anchors.n; name->queued++) {
			struct anchor_place place = name->anchors.at[name->queued];
			struct dynamic_anchor *a = &place.resource->dynamics.at[place.at];

			a->sub = schema_sub(c, a->node, place.resource);
		}
	}
}

bool schema_build_all(struct compiler *c)
{
	struct resource *root;
	size_t next = 0;

	if (!schema_index(c, c->schema->doc, c->options.uri, &root))
		return false;
	if (root->root->type != NODE_OBJECT && root->root->type != NODE_BOOL)
		return schema_fail(c, root->doc, root->root,
				   MT("схема объект немесе true, false болуы керек",
				      "схема должна быть объектом или true, false",
				      "a schema must be an object or a boolean"));
	c->usual = root->dialect.draft;
	c->schema->root = schema_sub(c, root->root, root);
	while (next < c->queue.n) {
		if (!build_sub(c, c->queue.at[next++]) && !c->sink)
			return false;
		if (next == c->queue.n)
			queue_dynamic_targets(c);
	}
	return schema_find_rings(c);
}

void schema_compiler_init(struct compiler *c, struct arena *a, const struct schema_library *lib,
			  const struct doc *doc, struct schema_options options)
{
	*c = (struct compiler){ .a = a, .lib = lib, .options = options, .usual = DRAFT_2020 };
	c->schema = ARENA_NEW(a, struct schema);
	c->schema->doc = doc;
	c->schema->arena = a;
	strmap_init(&c->schema->subs, a);
	strmap_init(&c->resources, a);
	strmap_init(&c->places, a);
	strmap_init(&c->names, a);
	strmap_init(&c->patterns, a);
}

bool schema_compile(struct schema **out, struct arena *a, const struct schema_library *lib,
		    const struct doc *doc, struct schema_options options, struct err *err)
{
	struct compiler c;

	schema_compiler_init(&c, a, lib, doc, options);
	c.err = err;
	if (!schema_build_all(&c)) {
		schema_free(c.schema);
		return false;
	}
	*out = c.schema;
	return true;
}

void schema_free(struct schema *s)
{
	for (size_t i = 0; s && i < s->regexes.n; i++)
		regex_free(s->regexes.at[i]);
}
