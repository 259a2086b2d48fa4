/* What the files of this module share. */
#ifndef CHECKER_TEXT_TEXT_INTERNAL_H
#define CHECKER_TEXT_TEXT_INTERNAL_H

#include "checker/text/text.h"

enum text_script { TEXT_SCRIPT_NONE, TEXT_SCRIPT_LATIN, TEXT_SCRIPT_CYRILLIC };

/* Of a letter; digits, marks and letters of other scripts have none of ours. */
enum text_script text_script(uint32_t point);
/* The script of most letters of a word; Cyrillic wins a tie. */
enum text_script text_script_most(struct str word);
bool text_is_ascii(struct str s);

/* A letter in lower case and the letter of the other script that looks like it, in either case.
 */
struct text_twin {
	char latin;
	uint16_t cyrillic;
};
extern const struct text_twin text_twins[];
extern const size_t text_twin_count;

/* Kazakh suffix stripping on Cyrillic, and on a skeleton, where harmony cannot be seen. */
struct str text_kazakh_stem(struct arena *a, struct str folded_word);
struct str text_kazakh_stem_skeleton(struct arena *a, struct str skeleton);

#endif
