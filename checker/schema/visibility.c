#include "checker/schema/schema.h"

const char *const visibility_names[] = { [VIS_PUB] = "pub",
					 [VIS_GOV] = "gov",
					 [VIS_REV] = "rev",
					 [VIS_OWN] = "own",
					 [VIS_COUNT] = NULL };

const struct mtext visibility_titles[] = {
	[VIS_PUB] = MT_INIT("бәрі", "все", "everybody"),
	[VIS_GOV] = MT_INIT("барлық мемлекеттік органдар", "все государственные органы",
			    "all state bodies"),
	[VIS_REV] = MT_INIT("қараушылар мен иесі", "проверяющие и владелец",
			    "reviewers and the owner"),
	[VIS_OWN] = MT_INIT("тек иесі", "только владелец", "the owner alone"),
};

bool visibility_parse(enum visibility *out, struct str name)
{
	for (enum visibility v = 0; v < VIS_COUNT; v++)
		if (str_eq(name, str_of(visibility_names[v]))) {
			*out = v;
			return true;
		}
	return false;
}

static enum visibility class_of(const struct node *word)
{
	enum visibility class;

	return word->type == NODE_STRING && visibility_parse(&class, node_str(word)) ? class
										     : VIS_OWN;
}

/* What is stated counts whole: an own class without a range does not keep that of around it. */
static bool state(struct visible *v, const struct node *schema)
{
	const struct node *word = node_get(schema, STR("x-visibility"));
	const struct node *range = node_get(schema, STR("x-visibility-range"));

	if (!word)
		return false;
	v->class = v->least = class_of(word);
	v->most = VIS_OWN;
	if (range && range->type == NODE_ARRAY && range->count == 2) {
		v->least = class_of(&range->items[0]);
		v->most = class_of(&range->items[1]);
	}
	return true;
}

struct visible schema_visible(const struct node *root)
{
	struct visible v = { root, root, VIS_OWN, VIS_OWN, VIS_OWN };

	state(&v, root);
	return v;
}

static struct visible within(const struct visible *of, const struct node *schema)
{
	struct visible v = *of;

	if (!schema) {
		v = schema_visible(of->root);
		v.schema = NULL;
		return v;
	}
	v.schema = schema_follow(of->root, schema);
	if (!state(&v, schema))
		state(&v, v.schema);
	return v;
}

struct visible schema_visible_member(const struct visible *of, struct str key)
{
	return within(of, node_get(node_get(of->schema, STR("properties")), key));
}

struct visible schema_visible_item(const struct visible *of)
{
	return within(of, node_get(of->schema, STR("items")));
}

static bool is_item(struct str token)
{
	int64_t i;

	return str_eq(token, STR("*")) || (str_int(token, &i) && i >= 0);
}

struct visible schema_visible_at(const struct node *root, struct str pointer)
{
	struct str token, rest = str_sub(pointer, 1, pointer.n);
	struct visible v = schema_visible(root);
	AUTO_ARENA a = arena_new();

	while (pointer.n && str_cut(&token, &rest, '/'))
		v = is_item(token) && node_get(v.schema, STR("items"))
			    ? schema_visible_item(&v)
			    : schema_visible_member(&v, doc_unescape(a, token));
	return v;
}
