#include "checker/text/text_internal.h"

#include <assert.h>
#include <string.h>

#include <libstemmer.h>

/* No word of ours is longer; what is longer is data, and left as it is. */
enum { MAX_WORD_BYTES = 200 };

struct stemmer {
	struct sb_stemmer *russian, *english;
};

struct stemmer *stemmer_new(struct arena *a)
{
	struct stemmer *s = ARENA_NEW(a, struct stemmer);

	s->russian = sb_stemmer_new("russian", "UTF_8");
	s->english = sb_stemmer_new("english", "UTF_8");
	assert(s->russian && s->english);
	return s;
}

void stemmer_free(struct stemmer *s)
{
	if (!s)
		return;
	sb_stemmer_delete(s->russian);
	sb_stemmer_delete(s->english);
}

static struct str snowball(struct sb_stemmer *stemmer, struct arena *a, struct str word)
{
	const sb_symbol *stem =
		sb_stemmer_stem(stemmer, (const sb_symbol *)word.p, (int)word.n);

	assert(stem);
	return arena_str(
		a, (struct str){ (const char *)stem, (size_t)sb_stemmer_length(stemmer) });
}

/* ё is written as е by most, so both have one stem. */
static size_t without_yo(char out[MAX_WORD_BYTES], struct str word)
{
	memcpy(out, word.p, word.n);
	for (size_t i = 0; i + 1 < word.n; i++) {
		if (memcmp(out + i, "ё", 2) == 0)
			memcpy(out + i, "е", 2);
	}
	return word.n;
}

struct str stemmer_stem(struct stemmer *s, struct arena *a, enum lang lang,
			struct str folded_word)
{
	char buffer[MAX_WORD_BYTES];

	if (folded_word.n > MAX_WORD_BYTES || folded_word.n == 0)
		return folded_word;
	switch (lang) {
	case LANG_KK:
		if (text_script_most(folded_word) == TEXT_SCRIPT_CYRILLIC)
			return text_kazakh_stem(a, folded_word);
		return text_kazakh_stem_skeleton(a, text_skeleton(a, folded_word));
	case LANG_RU:
		return snowball(s->russian, a,
				(struct str){ buffer, without_yo(buffer, folded_word) });
	case LANG_EN:
	case LANG_COUNT:
		break;
	}
	return snowball(s->english, a, folded_word);
}
