/* What the files of this module share. */
#ifndef CHECKER_TEXT_TEXT_INTERNAL_H
#define CHECKER_TEXT_TEXT_INTERNAL_H

#include "checker/text/text.h"

enum text_script { TEXT_SCRIPT_NONE, TEXT_SCRIPT_LATIN, TEXT_SCRIPT_CYRILLIC };

/* Of a letter; digits, marks and letters of other scripts have none of ours. */
enum text_script text_script(uint32_t point);
/* The script of most letters of a word; Cyrillic wins a tie. */
enum text_script text_script_most(struct str word);
/* Cyrillic letters of two bytes whose fold is one too: all but the marks U+0483 to U+0489. */
static inline bool text_is_plain_cyrillic(uint32_t point)
{
	return (point >= 0x400 && point < 0x482) || (point >= 0x48A && point < 0x530);
}

/* Lower case of a Cyrillic letter that has neither decomposition nor marks to join. */
static inline uint32_t text_cyrillic_lower(uint32_t point)
{
	if (point < 0x410)
		return point + 0x50;
	if (point < 0x430)
		return point + 0x20;
	if (point < 0x460)
		return point;
	if (point == 0x4C0)
		return 0x4CF;
	if (point > 0x4C0 && point < 0x4CF)
		return point + (point & 1);
	return point | 1;
}

struct text_letters text_count_letters(struct str s);
/* The words of a text as text_word cuts them, without what is known of them. */
struct text_token *text_cut(struct arena *a, struct str text, size_t *n);

/* Kazakh suffix stripping on Cyrillic, and on a skeleton, where harmony cannot be seen. */
struct str text_kazakh_stem(struct arena *a, struct str folded_word);
struct str text_kazakh_stem_skeleton(struct arena *a, struct str skeleton);

#endif
