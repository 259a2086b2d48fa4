/*
 * Text in Kazakh (Cyrillic and Latin), Russian and English. Every struct str
 * is valid UTF-8 except where text_valid is asked. Stored text is never
 * changed; it is compared by keys. No locale is read: results are the same on
 * every machine. utf8proc and libstemmer live here.
 */
#ifndef CHECKER_TEXT_TEXT_H
#define CHECKER_TEXT_TEXT_H

#include "checker/base/arena.h"
#include "checker/base/lang.h"

#include <assert.h>

/* RFC 3629: no overlong forms, no surrogates, at most U+10FFFF. On false *bad is the offset of
 * the first wrong byte. */
bool text_valid(struct str s, size_t *bad);
size_t text_points(struct str s); /* code points */
bool text_is_ascii(struct str s);
uint32_t text_next_long(struct str *s);
/* Decodes and cuts off the first code point; s must not be empty. */
static inline uint32_t text_next(struct str *s)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t length = p[0] < 0x80 ? 1 : 2;

	if (p[0] >= 0xE0)
		return text_next_long(s);
	assert(s->n >= length);
	s->p += length;
	s->n -= length;
	return length == 1 ? p[0] : (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
}
/* Appends the UTF-8 form; returns its length, 1 to 4. */
size_t text_encode(char out[4], uint32_t point);
bool text_is_upper(uint32_t point); /* by general category: Lu, Ll */
bool text_is_lower(uint32_t point);
/* Columns on a terminal: combining marks 0, East Asian wide 2, the rest 1. */
size_t text_width(struct str s);

struct str text_nfc(struct arena *a, struct str s);
/* NFKC_Casefold: composition, compatibility and case away, default ignorables dropped. */
struct str text_fold(struct arena *a, struct str s);

/*
 * Comparison keys. Strict: folded, white space and punctuation collapsed to
 * single spaces, trimmed. Loose: also letters that look alike in
 * Latin and Cyrillic mapped to one, and I, İ, ı, i to one letter.
 */
enum text_key { TEXT_KEY_STRICT, TEXT_KEY_LOOSE };
struct str text_key(struct arena *a, enum text_key kind, struct str s);

/*
 * Cuts the next word (letters, marks and digits, and what is invisible between
 * them) off *rest; what stands before it is skipped. word.p points into the
 * text. False at the end.
 */
bool text_word(struct str *word, struct str *rest);

/*
 * A number below 64 for the first two letters of a word: words that begin alike have the same.
 * False for a word so short that longer ones, which begin with it, have others.
 */
bool text_beginning(struct str word, uint8_t *number);

bool text_is_cyrillic(uint32_t point);
/*
 * A word that mixes Latin and Cyrillic letters, each script with at least one
 * letter. True: *odd is the offset in the word of the first letter of the
 * script with fewer letters (Latin if equal), *point its code point.
 */
bool text_mixed(struct str word, size_t *odd, uint32_t *point);

/*
 * A folded word whose letters that only look alike are replaced by those of
 * the script most of its letters have (Cyrillic if equal).
 */
struct str text_unmix(struct arena *a, struct str folded_word);

/*
 * One ASCII-like skeleton for Cyrillic and Latin Kazakh (2021 and 2018 drafts,
 * ad-hoc ASCII): a folded word in either script gives the same bytes.
 */
struct str text_skeleton(struct arena *a, struct str folded_word);

/*
 * Words by number: what can be told of a word alone is worked out once, however often texts
 * have it. A vocabulary grows with its texts up to a limit; words beyond it, and very long
 * ones, are worked out each time and have no number.
 */
struct text_vocabulary;
struct text_vocabulary *text_vocabulary_new(struct arena *a);

enum { TEXT_UNNUMBERED = 0x7FFFFFFF };
struct text_known {
	struct str folded;   /* and unmixed */
	struct str skeleton; /* of that */
	uint32_t number;     /* from 0 on, in the order in which words were met */
	uint32_t points;     /* code points as it is written */
	bool mixed;	     /* see text_mixed */
	uint8_t folded_begins, skeleton_begins; /* see text_beginning */
	struct text_letters {
		uint32_t latin, cyrillic;
		uint32_t kazakh; /* Cyrillic ones that Russian lacks */
	} letters;
};
struct text_token {
	struct str written; /* in the text */
	const struct text_known *known;
};
/* The words of a text in their order. */
struct text_words {
	const struct text_vocabulary *of;
	struct str text;
	const struct text_token *at;
	size_t n;
};
struct text_words text_words_of(struct text_vocabulary *v, struct arena *a, struct str text);
/* Those of a part of the text that begins and ends between words, cut off *rest with what
 * stands before them. */
struct text_words text_words_cut(struct text_words *rest, struct str part);

/* Snowball stemmers for ru and en, a table-driven suffix stripper for kk. */
struct stemmer;
struct stemmer *stemmer_new(struct arena *a); /* freed by stemmer_free */
void stemmer_free(struct stemmer *s);
/*
 * Stem of a folded word; the result lives in the arena or is the word itself.
 * The Kazakh stem of a word in Latin letters is that of its skeleton.
 */
struct str stemmer_stem(struct stemmer *s, struct arena *a, enum lang lang,
			struct str folded_word);
/*
 * en when a text has no Cyrillic letters, or twice as many Latin ones; else kk
 * when one Cyrillic letter in 25 is one that Russian lacks, ru when fewer.
 */
enum lang text_language(struct str s);
enum lang text_words_language(const struct text_words *words);

#endif
