/*
 * Rows lie in blocks, so that the sums of one block stay in the processor's
 * cache while the lists of all query terms are poured over it. A block holds
 * rows of one kind. The newest rows of each kind are in no block yet; they are
 * few and compared one by one.
 */
#ifndef CHECKER_SPACE_SPACE_INTERNAL_H
#define CHECKER_SPACE_SPACE_INTERNAL_H

#include "checker/space/space.h"

enum {
	BLOCK_ROWS = 1 << 15, /* sums of 64 kB */
	BLOCK_STEP = 16,      /* rows filtered together; arrays are padded to it */
	LOOSE_ROWS = 128,     /* outside a block before they are moved into one, */
	LOOSE_COMPARED = 8,   /* which takes as long as comparing each so many times */
	REST_BOUNDS = 32,
	SUM_ONE = 1 << 15, /* 1.0 in sums of 16 bits */
	REST_ONE = 255,
};

struct row {
	const uint32_t *terms; /* the weights stand behind them */
	uint16_t n;
	uint16_t length[2];
	uint8_t kind;
	bool removed;
};

struct posting {
	uint16_t at; /* in the block */
	uint16_t weight;
};

struct block {
	struct arena *arena;
	uint32_t n;
	uint32_t *rows;	 /* their numbers */
	uint32_t terms;	 /* that were known when it was made */
	uint32_t *start; /* of the postings of each term, and the end */
	struct posting *postings;
	uint16_t *length[2];
	/*
	 * Norm of the part of a row whose terms are numbered below a bound, rounded up, at
	 * most REST_ONE: what the frequent terms can still add. By bound, then by row.
	 */
	uint8_t *rest[REST_BOUNDS];
};

struct kind {
	VEC(struct block *) blocks; /* all but the last are full */
	VEC(uint32_t) loose;
	size_t compared; /* of them, by searches since they were put in order */
};

struct space {
	struct arena *arena;
	const struct space_model *model;
	float most[SPACE_STREAMS]; /* largest scale of the stream in any view */
	const uint8_t *streams;
	uint32_t terms;
	VEC(struct row) rows;
	struct kind kinds[SPACE_KINDS];
};

static inline const uint16_t *row_weights(const struct row *r)
{
	return (const uint16_t *)(const void *)(r->terms + r->n);
}

/* As space_settle, where searches have compared so much that it pays. */
void space_settle_if_due(struct space *s);
/* The first bound above the term; all terms of the last. */
uint32_t block_bound(uint32_t term);
/* Products of two rows, added up by stream. The one formula of a score. */
struct dots {
	uint64_t of[SPACE_STREAMS];
};
double space_dots_score(const struct space *s, const struct row *a, const struct row *b,
			const struct dots *dots);

#endif
