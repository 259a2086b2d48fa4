/* Commands that change documents: each file is read, changed, and printed, shown or written. */
#ifndef CHECKER_CMD_REWRITE_H
#define CHECKER_CMD_REWRITE_H

#include "checker/cmd/context.h"
#include "checker/edit/edit.h"

enum rewrite_show { REWRITE_TEXT, REWRITE_DIFF, REWRITE_NAMES };

struct rewrite {
	struct context *c; /* its arena is the file's while a file is changed */
	bool write;
	enum rewrite_show show; /* when nothing is written */
	/* The text as it should be; the document's own to leave it. */
	bool (*change)(struct rewrite *r, struct str *out, const struct doc *doc,
		       struct err *err);
	size_t changed; /* files that are not as they should be */
	size_t unreadable;
};

/* A line about a place on standard error, and what to do unless that is empty. */
void rewrite_tell(struct rewrite *r, const struct place *at, struct mtext text,
		  struct mtext remedy);

/* The findings of a finished sink, each so. */
void rewrite_tell_findings(struct rewrite *r, const struct sink *sink);

/* A file that is no document is told and does not stop the others. */
enum exit_code rewrite_files(struct rewrite *r, struct str_list args, struct err *err);

#define WRITE_OPTION(type)                                                                  \
	{                                                                                   \
		'w', "write", OPT_FLAG, offsetof(type, write), NULL,                        \
			"change the files instead of showing what would change", NULL, 0, 0 \
	}

#endif
