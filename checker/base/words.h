/*
 * Kazakh and Russian for what is written in English where it is made: formats
 * of errors, and what commands and options say of themselves. A test holds that
 * none is missing, and that the places for values are the same.
 */
#ifndef CHECKER_BASE_WORDS_H
#define CHECKER_BASE_WORDS_H

#include "checker/base/lang.h"
#include "checker/base/strbuf.h"

struct words {
	const char *en, *kk, *ru;
};

/* Each ends with a NULL. */
extern const struct words words_errors[], words_registry[], words_review[], words_help[];

/* The English text itself where the tables do not have it. */
const char *words_in(const char *english, enum lang lang) __attribute__((format_arg(1)));
bool words_known(const char *english);
/* A synopsis, of which what stands in angles is in the tables, as a whole or part by part:
 * "<file|dir|->". */
void words_synopsis(struct strbuf *out, struct str english, enum lang lang);

/* What a statement of SQL raised, which has its values in it already. Its English is that row
 * of the table, with any text for each %, that it fits with the most letters of its own. */
extern const struct words words_sql[];
void words_raised(struct strbuf *out, struct str english, enum lang lang);

#endif
