#include "checker/card/card_internal.h"

#include <stdlib.h>

/* What is left of a line's pointer at a place of the manifest. */
struct aim {
	struct steps rest;
	enum visibility class;
};

struct aims {
	struct aim *at;
	size_t n;
};

/* A place of the manifest. */
struct view {
	struct visible field;
	enum visibility asked; /* by the nearest line */
	struct aims aims;      /* that lead further into it */
};

struct walk {
	struct arena *arena;   /* of the card */
	struct arena *scratch; /* of the tree that it is written from */
	enum visibility reader;
	struct card *card;
};

/*
 * Of several lines for one place the strictest counts. One that is more open than the field's
 * class opens it as far as it may; what within it has a class of its own stays as it is.
 */
static struct view view_of(struct visible field, enum visibility asked, struct aims aims)
{
	struct view v = { field, asked, aims };
	bool here = false;

	for (size_t i = 0; i < aims.n; i++) {
		const struct aim *aim = &aims.at[i];

		if (aim->rest.n)
			continue;
		v.asked = here && v.asked > aim->class ? v.asked : aim->class;
		here = true;
	}
	if (here && v.asked < field.class)
		v.field.class = v.asked > field.least ? v.asked : field.least;
	return v;
}

static bool may_read(const struct walk *w, const struct view *v)
{
	enum visibility class = v->asked > v->field.class ? v->asked : v->field.class;

	return (class < v->field.most ? class : v->field.most) <= w->reader;
}

/* The schema's word about an object: what it requires, and of alternatives one. */
static bool has_all(const struct node *object, const struct node *required)
{
	for (uint32_t i = 0; required && required->type == NODE_ARRAY && i < required->count;
	     i++)
		if (!node_get(object, node_str(&required->items[i])))
			return false;
	return true;
}

static bool is_whole(const struct node *object, const struct node *schema)
{
	const struct node *choices = node_get(schema, STR("anyOf"));
	bool any = !choices || choices->type != NODE_ARRAY;

	for (uint32_t i = 0; !any && i < choices->count; i++)
		any = has_all(object, node_get(&choices->items[i], STR("required")));
	return any && has_all(object, node_get(schema, STR("required")));
}

static bool put(struct walk *w, struct node *out, const struct node *n, const struct view *v);

static bool put_items(struct walk *w, struct node *out, const struct node *n,
		      const struct view *v)
{
	struct node *items = ARENA_ARRAY(w->scratch, struct node, n->count + 1);
	struct aim room[LINES_MAX];
	struct aims inner = { room, 0 };
	struct visible field = schema_visible_item(&v->field);
	size_t kept = 0;

	for (uint32_t i = 0; i < n->count; i++) {
		struct view item;

		inner.n = 0;
		for (size_t k = 0; k < v->aims.n; k++) {
			struct steps s = v->aims.at[k].rest;

			if (s.n && card_step_is_item(s.at, i))
				inner.at[inner.n++] = (struct aim){ { s.at + 1, s.n - 1 },
								    v->aims.at[k].class };
		}
		item = view_of(field, v->asked, inner);
		kept += put(w, &items[kept], &n->items[i], &item);
	}
	*out = node_make_array(items, kept);
	return kept > 0;
}

/* The members that may be read; *kept of them. */
static struct member *put_members(struct walk *w, size_t *kept, const struct node *n,
				  const struct view *v)
{
	struct member *members = ARENA_ARRAY(w->scratch, struct member, n->count + 1);
	struct aim room[LINES_MAX];
	struct aims inner = { room, 0 };

	*kept = 0;
	for (uint32_t i = 0; i < n->count; i++) {
		const struct member *m = &n->members[i];
		struct visible field = schema_visible_member(&v->field, member_key(m));
		struct view value;

		inner.n = 0;
		for (size_t k = 0; k < v->aims.n; k++) {
			struct steps s = v->aims.at[k].rest;

			if (s.n && str_eq(s.at->key, member_key(m)))
				inner.at[inner.n++] = (struct aim){ { s.at + 1, s.n - 1 },
								    v->aims.at[k].class };
		}
		value = view_of(field, v->asked, inner);
		members[*kept] = *m;
		*kept += put(w, &members[*kept].value, &m->value, &value);
	}
	return members;
}

static bool put_object(struct walk *w, struct node *out, const struct node *n,
		       const struct view *v)
{
	size_t kept;
	const struct member *members = put_members(w, &kept, n, v);

	*out = node_make_object(w->scratch, members, kept);
	return kept == n->count || (kept > 0 && is_whole(out, v->field.schema));
}

