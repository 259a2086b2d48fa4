/*
 * What the files of this module share. An entry becomes a row: terms with
 * weights, cut into blocks, one a stream. Every block is brought to the length
 * sqrt(weight of its stream), so the score is a weighted mean of cosines and
 * yet one sum of products of shared terms.
 */
#ifndef CHECKER_DUP_DUP_INTERNAL_H
#define CHECKER_DUP_DUP_INTERNAL_H

#include "checker/base/strmap.h"
#include "checker/dup/dup.h"

/* The first three are enum lang. */
enum dup_stream {
	DUP_PREFIX = LANG_COUNT,
	DUP_CONCEPT,
	DUP_FUNCTION,
	DUP_OBJECT,
	DUP_STREAMS,
};

/* Streams are scaled together in groups, see dup_view. */
enum dup_group { DUP_GROUP_STEM, DUP_GROUP_BRIDGE, DUP_GROUP_CODE, DUP_GROUPS };

extern const enum dup_group dup_groups[DUP_STREAMS];

struct dup_term {
	struct str key;	 /* starts with the name of its kind: "ru:", "function:", "product:" */
	struct str name; /* the key as people read it */
	uint32_t id;	 /* by first occurrence */
	enum dup_stream stream;
	bool common;   /* ordinary in every description of an AI system */
	bool function; /* names what is done, object: on what */
	bool object;
	uint32_t entries; /* that have it */
	uint32_t rank;	  /* 0 is the rarest */
	uint32_t row;	  /* that had it last, */
	uint32_t place;	  /* and where in its items */
};

struct dup_item {
	uint32_t term; /* its id while rows are filled, then its rank */
	float weight;
};

struct dup_row {
	struct dup_item *items; /* rarest term first */
	uint32_t n;
	unsigned languages; /* bit a language: those with at least one stem */
	bool has_functions;
	/* Length by whether the other row has a language of this one: [0] no, [1] yes. */
	double length[2];
};

struct dup_posting {
	uint32_t row;
	float weight;
};

/* What a search knows of a row; all zero between searches. */
struct dup_sum {
	float group[DUP_GROUPS];
	bool met;
};

struct dup_index {
	struct dup_settings settings;
	double weight[DUP_STREAMS]; /* of the blocks */
	double bridge; /* how much more the bridge counts without common language */
	const struct dup_entry *entries;
	struct strmap terms; /* by key; insertion order is that of ids */
	struct dup_term **ranked;
	struct dup_row *rows;
	size_t n;
	struct dup_posting **postings; /* by rank; in the order of rows */
	struct dup_sum *sums;	       /* by row */
	uint32_t *met;		       /* rows, as many as are met */
};

/* How the groups of two rows count, which depends on the languages they share. */
struct dup_view {
	double scale[DUP_GROUPS];
	bool shared;
};
struct dup_view dup_view(const struct dup_index *x, unsigned languages);

/* Words that say nothing, and words that say little. */
struct dup_lexicon {
	struct strmap stops[LANG_COUNT]; /* folded words; skeletons for kk */
	struct strmap commons;		 /* keys of terms */
};
void dup_lexicon_init(struct dup_lexicon *lexicon, struct arena *a, struct stemmer *stemmer);
bool dup_lexicon_stops(const struct dup_lexicon *lexicon, struct arena *a, enum lang lang,
		       struct str word);

/* How a term is found and how it is shown. */
struct dup_label {
	struct str key, name;
};
/* The terms that a folded word gives. */
struct dup_label dup_label_stem(struct arena *a, struct stemmer *stemmer, enum lang lang,
				struct str word);
struct dup_label dup_label_prefix(struct arena *a, struct str word);

/* Fills terms and rows; the weights of items are counts of occurrences. */
void dup_terms_read(struct dup_index *x, struct arena *a);

/* Zero when the rows share no term. The one formula: search and oracle both end here. */
double dup_score(const struct dup_index *x, size_t a, size_t b);

struct dup_shared {
	VEC(struct dup_evidence)
	evidence; /* all terms of both; their shares sum to the score */
	bool function, object;
	double word; /* largest share of a term that nobody declared */
};
void dup_shared_find(const struct dup_index *x, struct arena *a, size_t one, size_t other,
		     struct dup_shared *out);

struct dup_hit {
	uint32_t a, b; /* a < b */
	double score;
};
struct dup_hits {
	VEC(struct dup_hit) list;
};
/* Adds a hit; keeps at least the strongest DUP_PAIRS_MAX. */
void dup_hits_add(struct dup_hits *hits, struct arena *a, struct dup_hit hit);
/* The hits in their order, with what a reader needs. */
void dup_hits_explain(const struct dup_index *x, struct arena *a, struct dup_hits *hits,
		      struct dup_pairs *out);

#endif
