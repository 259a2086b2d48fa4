#include "checker/model/model_internal.h"

#include "checker/text/text.h"

#include <stdlib.h>

/*
 * Owners of phrases: an entry (its number among bodies and sources) with marks,
 * or what a word beside a name means.
 */
enum {
	OWNER_UNSURE = 1,  /* an ambiguous alias */
	OWNER_FORMER = 2,  /* a name it no longer has */
	OWNER_ENGLISH = 4, /* the name of a body in English: written with capitals */
	OWNER_MARKS = 3,   /* bits of them */
	OWNER_WORDS = 1 << 23,
};

static const enum arch_kind named_kinds[] = { ARCH_bodies, ARCH_sources };

/* Keys of the list "names". */
enum words {
	WORDS_BODIES,  /* stand beside the names of bodies */
	WORDS_SOURCES, /* and of sources */
	WORDS_ELSEWHERE_BEFORE,
	WORDS_ELSEWHERE_BEHIND,
	WORDS_OWN,    /* a list of one's own follows */
	WORDS_HOME,   /* Kazakhstan */
	WORDS_OTHERS, /* names of other things that hold one of ours */
	WORDS_COUNT,
};

static const char *const words_keys[WORDS_COUNT] = {
	"bodies", "sources", "elsewhere_before", "elsewhere_behind", "own", "home", "others",
};

static void add_list(struct phrase_builder *b, const struct node *list, uint32_t owner)
{
	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++)
		phrase_builder_add(b, node_str(&list->items[i]), false, owner);
}

/* Without what stands in parentheses behind it, which nobody writes in a text. */
static struct str without_note(struct str name)
{
	size_t note = str_find(name, STR(" ("));

	return str_ends(name, STR(")")) && note != SIZE_MAX ? str_sub(name, 0, note)
							    : str_sub(name, 0, 0);
}

static void add_name(struct phrase_builder *b, struct str name, uint32_t owner)
{
	phrase_builder_add(b, name, false, owner);
	if (without_note(name).n)
		phrase_builder_add(b, without_note(name), false, owner);
}

static void add_entry(struct phrase_builder *b, const struct arch_entry *e, uint32_t owner)
{
	bool body = e->kind == ARCH_bodies;
	const struct node *aliases = node_get(e->node, STR("aliases"));

	for (enum lang l = 0; l < LANG_COUNT; l++)
		if (e->name.in[l].n)
			add_name(b, e->name.in[l],
				 owner | (body && l == LANG_EN ? OWNER_ENGLISH : 0u));
	add_list(b, node_get(e->node, STR("abbreviations")), owner);
	for (uint32_t i = 0; aliases && i < aliases->count; i++) {
		struct str alias = node_str(&aliases->items[i]);
		bool english = body && text_language(alias) == LANG_EN &&
			       str_find(alias, STR(" ")) != SIZE_MAX;

		phrase_builder_add(b, alias, false, owner | (english ? OWNER_ENGLISH : 0u));
	}
	add_list(b, node_get(e->node, STR("ambiguous_aliases")), owner | OWNER_UNSURE);
	add_list(b, node_get(e->node, STR("former_names")), owner | OWNER_FORMER);
}

void arch_names_add(const struct arch *arch, const struct node *words, struct phrase_builder *b)
{
	uint32_t number = 0;

	for (size_t k = 0; k < ARRAY_LEN(named_kinds); k++) {
		const struct arch_kind_index *index = &arch->kinds[named_kinds[k]];

		for (size_t i = 0; i < index->list.n; i++)
			add_entry(b, index->list.at[i], number++ << OWNER_MARKS);
	}
	for (enum words w = 0; w < WORDS_COUNT; w++)
		for (enum lang l = 0; l < LANG_COUNT; l++)
			add_list(b,
				 node_get(node_get(words, str_of(words_keys[w])),
					  str_of(lang_names[l])),
				 OWNER_WORDS + w);
}

void arch_names_use(struct arch *arch, const struct node *words, const struct phrase_set *set)
{
	const struct node *links = node_get(words, STR("links"));

	for (uint32_t l = 0; links && l < links->count; l++)
		for (uint32_t i = 0; i < links->members[l].value.count; i++)
			strmap_put(&arch->links, node_str(&links->members[l].value.items[i]),
				   arch);
	arch->phrases = set;
}

static const struct arch_entry *entry_of(const struct arch *arch, uint32_t owner)
{
	size_t number = owner >> OWNER_MARKS;

	for (size_t k = 0; owner < OWNER_WORDS && k < ARRAY_LEN(named_kinds); k++) {
		const struct arch_kind_index *index = &arch->kinds[named_kinds[k]];

		if (number < index->list.n)
			return index->list.at[number];
		number -= index->list.n;
	}
	return NULL;
}

