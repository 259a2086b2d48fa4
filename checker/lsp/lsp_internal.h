/*
 * The server's parts: messages out of bytes (frame.c) and back (message.c), places
 * of editors (cursor.c), open documents (document.c), what is said of them
 * (diagnostics.c, hover.c, complete.c with spot*.c, action.c), and the protocol
 * (server.c).
 */
#ifndef CHECKER_LSP_LSP_INTERNAL_H
#define CHECKER_LSP_LSP_INTERNAL_H

#include "checker/base/strbuf.h"
#include "checker/check/check.h"
#include "checker/explain/explain.h"
#include "checker/lsp/lsp.h"

enum {
	LSP_MESSAGE_BYTES = 8 << 20, /* a manifest of 1 MiB as JSON, all of it escaped */
	LSP_HEAD_BYTES = 4096,
	LSP_TEXT_BYTES = 8 << 20,   /* of a document */
	LSP_TEXTS_BYTES = 64 << 20, /* of all */
	LSP_DOCUMENTS = 1000,
	LSP_WAITING = 1000,	      /* messages read and not yet answered */
	LSP_WAITING_BYTES = 16 << 20, /* and their bytes */
	LSP_EDIT_BYTES = 1 << 30,     /* moved by the edits of one message */
};

/* ---- bytes to messages ---- */

struct frames {
	struct strbuf in;
	size_t from; /* of what was not yet given out */
	bool lost;   /* looks for where the next message begins */
};

enum frame { FRAME_NONE, FRAME_BODY, FRAME_FAULT };
void frames_init(struct frames *f);
/* The next body, valid until more is taken; FRAME_NONE: bytes are missing. FRAME_FAULT: once
 * for each place where no message begins; what follows goes on with the next that does. */
enum frame frames_next(struct frames *f, struct str *body);
void frames_take(struct frames *f, struct str bytes);

/* ---- messages ---- */

/* What is wrong with a message, as JSON-RPC numbers it. */
enum lsp_fault {
	LSP_GOOD,
	LSP_UNREADABLE,
	LSP_NO_FRAME,
	LSP_NO_REQUEST,
	LSP_NO_METHOD,
	LSP_BAD_PARAMS,
	LSP_NOT_OPEN,
	LSP_TOO_EARLY,
	LSP_TOO_LATE,
	LSP_CANCELLED,
	LSP_FAULT_COUNT
};

struct lsp_field {
	const char *key; /* NULL: left out */
	struct node value;
};
struct node lsp_object(struct arena *a, const struct lsp_field *fields, size_t n);
#define LSP_OBJECT(a, ...)                                             \
	lsp_object((a), (const struct lsp_field[]){ __VA_ARGS__ },     \
		   sizeof((const struct lsp_field[]){ __VA_ARGS__ }) / \
			   sizeof(struct lsp_field))
struct lsp_nodes {
	VEC(struct node) list;
};
struct node lsp_array(const struct lsp_nodes *nodes);
struct node lsp_null(void);

struct lsp_call;
struct mtext lsp_fault_text(enum lsp_fault fault);
void lsp_write(const struct lsp_call *call, struct node message);
void lsp_write_result(const struct lsp_call *call, struct node id, struct node result);
void lsp_write_fault(const struct lsp_call *call, struct node id, enum lsp_fault fault);
void lsp_write_event(const struct lsp_call *call, const char *method, struct node params);

/* ---- places ---- */

/* What a column counts. */
enum lsp_unit { LSP_POINTS, LSP_UTF16, LSP_BYTES };

/* A place in a text, from 0 on; going forward costs no more than what lies between. */
struct cursor {
	struct str text;
	enum lsp_unit unit;
	bool returns; /* \r alone ends a line as well */
	size_t at;
	uint32_t line, column;
};
void cursor_to_offset(struct cursor *c, size_t at); /* or to the begin of the character there */
/* A place behind the end of its line, or of the text, is that end. */
void cursor_to_place(struct cursor *c, uint32_t line, uint32_t column);
void cursor_skip(struct cursor *c, uint32_t units); /* within the line */

/* Names of keys. */
struct lsp_keys {
	VEC(struct str) list;
};

/* ---- documents ---- */

struct lsp_document {
	struct arena *arena;
	struct str uri, path; /* as reports of `check` would name it */
	enum doc_syntax syntax;
	bool known;    /* YAML or JSON, so its content may make it a manifest */
	bool manifest; /* it was one once since it was opened */
	struct lsp_version {
		bool told;
		int64_t number;
	} version;
	struct strbuf text;

