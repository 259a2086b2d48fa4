#include "checker/rule/words_internal.h"

#include <string.h>

/*
 * A sign is a pattern whose words stand near each other in one clause, in any
 * order: languages with free word order say a thing in many ways. What shows
 * that the thing is denied, forbidden or countered must stand in that clause.
 */
enum { SIGN_REACH = 13 };

/* Text and patterns are compared whatever their language: fields are often filled in the wrong
 * one.
 */
static const enum lang any_language = LANG_RU;

/* Where patterns go, and what they may name. */
struct adding {
	const struct pack *pack;
	struct arena *arena;
	const struct node *lists;
	struct sign_sets sets;
	const struct sign_list *list; /* whose they are */
	struct err *err;
};

static const struct node *entry_named(const struct node *lists, struct str id)
{
	for (uint32_t i = 0; i < lists->count; i++)
		if (str_eq(node_text(&lists->items[i], STR("id")), id))
			return &lists->items[i];
	return NULL;
}

/* The words of "@people" in the language of the pattern, each instead of the other; p NULL:
 * there are none. */
static struct str group_words(const struct adding *x, struct str lang, struct str id)
{
	const struct node *entry = entry_named(x->lists, id);
	const struct node *words = node_get(node_get(entry, STR("words")), lang);
	size_t n = words ? 2 * (size_t)words->count : 0;
	struct str *parts = ARENA_ARRAY(x->arena, struct str, n);

	for (size_t i = 0; i < n; i++)
		parts[i] = i % 2 ? STR("|") : node_str(&words->items[i / 2]);
	return n ? arena_join(x->arena, parts, n - 1) : (struct str){ 0 };
}

static size_t name_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && !strchr(" |+", s.p[n]))
		n++;
	return n;
}

/* The document that the lists stand in; a list of lists is one value, so its items tell. */
static const struct doc *doc_of(const struct adding *x)
{
	for (size_t i = 0; i < x->pack->files.n; i++) {
		const struct doc *doc = x->pack->files.at[i];

		if (doc->root.count && doc->root.members[0].value.items == x->lists->items)
			return doc;
	}
	return x->pack->files.at[0];
}

/* Adds the place and the list to the error; false. */
static bool fail(const struct adding *x, const struct node *at)
{
	const struct doc *doc = doc_of(x);
	struct doc_place p = doc_place(doc, at->at);

	return err_wrap(x->err, "%.*s:%u:%u: list %.*s", STR_FMT(doc->path), p.line, p.column,
			STR_FMT(x->list->id));
}

/* The nearest id of those entries that have the key. */
static void propose(const struct adding *x, struct str id, struct str key)
{
	struct str near = STR("");
	unsigned best = 3;

	for (uint32_t i = 0; i < x->lists->count; i++) {
		struct str other = node_text(&x->lists->items[i], STR("id"));
		unsigned d = node_get(&x->lists->items[i], key) ? str_distance(id, other, best)
								: best;

		if (d < best) {
			best = d;
			near = other;
		}
	}
	if (near.n)
		err_hint(x->err, "did you mean \"%.*s\"?", STR_FMT(near));
}

/* "@people" within a pattern stands for its words. */
static bool expand(struct str *out, const struct adding *x, struct str lang,
		   const struct node *pattern)
{
	struct str rest = node_str(pattern), piece;

	str_cut(out, &rest, '@');
	while (str_cut(&piece, &rest, '@')) {
		struct str id = str_sub(piece, 0, name_length(piece));
		struct str words = group_words(x, lang, id);

		if (!words.p) {
			err_set(x->err, ERR_INPUT, "no words \"@%.*s\" in %.*s", STR_FMT(id),
				STR_FMT(lang));
			propose(x, id, STR("words"));
			return fail(x, pattern);
		}
		*out = arena_printf(x->arena, "%.*s%.*s%.*s", STR_FMT(*out), STR_FMT(words),
				    STR_FMT(str_sub(piece, id.n, piece.n)));
	}
	if (x->pack->made || pattern_is_sound(*out))
		return true;
	err_set(x->err, ERR_INPUT, "\"%.*s\" is no pattern of words",
		STR_FMT(node_str(pattern)));
	err_hint(x->err,
		 "words that may end in *, with | for either, + for next to each other and "
		 "a space between words that stand near");
	return fail(x, pattern);
}

/* Kazakh ones also for texts in Latin letters. Without sets they are only looked through. */
static bool add_patterns(struct adding *x, const struct node *by_lang)
{
	for (uint32_t l = 0; by_lang && l < by_lang->count; l++) {
		struct str lang = member_key(&by_lang->members[l]);
		const struct node *items = &by_lang->members[l].value;

		for (uint32_t i = 0; i < items->count; i++) {
			struct str pattern;

			if (!expand(&pattern, x, lang, &items->items[i]))
				return false;
			if (!x->sets.written)
				continue;
			pattern_set_add(x->sets.written, any_language, pattern, x->list);
			if (str_eq(lang, STR("kk")))
				pattern_set_add(x->sets.latin, any_language, pattern, x->list);
		}
	}
	return true;
}

static bool add_denials(struct adding *x)
{
	const struct node *more = node_get(x->list->source, STR("denied_by"));

	if (!add_patterns(x, node_get(x->list->source, STR("denials"))))
		return false;
	for (uint32_t i = 0; more && i < more->count; i++) {
		struct str id = node_str(&more->items[i]);
		const struct node *other = entry_named(x->lists, id);

		if (!other) {
			err_set(x->err, ERR_INPUT, "no list \"%.*s\"", STR_FMT(id));
			propose(x, id, STR("denials"));
			return fail(x, &more->items[i]);
		}
		if (!add_patterns(x, node_get(other, STR("denials"))))
			return false;
	}
	return true;
}

