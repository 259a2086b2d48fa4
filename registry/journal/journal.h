/*
 * What was sent to the registry and not surely answered. The key of a
 * submission is written here, and is on the disk, before it is first tried; it
 * is taken away when the answer is known. So whoever repeats a submission,
 * after a lost connection or a killed program, repeats it under the same key,
 * and the registry takes it once.
 */
#ifndef REGISTRY_JOURNAL_JOURNAL_H
#define REGISTRY_JOURNAL_JOURNAL_H

#include "checker/base/err.h"
#include "checker/base/hash.h"

/* What is submitted: these bytes as that initiative. */
struct journal_what {
	struct str id;
	struct sha256 bytes;
};

struct journal_entry {
	struct str key; /* UUID */
	bool repeated;	/* it was there: an earlier try had no sure answer */
	struct str path;
};

/*
 * The entry for a submission, below <data home>/tizilim/journal. A file that was cut or damaged
 * is no entry: its key never was on the disk whole, so it never was sent.
 */
MUST_USE bool journal_open(struct journal_entry *out, struct arena *a, struct str data_home,
			   const struct journal_what *what, struct err *err);
/* The answer is known. What cannot be removed is harmless: the next submission of the same
   bytes gets that answer once more. */
void journal_close(const struct journal_entry *entry);

#endif
