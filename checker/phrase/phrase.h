/*
 * Finds many names at once in running text: one pass over the words of the
 * text, whatever the number of names. A name matches in kk (Cyrillic or
 * Latin), ru and en with case endings, inside quotes, across hyphens, and with
 * letters that only look alike. A name of one word in capitals is found in
 * capitals only (ЕГКНнен), one capitalised Cyrillic word in a Kazakh text only
 * when capitalised there, all others in any case. No name is found across the
 * end of a sentence, inside a longer name (egov.kz in data.egov.kz) or in the
 * address of a document (https://egov.kz/cms).
 */
#ifndef CHECKER_PHRASE_PHRASE_H
#define CHECKER_PHRASE_PHRASE_H

#include "checker/base/arena.h"
#include "checker/base/vec.h"
#include "checker/text/text.h"

struct phrase_hit {
	struct str text; /* the words found, inside the scanned text */
	uint32_t owner;	 /* as it was added */
};

struct phrase_hits {
	VEC(struct phrase_hit) list;
};

/* Names on their way to a set. */
struct phrase_builder;
struct phrase_builder *phrase_builder_new(struct arena *a);
/*
 * Owner is given back with each hit; one phrase may have several owners.
 * `exact`: the words must stand as written, letter case included and without
 * endings (for abbreviations such as АР that are common words otherwise).
 */
void phrase_builder_add(struct phrase_builder *b, struct str phrase, bool exact,
			uint32_t owner);
/*
 * The names as one block of bytes without addresses: it may be stored, mapped
 * anywhere at a multiple of eight, and scanned with as it lies. Equal names
 * added in equal order give equal bytes.
 */
struct str phrase_builder_image(const struct phrase_builder *b, struct arena *a);

struct phrase_set;
/* The set in an image, which must outlive it, for texts of the vocabulary; NULL when the bytes
 * are none of this version. */
const struct phrase_set *phrase_set_open(struct arena *a, struct text_vocabulary *of,
					 struct str image);
/* Leftmost, then longest match, no overlaps; hits in order of place. Equal longest phrases give
 * one hit per owner. */
void phrase_set_scan(const struct phrase_set *set, struct arena *a,
		     const struct text_words *words, struct phrase_hits *hits);

/*
 * Patterns of words for a vocabulary of concepts: "виртуальн* помощник*". A
 * word that ends in * stands for every word that begins so, words joined by |
 * for each other, words joined by + stand next to each other:
 * "социальн*+рейтинг*|скоринг* граждан*|жител*". The words of a pattern stand
 * in this order with at most one other word between two of them; with a reach,
 * the first of them has the others around it in any order, each at most so many
 * words away. A pattern belongs to a language and is looked for in texts of it
 * only.
 */
struct pattern_set;

/* For texts of the vocabulary. */
struct pattern_set *pattern_set_new(struct arena *a, struct text_vocabulary *of);
struct pattern_set *pattern_set_new_around(struct arena *a, struct text_vocabulary *of,
					   size_t reach);
struct pattern_set *pattern_set_new_skeletons(struct arena *a, struct text_vocabulary *of,
					      size_t reach);
struct text_vocabulary *pattern_set_vocabulary(const struct pattern_set *set);
/* Whether a pattern says what it means: words that may end in *, between them | and + and
 * spaces, no more words than are compared. */
bool pattern_is_sound(struct str pattern);
void pattern_set_add(struct pattern_set *set, enum lang lang, struct str pattern,
		     const void *owner);
struct pattern_hit {
	struct str text; /* the words found, inside the scanned text */
	const void *owner;
};
struct pattern_hits {
	VEC(struct pattern_hit) list;
};
/* One hit a pattern and place. */
void pattern_set_scan(const struct pattern_set *set, struct arena *a, enum lang lang,
		      const struct text_words *words, struct pattern_hits *hits);
/* Whether any of the words may begin a pattern; of most texts none does. */
bool pattern_set_begins(const struct pattern_set *set, struct arena *a, enum lang lang,
			const struct text_words *words);

#endif
