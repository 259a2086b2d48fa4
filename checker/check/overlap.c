#include "checker/check/check_internal.h"

#include "checker/base/strmap.h"

/* The texts that say what an initiative does. */
static const char *const described[] = { "summary", "purpose", "benefits", "outputs" };

struct entry_build {
	struct check *c;
	const struct node *root;
	VEC(struct str) functions, objects;
};

static void add_codes(struct entry_build *b, const struct node *list, bool functions)
{
	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++) {
		if (list->items[i].type != NODE_STRING)
			continue;
		if (functions)
			vec_push(b->c->arena, &b->functions, node_str(&list->items[i]));
		else
			vec_push(b->c->arena, &b->objects, node_str(&list->items[i]));
	}
}

static void add_sources(struct entry_build *b)
{
	const struct node *sources = node_get(b->root, STR("data_sources"));

	for (uint32_t i = 0; sources && sources->type == NODE_ARRAY && i < sources->count;
	     i++) {
		struct str name = node_text(&sources->items[i], STR("source"));
		const struct arch_entry *known =
			arch_find(pack_arch(b->c->options.pack), ARCH_sources, name);

		add_codes(b, node_get(&sources->items[i], STR("objects")), false);
		if (known)
			vec_push(b->c->arena, &b->objects, known->id);
	}
}

static struct mtext description_of(struct arena *a, const struct node *root)
{
	struct mtext all = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(described); i++) {
		const struct node *field = node_get(root, str_of(described[i]));
		struct mtext one = field && field->type == NODE_OBJECT ? node_mtext(field)
								       : (struct mtext){ 0 };

		for (enum lang l = 0; l < LANG_COUNT; l++)
			if (one.in[l].n)
				all.in[l] = arena_printf(a, "%.*s%.*s\n", STR_FMT(all.in[l]),
							 STR_FMT(one.in[l]));
	}
	return all;
}

static struct dup_entry entry_of(struct check *c, const struct subject *s)
{
	struct entry_build b = { .c = c, .root = &s->doc->root };
	struct str sector = node_text(b.root, STR("sector"));

	add_codes(&b, node_get(b.root, STR("functions")), true);
	add_sources(&b);
	add_codes(&b, node_get(node_get(b.root, STR("people")), STR("groups")), false);
	if (sector.n)
		vec_push(c->arena, &b.objects, sector);
	return (struct dup_entry){
		.id = s->id,
		.body = node_text(node_get(b.root, STR("owner")), STR("body")),
		.title = node_mtext(node_get(b.root, STR("name"))),
		.text = description_of(c->arena, b.root),
		.functions = b.functions.at,
		.functions_n = b.functions.n,
		.objects = b.objects.at,
		.objects_n = b.objects.n,
		.product = node_text(node_get(b.root, STR("product")), STR("name")),
	};
}

/* The vocabulary of the pack as one automaton; the owner of a phrase is its tag. */
static const struct pattern_set *concepts_of(struct check *c)
{
	const struct node *list = pack_list(c->options.pack, STR("concepts"));
	struct pattern_set *set = pattern_set_new(c->arena);

	for (uint32_t i = 0; list && i < list->count; i++) {
		struct str tag = arena_str(c->arena, node_text(&list->items[i], STR("id")));

		for (enum lang l = 0; l < LANG_COUNT; l++) {
			const struct node *words =
				node_get(&list->items[i], str_of(lang_names[l]));

			for (uint32_t k = 0; words && k < words->count; k++)
				pattern_set_add(set, l, node_str(&words->items[k]), tag.p);
		}
	}
	return set;
}

/* A concept by its first word in each language; an open ending is shown as such. */
static bool concept_name(struct check *c, struct str tag, struct mtext *name)
{
	const struct node *list = pack_list(c->options.pack, STR("concepts"));

	for (uint32_t i = 0; list && i < list->count; i++) {
		if (!str_eq(node_text(&list->items[i], STR("id")), tag))
			continue;
		for (enum lang l = 0; l < LANG_COUNT; l++) {
			const struct node *words =
				node_get(&list->items[i], str_of(lang_names[l]));
			struct str word = words && words->count ? node_str(&words->items[0])
								: tag,
				   piece;

			name->in[l] = STR("");
			while (str_cut(&piece, &word, '*'))
				name->in[l] =
					arena_printf(c->arena, "%.*s%.*s", STR_FMT(name->in[l]),
						     STR_FMT(piece));
		}
		return true;
	}
	return false;
}

/* A declared code or a concept by its name; other terms as they are. */
struct mtext overlap_term_name(struct check *c, struct str term)
{
	static const enum arch_kind kinds[] = { ARCH_functions, ARCH_sources, ARCH_objects,
						ARCH_people, ARCH_sectors };
	size_t colon = str_find(term, STR(":"));
	struct mtext concept;
	struct str code = colon == SIZE_MAX ? term : str_sub(term, colon + 1, term.n);

