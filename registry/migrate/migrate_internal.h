#ifndef REGISTRY_MIGRATE_MIGRATE_INTERNAL_H
#define REGISTRY_MIGRATE_MIGRATE_INTERNAL_H

#include "registry/migrate/migrate.h"

struct migration {
	int version; /* its place in the table plus one */
	const char *name;
	const unsigned char *text;
	size_t n;
};

extern const struct migration migrations[];
extern const size_t migrations_n;

#endif
