/*
 * Members moved within a text, with the comments on and above them. Everything
 * here fails rather than lose a comment or guess at a layout.
 */
#ifndef CHECKER_EDIT_SPLICE_INTERNAL_H
#define CHECKER_EDIT_SPLICE_INTERNAL_H

#include "checker/edit/edit.h"

enum { SPLICE_KEYS = 8 }; /* of a way from one object to a field below it */

struct splice {
	struct arena *a;
	const struct doc *doc;
	VEC(struct text_edit) edits; /* apart from each other, in no order */
};

/* A way down from an object: all but the last key are objects to be made. */
struct splice_way {
	const struct node *object;
	struct str keys[SPLICE_KEYS];
	size_t n;
};

void splice_edit(struct splice *s, uint32_t at, size_t n, struct str text);
MUST_USE bool splice_key(struct splice *s, const struct member *m, struct str key);
MUST_USE bool splice_scalar(struct splice *s, const struct node *value, struct str text);
/* A member is cut out of its object and put at the end of the way. */
MUST_USE bool splice_move(struct splice *s, const struct node *from, const struct member *m,
			  const struct splice_way *to);
/* A new member; `value` is written as JSON. */
MUST_USE bool splice_add(struct splice *s, const struct splice_way *to,
			 const struct node *value);
/* The value, that of `m` unless it is an item, as the only item of a list (`key` empty) or the
 * only member of an object. */
MUST_USE bool splice_wrap(struct splice *s, const struct member *m, const struct node *value,
			  struct str key);

#endif
