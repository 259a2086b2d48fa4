#include "checker/text/text_internal.h"

#include <string.h>

struct range {
	uint32_t from, to;
	enum text_script script;
};

/* Letters of our two scripts; signs among them (U+00D7, U+0482 …) are asked for by category. */
static const struct range ranges[] = {
	{ 'A', 'Z', TEXT_SCRIPT_LATIN },	  { 'a', 'z', TEXT_SCRIPT_LATIN },
	{ 0xAA, 0xAA, TEXT_SCRIPT_LATIN },	  { 0xBA, 0xBA, TEXT_SCRIPT_LATIN },
	{ 0xC0, 0xD6, TEXT_SCRIPT_LATIN },	  { 0xD8, 0xF6, TEXT_SCRIPT_LATIN },
	{ 0xF8, 0x2B8, TEXT_SCRIPT_LATIN },	  { 0x400, 0x481, TEXT_SCRIPT_CYRILLIC },
	{ 0x48A, 0x52F, TEXT_SCRIPT_CYRILLIC },	  { 0x1C80, 0x1C8A, TEXT_SCRIPT_CYRILLIC },
	{ 0x1D00, 0x1D25, TEXT_SCRIPT_LATIN },	  { 0x1E00, 0x1EFF, TEXT_SCRIPT_LATIN },
	{ 0x2C60, 0x2C7F, TEXT_SCRIPT_LATIN },	  { 0xA640, 0xA66E, TEXT_SCRIPT_CYRILLIC },
	{ 0xA680, 0xA69D, TEXT_SCRIPT_CYRILLIC }, { 0xA722, 0xA7CA, TEXT_SCRIPT_LATIN },
	{ 0xAB30, 0xAB5A, TEXT_SCRIPT_LATIN },	  { 0xFB00, 0xFB06, TEXT_SCRIPT_LATIN },
	{ 0xFF21, 0xFF3A, TEXT_SCRIPT_LATIN },	  { 0xFF41, 0xFF5A, TEXT_SCRIPT_LATIN },
};

enum text_script text_script(uint32_t point)
{
	if (point >= 0x400 && point <= 0x481)
		return TEXT_SCRIPT_CYRILLIC;
	for (size_t i = 0; i < ARRAY_LEN(ranges) && ranges[i].from <= point; i++) {
		if (point <= ranges[i].to)
			return ranges[i].script;
	}
	return TEXT_SCRIPT_NONE;
}

bool text_is_cyrillic(uint32_t point)
{
	return text_script(point) == TEXT_SCRIPT_CYRILLIC;
}

struct letters {
	size_t count[3];
	size_t first[3];
	uint32_t point[3];
};

static struct letters letters_of(struct str word)
{
	struct letters l = { 0 };
	struct str s = word;

	while (s.n > 0) {
		size_t at = (size_t)(s.p - word.p);
		uint32_t point = text_next(&s);
		enum text_script script = text_script(point);

		if (l.count[script]++ == 0) {
			l.first[script] = at;
			l.point[script] = point;
		}
	}
	return l;
}

enum text_script text_script_most(struct str word)
{
	struct letters l = letters_of(word);

	if (l.count[TEXT_SCRIPT_LATIN] + l.count[TEXT_SCRIPT_CYRILLIC] == 0)
		return TEXT_SCRIPT_NONE;
	return l.count[TEXT_SCRIPT_LATIN] > l.count[TEXT_SCRIPT_CYRILLIC]
		       ? TEXT_SCRIPT_LATIN
		       : TEXT_SCRIPT_CYRILLIC;
}

bool text_mixed(struct str word, size_t *odd, uint32_t *point)
{
	struct letters l = letters_of(word);
	size_t latin = l.count[TEXT_SCRIPT_LATIN], cyrillic = l.count[TEXT_SCRIPT_CYRILLIC];
	enum text_script few = latin <= cyrillic ? TEXT_SCRIPT_LATIN : TEXT_SCRIPT_CYRILLIC;

	if (latin == 0 || cyrillic == 0)
		return false;
	*odd = l.first[few];
	*point = l.point[few];
	return true;
}

static bool is_kazakh(uint32_t point)
{
	static const uint16_t letters[] = { 0x406, 0x456, 0x492, 0x493, 0x49A, 0x49B,
					    0x4A2, 0x4A3, 0x4AE, 0x4AF, 0x4B0, 0x4B1,
					    0x4BA, 0x4BB, 0x4D8, 0x4D9, 0x4E8, 0x4E9 };

	/* the letters of Russian lie between */
	if (point < 0x406 || point > 0x4E9 || (point >= 0x410 && point <= 0x44F))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		if (letters[i] == point)
			return true;
	}
	return false;
}

/*
 * Every seventh letter of a Kazakh text is one that Russian lacks; a Russian
 * text that quotes a Kazakh name stays far below one in twenty-five.
 */
enum { KAZAKH_SHARE = 25 };

struct text_letters text_count_letters(struct str s)
{
	struct text_letters n = { 0 };

	while (s.n > 0) {
		uint32_t point = text_next(&s);
		enum text_script script = text_script(point);

		n.latin += script == TEXT_SCRIPT_LATIN;
		n.cyrillic += script == TEXT_SCRIPT_CYRILLIC;
		n.kazakh += is_kazakh(point);
	}
	return n;
}

static enum lang language_by(struct text_letters n)
{
	/* Latin names abound in our texts, Cyrillic ones hardly occur in English */
	if (n.cyrillic * 2 < n.latin || n.cyrillic == 0)
		return LANG_EN;
	return n.kazakh > 0 && n.kazakh * KAZAKH_SHARE >= n.cyrillic ? LANG_KK : LANG_RU;
}

enum lang text_language(struct str s)
{
	return language_by(text_count_letters(s));
}

enum lang text_words_language(const struct text_words *words)
{
	struct text_letters n = { 0 };

	for (size_t i = 0; i < words->n; i++) {
		n.latin += words->at[i].known->letters.latin;
		n.cyrillic += words->at[i].known->letters.cyrillic;
		n.kazakh += words->at[i].known->letters.kazakh;
	}
	return language_by(n);
}

bool text_beginning(struct str word, uint8_t *number)
{
	uint32_t letters = 0;
	uint16_t two;
	/* Cyrillic letters have two bytes each. */
	size_t n = word.n && (unsigned char)word.p[0] < 0x80 ? sizeof(two) : sizeof(letters);

	if (word.n >= sizeof(letters) && n == sizeof(letters)) {
		memcpy(&letters, word.p, sizeof(letters));
	} else if (word.n >= sizeof(two)) {
		memcpy(&two, word.p, sizeof(two));
		letters = two;
	} else if (word.n) {
		letters = (unsigned char)word.p[0];
	}
	*number = (uint8_t)(letters * UINT32_C(0x9E3779B1) >> 26);
	return word.n >= n;
}
