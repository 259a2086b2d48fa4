/*
 * The strict reader: JSON (RFC 8259) and YAML (core schema 1.2, JSON-shaped)
 * to one immutable tree in which every key and value knows its place. The only
 * door for manifests, packs, rules and schemas.
 *
 * Strings point into the document's text where no escape stands between, so
 * the text must live as long as the tree; both live in the caller's arena.
 */
#ifndef CHECKER_DOC_DOC_H
#define CHECKER_DOC_DOC_H

#include "checker/base/arena.h"
#include "checker/base/err.h"
#include "checker/base/hash.h"
#include "checker/base/lang.h"
#include "checker/base/vec.h"

enum node_type { NODE_NULL, NODE_BOOL, NODE_NUMBER, NODE_STRING, NODE_ARRAY, NODE_OBJECT };

struct member;
struct doc_lines;

struct node {
	uint8_t type; /* enum node_type */
	bool truth;   /* NODE_BOOL */
	bool whole;   /* NODE_NUMBER: the lexeme is an integer without fraction and exponent */
	uint32_t at;  /* byte offset of the value's first byte in the text */
	uint32_t count;	 /* elements or members */
	uint32_t text_n; /* NODE_STRING: bytes of the value; NODE_NUMBER: of the lexeme */
	union {
		const char *text;	      /* NODE_STRING, NODE_NUMBER */
		const struct node *items;     /* NODE_ARRAY: count of them */
		const struct member *members; /* NODE_OBJECT: in document order */
	};
};

struct member {
	const char *key;
	uint32_t key_n;
	uint32_t key_at; /* byte offset of the key */
	struct node value;
};

enum doc_syntax { DOC_JSON, DOC_YAML };

/*
 * Manifest: the strict one, for manifests, packs and rules. General: for JSON
 * that others define; allows \u0000 in strings and numbers of any length.
 * Duplicate keys are refused in both.
 */
enum doc_profile { DOC_MANIFEST, DOC_GENERAL };

/* A comment of YAML, from its "#" to the line's end. */
struct doc_comment {
	uint32_t at, n;
	uint32_t depth; /* of collections open where it stands */
	bool inside;	/* within brackets */
};

/* A scalar of YAML that goes over lines: [at, end) of the text. */
struct doc_long {
	uint32_t at, end;
	uint32_t indent; /* of a block scalar's content */
};

struct doc {
	struct str path; /* as the user named it; for messages */
	struct str text;
	enum doc_syntax syntax;
	struct node root;
	struct doc_lines *lines; /* counted when a place is first asked for */
	/* What the tree does not keep of YAML, in the order of the text. */
	VEC(struct doc_comment) comments;
	VEC(struct doc_long) longs;
};

/* 1-based; columns count code points. */
struct doc_place {
	uint32_t line, column;
};

/* Why a text is not a document. `code` is stable, such as "duplicate-key". */
struct doc_error {
	const char *code;
	uint32_t at; /* byte offset */
	struct mtext message, hint;
};

struct doc_errors {
	VEC(struct doc_error) list;
	size_t dropped;	       /* beyond LIMIT_DOC_ERRORS */
	uint32_t lines_before; /* given: of the file before the text, for lines in messages */
};

/* By the name's ending: .json is JSON, all else YAML. */
enum doc_syntax doc_syntax_of(struct str path);

/*
 * Parses text (limits in base/limits.h). *out is set even on failure when the
 * errors' places can be computed (path, text and lines, root NULL); true when
 * the document is good. Errors are in order of place; all that the syntax lets
 * one pass find.
 */
MUST_USE bool doc_parse(struct doc **out, struct arena *a, struct str path, struct str text,
			enum doc_syntax syntax, enum doc_profile profile,
			struct doc_errors *errors);

/* The first of the errors of doc_parse as an error of the program; returns false. */
bool doc_fault(const struct doc *doc, struct arena *a, const struct doc_errors *errors,
	       struct err *err);
struct doc_place doc_place(const struct doc *doc, uint32_t at);
uint32_t doc_line_count(const struct doc *doc);
/* The bytes of the document that a piece of a text value was read from, with the escapes, folds
 * and indentation inside; white space at its ends is left out. */
struct str doc_source(const struct doc *doc, const struct node *node, struct str piece);
/* The line (without its end) that holds the offset; for excerpts. Of one beyond 64 KiB the
 * beginning. */
