/*
 * Changes to documents: edits of their text, a difference to show, and the
 * canonical form. What an edit does not touch stays byte for byte.
 */
#ifndef CHECKER_EDIT_EDIT_H
#define CHECKER_EDIT_EDIT_H

#include "checker/base/err.h"
#include "checker/doc/doc.h"
#include "checker/finding/finding.h"
#include "checker/schema/schema.h"

/* The text with the edits made. False when they are not in order, overlap or go beyond it. */
MUST_USE bool edit_apply(struct str *out, struct arena *a, struct str text,
			 const struct text_edit *edits, size_t n);

/*
 * A unified difference that patch -p1 applies, of files a/path and b/path;
 * empty when the texts are equal. With `color` it is for a terminal only.
 */
struct str edit_diff(struct arena *a, struct str path, struct str before, struct str after,
		     bool color);

/*
 * The canonical form of a document: two spaces a level, keys in the order of
 * the schema (those that it does not name behind them, in their own order; no
 * schema: all in their own), quotes only where needed. Comments of YAML stay
 * with what they stand before or beside; long texts keep their lines. Making
 * the form of the form changes nothing. Fails when the result would not be
 * read to an equal tree, which is a fault of this program.
 */
MUST_USE bool edit_format(struct str *out, struct arena *a, const struct doc *doc,
			  const struct node *schema, struct err *err);

/* A repair that was made; the place is that of its finding. */
struct edit_made {
	struct place at;
	struct mtext title;
};

struct edit_fixed {
	struct str text; /* the document's own when nothing was made */
	VEC(struct edit_made) made;
	struct sink left; /* what the schema still says; finished */
};

/*
 * Makes the repairs that the schema's findings bring, as long as each lowers
 * their number and the text stays a document. Fixing what was fixed changes
 * nothing, nor does fixing a valid document.
 */
void edit_fix(struct edit_fixed *out, struct arena *a, const struct doc *doc,
	      const struct schema *schema);

struct edit_upgraded {
	const struct doc *doc; /* as it is now */
	VEC(struct edit_made)
	left; /* what a person must decide or do, in the order of the steps */
};

/*
 * Brings a document to the next version by steps as schemas/upgrade-1.0.json
 * describes them; `left` is added to. Comments stay, with what they stand above
 * or beside; what cannot be changed without loss is left for a person. False
 * when its schema_version does not stand on one line.
 */
MUST_USE bool edit_upgrade(struct edit_upgraded *out, struct arena *a, const struct doc *doc,
			   const struct node *steps);

#endif
