#ifndef CHECKER_CARD_CARD_INTERNAL_H
#define CHECKER_CARD_CARD_INTERNAL_H

#include "checker/card/card.h"

/* Lines, as many as the schema allows: more of them would make a card costly. */
enum { LINES_MAX = 100 };

/* A step of a pointer. */
struct step {
	struct str key;	 /* without escapes */
	int64_t index;	 /* of an item; -1: it is no number */
	bool every_item; /* "*" */
};

struct steps {
	const struct step *at;
	size_t n;
};

struct steps card_steps(struct arena *a, struct str pointer);
bool card_step_is_item(const struct step *s, size_t i);

#endif
