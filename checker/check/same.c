#include "checker/check/check_internal.h"

/*
 * Which rules need not be judged twice: what a rule finds is a function of
 * itself, the facts it looks up, the norms it cites and the manifests. All
 * that is doubtful counts as different.
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

static bool is_word(struct str text, size_t from, size_t n)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyz_0123456789";
	struct str all = str_of(letters);
	struct str before = str_sub(text, from ? from - 1 : 0, from);
	struct str after = str_sub(text, from + n, from + n + 1);

	return (before.n == 0 || str_find(all, before) == SIZE_MAX) &&
	       (after.n == 0 || str_find(all, after) == SIZE_MAX);
}

static bool has_word(struct str text, struct str word)
{
	for (size_t from = 0; from < text.n;) {
		size_t at = str_find(str_sub(text, from, text.n), word);

		if (at == SIZE_MAX)
			return false;
		if (is_word(text, from + at, word.n))
			return true;
		from += at + word.n;
	}
	return false;
}

/* A look-up whose kind is not written out may be of any. */
static bool looks_up_anything(struct str text)
{
	static const struct str calls[] = { STR_INIT("known("),	  STR_INIT("former("),
					    STR_INIT("id("),	  STR_INIT("name("),
					    STR_INIT("nearest("), STR_INIT("arch") };

	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		for (struct str rest = text; rest.n;) {
			size_t at = str_find(rest, calls[i]);
			struct str next;

			if (at == SIZE_MAX)
				break;
			rest = str_sub(rest, at + calls[i].n, rest.n);
			next = str_sub(rest, 0, 1);
			if (!str_eq(next, STR("'")) && !str_eq(next, STR(".")))
				return true;
		}
	return false;
}

/* Words that look up kinds which they do not name. */
static const struct {
	const char *word;
	enum arch_kind kind;
} hidden[] = {
	{ "authority", ARCH_objects },
	{ "authority", ARCH_sources },
	{ "told_functions", ARCH_functions },
};

static bool text_needs(const struct twins *t, struct str text)
{
	if (!t->concepts && has_word(text, STR("told_functions")))
		return true;
	/* A scan for the names of sources says no more than that. */
	if (!t->kinds[ARCH_sources] && str_eq(text, STR("names")))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		if (!t->kinds[hidden[i].kind] && has_word(text, str_of(hidden[i].word)))
			return true;
	for (enum arch_kind k = 0; k < ARCH_KIND_COUNT; k++)
		if (!t->kinds[k] &&
		    (has_word(text, str_of(arch_kind_names[k])) || looks_up_anything(text)))
			return true;
	return false;
}

static bool mentions(const struct node *n, struct str text)
{
	if (n->type == NODE_STRING)
		return str_find(node_str(n), text) != SIZE_MAX;
	for (uint32_t i = 0; n->type == NODE_ARRAY && i < n->count; i++)
		if (mentions(&n->items[i], text))
			return true;
	for (uint32_t i = 0; n->type == NODE_OBJECT && i < n->count; i++)
		if (mentions(&n->members[i].value, text))
			return true;
	return false;
}

/* Of what people read only the placeholders are evaluated; braces within one are not followed.
 */
static bool told_needs(const struct twins *t, const struct node *texts)
{
	for (uint32_t l = 0; texts->type == NODE_OBJECT && l < texts->count; l++) {
		struct str text = node_str(&texts->members[l].value), piece;

		for (bool inside = false; str_cut(&piece, &text, inside ? '}' : '{');
		     inside = !inside)
			if (inside &&
			    (text_needs(t, piece) || str_find(piece, STR("{")) != SIZE_MAX))
				return true;
	}
	return false;
}

/* Whether some text of the rule may look up what differs. */
static bool needs(const struct twins *t, const struct node *n)
{
	static const char *const silent[] = { "tests", "title", "description", "basis" };

	if (n->type == NODE_STRING)
		return text_needs(t, node_str(n));
	for (uint32_t i = 0; n->type == NODE_ARRAY && i < n->count; i++)
		if (needs(t, &n->items[i]))
			return true;
	for (uint32_t i = 0; n->type == NODE_OBJECT && i < n->count; i++) {
		struct str key = member_key(&n->members[i]);
		bool told = str_eq(key, STR("message")) || str_eq(key, STR("remedy"));
		bool skip = false;

		for (size_t k = 0; k < ARRAY_LEN(silent); k++)
			skip = skip || str_eq(key, str_of(silent[k]));
		if (told ? told_needs(t, &n->members[i].value)
			 : !skip && needs(t, &n->members[i].value))
			return true;
	}
	return false;
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

/* A pair is found by likeness; words matter to it only if it asks for them itself. */
static bool same_texts(const struct twins *t, const struct rule *r)
{
	bool reads = !rule_of_pairs(r) || node_get(rule_source(r), STR("scan")) ||
		     mentions(rule_source(r), STR("stated("));

	return (t->words || !reads) && (!rule_of_pairs(r) || same_likeness(t));
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
	t.concepts = same_list(p, other, STR("concepts"));
	t.weights = same_list(p, other, STR("duplicates")) &&
		    same_list(p, other, STR("translations"));
	t.words = same_words(p, other) && same_words(other, p);
	for (size_t i = 0; i < pack_rules(p); i++) {
		const struct rule *r = pack_rule(p, i);
		const struct rule *twin = pack_rule_named(other, rule_info(r)->id);
		const struct node *source = rule_source(r);

		out[i] = twin && same(source, rule_source(twin)) && !needs(&t, source) &&
			 same_norms(&t, node_get(source, STR("basis"))) && same_texts(&t, r);
	}
	return out;
}
