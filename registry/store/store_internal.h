#ifndef REGISTRY_STORE_STORE_INTERNAL_H
#define REGISTRY_STORE_STORE_INTERNAL_H

#include "registry/store/store.h"

/* Body, short name, revision, status, stage, three names, time. */
struct store_entry store_get_entry(const struct rows *rows, struct arena *a, size_t row);

struct param store_param_sha256(const struct sha256 *h);
struct param store_param_limit(size_t limit);

#endif
