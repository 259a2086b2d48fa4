#include "checker/rule/rule_internal.h"

enum { TYPE_DEPTH = 16 };

static const struct cel_type *type_at(struct arena *a, const struct node *root,
				      const struct node *schema, int depth);

static const struct cel_type *object_type(struct arena *a, const struct node *root,
					  const struct node *schema, int depth)
{
	const struct node *properties = node_get(schema, STR("properties"));
	struct cel_type *type;

	if (!properties)
		return cel_type_of(CEL_DYN);
	type = cel_type_object(a, node_text(schema, STR("title")));
	for (uint32_t i = 0; i < properties->count; i++)
		cel_type_field(a, type, member_key(&properties->members[i]),
			       type_at(a, root, &properties->members[i].value, depth + 1));
	return type;
}

/* An enum of texts; null may stand among them. */
static bool is_words(const struct node *words)
{
	for (uint32_t i = 0; words && i < words->count; i++)
		if (words->items[i].type != NODE_STRING && words->items[i].type != NODE_NULL)
			return false;
	return words && words->count;
}

static const struct cel_type *words_type(struct arena *a, const struct node *schema)
{
	const struct node *words = node_get(schema, STR("enum"));
	struct cel_type *type = cel_type_words(
		a, arena_printf(a, "enum \"%.*s\"", STR_FMT(node_text(schema, STR("title")))));

	for (uint32_t i = 0; i < words->count; i++)
		if (words->items[i].type == NODE_STRING)
			cel_type_word(type, node_str(&words->items[i]));
	return type;
}

static const struct cel_type *type_at(struct arena *a, const struct node *root,
				      const struct node *schema, int depth)
{
	struct str word;

	schema = schema_follow(root, schema);
	word = node_text(schema, STR("type"));
	if (depth > TYPE_DEPTH || !schema)
		return cel_type_of(CEL_DYN);
	if (str_eq(word, STR("object")) || (word.n == 0 && node_get(schema, STR("properties"))))
		return object_type(a, root, schema, depth);
	if (str_eq(word, STR("array")) && node_get(schema, STR("items")))
		return cel_type_list(
			a, type_at(a, root, node_get(schema, STR("items")), depth + 1));
	if (is_words(node_get(schema, STR("enum"))))
		return words_type(a, schema);
	if (str_eq(word, STR("string")))
		return cel_type_of(CEL_STRING);
	if (str_eq(word, STR("boolean")))
		return cel_type_of(CEL_BOOL);
	if (str_eq(word, STR("integer")))
		return cel_type_of(CEL_INT);
	return cel_type_of(CEL_DYN);
}

const struct cel_type *rule_type_of_schema(struct arena *a, const struct node *root,
					   const struct node *schema)
{
	return type_at(a, root, schema, 0);
}

/* The ids of the kind that there are, whatever the day judged by. */
static const struct cel_type *ids_type(struct arena *a, const struct arch *arch,
				       enum arch_kind kind)
{
	struct cel_type *ids =
		cel_type_words(a, arena_printf(a, "arch.%s", arch_kind_names[kind]));

	for (size_t i = 0; i < arch->kinds[kind].list.n; i++)
		cel_type_word(ids, arch->kinds[kind].list.at[i]->id);
	return ids;
}

const struct cel_type *rule_type_of_arch(struct arena *a, const struct node *schema,
					 const struct arch *arch)
{
	const struct node *properties = node_get(schema, STR("properties"));
	struct cel_type *type = cel_type_object(a, STR("arch"));

	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++) {
		const struct node *list =
			schema_follow(schema, node_get(properties, str_of(arch_kind_names[k])));
		const struct cel_type *entry =
			type_at(a, schema, node_get(list, STR("items")), 0);

		cel_type_field(a, type, str_of(arch_kind_names[k]),
			       cel_type_map_of(a, ids_type(a, arch, k), entry));
	}
	cel_type_field(a, type, STR("authority"), cel_type_map(a, cel_type_of(CEL_STRING)));
	return type;
}
