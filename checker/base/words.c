#include "checker/base/words.h"

#include <string.h>

static const struct words *find(const char *english)
{
	static const struct words *const tables[] = { words_errors, words_registry,
						      words_review, words_help };

	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct words *w = tables[i]; w->en; w++)
			if (!strcmp(w->en, english))
				return w;
	return NULL;
}

const char *words_in(const char *english, enum lang lang)
{
	const struct words *w = english && lang != LANG_EN ? find(english) : NULL;

	if (!w)
		return english;
	return lang == LANG_KK ? w->kk : w->ru;
}

/* "<name>" in a language, without its angles; the name itself when it is not known. */
static struct str place_name(struct str name, enum lang lang)
{
	char english[64];
	struct str words;

	if (lang == LANG_EN || name.n + 3 > sizeof(english))
		return name;
	english[0] = '<';
	memcpy(english + 1, name.p, name.n);
	memcpy(english + 1 + name.n, ">", 2);
	if (!words_known(english))
		return name;
	words = str_of(words_in(english, lang));
	return str_sub(words, 1, words.n - 1);
}

static void put_place(struct strbuf *out, struct str name, enum lang lang)
{
	struct str words = place_name(name, lang), part;

	if (words.p != name.p) {
		strbuf_str(out, words);
		return;
	}
	for (bool first = true; str_cut(&part, &name, '|'); first = false) {
		if (!first)
			strbuf_byte(out, '|');
		strbuf_str(out, place_name(part, lang));
	}
}

void words_synopsis(struct strbuf *out, struct str english, enum lang lang)
{
	struct str before, name;

	while (str_cut(&before, &english, '<')) {
		strbuf_str(out, before);
		if (!english.p || !str_cut(&name, &english, '>'))
			return;
		strbuf_byte(out, '<');
		put_place(out, name, lang);
		strbuf_byte(out, '>');
	}
}

enum { PLACES = 8 };

/* What stands for each % of a row. */
struct fit {
	const struct words *row;
	struct str at[PLACES];
	size_t letters; /* of the row itself */
};

static bool fits(struct fit *out, const struct words *row, struct str text)
{
	struct str pattern = str_of(row->en), piece;
	size_t n = 0;

	*out = (struct fit){ .row = row };
	for (bool first = true; str_cut(&piece, &pattern, '%'); first = false) {
		bool last = !pattern.p;
		size_t at = first		    ? (str_starts(text, piece) ? 0 : SIZE_MAX)
			    : !last		    ? str_find(text, piece)
			    : str_ends(text, piece) ? text.n - piece.n
						    : SIZE_MAX;

		if (at == SIZE_MAX || n == PLACES)
			return false;
		if (!first)
			out->at[n++] = str_sub(text, 0, at);
		text = str_sub(text, at + piece.n, text.n);
		out->letters += piece.n;
	}
	return text.n == 0;
}

void words_raised(struct strbuf *out, struct str english, enum lang lang)
{
	struct fit best = { 0 }, fit;
	const char *words;
	size_t n = 0;

	for (const struct words *w = words_sql; w->en && lang != LANG_EN; w++)
		if (fits(&fit, w, english) && fit.letters > best.letters)
			best = fit;
	if (!best.row) {
		strbuf_str(out, english);
		return;
	}
	for (words = lang == LANG_KK ? best.row->kk : best.row->ru; *words; words++)
		if (*words == '%')
			strbuf_str(out, best.at[n++]);
		else
			strbuf_byte(out, *words);
}

bool words_known(const char *english)
{
	return find(english);
}
