#include "checker/check/check_internal.h"

/*
 * Which rules need not be judged twice: what a rule finds is a function of
 * itself, the facts and words that its expressions and scans read, the norms it
 * cites and the manifests. All that is doubtful counts as different.
 */

/* Equal to the last byte and in the same order, for a rule reads both. */
static bool same(const struct node *a, const struct node *b)
{
	if (!a || !b || a->type != b->type || a->count != b->count)
		return a == b;
	if (a->type == NODE_BOOL)
		return a->truth == b->truth;
	if (a->type == NODE_STRING || a->type == NODE_NUMBER)
		return str_eq(node_str(a), node_str(b));
	for (uint32_t i = 0; i < a->count; i++)
		if (a->type == NODE_ARRAY
			    ? !same(&a->items[i], &b->items[i])
			    : !str_eq(member_key(&a->members[i]), member_key(&b->members[i])) ||
				      !same(&a->members[i].value, &b->members[i].value))
			return false;
	return true;
}

struct twins {
	const struct pack *a, *b;
	/* The same in both: */
	bool kinds[ARCH_KIND_COUNT];
	bool names;		/* of bodies and sources, in running text too */
	bool concepts, weights; /* lists of the duplicate engine */
	bool words;		/* all lists but those and the clean example */
};

static const struct node *kind_node(const struct pack *p, enum arch_kind kind)
{
	return node_get(&pack_arch(p)->tree, str_of(arch_kind_names[kind]));
}

static bool same_list(const struct pack *a, const struct pack *b, struct str key)
{
	return same(pack_list(a, key), pack_list(b, key));
}

/* The lists of `a` that rules read words from. */
static bool same_words(const struct pack *a, const struct pack *b)
{
	static const char *const other[] = { "concepts", "duplicates", "translations",
					     "example" };

	for (size_t i = 1; i < pack_docs(a); i++) {
		struct str key = member_key(&pack_doc(a, i)->root.members[0]);
		bool skip = !pack_list(a, key);

		for (size_t k = 0; k < ARRAY_LEN(other); k++)
			skip = skip || str_eq(key, str_of(other[k]));
		if (!skip && !same_list(a, b, key))
			return false;
	}
	return true;
}

/* Whether every text names the same entry in both, and each is called the same. */
static bool same_names(const struct twins *t, enum arch_kind kind)
{
	static const char *const names[] = { "name", "abbreviations", "aliases",
					     "ambiguous_aliases", "former_names" };
	const struct arch_kind_index *x = &pack_arch(t->a)->kinds[kind],
				     *y = &pack_arch(t->b)->kinds[kind];

	if (x->list.n != y->list.n)
		return false;
	for (size_t i = 0; i < x->list.n; i++) {
		const struct arch_entry *a = x->list.at[i], *b = y->list.at[i];

		if (!str_eq(a->id, b->id))
			return false;
		for (size_t k = 0; k < ARRAY_LEN(names); k++)
			if (!same(node_get(a->node, str_of(names[k])),
				  node_get(b->node, str_of(names[k]))))
				return false;
	}
	return true;
}

/* Whether what the rule reads of the packs is the same in both. */
static bool same_facts(const struct twins *t, const struct rule *r)
{
	struct rule_uses uses;

	rule_uses(&uses, r);
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		if (uses.kinds[k] && !t->kinds[k])
			return false;
	return (t->names || !uses.names) && (t->concepts || !uses.concepts) &&
	       (t->words || !uses.words);
}

static bool same_norms(const struct twins *t, const struct node *basis)
{
	for (uint32_t i = 0; i < basis->count; i++) {
		struct str id = node_str(&basis->items[i]);

		if (!same(node_get(kind_node(t->a, ARCH_norms), id),
			  node_get(kind_node(t->b, ARCH_norms), id)))
			return false;
	}
	return true;
}

/* What the duplicate engine compares by, and calls what is alike. */
static bool same_likeness(const struct twins *t)
{
	static const enum arch_kind kinds[] = { ARCH_functions, ARCH_sources, ARCH_objects,
						ARCH_people, ARCH_sectors };

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (!same_names(t, kinds[i]))
			return false;
	return t->concepts && t->weights;
}

const bool *same_rules(struct arena *a, const struct pack *p, const struct pack *other)
{
	bool *out = ARENA_ARRAY(a, bool, pack_rules(p) + 1);
	struct twins t = { .a = p, .b = other };

	/* The names of bodies decide which initiative is which. */
	if (!same_names(&t, ARCH_bodies))
		return out;
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		t.kinds[k] = same(kind_node(p, k), kind_node(other, k));
	t.names = same_names(&t, ARCH_bodies) && same_names(&t, ARCH_sources) &&
		  same_list(p, other, STR("names"));
	t.concepts = same_list(p, other, STR("concepts"));
	t.weights = same_list(p, other, STR("duplicates")) &&
		    same_list(p, other, STR("translations"));
	t.words = same_words(p, other) && same_words(other, p);
	for (size_t i = 0; i < pack_rules(p); i++) {
		const struct rule *r = pack_rule(p, i);
		const struct rule *twin = pack_rule_named(other, rule_info(r)->id);
		const struct node *source = rule_source(r);

		out[i] = twin && same(source, rule_source(twin)) && same_facts(&t, r) &&
			 same_norms(&t, node_get(source, STR("basis"))) &&
			 (!rule_of_pairs(r) || same_likeness(&t));
	}
	return out;
}
