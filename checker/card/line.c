#include "checker/card/card_internal.h"

static struct card_line line_of(const struct node *node)
{
	const struct node *pointer = node_get(node, STR("pointer"));
	struct card_line line = { .node = node, .class = VIS_OWN };

	if (!pointer || pointer->type != NODE_STRING || !doc_is_pointer(node_str(pointer)))
		return line;
	line.pointer = node_str(pointer);
	if (!visibility_parse(&line.class, node_text(node, STR("class"))))
		line.class = VIS_OWN;
	return line;
}

void card_lines_of(struct card_lines *out, struct arena *a, const struct node *manifest)
{
	const struct node *list = node_get(manifest, STR("visibility"));

	*out = (struct card_lines){ 0 };
	if (!list)
		return;
	if (list->type != NODE_ARRAY || list->count > LINES_MAX) {
		vec_push(a, &out->list, (struct card_line){ list, STR(""), VIS_OWN });
		return;
	}
	for (uint32_t i = 0; i < list->count; i++)
		vec_push(a, &out->list, line_of(&list->items[i]));
}

/* RFC 6901, 4: digits without leading zeros. */
static int64_t index_of(struct str token)
{
	int64_t i;

	if (!token.n || token.p[0] < '0' || token.p[0] > '9' ||
	    (token.p[0] == '0' && token.n > 1) || !str_int(token, &i))
		return -1;
	return i;
}

struct steps card_steps(struct arena *a, struct str pointer)
{
	struct str token, rest = str_sub(pointer, 1, pointer.n);
	VEC(struct step) steps = { 0 };

	while (pointer.n && str_cut(&token, &rest, '/'))
		vec_push(a, &steps,
			 (struct step){ doc_unescape(a, token), index_of(token),
					str_eq(token, STR("*")) });
	return (struct steps){ steps.at, steps.n };
}

bool card_step_is_item(const struct step *s, size_t i)
{
	return s->every_item || s->index == (int64_t)i;
}

static bool leads(const struct node *n, const struct visible *field, struct steps steps);

static bool leads_to_item(const struct node *n, const struct visible *field, struct steps steps)
{
	struct steps rest = { steps.at + 1, steps.n - 1 };
	struct visible item = schema_visible_item(field);

	for (uint32_t i = 0; n && i < n->count; i++)
		if (card_step_is_item(steps.at, i) && leads(&n->items[i], &item, rest))
			return true;
	/* A number of an item that is not there is a slip; "*" waits for items. */
	return steps.at->every_item && item.schema && leads(NULL, &item, rest);
}

static bool leads(const struct node *n, const struct visible *field, struct steps steps)
{
	const struct node *value;
	struct visible member;

	if (!steps.n)
		return true;
	if (n ? n->type == NODE_ARRAY : node_get(field->schema, STR("items")) != NULL)
		return leads_to_item(n, field, steps);
	if (n && n->type != NODE_OBJECT)
		return false;
	value = node_get(n, steps.at->key);
	member = schema_visible_member(field, steps.at->key);
	return (value || member.schema) &&
	       leads(value, &member, (struct steps){ steps.at + 1, steps.n - 1 });
}

bool card_leads(const struct node *manifest, const struct node *schema, struct str pointer)
{
	struct visible field = schema_visible(schema);
	AUTO_ARENA a = arena_new();

	return leads(manifest, &field, card_steps(a, pointer));
}
