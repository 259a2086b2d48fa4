/*
 * The card of an initiative: what of its manifest somebody else may read. By
 * field, from the classes of the schema (schema_visible) and the lines of
 * "visibility" by which the body makes fields of its entry stricter or, within
 * the range of the schema, more open.
 */
#ifndef CHECKER_CARD_CARD_H
#define CHECKER_CARD_CARD_H

#include "checker/doc/doc.h"
#include "checker/schema/schema.h"

struct card {
	/* Canonical JSON, of DOC_GENERAL: escapes may make it larger than a manifest may be. */
	struct str json;
	/* What is not in it: nodes of the manifest, the highest of each part, in its order. */
	VEC(const struct node *) withheld;
};

/*
 * The card for a class of readers. `schema` is the document of the manifest's
 * schema (pack_manifest_schema_node). The json lives in the arena. A function
 * of manifest, schema and reader alone.
 *
 * - A field is there when its class is at or below the reader's. What the schema
 *   does not know has the class of the whole document, which is not for others;
 *   a class or a line that is not understood withholds, never opens.
 * - Lists keep their order; an object or list left empty is left out, and so is
 *   an object (never the whole) that lost a field which the schema requires of
 *   it. So whoever reads a card may rely on the schema as with a manifest, but
 *   for the top fields, and for VIS_GOV on those as well: it can be given to
 *   check_add_registered to be judged against, never to be judged.
 * - "withheld" names the top fields that a line may have withheld from this
 *   reader, whether the manifest has them or not: their absence says nothing.
 * - What a class sees, every stricter one sees too; for VIS_OWN that is all.
 *
 * Make it of the manifest, not of another card: a card has no "visibility", so
 * what a line opened would be closed again.
 */
void card_make(struct card *out, struct arena *a, const struct node *manifest,
	       const struct node *schema, enum visibility reader);

/* A line of "visibility". */
struct card_line {
	const struct node *node; /* of the manifest */
	struct str pointer;	 /* empty: the whole manifest */
	enum visibility class;
};
struct card_lines {
	VEC(struct card_line) list;
};
/*
 * All lines as card_make takes them: what is not understood counts as "the owner
 * alone", and when it does not say for which field, as for all of them.
 */
void card_lines_of(struct card_lines *out, struct arena *a, const struct node *manifest);

/*
 * Whether a pointer of a line leads to a value of the manifest or, where the
 * manifest says nothing yet, to a field that the schema knows.
 */
bool card_leads(const struct node *manifest, const struct node *schema, struct str pointer);

#endif
