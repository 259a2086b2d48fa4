#include "checker/text/text_internal.h"

#include <utf8proc.h>

/*
 * After folding a letter's case is gone, so a pair stands here if either case
 * looks alike: M and М, though m and м do not. The first row of a Latin letter
 * is the one that a Cyrillic word takes instead of it.
 */
const struct text_twin text_twins[] = {
	{ 'a', 0x430 }, { 'b', 0x432 }, { 'c', 0x441 }, { 'e', 0x435 },
	{ 'h', 0x43D }, { 'h', 0x4BB }, { 'i', 0x456 }, { 'j', 0x458 },
	{ 'k', 0x43A }, { 'm', 0x43C }, { 'o', 0x43E }, { 'p', 0x440 },
	{ 's', 0x455 }, { 't', 0x442 }, { 'x', 0x445 }, { 'y', 0x443 },
};
const size_t text_twin_count = ARRAY_LEN(text_twins);

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
	for (size_t i = 0; i < text_twin_count; i++) {
		if (text_twins[i].cyrillic == point)
			return (uint32_t)text_twins[i].latin;
	}
	for (size_t i = 0; i < ARRAY_LEN(odd_twins); i++) {
		if (odd_twins[i].from == point)
			return odd_twins[i].to;
	}
	return point;
}

static bool is_gap(uint32_t point)
{
	utf8proc_category_t c;

	if (point >= 0x400 && point < 0x482)
		return false;
	c = utf8proc_category((utf8proc_int32_t)point);
	return (c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_PO) ||
	       (c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_CC);
}

struct str text_key(struct arena *a, enum text_key kind, struct str s)
{
	enum { DOT_ABOVE = 0x307 }; /* what folding leaves of the dot of İ */
	struct str folded = text_fold(a, s);
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

static uint32_t in_script(uint32_t point, enum text_script script)
{
	if (script == TEXT_SCRIPT_LATIN)
		return point == 0x131 ? point : loose(point);
	for (size_t i = 0; i < text_twin_count; i++) {
		if ((uint32_t)text_twins[i].latin == point)
			return text_twins[i].cyrillic;
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
