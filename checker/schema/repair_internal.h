#ifndef CHECKER_SCHEMA_REPAIR_INTERNAL_H
#define CHECKER_SCHEMA_REPAIR_INTERNAL_H

#include "checker/base/arena.h"

/*
 * A date in another form as YYYY-MM-DD: 1.3.2026, 2026/3/1, "1 марта 2026 г.",
 * "2026 жылғы 1 наурыз". Empty when it is none, or when day and month could be
 * taken for each other. Whether there is such a day is not looked at.
 */
struct str schema_repair_date(struct arena *a, struct str s);

#endif
