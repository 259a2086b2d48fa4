/*
 * The checkers of formats: the first byte chooses one, the rest is the text.
 * An international form admits what its ASCII form does.
 */
#include "checker/schema/parts_internal.h"
#include "checker/text/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	enum format narrow, wide;
} wider[] = {
	{ FORMAT_EMAIL, FORMAT_IDN_EMAIL },   { FORMAT_HOSTNAME, FORMAT_IDN_HOSTNAME },
	{ FORMAT_URI, FORMAT_IRI },	      { FORMAT_URI_REFERENCE, FORMAT_IRI_REFERENCE },
	{ FORMAT_URI, FORMAT_URI_REFERENCE }, { FORMAT_IRI, FORMAT_IRI_REFERENCE },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum format format;
	struct str s;
	char *copy;
	size_t bad;
	bool ok;

	if (size < 2)
		return 0;
	/* A block of its own, so that reading past its end is seen. */
	copy = malloc(size - 1);
	if (!copy)
		return 0;
	memcpy(copy, data + 1, size - 1);
	s = (struct str){ copy, size - 1 };
	format = data[0] % FORMAT_COUNT;
	/* The edge of the program lets only valid text in. */
	if (text_valid(s, &bad)) {
		ok = schema_format_ok(format, s);
		for (size_t i = 0; ok && i < ARRAY_LEN(wider); i++)
			if (wider[i].narrow == format)
				assert(schema_format_ok(wider[i].wide, s));
		assert(mtext_full(schema_format_title(format)));
	}
	free(copy);
	return 0;
}
