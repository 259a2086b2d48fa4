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

bool words_known(const char *english)
{
	return find(english);
}
