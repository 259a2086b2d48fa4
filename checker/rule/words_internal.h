#ifndef CHECKER_RULE_WORDS_INTERNAL_H
#define CHECKER_RULE_WORDS_INTERNAL_H

#include "checker/rule/rule_internal.h"

/* Reads the lists of signs of the pack. */
bool signs_build(struct pack *p, struct err *err);
/* Signs that their clauses deny, each with the first words that do. */
struct denied_signs {
	VEC(struct denied_sign {
		struct pattern_hit sign;
		struct str by;
	})
	list;
};
/* Every sign in the text that its clause does not deny, in order of place; the others are told
 * when that is asked for. */
void signs_find(const struct pack *p, struct arena *a, const struct text_words *words,
		struct pattern_hits *hits, struct denied_signs *denied);

/* What `tizilim new` writes, and words that say nothing, as the pack has them. */
void filler_build(struct pack *p);
bool filler_is_example(const struct pack *p, struct str text);
bool filler_is_empty(const struct pack *p, struct arena *a, const struct text_words *words);
/* The first sentence of the text that is in `seen`; all of its sentences are put there. */
bool filler_repeats(struct strmap *seen, const struct text_words *words, struct str *sentence);

/* The functions by their concepts; those that texts speak of, the strongest first, as a list of
 * {id, score, words}. */
void told_build(struct pack *p);
struct judge;
struct cel_value told_functions(struct cel_run *run, struct judge *j, struct cel_value texts);

#endif
