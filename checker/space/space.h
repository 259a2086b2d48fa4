/*
 * Rows of weighted terms, and exact search for those that are alike: every row
 * whose similarity with a given one reaches a threshold, none missed. The
 * similarity is a cosine over the streams (languages, codes …) that both rows
 * have, so it is a sum of one addend for each term of both.
 *
 * Weights are integers, so a score is the same on every machine, in whatever
 * order rows were added. The search reads the rarest terms first and stops
 * when the rest of the query is too short to reach the threshold alone
 * (Cauchy and Schwarz; the bounds of L2AP, Anastasiu and Karypis, ICDE 2014).
 */
#ifndef CHECKER_SPACE_SPACE_H
#define CHECKER_SPACE_SPACE_H

#include "checker/base/arena.h"
#include "checker/base/vec.h"

enum {
	SPACE_ONE = 65535,	 /* the weight 1.0 */
	SPACE_STREAMS = 8,	 /* at most */
	SPACE_KINDS = 8,	 /* of rows: sets of three languages */
	SPACE_ROW_TERMS = 16384, /* of one row, at most */
};

/*
 * How rows of two kinds are compared: by the view `kind & other kind`. A view
 * scales the products of a stream; 0 leaves the stream out. `length` says which
 * of a row's two lengths counts.
 */
struct space_view {
	float scale[SPACE_STREAMS];
	uint8_t length;
};

struct space_model {
	struct space_view views[SPACE_KINDS];
};

/*
 * Terms are numbered by how many rows have them, 0 the most frequent; a new term
 * that was not counted gets the next number, as the rarest. In a row they stand
 * in rising order, each once. `least`: the two lengths of the row, where its
 * terms do not make it longer: a row that says almost nothing is not to be
 * alike to whatever says the same little.
 */
struct space_row {
	const uint32_t *terms;
	const uint16_t *weights;
	uint32_t n;
	uint16_t least[2];
	uint8_t kind;
};

struct space;
struct space *space_new(const struct space_model *model);
void space_free(struct space *s);
/* The streams of all terms, borrowed; called again when there are more, before rows have them.
 */
void space_terms(struct space *s, const uint8_t *streams, uint32_t terms);
/* Copies the row; its number is the count of rows before it. */
uint32_t space_add(struct space *s, const struct space_row *row);
uint32_t space_count(const struct space *s);
struct space_row space_row_at(const struct space *s, uint32_t row);
/* Puts what was added in order, as searches do when there are many: before processes are forked
 * that share it. */
void space_settle(struct space *s);
/* A removed row is found no more; its number is not used again. */
void space_remove(struct space *s, uint32_t row);
bool space_is_removed(const struct space *s, uint32_t row);

/* Between 0 and 1. The one formula: every search ends here. */
double space_score(const struct space *s, uint32_t a, uint32_t b);
/* The addends of the score; returns how many, at most the terms of the shorter row. */
struct space_addend {
	uint32_t term;
	double share;
};
uint32_t space_addends(const struct space *s, uint32_t a, uint32_t b, struct space_addend *out);

struct space_hit {
	uint32_t row;
	double score;
};
struct space_hits {
	VEC(struct space_hit) list;
};

/* What a search needs to remember; one a process that searches. */
struct space_search;
struct space_search *space_search_new(struct arena *a, struct space *s);
/* Every other row with a score of at least the threshold (above 0), in the order of rows. */
void space_find(struct space_search *q, uint32_t row, double threshold, struct arena *a,
		struct space_hits *out);
/*
 * All pairs of at least the threshold whose later row is one of `part` of
 * `parts`; all parts together are all pairs, each once. `emit` gets a < b.
 */
struct space_join {
	double threshold;
	uint32_t part, parts;
	void (*emit)(void *context, uint32_t a, uint32_t b, double score);
	void *context;
};
void space_pairs(struct space_search *q, const struct space_join *join);

#endif
