#ifndef REGISTRY_STORE_STORE_INTERNAL_H
#define REGISTRY_STORE_STORE_INTERNAL_H

#include "registry/store/store.h"

/* ref.c: columns of an answer as values that live in the arena. */
struct str store_get_text(const struct rows *rows, struct arena *a, size_t row, int column);
struct str store_get_id(const struct rows *rows, struct arena *a,
			size_t row); /* columns 0, 1 */
struct mtext store_get_name(const struct rows *rows, struct arena *a, size_t row, int column);
struct sha256 store_get_sha256(const struct rows *rows, struct arena *a, size_t row,
			       int column);
/* Body, short name, revision, status, stage, three names, time. */
struct store_entry store_get_entry(const struct rows *rows, struct arena *a, size_t row);

struct param store_param_sha256(const struct sha256 *h);
struct param store_param_limit(size_t limit);

#endif
