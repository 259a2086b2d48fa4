#include "checker/doc/doc.h"

struct diff {
	struct arena *arena;
	node_changed changed;
	void *context;
};

static struct str below(struct diff *d, struct str path, struct str key)
{
	struct str out = arena_printf(d->arena, "%.*s/", STR_FMT(path));

	for (size_t i = 0; i < key.n; i++)
		out = arena_printf(d->arena, "%.*s%s", STR_FMT(out),
				   key.p[i] == '~'   ? "~0"
				   : key.p[i] == '/' ? "~1"
						     : (char[]){ key.p[i], 0 });
	return out;
}

static struct str item_path(struct diff *d, struct str path, uint32_t i)
{
	return arena_printf(d->arena, "%.*s/%u", STR_FMT(path), i);
}

static void compare(struct diff *d, struct str path, const struct node *before,
		    const struct node *after);

static void compare_items(struct diff *d, struct str path, const struct node *before,
			  const struct node *after)
{
	uint32_t common = before->count < after->count ? before->count : after->count;

	for (uint32_t i = 0; i < common; i++)
		compare(d, item_path(d, path, i), &before->items[i], &after->items[i]);
	for (uint32_t i = before->count; i > common; i--)
		d->changed(d->context, item_path(d, path, i - 1), &before->items[i - 1], NULL);
	for (uint32_t i = common; i < after->count; i++)
		d->changed(d->context, item_path(d, path, i), NULL, &after->items[i]);
}

static void compare_members(struct diff *d, struct str path, const struct node *before,
			    const struct node *after)
{
	for (uint32_t i = 0; i < before->count; i++) {
		const struct member *m = &before->members[i];
		const struct node *other = node_get(after, member_key(m));

		if (other)
			compare(d, below(d, path, member_key(m)), &m->value, other);
		else
			d->changed(d->context, below(d, path, member_key(m)), &m->value, NULL);
	}
	for (uint32_t i = 0; i < after->count; i++)
		if (!node_get(before, member_key(&after->members[i])))
			d->changed(d->context, below(d, path, member_key(&after->members[i])),
				   NULL, &after->members[i].value);
}

static void compare(struct diff *d, struct str path, const struct node *before,
		    const struct node *after)
{
	if (node_equal(before, after))
		return;
	if (before->type == NODE_OBJECT && after->type == NODE_OBJECT)
		compare_members(d, path, before, after);
	else if (before->type == NODE_ARRAY && after->type == NODE_ARRAY)
		compare_items(d, path, before, after);
	else
		d->changed(d->context, path, before, after);
}

void node_diff(struct arena *a, const struct node *before, const struct node *after,
	       node_changed changed, void *context)
{
	struct diff d = { a, changed, context };

	compare(&d, STR(""), before, after);
}
