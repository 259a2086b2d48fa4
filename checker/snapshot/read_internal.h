#ifndef CHECKER_SNAPSHOT_READ_INTERNAL_H
#define CHECKER_SNAPSHOT_READ_INTERNAL_H

#include "checker/snapshot/snapshot_internal.h"

struct snapshot {
	struct arena *arena;
	struct sealed *file;
	struct str parts[PARTS];
	size_t words, blocks;
	struct snapshot_meta meta;
	/* The block of cards that was inflated last. */
	struct arena *inflated;
	struct str block;
	size_t block_number;
};

/* A piece of a part: of a list from number to number, of texts from byte to byte. */
struct snapshot_span {
	enum part part;
	size_t from, to;
};
MUST_USE bool snapshot_numbers(struct snapshot *s, struct snapshot_span span, uint32_t *out,
			       struct err *err);
MUST_USE bool snapshot_text(struct snapshot *s, struct snapshot_span span, struct str *out,
			    struct err *err);

#endif
