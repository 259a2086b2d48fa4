#include "checker/rule/words_internal.h"

#include <string.h>

/*
 * A sign is a pattern whose words stand near each other in one clause, in any
 * order: languages with free word order say a thing in many ways. What shows
 * that the thing is denied, forbidden or countered must stand in that clause.
 */
enum { SIGN_REACH = 10 };

/* Text and patterns are compared whatever their language: fields are often filled in the wrong
 * one.
 */
static const enum lang any_language = LANG_RU;

static void add_items(struct pattern_set *set, const struct node *items, const void *owner)
{
	for (uint32_t i = 0; items && i < items->count; i++)
		pattern_set_add(set, any_language, node_str(&items->items[i]), owner);
}

static void add_patterns(struct sign_sets sets, const struct node *by_lang, const void *owner)
{
	for (uint32_t l = 0; by_lang && l < by_lang->count; l++)
		add_items(sets.written, &by_lang->members[l].value, owner);
	if (by_lang)
		add_items(sets.latin, node_get(by_lang, STR("kk")), owner);
}

static const struct node *entry_named(const struct node *lists, struct str id)
{
	for (uint32_t i = 0; i < lists->count; i++)
		if (str_eq(node_text(&lists->items[i], STR("id")), id))
			return &lists->items[i];
	return NULL;
}

static bool add_denials(struct sign_list *list, const struct node *lists,
			const struct node *source, struct err *err)
{
	const struct node *more = node_get(source, STR("denied_by"));

	add_patterns(list->denials, node_get(source, STR("denials")), list);
	for (uint32_t i = 0; more && i < more->count; i++) {
		const struct node *other = entry_named(lists, node_str(&more->items[i]));

		if (!other)
			return err_set(err, ERR_INPUT, "list %.*s: no list \"%.*s\"",
				       STR_FMT(list->id), STR_FMT(node_str(&more->items[i])));
		add_patterns(list->denials, node_get(other, STR("denials")), list);
	}
	return true;
}

static struct sign_sets new_sets(struct arena *a, size_t reach)
{
	return (struct sign_sets){ pattern_set_new_around(a, reach),
				   pattern_set_new_skeletons(a, reach) };
}

bool signs_build(struct pack *p, struct err *err)
{
	const struct node *lists = pack_list(p, STR("signs"));

	p->signs = new_sets(p->arena, SIGN_REACH);
	strmap_init(&p->sign_lists, p->arena);
	for (uint32_t i = 0; lists && i < lists->count; i++) {
		const struct node *source = &lists->items[i],
				  *signs = node_get(source, STR("signs"));
		struct sign_list *list = ARENA_NEW(p->arena, struct sign_list);

		if (!signs)
			continue;
		list->id = node_text(source, STR("id"));
		list->denials = new_sets(p->arena, 0);
		add_patterns(p->signs, signs, list);
		if (!add_denials(list, lists, source, err))
			return false;
		strmap_put(&p->sign_lists, list->id, list);
	}
	return true;
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

/* Cuts the next clause off *rest; false at the end. */
static bool next_clause(struct str *clause, struct str *rest)
{
	size_t n = 0, skip = 0;

	if (rest->n == 0)
		return false;
	while (n < rest->n && !skip) {
		if (strchr(".!?;\n", rest->p[n]))
			skip = 1;
		else if (rest->p[n] == ',')
			skip = turn_at(str_sub(*rest, n, rest->n));
		n += !skip;
	}
	*clause = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n + skip, rest->n);
	return true;
}

/* Kazakh in Latin letters stands in a text that counts as English for want of Cyrillic ones. */
static void scan_sets(struct sign_sets sets, struct arena *a, struct str clause,
		      struct pattern_hits *hits)
{
	pattern_set_scan(sets.written, a, any_language, clause, hits);
	if (text_language(clause) == LANG_EN)
		pattern_set_scan(sets.latin, a, any_language, clause, hits);
}

void signs_find(const struct pack *p, struct arena *a, struct str text,
		struct pattern_hits *hits)
{
	struct str rest = text, clause;

	while (next_clause(&clause, &rest)) {
		struct pattern_hits found = { 0 };

		scan_sets(p->signs, a, clause, &found);
		for (size_t i = 0; i < found.list.n; i++) {
			const struct sign_list *list = found.list.at[i].owner;
			struct pattern_hits denied = { 0 };

			scan_sets(list->denials, a, clause, &denied);
			if (denied.list.n == 0)
				vec_push(a, &hits->list, found.list.at[i]);
		}
	}
}
