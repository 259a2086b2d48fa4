#include "checker/schema/compile_internal.h"

enum { FEW = 2 };

/* The names of the table while it is gathered: properties first, then those only required. */
struct gathering {
	struct strmap at; /* name to its index plus one, as a pointer into `numbers` */
	size_t *numbers;
	struct str *names;
	const struct sub **subs;
	bool *required;
	size_t n;
};

static size_t gather(struct gathering *g, struct str name)
{
	size_t *number = strmap_get(&g->at, name);

	if (number)
		return *number;
	g->numbers[g->n] = g->n;
	g->names[g->n] = name;
	strmap_put(&g->at, name, &g->numbers[g->n]);
	return g->n++;
}

static bool gather_properties(struct build *b, struct gathering *g, const struct node *list)
{
	if (list->type != NODE_OBJECT)
		return schema_build_fail(b, list,
					 MT("properties объект болуы керек",
					    "properties должен быть объектом",
					    "properties must be an object"));
	for (uint32_t i = 0; i < list->count; i++) {
		size_t at = gather(g, member_key(&list->members[i]));

		if (!schema_want_schema(b, &list->members[i].value, &g->subs[at]))
			return false;
	}
	return true;
}

static bool gather_required(struct build *b, struct gathering *g, const struct node *list,
			    struct members *m)
{
	const struct str *names;

	if (!schema_want_names(b, list, &names))
		return false;
	for (uint32_t i = 0; i < list->count; i++) {
		size_t at = gather(g, names[i]);

		m->required_n += !g->required[at];
		g->required[at] = true;
	}
	m->required_node = list;
	return true;
}

static bool build_patterns(struct build *b, const struct node *list, struct members *m)
{
	struct pattern_member *all = ARENA_ARRAY(b->c->a, struct pattern_member, list->count);

	if (list->type != NODE_OBJECT)
		return schema_build_fail(b, list,
					 MT("patternProperties объект болуы керек",
					    "patternProperties должен быть объектом",
					    "patternProperties must be an object"));
	for (uint32_t i = 0; i < list->count; i++) {
		const struct member *one = &list->members[i];

		if (!schema_want_pattern(b, member_key(one), &one->value, &all[i].pattern) ||
		    !schema_want_schema(b, &one->value, &all[i].sub))
			return false;
	}
	m->patterns = all;
	m->patterns_n = list->count;
	return true;
}

static bool has_in_place(const struct build *b)
{
	static const enum keyword kinds[] = {
		KW_REF,	 KW_DYNAMIC_REF,       KW_ALL_OF,      KW_ANY_OF, KW_ONE_OF, KW_IF,
		KW_THEN, KW_DEPENDENT_SCHEMAS, KW_DEPENDENCIES
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (schema_get(b, kinds[i]))
			return true;
	return false;
}

static bool build_rest(struct build *b, struct members *m, const struct node **value)
{
	*value = schema_get(b, KW_ADDITIONAL_PROPERTIES);
	if (!*value && !has_in_place(b))
		*value = schema_get(b, KW_UNEVALUATED_PROPERTIES);
	return !*value || schema_want_schema(b, *value, &m->rest);
}

static void gathering_init(struct gathering *g, struct arena *a, size_t n)
{
	*g = (struct gathering){ .numbers = ARENA_ARRAY(a, size_t, n),
				 .names = ARENA_ARRAY(a, struct str, n),
				 .subs = ARENA_ARRAY(a, const struct sub *, n),
				 .required = ARENA_ARRAY(a, bool, n) };
	strmap_init(&g->at, a);
}

bool schema_build_members(struct build *b)
{
	const struct node *properties = schema_get(b, KW_PROPERTIES);
	const struct node *required = schema_get(b, KW_REQUIRED);
	const struct node *patterns = schema_get(b, KW_PATTERN_PROPERTIES);
	const struct node *rest;
	struct members *m = ARENA_NEW(b->c->a, struct members);
	struct gathering g;

	gathering_init(&g, b->c->a,
		       (properties ? properties->count : 0) + (required ? required->count : 0) +
			       1);
	if (!build_rest(b, m, &rest) || (properties && !gather_properties(b, &g, properties)) ||
	    (required && !gather_required(b, &g, required, m)) ||
	    (patterns && !build_patterns(b, patterns, m)))
		return false;
	if (!g.n && !m->patterns_n && !m->rest)
		return true;
	schema_keys_init(&m->keys, b->c->a, g.names, g.n);
	m->subs = g.subs;
	m->required = g.required;
	m->few = g.n <= FEW && !m->patterns_n && !m->rest;
	schema_add_op(b, (struct op){ .kind = OP_MEMBERS,
				      .value = rest ? rest : properties,
				      .members = m });
	return true;
}

static bool build_needs(struct build *b, const struct member *m)
{
	struct needs *needs = ARENA_NEW(b->c->a, struct needs);

	needs->key = member_key(m);
	needs->n = m->value.count;
	if (!schema_want_names(b, &m->value, &needs->names))
		return false;
	schema_add_op(b, (struct op){ .kind = OP_NEEDS, .value = &m->value, .needs = needs });
	return true;
}

static bool build_dependent(struct build *b, const struct member *m)
{
	struct dependent *d = ARENA_NEW(b->c->a, struct dependent);

	d->key = member_key(m);
	if (!schema_want_schema(b, &m->value, &d->sub))
		return false;
	schema_add_op(b,
		      (struct op){ .kind = OP_DEPENDENT, .value = &m->value, .dependent = d });
	return true;
}

/* dependentSchemas, dependentRequired, and the older keyword that was both. */
bool schema_build_objects(struct build *b, enum keyword kw, const struct node *value)
{
	if (value->type != NODE_OBJECT)
		return schema_build_fail(b, value,
					 MT("dependencies объект болуы керек",
					    "dependencies должен быть объектом",
					    "dependencies must be an object"));
	for (uint32_t i = 0; i < value->count; i++) {
		const struct member *m = &value->members[i];
		bool names = kw == KW_DEPENDENT_REQUIRED ||
			     (kw == KW_DEPENDENCIES && m->value.type == NODE_ARRAY);

		if (names ? !build_needs(b, m) : !build_dependent(b, m))
			return false;
	}
	return true;
}