size_t arch_words_between(struct str between)
{
	static const char closing[] = ".,:;!?)/\u2026\u2014\u2013";
	struct str rest = between, word;
	size_t n = 0;

	while (rest.n > 0) {
		char bytes[4];
		struct str one = { bytes, text_encode(bytes, text_next(&rest)) };

		if (str_find(str_of(closing), one) != SIZE_MAX)
			return SIZE_MAX;
	}
	for (rest = between; text_word(&word, &rest);)
		n++;
	return n;
}

const char *arch_ending_end(struct str text, struct str words)
{
	const char *end = words.p + words.n;
	struct str rest = { end, (size_t)(text.p + text.n - end) }, word;

	if (rest.n == 0 || *rest.p != '-' || !text_word(&word, &rest) || word.p != end + 1)
		return end;
	return word.p + word.n;
}

struct reader {
	const struct arch *arch;
	struct str text;
	const struct phrase_hit *hits;
	size_t n;
};

static struct str between(const char *from, const char *to)
{
	return (struct str){ from, from < to ? (size_t)(to - from) : 0 };
}

static struct str gap_before(const struct reader *r, size_t i, size_t other)
{
	return between(arch_ending_end(r->text, r->hits[other].text), r->hits[i].text.p);
}

static bool is_word(const struct reader *r, size_t i, enum words w)
{
	return r->hits[i].owner == OWNER_WORDS + w;
}

/* ГБД ФЛ is one in the world; МВД is not, nor is a register of debtors. */
static bool is_unique(const struct arch_entry *e, struct str text)
{
	return e->kind == ARCH_sources && text.n && text_is_upper(text_next(&text)) && text.n &&
	       text_is_upper(text_next(&text));
}

static bool is_link(const struct arch *arch, struct str word)
{
	struct arena_mark mark = arena_mark(arch->arena);
	bool link = strmap_get(&arch->links, text_fold(arch->arena, word));

	arena_rewind(arch->arena, mark);
	return link;
}

/*
 * Links only ("of the"), and before them at most one other word: "entries of
 * the"; without links only a name (Минсвязи Узбекистана).
 */
static bool only_links(const struct reader *r, struct str gap)
{
	struct str word;
	bool first = true, open = false;

	for (; text_word(&word, &gap); first = false) {
		bool link = is_link(r->arch, word);

		if (!link && !first)
			return false;
		open = !link && !text_is_upper(text_next(&word));
	}
	return !open;
}

static bool is_elsewhere(const struct reader *r, size_t i, bool sources)
{
	enum { FAR = 2 };
	const char *end = arch_ending_end(r->text, r->hits[i].text);

	for (size_t j = i; j-- > 0;) {
		size_t words = arch_words_between(gap_before(r, i, j));

		if (words > FAR)
			break;
		if (is_word(r, j, WORDS_ELSEWHERE_BEFORE) ||
		    (words == 0 && sources && is_word(r, j, WORDS_OWN)))
			return true;
	}
	for (size_t j = i + 1; j < r->n; j++) {
		struct str gap = between(end, r->hits[j].text.p);

		if (arch_words_between(gap) == SIZE_MAX)
			break;
		if (is_word(r, j, WORDS_ELSEWHERE_BEHIND) && only_links(r, gap))
			return true;
	}
	return false;
}

/* A word of the class directly before or behind: система «Сергек», «Сергек» жүйесі. */
static bool has_class(const struct reader *r, size_t i, enum arch_kind kind)
{
	enum words w = kind == ARCH_bodies ? WORDS_BODIES : WORDS_SOURCES;
	const char *end = arch_ending_end(r->text, r->hits[i].text);
	size_t j = i;

	while (j > 0 && r->hits[j - 1].text.p == r->hits[i].text.p)
		j--;
	if (j > 0 && arch_words_between(gap_before(r, i, j - 1)) == 0 &&
	    (is_word(r, j - 1, w) || (kind == ARCH_bodies && is_word(r, j - 1, WORDS_HOME))))
		return true;
	for (j = i + 1; j < r->n && r->hits[j].text.p == r->hits[i].text.p;)
		j++;
	return j < r->n && arch_words_between(between(end, r->hits[j].text.p)) == 0 &&
	       (is_word(r, j, w) || (kind == ARCH_bodies && is_word(r, j, WORDS_HOME)));
}

/* Whether another entry of the kind is called so too. */
static bool is_shared(const struct reader *r, size_t i, const struct arch_entry *e)
{
	for (size_t j = 0; j < r->n; j++) {
		const struct arch_entry *other = entry_of(r->arch, r->hits[j].owner);

		if (r->hits[j].text.p == r->hits[i].text.p && other && other != e &&
		    other->kind == e->kind)
			return true;
	}
	return false;
}

