#include "checker/rule/rule_internal.h"

#include "checker/text/text.h"

#include <string.h>

const char *const denial_keys[DENIAL_COUNT] = { "negations", "before", "behind", "turns",
						"others" };

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A mark that ends a sentence here, and not one inside of a name: egov.kz, 112.5. */
static bool is_end(struct str text, size_t at)
{
	size_t next = at + 1;

	if (text.p[at] == ';')
		return true;
	if (strchr(".!?", text.p[at]))
		return next == text.n || is_space(text.p[next]);
	if (text.p[at] != '\n')
		return false;
	while (next < text.n && (text.p[next] == ' ' || text.p[next] == '\t'))
		next++;
	/* a blank line, or the next item of a list */
	return next == text.n || strchr("\n-*", text.p[next]) ||
	       strncmp(text.p + next, "•", text.n - next < 3 ? text.n - next : 3) == 0;
}

/* The sentence of `text` that holds `piece`. */
static struct str sentence_of(struct str text, struct str piece)
{
	size_t from = (size_t)(piece.p - text.p), to = from + piece.n;

	while (from > 0 && !is_end(text, from - 1))
		from--;
	while (to < text.n && !is_end(text, to))
		to++;
	return str_sub(text, from, to);
}

static const char *end_of(struct str s)
{
	return s.p + s.n;
}

static struct str between(const char *from, const char *to)
{
	return (struct str){ from, from < to ? (size_t)(to - from) : 0 };
}

/* What is asked is not said. */
static bool is_question(struct str text, struct str sentence)
{
	return end_of(sentence) < end_of(text) && *end_of(sentence) == '?';
}

/*
 * The part of a sentence that a denial reaches: up to where the sentence turns
 * (…, а …; …, but …). A Kazakh verb ends its clause, so what stands behind a
 * denial in Kazakh is another one.
 */
static struct str clause_of(struct str sentence, struct str words,
			    const struct phrase_hits *hits)
{
	const char *from = sentence.p, *to = end_of(sentence);

	for (size_t i = 0; i < hits->list.n; i++) {
		struct str hit = hits->list.at[i].text;
		enum denial d = hits->list.at[i].owner;
		bool ahead = hit.p < words.p;

		if (ahead &&
		    (d == DENIAL_TURNS || (d == DENIAL_SAID && text_language(hit) == LANG_KK)))
			from = end_of(hit);
		if (!ahead && d == DENIAL_TURNS && hit.p < to)
			to = hit.p;
	}
	return between(from, to);
}

static bool is_beside(enum denial d, struct str hit, struct str words, const char *words_end)
{
	if (d == DENIAL_BEFORE && end_of(hit) <= words.p)
		return arch_words_between(between(end_of(hit), words.p)) == 0;
	/* the ending may be what denies: НОБД-сыз */
	if (d == DENIAL_BEHIND && hit.p >= end_of(words))
		return arch_words_between(between(end_of(words), hit.p)) == 0 ||
		       (hit.p >= words_end &&
			arch_words_between(between(words_end, hit.p)) == 0);
	return false;
}

bool rule_denies(const struct phrase_list *list, struct arena *a, const struct text_words *text,
		 struct str words, struct str *by)
{
	struct str scope = sentence_of(text->text, words);
	const char *words_end = arch_ending_end(text->text, words);
	struct text_words rest = *text, sentence = text_words_cut(&rest, scope);
	struct phrase_hits hits = { 0 };

	if (is_question(text->text, scope)) {
		*by = (struct str){ end_of(scope), 1 };
		return true;
	}
	phrase_set_scan(list->denials, a, &sentence, &hits);
	if (list->by_clauses)
		scope = clause_of(scope, words, &hits);
	for (size_t i = 0; i < hits.list.n; i++) {
		struct str hit = hits.list.at[i].text;
		enum denial d = hits.list.at[i].owner;

		if (hit.p < scope.p || end_of(hit) > end_of(scope))
			continue;
		if (d == DENIAL_SAID || is_beside(d, hit, words, words_end)) {
			*by = hit;
			return true;
		}
	}
	return false;
}
