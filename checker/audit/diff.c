#include "checker/audit/audit.h"

#include "checker/base/strmap.h"

const char *const audit_change_names[] = {
	[AUDIT_ADDED] = "added", [AUDIT_REMOVED] = "removed", [AUDIT_CHANGED] = "changed", NULL
};

struct item {
	struct str section, id, key;
	const struct node *node;
};

struct items {
	struct arena *arena;
	VEC(struct item *) list;
	struct strmap keys; /* "section/id" -> struct item */
};

static void add(struct items *items, struct str section, struct str id, const struct node *node)
{
	struct item *item = ARENA_NEW(items->arena, struct item);

	*item = (struct item){
		section, id,
		arena_printf(items->arena, "%.*s/%.*s", STR_FMT(section), STR_FMT(id)), node
	};
	vec_push(items->arena, &items->list, item);
	strmap_put(&items->keys, item->key, item);
}

/* A list whose items have no ids is one item. */
static void add_section(struct items *items, const struct member *m)
{
	const struct node *list = &m->value;

	if (list->type != NODE_ARRAY || list->count == 0 ||
	    node_text(&list->items[0], STR("id")).n == 0) {
		add(items, member_key(m), member_key(m), list);
		return;
	}
	for (uint32_t i = 0; i < list->count; i++)
		add(items, member_key(m), node_text(&list->items[i], STR("id")),
		    &list->items[i]);
}

static void collect(struct items *items, struct arena *a, const struct pack *p)
{
	*items = (struct items){ .arena = a };
	strmap_init(&items->keys, a);
	add(items, STR("pack"), STR("pack"), &pack_doc(p, 0)->root);
	for (size_t i = 1; i < pack_docs(p); i++) {
		const struct node *root = &pack_doc(p, i)->root;

		for (uint32_t k = 0; root->type == NODE_OBJECT && k < root->count; k++)
			add_section(items, &root->members[k]);
	}
}

static struct audit_entry entry_of(const struct item *item, enum audit_change change)
{
	static const char *const names[] = { "name", "title", "text" };
	struct str mark = node_text(item->node, STR("confidence"));
	struct audit_entry e = { .section = item->section, .id = item->id, .change = change };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct node *name = node_get(item->node, str_of(names[i]));

		if (name && (name->type == NODE_OBJECT || name->type == NODE_STRING)) {
			e.name = node_mtext(name);
			break;
		}
	}
	for (enum confidence c = 0; c < CONF_COUNT; c++)
		if (str_eq(mark, str_of(confidence_names[c])))
			e.confidence = c;
	return e;
}

struct compare {
	struct arena *arena;
	struct audit_entry entry;
};

static void field_changed(void *context, struct str path, const struct node *before,
			  const struct node *after)
{
	struct compare *c = context;

	vec_push(c->arena, &c->entry.fields, (struct audit_field){ path, before, after });
}

static const struct node *keys_of(struct arena *a, const struct node *object)
{
	struct node *keys = ARENA_ARRAY(a, struct node, object->count);
	struct node *list = ARENA_NEW(a, struct node);

	for (uint32_t i = 0; i < object->count; i++)
		keys[i] = node_make_str(member_key(&object->members[i]));
	*list = node_make_array(keys, object->count);
	return list;
}

/* As JSON values two objects are equal whatever their order, but a rule reads it. */
static void compare_order(struct compare *c, const struct item *before,
			  const struct item *after)
{
	static const struct str ordered[] = {
		STR_INIT("/for"),	    STR_INIT("/let"),
		STR_INIT("/all"),	    STR_INIT("/otherwise/for"),
		STR_INIT("/otherwise/let"), STR_INIT("/otherwise/all"),
	};

	for (size_t i = 0; i < ARRAY_LEN(ordered); i++) {
		const struct node *x = doc_at(before->node, ordered[i]),
				  *y = doc_at(after->node, ordered[i]);

		if (!x || !y || x->type != NODE_OBJECT || !node_equal(x, y))
			continue;
		x = keys_of(c->arena, x);
		y = keys_of(c->arena, y);
		if (!node_equal(x, y))
			field_changed(c, ordered[i], x, y);
	}
}

static void compare(struct audit_diff *out, struct arena *a, const struct item *before,
		    const struct item *after)
{
	struct compare c = { .arena = a, .entry = entry_of(after, AUDIT_CHANGED) };

	node_diff(a, before->node, after->node, field_changed, &c);
	if (str_eq(before->section, STR("rules")))
		compare_order(&c, before, after);
	if (c.entry.fields.n)
		vec_push(a, &out->list, c.entry);
}

void audit_diff(struct audit_diff *out, struct arena *a, const struct pack *before,
		const struct pack *after)
{
	struct items old, new;

	*out = (struct audit_diff){ 0 };
	collect(&old, a, before);
	collect(&new, a, after);
	for (size_t i = 0; i < old.list.n; i++) {
		const struct item *item = old.list.at[i];
		const struct item *other = strmap_get(&new.keys, item->key);

		if (other)
			compare(out, a, item, other);
		else
			vec_push(a, &out->list, entry_of(item, AUDIT_REMOVED));
	}
	for (size_t i = 0; i < new.list.n; i++)
		if (!strmap_get(&old.keys, new.list.at[i]->key))
			vec_push(a, &out->list, entry_of(new.list.at[i], AUDIT_ADDED));
}
