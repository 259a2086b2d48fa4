#include "checker/model/model_internal.h"

#include "checker/text/text.h"

#include <stdlib.h>

/* A name as it is looked for. */
struct named {
	struct str key;
	const struct arch_entry *entry;
};

struct arch_name_index {
	bool made;
	VEC(struct named) list;
	struct strmap sure, unsure; /* key -> struct arch_entry; unsure ones also -> shared */
	/*
	 * Texts as they were asked for, with what was found; shared: nothing. Several rules ask
	 * for the same few, and one that is no name costs a scan. No more than LOOKED_MAX.
	 */
	struct strmap looked;
	struct arch_entry *last; /* found by its id: rules ask for the owner again and again */
};

enum { LOOKED_MAX = 4096, LOOKED_BYTES = 256 };

/* Stands in the map of unsure names for the entries that share one. */
static struct arch_entry shared;

struct arch_name_index *arch_name_index_new(struct arena *a)
{
	struct arch_name_index *x = ARENA_NEW(a, struct arch_name_index);

	strmap_init(&x->sure, a);
	strmap_init(&x->unsure, a);
	strmap_init(&x->looked, a);
	return x;
}

static void add_texts(struct arch_names *names, struct arena *a, const struct node *list)
{
	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++)
		vec_push(a, &names->list, node_str(&list->items[i]));
}

void arch_names_of(const struct arch_entry *entry, struct arena *a, struct arch_names *names)
{
	static const char *const fields[] = { "abbreviations", "aliases", "former_names" };

	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (entry->name.in[l].n)
			vec_push(a, &names->list, entry->name.in[l]);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		add_texts(names, a, node_get(entry->node, str_of(fields[i])));
}

static void put_name(struct arena *a, struct arch_name_index *x, struct str name,
		     struct arch_entry *entry, bool unsure)
{
	struct strmap *map = unsure ? &x->unsure : &x->sure;
	struct str key = text_key(a, TEXT_KEY_LOOSE, name);
	const struct arch_entry *other;

	if (key.n == 0)
		return;
	vec_push(a, &x->list, (struct named){ key, entry });
	other = strmap_get(map, key);
	if (!other)
		strmap_put(map, key, entry);
	else if (unsure && other != entry)
		strmap_put(map, key, &shared);
}

static void make_index(const struct arch *arch, enum arch_kind kind)
{
	const struct arch_kind_index *of = &arch->kinds[kind];

	of->names->made = true;
	for (size_t i = 0; i < of->list.n; i++) {
		struct arch_entry *entry = of->list.at[i];
		struct arch_names names = { 0 }, unsure = { 0 };

		arch_names_of(entry, arch->arena, &names);
		vec_push(arch->arena, &names.list, entry->id);
		add_texts(&unsure, arch->arena,
			  node_get(entry->node, STR("ambiguous_aliases")));
		for (size_t k = 0; k < names.list.n; k++)
			put_name(arch->arena, of->names, names.list.at[k], entry, false);
		for (size_t k = 0; k < unsure.list.n; k++)
			put_name(arch->arena, of->names, unsure.list.at[k], entry, true);
	}
}

static const struct arch_name_index *index_of(const struct arch *arch, enum arch_kind kind)
{
	if (!arch->kinds[kind].names->made)
		make_index(arch, kind);
	return arch->kinds[kind].names;
}

static const struct arch_entry *find_named(const struct arch *arch, enum arch_kind kind,
					   struct str text)
{
	const struct arch_name_index *x = index_of(arch, kind);
	struct arena_mark mark = arena_mark(arch->arena);
	struct str key = text_key(arch->arena, TEXT_KEY_LOOSE, text);
	const struct arch_entry *entry = strmap_get(&x->sure, key);

	if (!entry)
		entry = strmap_get(&x->unsure, key);
	arena_rewind(arch->arena, mark);
	return entry;
}

static const struct arch_entry *look(const struct arch *arch, enum arch_kind kind,
				     struct str text)
{
	const struct arch_entry *entry = find_named(arch, kind, text);

	return entry ? entry : arch_whole_text(arch, kind, text).entry;
}

static const struct arch_entry *find_looked(const struct arch *arch, enum arch_kind kind,
					    struct str text)
{
	struct strmap *looked = &arch->kinds[kind].names->looked;
	struct arch_entry *entry = strmap_get(looked, text);

	if (!entry) {
		const struct arch_entry *found = look(arch, kind, text);

		if (looked->n >= LOOKED_MAX || text.n > LOOKED_BYTES)
			return found == &shared ? NULL : found;
		entry = found ? strmap_get(&arch->kinds[kind].ids, found->id) : &shared;
		if (found == &shared || !entry)
			entry = &shared;
		strmap_put(looked, arena_str(arch->arena, text), entry);
	}
	return entry == &shared ? NULL : entry;
}

const struct arch_entry *arch_find(const struct arch *arch, enum arch_kind kind,
				   struct str text)
{
	struct arch_entry *entry;
	struct arch_name_index *x = arch->kinds[kind].names;

	if (x->last && str_eq(text, x->last->id))
		return x->last;
	entry = strmap_get(&arch->kinds[kind].ids, text);
	if (entry)
		x->last = entry;
	return entry || text.n == 0 ? entry : find_looked(arch, kind, text);
}

/* Whether the list has the name, as it is looked for. */
static bool has_name(const struct node *list, struct str text)
{
	AUTO_ARENA a = arena_new();
	struct str key = text_key(a, TEXT_KEY_LOOSE, text);

	for (uint32_t i = 0; list && i < list->count; i++)
		if (str_eq(text_key(a, TEXT_KEY_LOOSE, node_str(&list->items[i])), key))
			return true;
	return false;
}

bool arch_is_former(const struct arch *arch, enum arch_kind kind, struct str text)
{
	const struct arch_entry *entry = arch_find(arch, kind, text);

	if (!entry || str_eq(entry->id, text))
		return false;
	return has_name(node_get(entry->node, STR("former_names")), text) ||
	       (find_named(arch, kind, text) != entry &&
		arch_whole_text(arch, kind, text).former);
}

struct nearness {
	struct str id;
	unsigned distance;
};

static int by_distance(const void *x, const void *y)
{
	const struct nearness *a = x, *b = y;

	return a->distance != b->distance ? (a->distance < b->distance ? -1 : 1)
					  : str_cmp(&a->id, &b->id);
}

size_t arch_nearest(const struct arch *arch, enum arch_kind kind, struct str text,
		    struct str *ids, size_t max)
{
	AUTO_ARENA a = arena_new();
	struct str key = text_key(a, TEXT_KEY_LOOSE, text);
	const struct arch_name_index *names = index_of(arch, kind);
	unsigned limit = (unsigned)(key.n / 3 + 1);
	struct nearness *all = ARENA_ARRAY(a, struct nearness, names->list.n + 1);
	size_t n = 0, found = 0;

	for (size_t i = 0; i < names->list.n; i++) {
		unsigned d = str_distance(key, names->list.at[i].key, limit);

		if (d <= limit)
			all[n++] = (struct nearness){ names->list.at[i].entry->id, d };
	}
	if (n)
		qsort(all, n, sizeof(*all), by_distance);
	for (size_t i = 0; i < n && found < max; i++) {
		bool seen = false;

		for (size_t k = 0; k < found; k++)
			seen = seen || str_eq(ids[k], all[i].id);
		if (!seen)
			ids[found++] = all[i].id;
	}
	return found;
}
