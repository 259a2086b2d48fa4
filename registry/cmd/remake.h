/* Cards follow the classes of the schema. */
#ifndef REGISTRY_CMD_REMAKE_H
#define REGISTRY_CMD_REMAKE_H

#include "registry/cmd/session.h"

/* The schema by whose classes cards are made. */
struct sha256 remake_form(const struct pack *pack);
/* Makes again, or compares, the cards that were not made by it, on an open session of a checker
 * of the whole registry; `n` gets of how many initiatives others see something else now. */
MUST_USE bool remake_cards(int64_t *n, struct context *c, struct db *db, struct err *err);

#endif