	if (concept_name(c, code, &concept))
	return concept;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct arch_entry *e =
			strmap_get(&pack_arch(c->options.pack)->kinds[kinds[i]].ids, code);

		if (e)
			return e->name;
	}
	return mtext_same(arena_str(c->arena, code));
}

enum { TERMS_SHOWN = 5, PAIRS_PER_ENTRY = 5 };

/* The strongest terms, each name once: a word that two languages share is one to a reader. */
static struct mtext evidence_text(struct check *c, const struct dup_pair *pair)
{
	struct mtext shown[TERMS_SHOWN], out = mtext_same(STR(""));
	size_t n = 0;

	for (size_t i = 0; i < pair->evidence_n && n < TERMS_SHOWN; i++) {
		struct mtext name = overlap_term_name(c, pair->evidence[i].term);
		bool seen = false;

		for (size_t k = 0; k < n; k++)
			seen = seen || str_eq(shown[k].in[LANG_RU], name.in[LANG_RU]);
		if (seen)
			continue;
		out = n == 0 ? name
			     : MTEXT_FILL(c->arena, MT("%1, %2", "%1, %2", "%1, %2"), out,
					  name);
		shown[n++] = name;
	}
	return out;
}

struct mtext overlap_body_name(struct check *c, const struct node *root)
{
	struct str body = node_text(node_get(root, STR("owner")), STR("body"));
	const struct arch_entry *known =
		arch_find(pack_arch(c->options.pack), ARCH_bodies, body);

	return known ? known->name : mtext_same(body);
}

static void add_overlap(struct check *c, const struct dup_pair *p, struct mtext why)
{
	const struct subject *a = &c->subjects.at[p->a], *b = &c->subjects.at[p->b];

	vec_push(c->arena, &c->overlaps,
		 (struct report_overlap){
			 .a = a->id,
			 .b = b->id,
			 .a_name = node_mtext(node_get(&a->doc->root, STR("name"))),
			 .b_name = node_mtext(node_get(&b->doc->root, STR("name"))),
			 .a_body = overlap_body_name(c, &a->doc->root),
			 .b_body = overlap_body_name(c, &b->doc->root),
			 .score = p->probability,
			 .why = why,
		 });
}

struct dup_index *overlap_index(struct check *c, uint32_t per_entry,
				struct dup_settings *settings)
{
	struct dup_entry *entries = ARENA_ARRAY(c->arena, struct dup_entry, c->subjects.n);

	for (size_t i = 0; i < c->subjects.n; i++)
		entries[i] = entry_of(c, &c->subjects.at[i]);
	*settings = dup_settings_read(c->arena, pack_list(c->options.pack, STR("duplicates")));
	dup_settings_translate(settings, pack_list(c->options.pack, STR("translations")));
	settings->concepts = concepts_of(c);
	settings->per_entry = per_entry;
	return dup_index_new(settings, entries, c->subjects.n);
}

/* The pairs of what is judged. The registered revision of a file that is judged is the same
 * initiative, so it is no other. */
static void search_judged(struct check *c, struct dup_index *index, struct dup_pairs *pairs)
{
	size_t *judged = ARENA_ARRAY(c->arena, size_t, c->subjects.n), n = 0;
	struct strmap files;

	strmap_init(&files, c->arena);
	for (size_t i = 0; i < c->subjects.n; i++)
		if (c->subjects.at[i].judged) {
			strmap_put(&files, c->subjects.at[i].id, &c->subjects.at[i]);
			judged[n++] = i;
		}
	for (size_t i = 0; i < c->subjects.n; i++)
		if (!c->subjects.at[i].judged && strmap_get(&files, c->subjects.at[i].id))
			dup_index_remove(index, i);
	if (n == c->subjects.n)
		dup_index_pairs(index, c->arena, pairs);
	else
		dup_index_search(index, c->arena, (struct dup_asked){ judged, n }, pairs);
}

const struct candidate *find_candidates(struct check *c, size_t *n)
{
	struct dup_settings settings;
	VEC(struct candidate) found = { 0 };
	struct dup_pairs pairs = { 0 };
	AUTO_DUP_INDEX index = NULL;

	*n = 0;
	if (c->subjects.n < 2)
		return NULL;
	index = overlap_index(c, PAIRS_PER_ENTRY, &settings);
	search_judged(c, index, &pairs);
	for (size_t i = 0; i < pairs.list.n; i++) {
		const struct dup_pair *p = &pairs.list.at[i];
		const struct subject *a = &c->subjects.at[p->a], *b = &c->subjects.at[p->b];
		struct mtext why;

		/* A file that is given twice is one initiative. */
		if (str_eq(a->id, b->id))
			continue;
		why = evidence_text(c, p);
		vec_push(c->arena, &found,
			 (struct candidate){ p->a, p->b, p->score, p->probability, why });
		if (!c->options.only && c->options.part == JUDGE_ALL)
			add_overlap(c, p, why);
	}
	*n = found.n;
	return found.at;
}
