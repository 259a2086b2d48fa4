/*
 * What may be written at a place, told from the text before it alone: what is
 * being written is seldom a document. JSON and what stands in brackets is read by
 * spot_flow.c, the rest of YAML by spot_yaml.c.
 */
#ifndef CHECKER_LSP_SPOT_INTERNAL_H
#define CHECKER_LSP_SPOT_INTERNAL_H

#include "checker/lsp/lsp_internal.h"

#include "checker/base/limits.h"

struct spot_level {
	size_t column; /* YAML without brackets: where its key or dash stands */
	bool list;
	bool valued; /* its colon has been read */
	bool done;   /* and its value */
	uint32_t index;
	struct str key;
	struct lsp_keys keys; /* of the object so far, with this one */
};

struct spot_path {
	struct spot_level levels[LIMIT_DOC_DEPTH];
	size_t n;
};

static inline struct spot_level *spot_top(struct spot_path *p)
{
	return p->n ? &p->levels[p->n - 1] : NULL;
}

bool spot_push(struct spot_path *p, bool list); /* false: too deep */
void spot_name(struct spot_level *level, struct arena *a, struct str key);

struct lsp_spot {
	struct spot_path path;
	size_t levels;	 /* of it, that lead to the object of a key or to the value */
	bool key, value; /* what may stand here; in YAML, before a colon, both may */
	size_t from, to; /* what would give way, with its quotes */
	char quote;	 /* of it; 0: none */
	bool colon;	 /* one stands behind it */
	bool flow;	 /* within brackets */
	bool tight;	 /* directly behind a colon */
};

struct spot_place {
	struct str text;
	size_t at;
	bool yaml;
};

enum spot_found {
	SPOT_NONE,   /* nothing may be written here */
	SPOT_HERE,   /* *s says what */
	SPOT_BEHIND, /* the place is behind the brackets, which end at *end */
};
/* *end: given, where the outermost bracket stands. */
enum spot_found spot_flow(struct lsp_spot *s, struct arena *a, const struct spot_place *place,
			  size_t *end);
bool spot_yaml(struct lsp_spot *s, struct arena *a, const struct spot_place *place);

struct spot_quoted {
	size_t end; /* behind the quote that closes it, or at the end of the line */
	bool closed;
};
struct spot_quoted spot_quoted(struct str text, size_t from);

#endif
