#include "checker/text/text_internal.h"

#include <utf8proc.h>

/*
 * After folding a letter's case is gone, so a pair stands here if either case
 * looks alike: M and М, though m and м do not. The first row of a Latin letter
 * is the one that a Cyrillic word takes instead of it.
 */
#define TWINS(X)      \
	X('a', 0x430) \
	X('b', 0x432) \
	X('c', 0x441) \
	X('e', 0x435) \
	X('h', 0x43D) \
	X('h', 0x4BB) \
	X('i', 0x456) \
	X('j', 0x458) \
	X('k', 0x43A) \
	X('m', 0x43C) \
	X('o', 0x43E) \
	X('p', 0x440) \
	X('s', 0x455) \
	X('t', 0x442) \
	X('x', 0x445) \
	X('y', 0x443)

enum { CYRILLIC = 0x400 };

static const struct {
	char latin;
	uint16_t cyrillic;
} twins[] = {
#define X(latin, cyrillic) { latin, cyrillic },
	TWINS(X)
#undef X
};

static const char latin_of[0x100] = {
#define X(latin, cyrillic) [(cyrillic)-CYRILLIC] = (latin),
	TWINS(X)
#undef X
};

/* Letters outside ASCII on both sides, and the dotless i. */
static const struct {
	uint16_t from, to;
} odd_twins[] = {
	{ 0x451, 0xEB },		    /* ё and ë */
	{ 0x457, 0xEF },		    /* ї and ï */
	{ 0x4D9, 0x259 },		    /* ә and ə */
	{ 0x131, 'i' },	  { 0x1DD, 0x259 }, /* the other Latin letter of the same form */
};

static uint32_t loose(uint32_t point)
{
	enum { YO = 0x451, E_DIAERESIS = 0xEB }; /* ё, which most write as е, and its twin */

	if (point < 0x80)
		return point;
	if (point == YO || point == E_DIAERESIS)
		return 'e';
	if (point >= CYRILLIC && point < CYRILLIC + ARRAY_LEN(latin_of) &&
	    latin_of[point - CYRILLIC])
		return (uint32_t)latin_of[point - CYRILLIC];
	for (size_t i = 0; i < ARRAY_LEN(odd_twins); i++) {
		if (odd_twins[i].from == point)
			return odd_twins[i].to;
	}
	return point;
}

static bool is_gap(uint32_t point)
{
	utf8proc_category_t c;

	if (text_is_plain_cyrillic(point) || (point >= 'a' && point <= 'z'))
		return false;
	c = utf8proc_category((utf8proc_int32_t)point);
	return (c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_PO) ||
	       (c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_CC);
}

static struct str any_key(struct arena *a, enum text_key kind, struct str folded)
{
	enum { DOT_ABOVE = 0x307 }; /* what folding leaves of the dot of İ */
	/* No letter has a longer twin, so the key never outgrows the folded text. */
	char *out = arena_alloc(a, folded.n + 1, 1);
	bool gap = false;
	size_t n = 0;

	while (folded.n > 0) {
		uint32_t point = text_next(&folded);

		if (is_gap(point)) {
			gap = n > 0;
			continue;
		}
		if (gap)
			out[n++] = ' ';
		gap = false;
		if (kind == TEXT_KEY_LOOSE)
			point = loose(point);
		if (kind == TEXT_KEY_LOOSE && point == DOT_ABOVE && n > 0 && out[n - 1] == 'i')
			continue;
		n += text_encode(out + n, point);
	}
	return (struct str){ out, n };
}

/* Quotation marks and dashes, which folding leaves as they are. */
static bool is_plain_mark(uint32_t point)
{
	return point == 0xAB || point == 0xBB || point == 0x2013 || point == 0x2014 ||
	       (point >= 0x2018 && point <= 0x201E);
}

enum { PLAIN_POINTS = 0x530, PLAIN_NOT = 0, PLAIN_GAP = 1 };

/* What plain points are in a key of each kind; PLAIN_NOT: nothing plain. */
static uint16_t plain_points[2][PLAIN_POINTS];

/* A letter of plain Latin or Cyrillic, or a mark, as it stands in a key. */
static uint16_t plain_point(enum text_key kind, uint32_t point)
{
	if (point < 0x80)
		point |= point >= 'A' && point <= 'Z' ? 0x20u : 0;
	else if (text_is_plain_cyrillic(point))
		point = text_cyrillic_lower(point);
	else if (!is_plain_mark(point))
		return PLAIN_NOT;
	if (is_gap(point))
		return PLAIN_GAP;
	return (uint16_t)(kind == TEXT_KEY_LOOSE ? loose(point) : point);
}

static void learn_plain_points(void)
{
	for (uint32_t point = 0; point < PLAIN_POINTS; point++) {
		plain_points[TEXT_KEY_STRICT][point] = plain_point(TEXT_KEY_STRICT, point);
		plain_points[TEXT_KEY_LOOSE][point] = plain_point(TEXT_KEY_LOOSE, point);
	}
}

/* Of a text of such letters and marks, which nearly all are, in one pass; false of others. */
static bool plain_key(char *out, size_t *length, enum text_key kind, struct str s)
{
	const uint16_t *points = plain_points[kind];
	bool gap = false;
	size_t n = 0;

	if (!points[' '])
		learn_plain_points();
	while (s.n > 0) {
		uint32_t point = text_next(&s);

		point = point < PLAIN_POINTS ? points[point] : plain_point(kind, point);
		if (point == PLAIN_NOT)
			return false;
		if (point == PLAIN_GAP) {
			gap = n > 0;
			continue;
		}
		if (gap)
			out[n++] = ' ';
		gap = false;
		if (point < 0x80) {
			out[n++] = (char)point;
		} else {
			out[n++] = (char)(0xC0 | point >> 6);
			out[n++] = (char)(0x80 | (point & 0x3F));
		}
	}
	*length = n;
	return true;
}

struct str text_key(struct arena *a, enum text_key kind, struct str s)
{
	char *plain = arena_raw(a, s.n + 1, 1);
	size_t length;

	if (plain_key(plain, &length, kind, s)) {
		plain[length] = '\0';
		return (struct str){ plain, length };
	}
	return any_key(a, kind, text_fold(a, s));
}

static uint32_t in_script(uint32_t point, enum text_script script)
{
	if (script == TEXT_SCRIPT_LATIN)
		return point == 0x131 ? point : loose(point);
	for (size_t i = 0; i < ARRAY_LEN(twins); i++) {
		if ((uint32_t)twins[i].latin == point)
			return twins[i].cyrillic;
	}
	for (size_t i = 0; i < ARRAY_LEN(odd_twins); i++) {
		if (odd_twins[i].to == point)
			return odd_twins[i].from;
	}
	return point;
}

struct str text_unmix(struct arena *a, struct str folded_word)
{
	enum text_script script = text_script_most(folded_word);
	size_t n = 0, odd;
	uint32_t point;
	char *out;

	if (!text_mixed(folded_word, &odd, &point))
		return folded_word;
	out = arena_alloc(a, 2 * folded_word.n + 1, 1);
	while (folded_word.n > 0)
		n += text_encode(out + n, in_script(text_next(&folded_word), script));
	return (struct str){ out, n };
}