/* Whether anything of the value is there. */
static bool put(struct walk *w, struct node *out, const struct node *n, const struct view *v)
{
	size_t before = w->card->withheld.n;
	bool kept;

	if (n->count && n->type == NODE_ARRAY) {
		kept = put_items(w, out, n, v);
	} else if (n->count && n->type == NODE_OBJECT) {
		kept = put_object(w, out, n, v);
	} else {
		*out = *n;
		kept = may_read(w, v);
	}
	if (!kept) {
		w->card->withheld.n = before;
		vec_push(w->arena, &w->card->withheld, n);
	}
	return kept;
}

/* ---- "withheld" ---- */

/* The top field that a line may withhold something of; empty when it does not from this reader.
 */
static struct str hidden_by(const struct walk *w, const struct node *schema,
			    const struct card_line *line, struct steps steps)
{
	struct visible field = schema_visible_at(schema, line->pointer);

	if (line->class <= w->reader)
		return STR("");
	if (!steps.n)
		return STR("*");
	return field.schema && field.class <= w->reader && field.most > w->reader
		       ? steps.at[0].key
		       : STR("");
}

struct names {
	VEC(struct str) list;
};

/* Adds those that a card of the manifest names already, sorts them, each once. */
static struct node names_node(struct walk *w, struct names *names, const struct node *known)
{
	struct node *items;
	size_t n = 0;

	for (uint32_t i = 0; known && known->type == NODE_ARRAY && i < known->count; i++)
		if (known->items[i].type == NODE_STRING)
			vec_push(w->scratch, &names->list, node_str(&known->items[i]));
	qsort(names->list.at, names->list.n, sizeof(*names->list.at), str_cmp);
	items = ARENA_ARRAY(w->scratch, struct node, names->list.n);
	for (size_t i = 0; i < names->list.n; i++)
		if (i == 0 || !str_eq(names->list.at[i], names->list.at[i - 1]))
			items[n++] = node_make_str(names->list.at[i]);
	return node_make_array(items, n);
}

/* The members and, behind them, what is withheld of them. */
static struct node with_names(struct walk *w, const struct node *card, struct names *names)
{
	struct member *members = ARENA_ARRAY(w->scratch, struct member, card->count + 1);
	struct str key = STR("withheld");
	size_t n = 0;

	for (uint32_t i = 0; i < card->count; i++)
		if (!member_is(&card->members[i], key))
			members[n++] = card->members[i];
	members[n++] = (struct member){
		.key = key.p,
		.key_n = (uint32_t)key.n,
		.value = names_node(w, names, node_get(card, key)),
	};
	return node_make_object(w->scratch, members, n);
}

/* The lines as aims from the top on, in `room` of LINES_MAX; what they withhold goes to
 * `names`. */
static struct aims aims_of(struct walk *w, struct aim *room, const struct node *manifest,
			   const struct node *schema, struct names *names)
{
	struct card_lines lines;

	card_lines_of(&lines, w->scratch, manifest);
	for (size_t i = 0; i < lines.list.n; i++) {
		const struct card_line *line = &lines.list.at[i];
		struct steps steps = card_steps(w->scratch, line->pointer);
		struct str name = hidden_by(w, schema, line, steps);

		room[i] = (struct aim){ steps, line->class };
		if (name.n)
			vec_push(w->scratch, &names->list, name);
	}
	return (struct aims){ room, lines.list.n };
}

void card_make(struct card *out, struct arena *a, const struct node *manifest,
	       const struct node *schema, enum visibility reader)
{
	AUTO_ARENA scratch = arena_new();
	struct walk w = { .arena = a, .scratch = scratch, .reader = reader, .card = out };
	struct names names = { 0 };
	struct aim room[LINES_MAX];
	struct aims aims = aims_of(&w, room, manifest, schema, &names);
	struct view view = view_of(schema_visible(schema), VIS_PUB, aims);
	const struct member *members = NULL;
	struct node card;
	size_t kept = 0;

	*out = (struct card){ 0 };
	if (manifest->type == NODE_OBJECT)
		members = put_members(&w, &kept, manifest, &view);
	else
		vec_push(a, &out->withheld, manifest);
	card = node_make_object(scratch, members, kept);
	if (names.list.n)
		card = with_names(&w, &card, &names);
	out->json = node_canonical(a, &card);
}
