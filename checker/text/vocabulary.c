#include "checker/text/text_internal.h"

#include "checker/base/strmap.h"
#include "checker/base/vec.h"

/* Texts of a hundred thousand initiatives have fewer words than this, and hostile ones end
 * here.
 */
enum { WORDS_MAX = 1 << 16, WORD_BYTES_MAX = 64 };

struct text_vocabulary {
	struct arena *arena;
	struct strmap words; /* to struct text_known */
};

struct text_vocabulary *text_vocabulary_new(struct arena *a)
{
	struct text_vocabulary *v = ARENA_NEW(a, struct text_vocabulary);

	v->arena = a;
	strmap_init(&v->words, a);
	return v;
}

static struct text_known *learn(struct arena *a, struct str word, uint32_t number)
{
	struct text_known *known = ARENA_NEW(a, struct text_known);
	uint32_t point;
	size_t odd;

	known->number = number;
	known->points = (uint32_t)text_points(word);
	known->mixed = text_mixed(word, &odd, &point);
	known->letters = text_count_letters(word);
	known->folded = text_unmix(a, text_fold(a, word));
	known->skeleton = text_skeleton(a, known->folded);
	return known;
}

static const struct text_known *know(struct text_vocabulary *v, struct arena *a,
				     struct str word)
{
	struct text_known *known = strmap_get(&v->words, word);

	if (known)
		return known;
	if (v->words.n == WORDS_MAX || word.n > WORD_BYTES_MAX)
		return learn(a, word, TEXT_UNNUMBERED);
	known = learn(v->arena, word, (uint32_t)v->words.n);
	strmap_put(&v->words, arena_str(v->arena, word), known);
	return known;
}

struct text_words text_words_of(struct text_vocabulary *v, struct arena *a, struct str text)
{
	VEC(struct text_token) list = { 0 };
	struct str rest = text, word;

	while (text_word(&word, &rest))
		vec_push(a, &list, (struct text_token){ word, know(v, a, word) });
	return (struct text_words){ v, text, list.at, list.n };
}

struct text_words text_words_cut(struct text_words *rest, struct str part)
{
	struct text_words cut = { rest->of, part, rest->at, 0 };
	size_t left = rest->n;

	for (; left && cut.at->written.p < part.p; left--)
		cut.at++;
	while (cut.n < left &&
	       cut.at[cut.n].written.p + cut.at[cut.n].written.n <= part.p + part.n)
		cut.n++;
	rest->at = cut.at + cut.n;
	rest->n = left - cut.n;
	return cut;
}