struct str doc_line(const struct doc *doc, uint32_t at);
/* JSON Pointer (RFC 6901) of a node of this document, found by its address. */
struct str doc_pointer(const struct doc *doc, struct arena *a, const struct node *node);
bool doc_is_pointer(struct str s); /* by its form */
/* The node a pointer names; NULL if none. */
const struct node *doc_at(const struct node *root, struct str pointer);
/* A step of a pointer as the key it names: without ~0 and ~1. */
struct str doc_unescape(struct arena *a, struct str token);

static inline struct str node_str(const struct node *n)
{
	return (struct str){ n->text, n->text_n };
}

static inline struct str member_key(const struct member *m)
{
	return (struct str){ m->key, m->key_n };
}

/* Member of an object by key; NULL when absent, or when `n` is NULL or no object. */
const struct node *node_get(const struct node *n, struct str key);
const struct member *node_member(const struct node *n, struct str key);
static inline bool member_is(const struct member *m, struct str key)
{
	return m->key_n == key.n && str_same(m->key, key.p, key.n);
}

/* node_get for who asks many like objects: *hint is where the key stood last. */
static inline const struct node *node_get_near(const struct node *n, struct str key,
					       uint32_t *hint)
{
	const struct member *m;

	if (n->type == NODE_OBJECT && *hint < n->count && member_is(&n->members[*hint], key))
		return &n->members[*hint].value;
	m = node_member(n, key);
	if (!m)
		return NULL;
	*hint = (uint32_t)(m - n->members);
	return &m->value;
}

/* The string value of a member; the empty str when absent or no string. */
struct str node_text(const struct node *n, struct str key);
/* {kk, ru, en} as text; absent ones are empty. A plain string counts for all three. */
struct mtext node_mtext(const struct node *n);
/* A NODE_NUMBER as int64, also "1.0" and "1e2"; false if not whole or out of range. */
bool node_int(const struct node *n, int64_t *out);
double node_double(const struct node *n); /* nearest; locale-independent */
/* Exact comparison of two numbers by value, of any length: -1, 0, 1. */
int node_number_cmp(const struct node *a, const struct node *b);
/* Deep equality as JSON values: numbers by value, objects without order. */
bool node_equal(const struct node *a, const struct node *b);

/* A difference, at a JSON Pointer; before or after is NULL when it was added or removed. */
typedef void (*node_changed)(void *context, struct str path, const struct node *before,
			     const struct node *after);
/* Calls back for each: members by key, items of lists one by one, those removed from the end
 * on, so that a JSON Patch made of them applies in this order. */
void node_diff(struct arena *a, const struct node *before, const struct node *after,
	       node_changed changed, void *context);

/* Sorted keys, no white space, numbers normalised by value: equal values give equal bytes. */
struct str node_canonical(struct arena *a, const struct node *n);
/* SHA-256 of the canonical bytes. */
struct sha256 node_hash(const struct node *n);

/* The scalar's entry of doc->longs; NULL when it stands on one line. */
const struct doc_long *doc_long(const struct doc *doc, uint32_t at);
/* The last that begins before the offset; NULL when none does. */
const struct doc_long *doc_long_before(const struct doc *doc, size_t at);
/*
 * Bytes that the scalar or key at an offset, read as `value`, takes in the
 * text with its quotes; 0 when it goes over lines.
 */
size_t doc_written(const struct doc *doc, uint32_t at, struct str value);
/*
 * The text as a scalar or key of the syntax on one line, quoted only where it
 * must be (which in YAML is also where readers of version 1.1 would see a
 * number, a date or a truth value); `flow`: it may stand within brackets.
 */
struct str doc_scalar(struct arena *a, enum doc_syntax syntax, bool flow, struct str s);
/* No character of it has to be escaped to be seen: no control, no line break. */
bool doc_is_shown(struct str s);
/* The same as doc_scalar in place of what stands at `at`: in its quotes, where it has any. */
struct str doc_scalar_at(struct arena *a, const struct doc *doc, uint32_t at, struct str s);

/* Builders for trees that we make ourselves (the reference architecture); `at` is 0. */
struct node node_make_str(struct str s);
struct node node_make_bool(bool truth);
struct node node_make_int(struct arena *a, int64_t value);
struct node node_make_array(const struct node *items, size_t n);
/* Copies the members in their order; keys must be distinct. */
struct node node_make_object(struct arena *a, const struct member *members, size_t n);

#endif