/* English writes the names of bodies with capitals: the Supreme Court, a supreme court. */
static bool is_written_so(uint32_t owner, struct str text)
{
	struct str rest = text, word, last = text;

	while (text_word(&word, &rest))
		last = word;
	return !(owner & OWNER_ENGLISH) || text_is_upper(text_next(&last));
}

static bool has_mention(const struct arch_mentions *list, const struct arch_entry *e,
			const char *at)
{
	for (size_t i = 0; i < list->list.n; i++)
		if (list->list.at[i].entry == e && (!at || list->list.at[i].text.p == at))
			return true;
	return false;
}

static int by_place(const void *x, const void *y)
{
	const struct arch_mention *a = x, *b = y;

	if (a->text.p != b->text.p)
		return a->text.p < b->text.p ? -1 : 1;
	return a->entry != b->entry ? str_cmp(&a->entry->id, &b->entry->id) : 0;
}

/* The sure ones, then the ambiguous ones that they or a word beside them explain. */
static void collect(const struct reader *r, struct arena *a, bool unsure,
		    struct arch_mentions *out)
{
	struct arch_mentions sure = *out;

	for (size_t i = 0; i < r->n; i++) {
		uint32_t owner = r->hits[i].owner;
		struct str text = r->hits[i].text;
		const struct arch_entry *e = entry_of(r->arch, owner);

		if (!e || unsure != (bool)(owner & OWNER_UNSURE) ||
		    !is_written_so(owner, text) || has_mention(out, e, text.p))
			continue;
		if (!is_unique(e, text) && is_elsewhere(r, i, e->kind == ARCH_sources))
			continue;
		if (unsure && !has_mention(&sure, e, NULL) &&
		    (!has_class(r, i, e->kind) || is_shared(r, i, e)))
			continue;
		vec_push(a, &out->list, (struct arch_mention){ e, text, owner & OWNER_FORMER });
	}
}

static void mentions_of(const struct arch *arch, struct arena *a, struct str text,
			const struct phrase_hits *hits, struct arch_mentions *out)
{
	struct reader r = { arch, text, hits->list.at, hits->list.n };

	collect(&r, a, false, out);
	collect(&r, a, true, out);
	if (out->list.n > 1)
		qsort(out->list.at, out->list.n, sizeof(*out->list.at), by_place);
}

void arch_mentions_in(const struct arch *arch, struct arena *a, const struct text_words *words,
		      struct arch_mentions *out)
{
	struct phrase_hits hits = { 0 };

	if (!arch->phrases)
		return;
	phrase_set_scan(arch->phrases, a, words, &hits);
	if (hits.list.n)
		mentions_of(arch, a, words->text, &hits, out);
}

static bool lies_in(struct str word, struct str text)
{
	return word.p >= text.p && word.p < text.p + text.n;
}

/* Whether a word of the text is a part of the name, its ending, an article, or means
 * Kazakhstan.
 */
static bool belongs(const struct arch *arch, const struct phrase_hits *hits, struct str name,
		    struct str word)
{
	if (is_link(arch, word) || lies_in(word, name))
		return true;
	for (size_t i = 0; i < hits->list.n; i++)
		if (hits->list.at[i].owner == OWNER_WORDS + WORDS_HOME &&
		    lies_in(word, hits->list.at[i].text))
			return true;
	return false;
}

struct arch_mention arch_whole_text(const struct arch *arch, enum arch_kind kind,
				    struct str text)
{
	enum { LONGEST = 400 };
	AUTO_ARENA a = arena_new();
	struct arch_mention found = { 0 };
	struct arch_mentions all = { 0 };
	struct phrase_hits hits = { 0 };
	struct text_words words;
	struct str whole;

	if (!arch->phrases || text.n > LONGEST)
		return found;
	words = text_words_of(arch->vocabulary, a, text);
	phrase_set_scan(arch->phrases, a, &words, &hits);
	mentions_of(arch, a, text, &hits, &all);
	for (size_t i = 0; i < all.list.n; i++) {
		if (all.list.at[i].entry->kind != kind)
			continue;
		if (found.entry)
			return (struct arch_mention){ 0 };
		found = all.list.at[i];
	}
	whole = between(found.text.p, found.entry ? arch_ending_end(text, found.text) : NULL);
	for (size_t i = 0; found.entry && i < words.n; i++)
		if (!belongs(arch, &hits, whole, words.at[i].written))
			return (struct arch_mention){ 0 };
	return found;
}
