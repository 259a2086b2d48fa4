/*
 * The catalogue of SQL statements. Each is a file of this folder; the build
 * makes the enum (SQL_<file name>) and the table from their header comments.
 */
#ifndef REGISTRY_SQL_SQL_H
#define REGISTRY_SQL_SQL_H

#include "registry/sql/catalog.h"

#include <stddef.h>

/* How many rows a statement answers with: no result, exactly one, any number; or any number as
 * a COPY, which takes no parameters. */
enum sql_shape { SHAPE_NONE, SHAPE_ONE, SHAPE_MANY, SHAPE_STREAM };

struct sql_statement {
	const char *name, *text;
	enum sql_shape shape;
	size_t params;
	const unsigned *types; /* type OIDs of the parameters, as the server numbers them */
};

extern const struct sql_statement sql_statements[SQL_COUNT];

#endif
