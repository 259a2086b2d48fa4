#ifndef REGISTRY_REVIEW_REVIEW_INTERNAL_H
#define REGISTRY_REVIEW_REVIEW_INTERNAL_H

#include "registry/review/review.h"

/* list.c */
struct param review_number(int64_t n); /* 0 is null */
struct param review_hash(const struct sha256 *h);

#endif
