/*
 * Why the work could not be done. Made once where it happened, given context
 * on the way up, printed once in main. On success it is left untouched.
 * A wrong document is not an error but a finding. Formats are English; the
 * other languages have theirs in the tables of words.h.
 */
#ifndef CHECKER_BASE_ERR_H
#define CHECKER_BASE_ERR_H

#include "checker/base/lang.h"

#include <stdarg.h>

enum err_code {
	ERR_NONE,
	ERR_USAGE,     /* the command line is wrong */
	ERR_INPUT,     /* unreadable, malformed or oversized input */
	ERR_NOT_FOUND, /* a named thing does not exist */
	ERR_REFUSED,   /* rights, signature, conflict */
	ERR_NET,       /* registry or network unavailable: try again */
	ERR_UNKNOWN,   /* outcome unknown: repeat with the same key */
	ERR_IO,	       /* local trouble: cannot read or write, disk full */
	ERR_BUG,       /* a process of ours ended as only a fault of ours can end it */
};

struct err_words {
	char text[2048];
	char hint[1024];
};

struct err {
	enum err_code code;
	char text[1024]; /* English */
	char hint[512];
	char sqlstate[6];		  /* empty when the database did not say one */
	struct err_words others[LANG_EN]; /* by enum lang, which English ends */
};

/* In a language; the hint may be empty. */
const char *err_text(const struct err *err, enum lang lang);
const char *err_hint_text(const struct err *err, enum lang lang);

/* All return false, so that a failing path is one line. A format that is "%s" alone stands for
 * a message that is in the tables itself. */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);
bool err_vset(struct err *err, enum err_code code, const char *fmt, va_list args)
	PRINTF_LIKE(3, 0);
/* Puts "what: " before the text. */
bool err_wrap(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
bool err_hint(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* A message that exists in three languages; the hint may be empty. */
bool err_tell(struct err *err, enum err_code code, struct mtext text, struct mtext hint);
/* err_set with ": " and the text of errno at its end; disk full gets a hint. */
bool err_errno(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

#ifdef __clang_analyzer__ /* it looks at one file at a time and must be told */
#define err_set(...)   (err_set(__VA_ARGS__), false)
#define err_wrap(...)  (err_wrap(__VA_ARGS__), false)
#define err_hint(...)  (err_hint(__VA_ARGS__), false)
#define err_errno(...) (err_errno(__VA_ARGS__), false)
#define err_tell(...)  (err_tell(__VA_ARGS__), false)
#endif

#endif