static struct sign_sets new_sets(const struct pack *p, size_t reach)
{
	struct text_vocabulary *v = p->arch->vocabulary;

	return (struct sign_sets){ pattern_set_new_around(p->arena, v, reach),
				   pattern_set_new_skeletons(p->arena, v, reach) };
}

bool signs_build(struct pack *p, struct err *err)
{
	const struct node *lists = pack_list(p, STR("signs"));

	p->signs = new_sets(p, SIGN_REACH);
	strmap_init(&p->sign_lists, p->arena);
	for (uint32_t i = 0; lists && i < lists->count; i++) {
		const struct node *source = &lists->items[i],
				  *signs = node_get(source, STR("signs"));
		struct sign_list *list = ARENA_NEW(p->arena, struct sign_list);
		struct adding x = { p, p->arena, lists, p->signs, list, err };

		if (!signs)
			continue;
		*list = (struct sign_list){ node_text(source, STR("id")), source,
					    ARENA_NEW(p->arena, struct sign_sets) };
		if (!add_patterns(&x, signs))
			return false;
		x.sets = (struct sign_sets){ 0 };
		if (!p->made && !add_denials(&x))
			return false;
		strmap_put(&p->sign_lists, list->id, list);
	}
	return true;
}

/* That they are sound was seen when the pack was loaded. */
static RARE void make_denials(const struct pack *p, const struct sign_list *list)
{
	struct err none = { 0 };

	*list->denials = new_sets(p, 0);
	add_denials(&(struct adding){ p, p->arena, pack_list(p, STR("signs")), *list->denials,
				      list, &none });
}

static const struct sign_sets *denials_of(const struct pack *p, const struct sign_list *list)
{
	if (!list->denials->written)
		make_denials(p, list);
	return list->denials;
}

/* Words that turn a sentence: "not for this, but for that". */
static const char *const turns[] = { ", а ",	 ", но ", ", однако ", ", зато ",
				     ", бірақ ", ", ал ", ", but ",    ", however " };

static size_t turn_at(struct str text)
{
	for (size_t i = 0; i < ARRAY_LEN(turns); i++)
		if (str_starts(text, str_of(turns[i])))
			return strlen(turns[i]);
	return 0;
}

/* What may end a clause: a comma where the sentence turns. */
static const char ends[256] = {
	['\0'] = 1, ['.'] = 1, ['!'] = 1, ['?'] = 1, [';'] = 1, ['\n'] = 1, [','] = ','
};

/* The words of a text that are left, and where the text goes on. */
struct clauses {
	struct text_words left;
	const char *at, *end;
};

/* Bytes of what ends a clause at p; 0: nothing does. */
static size_t clause_end(const struct clauses *c, const char *p)
{
	char end = ends[(unsigned char)*p];

	return end == ',' ? turn_at((struct str){ p, (size_t)(c->end - p) }) : (size_t)end;
}

/* The words of the next clause; false at the end. What ends one stands between words. */
static bool next_clause(struct text_words *clause, struct clauses *c)
{
	struct text_words *left = &c->left;
	size_t skip = 0;

	*clause = *left;
	while (left->n && !skip) {
		while (c->at < left->at->written.p && !(skip = clause_end(c, c->at)))
			c->at++;
		c->at = skip ? c->at + skip : left->at->written.p + left->at->written.n;
		left->at += !skip;
		left->n -= !skip;
	}
	clause->n -= left->n;
	for (; left->n && left->at->written.p < c->at; left->n--)
		left->at++;
	return clause->n || skip;
}

/* Kazakh in Latin letters stands in a text that counts as English for want of Cyrillic ones. */
static void scan_sets(struct sign_sets sets, struct arena *a, const struct text_words *clause,
		      struct pattern_hits *hits)
{
	pattern_set_scan(sets.written, a, any_language, clause, hits);
	if (pattern_set_begins(sets.latin, a, any_language, clause) &&
	    text_words_language(clause) == LANG_EN)
		pattern_set_scan(sets.latin, a, any_language, clause, hits);
}

static bool may_hold(struct sign_sets sets, struct arena *a, const struct text_words *words)
{
	return pattern_set_begins(sets.written, a, any_language, words) ||
	       pattern_set_begins(sets.latin, a, any_language, words);
}

static void scan_clause(const struct pack *p, struct arena *a, const struct text_words *clause,
			struct pattern_hits *hits, struct denied_signs *silent)
{
	struct pattern_hits found = { 0 };

	scan_sets(p->signs, a, clause, &found);
	for (size_t i = 0; i < found.list.n; i++) {
		struct pattern_hits denied = { 0 };

		scan_sets(*denials_of(p, found.list.at[i].owner), a, clause, &denied);
		if (denied.list.n == 0)
			vec_push(a, &hits->list, found.list.at[i]);
		else if (silent)
			vec_push(a, &silent->list,
				 (struct denied_sign){ found.list.at[i],
						       denied.list.at[0].text });
	}
}

void signs_find(const struct pack *p, struct arena *a, const struct text_words *words,
		struct pattern_hits *hits, struct denied_signs *denied)
{
	struct clauses c = { *words, words->text.p, words->text.p + words->text.n };
	struct text_words clause;

	if (!may_hold(p->signs, a, words))
		return;
	while (next_clause(&clause, &c))
		scan_clause(p, a, &clause, hits, denied);
}
