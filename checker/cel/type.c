#include "checker/cel/cel_internal.h"

static const struct cel_type type_dyn = { .kind = CEL_DYN };
static const struct cel_type type_string = { .kind = CEL_STRING };
static const struct cel_type plain_types[] = {
	[CEL_NULL] = { .kind = CEL_NULL },
	[CEL_BOOL] = { .kind = CEL_BOOL },
	[CEL_INT] = { .kind = CEL_INT },
	[CEL_UINT] = { .kind = CEL_UINT },
	[CEL_DOUBLE] = { .kind = CEL_DOUBLE },
	[CEL_STRING] = { .kind = CEL_STRING },
	[CEL_BYTES] = { .kind = CEL_BYTES },
	[CEL_LIST] = { .kind = CEL_LIST, .element = &type_dyn },
	[CEL_MAP] = { .kind = CEL_MAP, .key = &type_dyn, .element = &type_dyn },
	[CEL_TIMESTAMP] = { .kind = CEL_TIMESTAMP },
	[CEL_DURATION] = { .kind = CEL_DURATION },
	[CEL_TYPE] = { .kind = CEL_TYPE },
	[CEL_OPTIONAL] = { .kind = CEL_OPTIONAL, .element = &type_dyn },
	[CEL_ERROR] = { .kind = CEL_DYN },
	[CEL_DYN] = { .kind = CEL_DYN },
	[CEL_OBJECT] = { .kind = CEL_MAP, .key = &type_string, .element = &type_dyn },
};

const struct cel_type *cel_type_of(enum cel_kind kind)
{
	return &plain_types[kind];
}

static struct cel_type *type_new(struct arena *a, enum cel_kind kind,
				 const struct cel_type *element)
{
	struct cel_type *t = ARENA_NEW(a, struct cel_type);

	t->kind = kind;
	t->element = element;
	return t;
}

const struct cel_type *cel_type_list(struct arena *a, const struct cel_type *element)
{
	return type_new(a, CEL_LIST, element);
}

const struct cel_type *cel_type_keyed(struct arena *a, const struct cel_type *key,
				      const struct cel_type *value)
{
	struct cel_type *t = type_new(a, CEL_MAP, value);

	t->key = key;
	return t;
}

struct cel_type *cel_type_words(struct arena *a, struct str of)
{
	struct cel_type *t = type_new(a, CEL_STRING, NULL);

	t->name = arena_str(a, of);
	strmap_init(&t->fields, a);
	return t;
}

void cel_type_word(struct cel_type *words, struct str word)
{
	strmap_put(&words->fields, word, words);
}

const struct cel_type *cel_type_map_of(struct arena *a, const struct cel_type *keys,
				       const struct cel_type *value)
{
	return cel_type_keyed(a, keys, value);
}

const struct cel_type *cel_type_map(struct arena *a, const struct cel_type *value)
{
	return cel_type_keyed(a, &type_string, value);
}

const struct cel_type *cel_type_optional(struct arena *a, const struct cel_type *element)
{
	return type_new(a, CEL_OPTIONAL, element);
}

struct cel_type *cel_type_object(struct arena *a, struct str name)
{
	struct cel_type *t = type_new(a, CEL_OBJECT, NULL);

	t->name = arena_str(a, name);
	t->key = &type_string;
	strmap_init(&t->fields, a);
	return t;
}

void cel_type_field(struct arena *a, struct cel_type *object, struct str name,
		    const struct cel_type *type)
{
	struct cel_field *field = ARENA_NEW(a, struct cel_field);

	field->type = type;
	strmap_put(&object->fields, arena_str(a, name), field);
}

const struct cel_type *cel_type_element(const struct cel_type *type)
{
	return type->kind == CEL_DYN ? type : type->element;
}

const struct cel_type *cel_type_member(const struct cel_type *type, struct str field)
{
	if (type->kind == CEL_DYN || type->kind == CEL_MAP)
		return cel_type_element(type);
	if (type->kind == CEL_OBJECT) {
		const struct cel_field *f = strmap_get(&type->fields, field);

		return f ? f->type : NULL;
	}
	return NULL;
}

enum cel_kind cel_type_kind(const struct cel_type *type)
{
	return type->kind;
}

static bool is_mapping(const struct cel_type *t)
{
	return t->kind == CEL_MAP || t->kind == CEL_OBJECT;
}

/* Recursion follows the nesting of the declared types; objects end it. */
bool cel_type_fits(const struct cel_type *a, const struct cel_type *b)
{
	if (a == b || a->kind == CEL_DYN || b->kind == CEL_DYN || a->kind == CEL_NULL ||
	    b->kind == CEL_NULL)
		return true;
	if (cel_is_number(a->kind) && cel_is_number(b->kind))
		return true;
	if (is_mapping(a) && is_mapping(b))
		return a->kind == CEL_OBJECT || b->kind == CEL_OBJECT ||
		       (cel_type_fits(a->key, b->key) && cel_type_fits(a->element, b->element));
	if (a->kind != b->kind)
		return false;
	if (a->kind == CEL_LIST || a->kind == CEL_OPTIONAL)
		return cel_type_fits(a->element, b->element);
	return true;
}

static bool same(const struct cel_type *a, const struct cel_type *b)
{
	if (a == b)
		return true;
	if (a->kind != b->kind || a->kind == CEL_OBJECT ||
	    (a->kind == CEL_STRING && a->fields.n + b->fields.n))
		return false;
	if (a->kind == CEL_LIST || a->kind == CEL_OPTIONAL)
		return same(a->element, b->element);
	return a->kind != CEL_MAP || (same(a->key, b->key) && same(a->element, b->element));
}

const struct cel_type *cel_type_join(const struct cel_type *a, const struct cel_type *b)
{
	if (same(a, b))
		return a;
	return a->kind == b->kind ? cel_type_of(a->kind) : &type_dyn;
}

struct str cel_type_text(struct arena *a, const struct cel_type *t)
{
	if (t->kind == CEL_OBJECT)
		return t->name;
	if (t->kind == CEL_LIST)
		return arena_printf(a, "list(%.*s)", STR_FMT(cel_type_text(a, t->element)));
	if (t->kind == CEL_OPTIONAL)
		return arena_printf(a, "optional(%.*s)", STR_FMT(cel_type_text(a, t->element)));
	if (t->kind == CEL_MAP)
		return arena_printf(a, "map(%.*s, %.*s)", STR_FMT(cel_type_text(a, t->key)),
				    STR_FMT(cel_type_text(a, t->element)));
	return cel_kind_name(t->kind);
}

struct str cel_type_near(const struct cel_type *object, struct str field)
{
	struct cel_nearest near;

	cel_nearest_start(&near, field);
	for (size_t i = 0; object->kind == CEL_OBJECT && i < object->fields.n; i++)
		cel_nearest_offer(&near, object->fields.at[i].key);
	return near.best;
}
