/*
 * A language server for manifests (LSP 3.17): bytes of an editor in, bytes for it
 * out. It reads no file and no clock; who runs it moves the bytes. Memory is
 * bounded whatever comes in, and no message ends it but "exit".
 *
 * Of the documents that an editor opens those are manifests that one of the
 * patterns names, or that are YAML or JSON and have our "schema_version", or a
 * "short_name" and an "owner" or "stage"; of others nothing is said. A manifest's
 * diagnostics are the findings that `check` has for it alone.
 */
#ifndef CHECKER_LSP_LSP_H
#define CHECKER_LSP_LSP_H

#include "checker/base/file.h"
#include "checker/rule/rule.h"

struct lsp_options {
	const struct pack *pack;
	struct str version; /* of the program */
	struct str date;    /* YYYY-MM-DD, the day judged by */
	enum lang lang;
	bool lang_given; /* else the editor's language counts where it is one of ours */
	const struct str *patterns; /* of paths (base/glob.h), from the editor's folder on */
	size_t patterns_n;
};

struct lsp;
struct lsp *lsp_new(const struct lsp_options *options); /* keeps what they point to */
void lsp_free(struct lsp *l);

/* A new day has begun: all is judged anew. */
void lsp_day(struct lsp *l, struct str date);

/* Whether there is room for more to read; lsp_step makes it. */
bool lsp_takes(const struct lsp *l);
/* Bytes from the editor. Read all that has come before the next step: so a request that was
 * taken back is not answered, and a text that has changed again is not judged. */
void lsp_take(struct lsp *l, struct str bytes);

enum lsp_state {
	LSP_WORKS, /* there may be more to do */
	LSP_WAITS, /* for bytes */
	LSP_ENDS,  /* the editor said so, in order */
	LSP_BREAKS /* it said "exit" before "shutdown" */
};
/* One piece of work: a message answered or a document judged. What is to be sent goes to `out`.
 */
enum lsp_state lsp_step(struct lsp *l, struct out *out);

#endif
