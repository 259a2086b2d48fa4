/*
 * Working days: a week of five, less the holidays of the pack, with single days that an
 * administrator moved. Days are YYYY-MM-DD.
 */
#ifndef REGISTRY_CALENDAR_CALENDAR_H
#define REGISTRY_CALENDAR_CALENDAR_H

#include "registry/store/store.h"

struct calendar_day {
	struct str day;
	bool working;
	struct mtext holiday; /* empty when it is none */
	struct str confidence;
	struct str reason; /* of a day that was moved; else empty */
};
struct calendar_days {
	struct calendar_day *at;
	size_t n;
};
struct calendar_span {
	struct str first, last;
};
/* Those that a week alone does not tell. */
MUST_USE bool calendar_list(struct calendar_days *out, struct arena *a, struct db *db,
			    const struct calendar_span *span, struct err *err);

enum calendar_kind { CALENDAR_OFF, CALENDAR_WORKING, CALENDAR_AS_EVER };
struct calendar_move {
	struct str day;
	enum calendar_kind kind;
	struct str reason; /* not needed to take the word back */
};
MUST_USE bool calendar_set(enum store_outcome *out, struct db *db,
			   const struct calendar_move *move, struct err *err);
/* The holidays of a loaded pack in place of those there were. */
MUST_USE bool calendar_load(enum store_outcome *out, struct db *db, struct str pack,
			    struct str version, struct err *err);

#endif
