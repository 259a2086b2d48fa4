#include "registry/store/store.h"

#include <time.h>
#include <unistd.h>

enum { TRIES = 10, PAUSE_MS = 5, PAUSE_DOUBLINGS = 6 };

/* Longer each time, and unlike for two processes that got into each other's way. */
static void pause_before(int attempt)
{
	int doublings = attempt < PAUSE_DOUBLINGS ? attempt : PAUSE_DOUBLINGS;
	long ms = (long)PAUSE_MS << doublings;

	ms += (long)hash_str(STR("pause"), (uintptr_t)getpid() + (uintptr_t)attempt) & 31;
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000L }, NULL);
}

bool store_write(struct db *db, store_work work, void *context, struct err *err)
{
	for (int attempt = 0;; attempt++) {
		if (attempt)
			pause_before(attempt);
		if (db_begin(db, err) && work(db, context, err) && db_commit(db, err))
			return true;
		db_rollback(db);
		if (!db_retryable(err) || attempt + 1 == TRIES)
			return false;
	}
}

bool store_read(struct db *db, store_work work, void *context, struct err *err)
{
	bool ok = db_begin_read(db, err) && work(db, context, err);

	db_rollback(db);
	return ok;
}
