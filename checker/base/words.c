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
