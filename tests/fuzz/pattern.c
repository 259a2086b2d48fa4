/*
 * Patterns of schemas: a pattern, a zero byte, a subject. What the short way
 * takes must be a pattern for PCRE2 too, with the same verdict.
 */
#include "checker/base/limits.h"
#include "checker/schema/parts_internal.h"
#include "checker/text/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void match(struct arena *a, struct str pattern, struct str subject)
{
	struct pattern simple;
	struct err err = { 0 };
	struct regex *re;
	bool is_simple = schema_simple_compile(&simple, a, pattern);
	enum regex_result found;
	size_t bad;

	if (!regex_compile(&re, pattern, REGEX_ECMA, &err)) {
		assert(err.text[0] && text_valid(str_of(err.text), &bad));
		/* Only what PCRE2 could not hold, long counts of a group that it copies. */
		assert(!is_simple || pattern.n > LIMIT_PATTERN_BYTES ||
		       strstr(err.text, "too large"));
		return;
	}
	found = regex_match(re, subject, LIMIT_SUBJECT_BYTES);
	if (is_simple && found != REGEX_LIMIT)
		assert(schema_simple_match(&simple, subject) == (found == REGEX_YES));
	regex_free(re);
	if (regex_compile(&re, pattern, REGEX_RE2, &err))
		regex_free(re);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new();
	struct str pattern, rest;
	size_t bad;
	/* A block of its own, so that reading past its end is seen. */
	char *copy = malloc(size ? size : 1);

	if (!copy)
		return 0;
	memcpy(copy, data, size);
	rest = (struct str){ copy, size };
	/* The edge of the program lets only valid text in. */
	if (text_valid(rest, &bad) && str_cut(&pattern, &rest, '\0'))
		match(a, pattern, rest);
	free(copy);
	return 0;
}
