/* Phrases of a pack in texts: names of the architecture, signs of lists and what denies them.
 */
#ifndef CHECKER_RULE_PHRASES_INTERNAL_H
#define CHECKER_RULE_PHRASES_INTERNAL_H

#include "checker/phrase/phrase.h"
#include "checker/rule/rule.h"

/* Expressions that say in a sentence that what it names is not so. */
struct phrase_list {
	struct str id;
	const struct node *source;
	const struct phrase_set *denials;
	bool by_clauses; /* a denial ends where the sentence turns */
};

/* What an expression of a phrase list says about the words it is asked for. */
enum denial {
	DENIAL_SAID,   /* not so, anywhere in the sentence */
	DENIAL_BEFORE, /* not the very words behind it */
	DENIAL_BEHIND, /* not the very words before it */
	DENIAL_TURNS,  /* the sentence turns to something else */
	DENIAL_OTHERS, /* nothing, though it holds one of the others: "not only" */
	DENIAL_COUNT
};
extern const char *const denial_keys[DENIAL_COUNT]; /* in the list's document */

/* Phrase sets of the pack: made from its documents, or opened from p->images when they are
 * there. */
bool rule_phrases(struct pack *p, struct err *err);
/* Whether the sentence around some words of a text says, by the list, that it is not so; *by is
 * what says it. */
bool rule_denies(const struct phrase_list *list, struct arena *a, const struct text_words *text,
		 struct str words, struct str *by);

#endif
