/*
 * The canonical form's parts: order of keys (order.c), JSON (json.c), and for
 * YAML the comments given to what they belong to (yaml_part.c), lines of
 * scalars (yaml_scalar.c) and all of it written (yaml.c).
 */
#ifndef CHECKER_EDIT_EDIT_INTERNAL_H
#define CHECKER_EDIT_EDIT_INTERNAL_H

#include "checker/base/strbuf.h"
#include "checker/edit/edit.h"

/* A place in the schema's document; `at` is NULL where it says nothing. */
struct order {
	const struct node *root, *at;
};

struct order order_of(const struct node *schema);
struct order order_member(struct order o, struct str key);
struct order order_item(struct order o, uint32_t index);
/* The order of an object's members by index; in the arena. */
uint32_t *order_members(struct order o, struct arena *a, const struct node *object);

/* The forms; empty when larger than LIMIT_DOC_BYTES_GENERAL. */
struct str edit_json(struct arena *a, const struct doc *doc, struct order order);
struct str edit_yaml(struct arena *a, const struct doc *doc, struct order order);

/* ---- YAML ---- */

enum { YAML_COLUMNS = 100, YAML_KEY_POINTS = 1000 };

/* A comment on a line of its own. */
struct line {
	struct str text;
	bool gap; /* an empty line stands before it */
};
struct lines {
	VEC(struct line) list;
};

/* A member, an item or the root, with the comments that go where it goes. */
struct part {
	const struct node *node;
	const struct member *member; /* NULL: an item or the root */
	uint32_t start;		     /* offset of the key or the value */
	bool gap;		     /* an empty line stands before it */
	bool brackets;		     /* written in brackets */
	struct str inside;	     /* a collection that stays in brackets, as written */
	struct str after;	     /* the comment on its line */
	struct lines *before;	     /* NULL: none */
	struct lines *tail;	     /* comments at the end of a collection */
	struct part *parts;	     /* of a collection: node->count of them */
};

/* Comments that are about the whole document. */
struct frame {
	struct lines *head, *foot;
};

/* The document as parts in its own order; the frame must be zero. */
struct part *yaml_parts(struct arena *a, const struct doc *doc, struct frame *frame);

struct yaml_writer {
	struct strbuf *out;
	struct arena *arena;
	const struct doc *doc;
	bool kept; /* empty lines at the end of what was written last belong to it */
};

/* A scalar behind "key:" or "-" of the column, with its comment and the line's end. */
void yaml_put_scalar(struct yaml_writer *w, const struct part *p, size_t column);
/* A key or a scalar on one line. */
struct str yaml_line_text(struct yaml_writer *w, const struct node *n, bool flow);
/* Is the value a scalar whose text stands on one line? */
bool yaml_is_short(const struct yaml_writer *w, const struct node *n);
void yaml_put_indent(struct yaml_writer *w, size_t column);

#endif
