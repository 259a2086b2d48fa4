#include "checker/alike/alike.h"

#include "checker/base/strbuf.h"

/* The texts that say what an initiative does. */
static const char *const described[] = { "summary", "purpose", "benefits", "outputs" };

struct entry_build {
	struct arena *arena;
	const struct arch *arch;
	const struct node *root;
	VEC(struct str) functions, objects;
};

static void add_codes(struct entry_build *b, const struct node *list, bool functions)
{
	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++) {
		if (list->items[i].type != NODE_STRING)
			continue;
		if (functions)
			vec_push(b->arena, &b->functions, node_str(&list->items[i]));
		else
			vec_push(b->arena, &b->objects, node_str(&list->items[i]));
	}
}

static void add_sources(struct entry_build *b)
{
	const struct node *sources = node_get(b->root, STR("data_sources"));

	for (uint32_t i = 0; sources && sources->type == NODE_ARRAY && i < sources->count;
	     i++) {
		struct str name = node_text(&sources->items[i], STR("source"));
		const struct arch_entry *known = arch_find(b->arch, ARCH_sources, name);

		add_codes(b, node_get(&sources->items[i], STR("objects")), false);
		if (known)
			vec_push(b->arena, &b->objects, known->id);
	}
}

static struct mtext description_of(struct arena *a, const struct node *root)
{
	struct str parts[LANG_COUNT][2 * ARRAY_LEN(described)];
	size_t n[LANG_COUNT] = { 0 };
	struct mtext all;

	for (size_t i = 0; i < ARRAY_LEN(described); i++) {
		const struct node *field = node_get(root, str_of(described[i]));
		struct mtext one = field && field->type == NODE_OBJECT ? node_mtext(field)
								       : (struct mtext){ 0 };

		for (enum lang l = 0; l < LANG_COUNT; l++)
			if (one.in[l].n) {
				parts[l][n[l]++] = one.in[l];
				parts[l][n[l]++] = STR("\n");
			}
	}
	for (enum lang l = 0; l < LANG_COUNT; l++)
		all.in[l] = arena_join(a, parts[l], n[l]);
	return all;
}

struct dup_entry alike_entry(struct arena *a, const struct pack *pack, struct str id,
			     const struct node *manifest)
{
	struct entry_build b = { .arena = a, .arch = pack_arch(pack), .root = manifest };
	struct str sector = node_text(manifest, STR("sector"));

	add_codes(&b, node_get(manifest, STR("functions")), true);
	add_sources(&b);
	add_codes(&b, node_get(node_get(manifest, STR("people")), STR("groups")), false);
	if (sector.n)
		vec_push(a, &b.objects, sector);
	return (struct dup_entry){
		.id = id,
		.body = node_text(node_get(manifest, STR("owner")), STR("body")),
		.title = node_mtext(node_get(manifest, STR("name"))),
		.text = description_of(a, manifest),
		.functions = b.functions.at,
		.functions_n = b.functions.n,
		.objects = b.objects.at,
		.objects_n = b.objects.n,
		.product = node_text(node_get(manifest, STR("product")), STR("name")),
	};
}

/* The vocabulary of the pack as one automaton; the owner of a phrase is its tag. */
static const struct pattern_set *concepts_of(struct arena *a, const struct pack *pack)
{
	const struct node *list = pack_list(pack, STR("concepts"));
	struct pattern_set *set = pattern_set_new(a, pack_arch(pack)->vocabulary);

	for (uint32_t i = 0; list && i < list->count; i++) {
		struct str tag = arena_str(a, node_text(&list->items[i], STR("id")));

		for (enum lang l = 0; l < LANG_COUNT; l++) {
			const struct node *words =
				node_get(&list->items[i], str_of(lang_names[l]));

			for (uint32_t k = 0; words && k < words->count; k++)
				pattern_set_add(set, l, node_str(&words->items[k]), tag.p);
		}
	}
	return set;
}

struct dup_settings alike_settings(struct arena *a, const struct pack *pack)
{
	struct dup_settings settings = dup_settings_read(a, pack_list(pack, STR("duplicates")));

	dup_settings_translate(&settings, pack_list(pack, STR("translations")));
	settings.concepts = concepts_of(a, pack);
	return settings;
}

static void hash_part(struct strbuf *b, struct str part)
{
	strbuf_str(b, part);
	strbuf_byte(b, '\n');
}

/* Sources are declared by any of their names and compared by their ids. */
static void hash_sources(struct strbuf *b, struct arena *a, const struct arch *arch)
{
	const struct arch_kind_index *sources = &arch->kinds[ARCH_sources];

	for (size_t i = 0; i < sources->list.n; i++) {
		struct arch_names names = { 0 };

		arch_names_of(sources->list.at[i], a, &names);
		hash_part(b, sources->list.at[i]->id);
		for (size_t k = 0; k < names.list.n; k++)
			hash_part(b, names.list.at[k]);
	}
}

struct sha256 alike_vocabulary(const struct pack *pack)
{
	AUTO_ARENA a = arena_new();
	const struct node *list = pack_list(pack, STR("duplicates"));
	const struct node *parts[] = {
		list ? node_get(list, STR("weights")) : NULL,
		list ? node_get(list, STR("ordinary")) : NULL,
		pack_list(pack, STR("concepts")),
		pack_list(pack, STR("translations")),
	};
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	strbuf_printf(&b, "%d\n", DUP_VERSION);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		hash_part(&b, parts[i] ? node_canonical(a, parts[i]) : STR(""));
	hash_sources(&b, a, pack_arch(pack));
	return hash_sha256(strbuf_view(&b));
}
