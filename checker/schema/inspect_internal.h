/* What a valid schema may not mean as it stands. */
#ifndef CHECKER_SCHEMA_INSPECT_INTERNAL_H
#define CHECKER_SCHEMA_INSPECT_INTERNAL_H

#include "checker/schema/compile_internal.h"

struct inspection {
	struct arena *a;
	const struct doc *doc;
	struct sink *sink;
};

/* So much has been found that nobody reads more; the rest is not looked for. */
bool schema_inspect_full(const struct sink *sink);
/* A warning at the key of a keyword. */
void schema_inspect_doubt(const struct inspection *in, const struct member *m,
			  struct mtext message, struct mtext remedy);
/* All doubts about one schema object. */
void schema_inspect_place(const struct inspection *in, const struct node *schema,
			  const struct dialect *dialect);

#endif
