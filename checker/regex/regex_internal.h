/* The translation of both syntaxes to what PCRE2 means by the same. */
#ifndef CHECKER_REGEX_REGEX_INTERNAL_H
#define CHECKER_REGEX_REGEX_INTERNAL_H

#include "checker/base/strbuf.h"
#include "checker/regex/regex.h"

struct regex_translator {
	struct str in;
	size_t at; /* next byte of `in` */
	enum regex_syntax syntax;
	struct strbuf *out;
	struct err *err;
	bool atom; /* what stands before may be repeated */
};

/* Translates until `in` ends or `out` has `stop` bytes. */
MUST_USE bool regex_translate(struct regex_translator *t, size_t stop);

/* Always false; the message names the offset. */
bool regex_refuse(struct regex_translator *t, size_t offset, const char *why);
/* The byte at `at` + ahead, or NUL. */
char regex_peek(const struct regex_translator *t, size_t ahead);
/* What matches a place and not a character. RE2 lets it be repeated, PCRE2 only in a group. */
void regex_put_place(struct regex_translator *t, struct str place);
/* `at` stands on a backslash. */
MUST_USE bool regex_escape(struct regex_translator *t, bool in_class);

#endif