	struct arena *judging; /* of what follows; NULL: not judged as it is now */
	struct str judged;     /* the text */
	const struct sink *sink;
	const struct doc *doc; /* NULL: not readable */
	bool told;	       /* its findings were published as they are */
	bool marked;	       /* something was, at some time */
};

struct lsp {
	struct lsp_options options;
	struct arena *arena;
	char date[16];
	enum { LIFE_NEW, LIFE_OPEN, LIFE_SHUT, LIFE_OVER } life;
	enum lang lang;
	enum lsp_unit unit;
	bool markdown, versioned_edits; /* what the editor takes */
	struct str folder;		/* that it has opened; empty: none */
	struct frames frames;
	struct lsp_message *waiting; /* a ring */
	size_t first, waiting_n, waiting_bytes;
	struct lsp_document *documents[LSP_DOCUMENTS];
	size_t documents_n;
	size_t texts; /* bytes of all */
};

struct lsp_document *document_named(struct lsp *l, struct str uri);
struct lsp_opened {
	struct str uri, language, text;
	struct lsp_version version;
};
/* False when there are too many or too large ones. */
MUST_USE bool document_open(struct lsp *l, const struct lsp_opened *opened);
void document_close(struct lsp *l, struct lsp_document *d);
void document_free(struct lsp_document *d);
/* The text anew: what was said of it does not hold any more. */
MUST_USE bool document_set(struct lsp *l, struct lsp_document *d, struct str text);
/* The changes of a didChange; LSP_BAD_PARAMS: none was made. *fits: false when the text became
 * too large. */
enum lsp_fault document_change(struct lsp *l, struct lsp_document *d,
			       const struct node *changes, bool *fits);
/* Judged as it is now, whatever was before; only of manifests. */
void document_judge(struct lsp *l, struct lsp_document *d);
void document_forget(struct lsp_document *d); /* to be judged anew */
struct str document_text(const struct lsp_document *d);
/* Of an address; from the editor's folder on when it is below that. */
struct str lsp_path(const struct lsp *l, struct arena *a, struct str uri);

/* ---- what is said ---- */

/* A message being answered, or another piece of work. */
struct lsp_call {
	struct lsp *l;
	struct arena *a;
	const struct node *params;
	struct lsp_document *d; /* the manifest asked about; NULL: another document */
	struct node result;	/* null */
	struct out *out;
};

struct str lsp_text(const struct lsp *l, struct mtext t);
struct node lsp_version(struct arena *a, struct lsp_version version); /* or null */
struct cursor lsp_cursor(const struct lsp *l, struct str text); /* of the editor's places */
struct node lsp_range(struct arena *a, struct cursor *c, size_t from, size_t to);
/* The offset of params.position (or of another object of that form); false: it is none. */
MUST_USE bool lsp_offset(size_t *at, const struct lsp *l, struct str text,
			 const struct node *position);

/* Where a finding stands in the text it was found in, as offsets and for the editor. Going from
 * one to the next in their order is cheap. */
struct lsp_places {
	struct cursor found, shown;
};
struct lsp_span {
	size_t from, to;
};
struct lsp_places lsp_places(const struct lsp *l, const struct lsp_document *d);
struct lsp_span lsp_span_of(struct lsp_places *p, const struct place *at);

struct node lsp_diagnostic(const struct lsp_call *call, const struct lsp_document *d,
			   const struct finding *f, struct lsp_places *places);
/* What was found in the document; with `empty` that nothing is said of it any more. */
void lsp_publish(const struct lsp_call *call, struct lsp_document *d, bool empty);

/* The key or scalar at an offset, up to and with its end; false: none stands there. */
struct lsp_token {
	const struct node *node; /* the value, also of a key */
	bool key;
	size_t from, to;
};
bool lsp_token_at(struct lsp_token *t, const struct doc *doc, size_t at);
/* The field that a pointer names, or the nearest around it that has a title: an item of a list
 * of words has none. The pointer becomes that of it. */
const struct node *lsp_field(const struct pack *p, struct str *pointer);
/* Of which kind of the architecture the values of a field are. */
bool lsp_entries(enum arch_kind *kind, const struct node *field);
struct node lsp_markup(const struct lsp_call *call, const struct explanation *e);

/* Requests; call->d is a manifest. */
enum lsp_fault lsp_hover(struct lsp_call *call);
enum lsp_fault lsp_complete(struct lsp_call *call);
enum lsp_fault lsp_actions(struct lsp_call *call);
enum lsp_fault lsp_format(struct lsp_call *call);

#endif
