#include "checker/audit/audit_internal.h"

#include "checker/text/text.h"

/* Who has a name, and whether it is marked as one that may mean something else. */
struct holder {
	const struct node *entry;
	bool unsure;
};

struct names {
	struct lint *lint;
	struct strmap holders; /* loose key -> struct holder, the first of that name */
	const struct node *entry;
};

static struct str id_of(const struct node *entry)
{
	return node_text(entry, STR("id"));
}

static void clash(struct names *n, const struct holder *first, const struct node *at,
		  bool unsure)
{
	struct lint *l = n->lint;
	struct mtext args[] = { mtext_same(node_str(at)), mtext_same(id_of(first->entry)),
				mtext_same(id_of(n->entry)) };
	struct str key = arena_printf(l->arena, "%.*s|%.*s", STR_FMT(id_of(first->entry)),
				      STR_FMT(node_str(at)));

	if (first->unsure != unsure)
		lint_tell(
			l, LINT_AMBIGUOUS, at,
			MTEXT_FILL(l->arena,
				   MT("«%1» атауы — %2 пен %3 екеуінікі, ал бірінде ғана "
				      "көпмағыналы деп белгіленген",
				      "имя «%1» есть у %2 и у %3, но многозначным помечено "
				      "только у одной",
				      "the name «%1» belongs to %2 and to %3 but is marked as "
				      "ambiguous in one only"),
				   args[0], args[1], args[2]),
			key);
	else if (!unsure)
		lint_tell(l, LINT_ALIAS, at,
			  MTEXT_FILL(l->arena,
				     MT("«%1» атауы — %2 пен %3 екеуінікі",
					"имя «%1» есть и у %2, и у %3",
					"the name «%1» belongs to both %2 and %3"),
				     args[0], args[1], args[2]),
			  key);
}

static void take(struct names *n, const struct node *name, bool unsure)
{
	struct arena *a = n->lint->arena;
	struct str key;
	struct holder *holder;

	if (!name || name->type != NODE_STRING)
		return;
	key = text_key(a, TEXT_KEY_LOOSE, node_str(name));
	holder = key.n ? strmap_get(&n->holders, key) : NULL;
	if (holder && holder->entry != n->entry)
		clash(n, holder, name, unsure);
	if (holder || key.n == 0)
		return;
	holder = ARENA_NEW(a, struct holder);
	*holder = (struct holder){ n->entry, unsure };
	strmap_put(&n->holders, key, holder);
}

static void take_list(struct names *n, const char *field, bool unsure)
{
	const struct node *list = node_get(n->entry, str_of(field));

	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++)
		take(n, &list->items[i], unsure);
}

void lint_names(struct lint *l, const struct node *entries)
{
	struct names n = { .lint = l };

	strmap_init(&n.holders, l->arena);
	for (uint32_t i = 0; i < entries->count; i++) {
		const struct node *name;

		n.entry = &entries->items[i];
		name = node_get(n.entry, STR("name"));
		take(&n, node_get(n.entry, STR("id")), false);
		for (enum lang lang = 0; lang < LANG_COUNT; lang++)
			take(&n, node_get(name, str_of(lang_names[lang])), false);
		take_list(&n, "abbreviations", false);
		take_list(&n, "aliases", false);
		take_list(&n, "former_names", false);
		take_list(&n, "ambiguous_aliases", true);
	}
}
