#include "checker/check/check_internal.h"

/* What a document names of the reference, for the tables and the map of its report. */

static const struct link_field {
	enum report_link_kind kind;
	enum arch_kind entry;
	const char *list;   /* of the document */
	const char *member; /* NULL: its items are names */
	const char *how;
} fields[] = {
	{ LINK_FUNCTION, ARCH_functions, "functions", NULL, NULL },
	{ LINK_SOURCE, ARCH_sources, "data_sources", "source", "obtained" },
	{ LINK_POINT, ARCH_points, "integrations", "point", "direction" },
	{ LINK_PLATFORM, ARCH_platforms, "platforms", NULL, NULL },
};

struct links {
	struct check *check;
	VEC(struct report_link) list;
};

static void add(struct links *l, const struct link_field *field, struct str name,
		struct str how)
{
	const struct arch_entry *known =
		arch_find(pack_arch(l->check->options.pack), field->entry, name);
	struct str id = known ? known->id : name;

	if (!name.n)
		return;
	for (size_t i = 0; i < l->list.n; i++)
		if (l->list.at[i].kind == field->kind && str_eq(l->list.at[i].id, id))
			return;
	vec_push(l->check->arena, &l->list,
		 (struct report_link){
			 .kind = field->kind,
			 .id = report_short(l->check->arena, id),
			 .name = known ? known->name
				       : mtext_same(report_short(l->check->arena, name)),
			 .how = how });
}

static void add_field(struct links *l, const struct link_field *field, const struct node *list)
{
	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++) {
		const struct node *item = &list->items[i];

		if (l->list.n >= REPORT_LINKS_MAX)
			return;
		if (item->type == NODE_STRING)
			add(l, field, node_str(item), STR(""));
		else if (field->member && item->type == NODE_OBJECT)
			add(l, field, node_text(item, str_of(field->member)),
			    node_text(item, str_of(field->how)));
	}
}

static void read_links(struct check *c, struct report_subject *subject, const struct node *root)
{
	static const struct link_field owner = { LINK_BODY, ARCH_bodies, NULL, NULL, NULL };
	struct links links = { .check = c };

	add(&links, &owner, node_text(node_get(root, STR("owner")), STR("body")), STR(""));
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		add_field(&links, &fields[i], node_get(root, str_of(fields[i].list)));
	subject->links = links.list.at;
	subject->links_n = links.list.n;
}

void check_links(struct check *c)
{
	for (size_t i = 0; i < c->shown.n; i++)
		read_links(c, &c->shown.at[i], c->roots.at[i]);
}
