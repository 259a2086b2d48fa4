/*
 * The YAML reader's parts: space (yaml_space.c), scalars (yaml_scalar.c,
 * yaml_block.c), their types (yaml_core.c), flow collections (yaml_flow.c),
 * block collections and documents (yaml.c). Numbers in brackets are sections
 * of YAML 1.2.2.
 *
 * `n` is everywhere the indentation of the enclosing block collection, -1 at
 * the top: what belongs to it stands deeper. False means a fault was reported
 * that ends the reading.
 */
#ifndef CHECKER_DOC_YAML_INTERNAL_H
#define CHECKER_DOC_YAML_INTERNAL_H

#include "checker/doc/doc_internal.h"

struct scalar {
	struct str text;
	const char *start;
	bool plain;
	bool lines;	 /* goes over more than one line */
	uint32_t indent; /* of a block scalar's content */
};

struct yaml {
	struct reader *r;
	const char *p, *end;
	const char *line; /* first byte of the line that p is on */
	struct ended {
		const char *line; /* what ended it; NULL: none has ended yet */
		int column;
		size_t first; /* where its first entry stands */
	} ended;	      /* the block collection that ended last */
	struct scalar scalar; /* the last in block context: an explicit key may be it */
	unsigned brackets;    /* open around p */
};

enum yaml_class {
	YAML_BLANK = 1, /* space, tab */
	YAML_BREAK = 2, /* line feed, carriage return */
	YAML_FLOW = 4,	/* , [ ] { } */
	YAML_MARK = 8,	/* : # may end a plain scalar */
	YAML_FIRST = 16 /* cannot begin a plain scalar */
};

extern const unsigned char yaml_classes[256];

static inline bool yaml_is(char c, unsigned classes)
{
	return yaml_classes[(unsigned char)c] & classes;
}

/* At a line's end or the text's. */
static inline bool yaml_at_break(const struct yaml *y, const char *p)
{
	return p == y->end || yaml_is(*p, YAML_BREAK);
}

/* A blank, a line's end or the text's: what must follow "-", "?" and ":". */
static inline bool yaml_at_gap(const struct yaml *y, const char *p)
{
	return p == y->end || yaml_is(*p, YAML_BLANK | YAML_BREAK);
}

static inline const char *yaml_skip_blanks(const struct yaml *y, const char *p)
{
	while (p < y->end && yaml_is(*p, YAML_BLANK))
		p++;
	return p;
}

static inline size_t yaml_offset(const struct yaml *y, const char *p)
{
	return (size_t)(p - y->r->doc->text.p);
}

static inline int yaml_column(const struct yaml *y)
{
	return (int)(y->p - y->line);
}

bool yaml_fault(struct yaml *y, enum fault fault, const char *at);
bool yaml_fault_found(struct yaml *y, enum fault fault, const char *at); /* %1: what is there */
#ifdef __clang_analyzer__ /* both return false; it looks at one file at a time */
#define yaml_fault(...)	      (yaml_fault(__VA_ARGS__), false)
#define yaml_fault_found(...) (yaml_fault_found(__VA_ARGS__), false)
#endif

/* Behind the line break at p. */
const char *yaml_next_line(const struct yaml *y, const char *p);
/* A comment begins a line or stands behind a blank; elsewhere "#" is content. */
bool yaml_at_comment(const struct yaml *y, const char *p);
/* Behind the comment at p, which is noted. */
const char *yaml_comment(struct yaml *y, const char *p);
int yaml_indent(const struct yaml *y, const char *line); /* spaces at its beginning */
/* "---" or "..." at the beginning of a line (9.1.2). */
bool yaml_is_marker(const struct yaml *y, const char *line);
/* To the next content, over blanks, comments and line breaks (6.6, 6.7). */
void yaml_space(struct yaml *y);
/* Nothing but blanks stands before p on its line. */
bool yaml_fresh(const struct yaml *y);
/* The indentation of the line has a tab where spaces are needed. */
bool yaml_tab(const struct yaml *y);
/* After a value: only blanks and a comment until the line ends. */
bool yaml_line_end(struct yaml *y);
/* In flow: like yaml_space, and the lines must be indented deeper than n. */
bool yaml_flow_space(struct yaml *y, int n);

bool yaml_scalar(struct yaml *y, int n, bool flow, struct scalar *s);
bool yaml_block_scalar(struct yaml *y, int n, struct scalar *s);
/* The node a scalar stands for by the core schema (10.3.2). */
void yaml_resolve(struct yaml *y, const struct scalar *s, struct node *out);
/* The key's text as written; null is none. */
bool yaml_key(struct yaml *y, const struct scalar *s, struct member *m);
bool yaml_flow(struct yaml *y, int n, struct node *out);
/* Refuses what cannot begin a node in JSON-shaped data: anchors, aliases, tags. */
bool yaml_refuse(struct yaml *y);

#endif
