/* How likely it is that two initiatives do the same. */
#ifndef CHECKER_DUP_TABLE_H
#define CHECKER_DUP_TABLE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How likely a pair is a duplicate: of pairs that people judged, by score and by what the two
 * have in common, so many were. Counts are what a table is made of; verdicts add to them.
 */
enum dup_common {
	DUP_COMMON_NOTHING,
	DUP_COMMON_OBJECT,
	DUP_COMMON_FUNCTION,
	DUP_COMMON_BOTH,
	DUP_COMMONS,
};
extern const char *const dup_common_names[DUP_COMMONS + 1]; /* "nothing", "object", …, NULL */
enum { DUP_BANDS = 6 };

struct dup_count {
	double duplicates, judged;
};

struct dup_table {
	double from[DUP_BANDS]; /* lowest score of the band; falling, the last is 0 */
	struct dup_count counts[DUP_BANDS][DUP_COMMONS];
	double probability[DUP_BANDS][DUP_COMMONS]; /* set by dup_table_fit */
};

/*
 * Probabilities from the counts, to which two pairs are added that were judged as the others of
 * the band (by Laplace's rule); then the nearest ones that fall neither with the score nor with
 * what is shared (isotonic regression in both directions).
 */
void dup_table_fit(struct dup_table *t);

/* A pair that a person judged, as the search saw it. */
struct dup_judged {
	double score;
	bool word; /* most of the score is one word that nobody declared */
	enum dup_common common;
	bool duplicate;
};
/* Counts a verdict, before the table is fitted: in whatever order, the same table. */
void dup_table_count(struct dup_table *t, const struct dup_judged *judged);
/* The row that a pair belongs to. */
size_t dup_table_row(const struct dup_table *t, double score, bool word);

/* What the probability means for a reader. */
enum dup_band { DUP_UNLIKELY, DUP_POSSIBLE, DUP_REVIEW, DUP_LIKELY };
enum dup_band dup_band_of(double probability);

#endif
