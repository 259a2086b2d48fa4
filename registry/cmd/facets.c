#include "registry/cmd/session.h"

#include "checker/text/text.h"

/* What of a manifest becomes a facet: the path, and the kind of the reference that names are
 * resolved by. */
static const struct facet_rule {
	const char *kind;
	const char *path[4];	/* "*" stands for the items of a list */
	enum arch_kind resolve; /* ARCH_KIND_COUNT: as it is written */
} rules[] = {
	{ "source", { "data_sources", "*", "source" }, ARCH_sources },
	{ "source", { "integrations", "*", "source" }, ARCH_sources },
	{ "object", { "data_sources", "*", "objects", "*" }, ARCH_objects },
	{ "store_object", { "stores", "*", "objects", "*" }, ARCH_objects },
	{ "point", { "data_sources", "*", "channel" }, ARCH_points },
	{ "point", { "integrations", "*", "point" }, ARCH_points },
	{ "partner", { "integrations", "*", "partner" }, ARCH_bodies },
	{ "platform", { "platforms", "*" }, ARCH_platforms },
	{ "platform", { "hosting", "platform" }, ARCH_platforms },
	{ "function", { "functions", "*" }, ARCH_functions },
	{ "goal", { "goals", "*" }, ARCH_goals },
	{ "sector", { "sector" }, ARCH_sectors },
	{ "territory", { "territories", "*" }, ARCH_territories },
	{ "people", { "people", "groups", "*" }, ARCH_people },
	{ "product", { "product", "name" }, ARCH_KIND_COUNT },
};

struct collect {
	struct facets *out;
	struct arena *arena;
	const struct arch *arch;
	const struct facet_rule *rule;
};

bool facets_have(const struct facets *facets, const struct store_facet *f)
{
	for (size_t i = 0; i < facets->list.n; i++)
		if (str_eq(facets->list.at[i].kind, f->kind) &&
		    str_eq(facets->list.at[i].value, f->value))
			return true;
	return false;
}

static void add_facet(struct collect *c, struct str kind, struct str value)
{
	struct store_facet facet = { .kind = kind, .value = value };

	if (!facets_have(c->out, &facet))
		vec_push(c->arena, &c->out->list, facet);
}

static void collect(struct collect *c, const struct node *node, size_t step)
{
	const struct arch_entry *known;

	if (!node)
		return;
	if (step < ARRAY_LEN(c->rule->path) && c->rule->path[step]) {
		if (c->rule->path[step][0] != '*') {
			collect(c, node_get(node, str_of(c->rule->path[step])), step + 1);
			return;
		}
		for (uint32_t i = 0; node->type == NODE_ARRAY && i < node->count; i++)
			collect(c, &node->items[i], step + 1);
		return;
	}
	if (node->type != NODE_STRING)
		return;
	known = c->rule->resolve == ARCH_KIND_COUNT
			? NULL
			: arch_find(c->arch, c->rule->resolve, node_str(node));
	add_facet(c, str_of(c->rule->kind), known ? known->id : node_str(node));
}

/* The type of a relation is the kind of its facet. */
static void collect_relations(struct collect *c, const struct node *relations)
{
	for (uint32_t i = 0; relations && relations->type == NODE_ARRAY && i < relations->count;
	     i++) {
		struct str type = node_text(&relations->items[i], STR("type"));
		struct str target = node_text(&relations->items[i], STR("initiative"));

		if (type.n && target.n)
			add_facet(c, type, target);
	}
}

void words_of(struct facets *out, struct arena *a, struct str text)
{
	struct stemmer *stemmer = stemmer_new(a);
	struct str rest = text, word;

	while (text_word(&word, &rest))
		vec_push(a, &out->words,
			 stemmer_stem(stemmer, a, text_language(word), text_fold(a, word)));
	stemmer_free(stemmer);
}

void facets_of(struct facets *out, struct arena *a, const struct arch *arch,
	       const struct node *manifest)
{
	static const char *const texts[] = { "name", "summary", "purpose", "benefits",
					     "outputs" };
	struct collect c = { .out = out, .arena = a, .arch = arch };

	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		c.rule = &rules[i];
		collect(&c, manifest, 0);
	}
	collect_relations(&c, node_get(manifest, STR("relations")));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const struct node *field = node_get(manifest, str_of(texts[i]));
		struct mtext t = field && field->type == NODE_OBJECT ? node_mtext(field)
								     : mtext_same(STR(""));

		for (enum lang l = 0; l < LANG_COUNT; l++)
			words_of(out, a, t.in[l]);
	}
}
