/* Schemas named by arguments: a file or a shipped one, and the documents its references reach.
 */
#ifndef CHECKER_CMD_SCHEMAS_H
#define CHECKER_CMD_SCHEMAS_H

#include "checker/cmd/context.h"
#include "checker/schema/schema.h"

struct schema_source {
	struct str name; /* as it was given */
	struct str text;
	struct str uri; /* where the document stands */
	bool shipped;
	struct schema_library *library; /* of the documents given by --ref */
};

/* Reads the text and the documents that references may reach: files, or folders of them. */
MUST_USE bool schemas_read(struct schema_source *out, struct context *c, struct str name,
			   struct str_list refs, struct err *err);
/* Puts the documents of --ref, but the one of `own_uri`, where references find them. */
MUST_USE bool schemas_add_refs(struct schema_library *library, struct context *c,
			       struct str_list refs, struct str own_uri, struct err *err);
/* The source as a document; the first fault of a text that is none is the error. */
MUST_USE bool schemas_parse(const struct doc **out, struct context *c,
			    const struct schema_source *source, struct err *err);
/* Parsed and compiled; `formats`: they are asserted, as those of shipped ones always are. */
MUST_USE bool schemas_compile(struct schema **out, struct context *c,
			      const struct schema_source *source, bool formats,
			      struct err *err);

#define SCHEMA_REF_OPTION(type)                                                        \
	{                                                                              \
		0, "ref", OPT_LIST, offsetof(type, refs), "<file|dir>",                \
			"documents that $ref may reach, by $id or beside the schema; " \
			"never the network",                                           \
			NULL, 0, 0                                                     \
	}

#endif
