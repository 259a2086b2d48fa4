/*
 * Regular expressions: PCRE2's interpreter (never the JIT, whose verdicts
 * differ) under match, depth and heap limits and a bound on the subject, so
 * that every verdict is the same everywhere and every call ends soon.
 * PCRE2 lives here.
 */
#ifndef CHECKER_REGEX_REGEX_H
#define CHECKER_REGEX_REGEX_H

#include "checker/base/arena.h"
#include "checker/base/err.h"

struct regex;

/*
 * REGEX_ECMA: the patterns of JSON Schema (ECMA-262 with the u flag): what
 * differs from PCRE2 is translated (\d \w ASCII, \s Unicode, $ only at the end). Taken as
 * themselves, though ECMA-262 refuses them: ] { } that close or open nothing, escaped
 * punctuation. REGEX_RE2: the patterns of CEL matches(): look-around, back-references and
 * possessive forms are refused.
 */
enum regex_syntax { REGEX_ECMA, REGEX_RE2 };

enum regex_result { REGEX_NO, REGEX_YES, REGEX_LIMIT };

/* The pattern is at most LIMIT_PATTERN_BYTES. The message names the offset. Freed by
 * regex_free. */
MUST_USE bool regex_compile(struct regex **out, struct str pattern, enum regex_syntax syntax,
			    struct err *err);
/* Whether something repeated without bound is repeated without bound itself, and nothing tells
 * one turn from the next: such patterns take time exponential in the text when they do not
 * match. */
bool regex_explodes(struct str pattern);
void regex_free(struct regex *re); /* NULL is fine */
/* Unanchored search. REGEX_LIMIT: a limit ended it, or the subject is longer than
 * `max_subject`. */
enum regex_result regex_match(const struct regex *re, struct str subject, size_t max_subject);
/*
 * The same, and adds to *work what it may have cost: never less than a fixed
 * share of the true work, so that a caller can bound many matches together.
 */
enum regex_result regex_match_counted(const struct regex *re, struct str subject,
				      size_t max_subject, uint64_t *work);

#endif
