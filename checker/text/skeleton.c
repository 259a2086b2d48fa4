#include "checker/text/text_internal.h"

#include <string.h>

#include <utf8proc.h>

enum { CYRILLIC_FIRST = 0x430 };

/* U+0430 to U+045F; empty: the letter has no sound of its own. */
static const char cyrillic[][3] = {
	"a", "b",  "v", "g", "d", "e", "j",  "z",  "i",	 "i",  "k", "l",  "m", "n", "o",  "p",
	"r", "s",  "t", "u", "f", "h", "ts", "ch", "sh", "sh", "",  "i",  "",  "e", "iu", "ia",
	"e", "io", "d", "g", "e", "z", "i",  "i",  "j",	 "l",  "n", "ch", "k", "i", "u",  "d",
};

/* Letters of Kazakh in both scripts, in the 2018 and 2021 drafts; the rest lose their marks. */
static const struct {
	uint16_t point;
	char to[3];
} letters[] = {
	{ 0x4D9, "a" },	 { 0x493, "g" },  { 0x49B, "k" },  { 0x4A3, "n" }, { 0x4E9, "o" },
	{ 0x4B1, "u" },	 { 0x4AF, "u" },  { 0x4BB, "h" },  { 0x259, "a" }, { 0x131, "i" },
	{ 0xFD, "u" },	 { 0x15F, "sh" }, { 0x219, "sh" }, { 0xE7, "ch" }, { 0x161, "sh" },
	{ 0x10D, "ch" }, { 0x17E, "j" },  { 0x14B, "n" },  { 0xE6, "a" },  { 0xF8, "o" },
};

static size_t put(char *out, const char *text)
{
	size_t n = strlen(text);

	memcpy(out, text, n);
	return n;
}

static size_t put_point(char *out, uint32_t point)
{
	utf8proc_int32_t parts[32];
	int boundary = 0;

	if (point < 0x80) {
		*out = (char)point;
		return 1;
	}
	if (point >= CYRILLIC_FIRST && point < CYRILLIC_FIRST + ARRAY_LEN(cyrillic))
		return put(out, cyrillic[point - CYRILLIC_FIRST]);
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		if (letters[i].point == point)
			return put(out, letters[i].to);
	}
	if (utf8proc_get_property((utf8proc_int32_t)point)->combining_class != 0)
		return 0;
	if (utf8proc_decompose_char((utf8proc_int32_t)point, parts, 32, UTF8PROC_DECOMPOSE,
				    &boundary) < 1)
		return 0;
	return text_encode(out, (uint32_t)parts[0]);
}

/* Ways to write one sound in Latin letters: pairs first, then single letters. */
static const struct {
	char from[3], to[3];
} sounds[] = {
	{ "zh", "j" },	{ "kh", "h" }, { "gh", "g" },  { "ya", "ia" }, { "yu", "iu" },
	{ "yo", "io" }, { "ts", "s" }, { "ch", "ch" }, { "c", "s" },   { "q", "k" },
	{ "w", "v" },	{ "x", "h" },  { "y", "i" },
};

/* The letters that begin one of them; most begin none. */
static const bool begins_sound[256] = {
	['z'] = true, ['k'] = true, ['g'] = true, ['y'] = true, ['t'] = true,
	['c'] = true, ['q'] = true, ['w'] = true, ['x'] = true,
};

static size_t unify_sounds(char *p, size_t n)
{
	size_t to = 0;

	for (size_t from = 0; from < n;) {
		char second = from + 1 < n ? p[from + 1] : 'x';
		size_t used = 1;
		size_t k = begins_sound[(unsigned char)p[from]] ? 0 : ARRAY_LEN(sounds);
		char out[2] = { p[from], 0 };

		while (k < ARRAY_LEN(sounds) &&
		       (sounds[k].from[0] != p[from] ||
			(sounds[k].from[1] && sounds[k].from[1] != second)))
			k++;
		if (k < ARRAY_LEN(sounds)) {
			used = sounds[k].from[1] ? 2 : 1;
			memcpy(out, sounds[k].to, 2);
		}
		from += used;
		for (size_t i = 0; i < 2 && (i == 0 || out[i]); i++) {
			/* ий, ыі and уу are one vowel, however the writer heard them */
			if (to == 0 || p[to - 1] != out[i] || (out[i] != 'i' && out[i] != 'u'))
				p[to++] = out[i];
		}
	}
	return to;
}

struct str text_skeleton(struct arena *a, struct str folded_word)
{
	/* A one-byte letter gives at most one byte, one of two bytes at most two. */
	char *out = arena_raw(a, folded_word.n + 1, 1);
	size_t n = 0;

	while (folded_word.n > 0)
		n += put_point(out + n, text_next(&folded_word));
	n = unify_sounds(out, n);
	out[n] = '\0';
	return (struct str){ out, n };
}
