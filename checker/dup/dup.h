/*
 * Duplicate functionality: initiatives that do the same. Weighted TF-IDF
 * cosine over term streams (stems, script-neutral prefixes, concept tags,
 * declared codes), searched exactly. Pure: entries in, pairs out.
 */
#ifndef CHECKER_DUP_DUP_H
#define CHECKER_DUP_DUP_H

#include "checker/base/arena.h"
#include "checker/base/err.h"
#include "checker/base/lang.h"
#include "checker/base/strmap.h"
#include "checker/base/vec.h"
#include "checker/doc/doc.h"
#include "checker/dup/table.h"
#include "checker/phrase/phrase.h"

/* Raised when the terms of a text or their weights change otherwise than by the settings: what
 * is kept of entries is of a version. */
enum { DUP_VERSION = 2 };

/* What of an initiative is compared. All texts are borrowed. */
struct dup_entry {
	struct str id;	 /* "msh/egin" */
	struct str body; /* owner body */
	struct mtext title;
	struct mtext text;	     /* summary, purpose and the like, joined */
	const struct str *functions; /* declared codes */
	size_t functions_n;
	const struct str *objects; /* data objects and sources, people, sector */
	size_t objects_n;
	struct str product;
};

/* Weights of the streams, and the vocabulary of concepts (may be NULL). */
struct dup_settings {
	struct dup_weights {
		double text, title, function, object, concept, prefix;
	} weights;
	const struct pattern_set
		*concepts; /* owner: const char *, the concept's tag such as "f:translate" */
	/* Tags of concepts that nearly every AI system has, and that therefore say little. */
	const struct str *ordinary;
	size_t ordinary_n;
	/*
	 * By language, for words whose stems have other beginnings in Kazakh: sorted lines of a
	 * stem, then beginnings with their weights in sixteenths: "дорог jol 15 autoj 1".
	 */
	struct str translations[LANG_COUNT];
	const struct dup_table *table; /* fitted */
	double threshold;	       /* cosine below which a pair is no candidate */
	/*
	 * Only pairs among the strongest so many of one of the two, of those that are asked
	 * about; 0: all. Many copies of one text have many pairs, and a reader needs a few.
	 */
	uint32_t per_entry;
};

/* Weights, threshold and the fitted table from the pack's list "duplicates" (see
 * schemas/list-1.0.json, which it is valid by). Concepts stay NULL. */
struct dup_settings dup_settings_read(struct arena *a, const struct node *list);
/* The same of the list "translations", which may be NULL; borrowed. */
void dup_settings_translate(struct dup_settings *settings, const struct node *list);

struct dup_evidence {
	struct str key; /* of the term, the same in every index */
	struct str term; /* as a person can read it: "ru:обращен", "function:fn-appeals" */
	double share;	 /* its addend of the score */
	size_t entries; /* how many of the epoch have it */
};

struct dup_pair {
	size_t a, b;	    /* indexes of entries, a < b */
	double score;	    /* the addends' sum, 0 to 1 */
	double probability; /* that a reviewer would call it a duplicate */
	double judged;	    /* how many judged pairs that rests on */
	bool word;	    /* most of the score is one word that nobody declared */
	enum dup_common common;
	const struct dup_evidence *evidence; /* strongest first, at most 12 */
	size_t evidence_n;
};

struct dup_index;
/*
 * Builds the index over all entries, which are borrowed while it does. How rare a term is, is
 * counted here once: an epoch. What is handed out borrows from the index.
 */
struct dup_index *dup_index_new(const struct dup_settings *settings,
				const struct dup_entry *entries, size_t n);
void dup_index_free(struct dup_index *index);
void dup_index_cleanup(struct dup_index **index);
#define AUTO_DUP_INDEX __attribute__((cleanup(dup_index_cleanup), unused)) struct dup_index *
/* One entry more, by the weights of the epoch; its number. An index that grew equals one that
 * was built over all entries in the same epoch. */
size_t dup_index_add(struct dup_index *index, const struct dup_entry *entry);
/*
 * What is kept of an index, so that it can be opened again without any text: the counts of the
 * epoch, its terms by their numbers, and of each entry a few hundred bytes. `packed` is
 * borrowed, and may be a mapped file. False: the bytes are none of this index's.
 *
 * Who asks about one entry needs only the terms of that entry: terms that were not put add
 * nothing to its scores.
 */
struct dup_stored_term {
	uint32_t number;
	uint32_t counted;
	struct str key, name;
};
/* No key is longer: such words and codes are not searched by. */
enum { DUP_KEY_BYTES = 512 };
struct dup_epoch {
	size_t entries, terms; /* that were counted; later terms are numbered behind */
};
struct dup_index *dup_index_open(const struct dup_settings *settings, struct dup_epoch epoch);
/* The same entries in a new epoch: terms counted and numbered over those that were not removed,
 * which keep their order. Every term that an entry has must have been put. The old index may be
 * freed. */
struct dup_index *dup_index_renew(const struct dup_index *old);
MUST_USE bool dup_index_put_term(struct dup_index *index, const struct dup_stored_term *term);
MUST_USE bool dup_index_put(struct dup_index *index, struct str packed);
struct dup_epoch dup_index_epoch(const struct dup_index *index); /* terms: all there are */
/* False when the number has no term. */
bool dup_index_term(const struct dup_index *index, size_t number, struct dup_stored_term *out);
struct str dup_index_packed(const struct dup_index *index, size_t entry);
/* What of a packed entry the search needs, in a third of its room: it can be put and sieved,
 * but an index with it cannot be renewed. Empty when the bytes are none of an index. */
struct str dup_packed_lean(struct arena *a, struct str packed);

/*
 * The terms that an entry has, without numbers and counts: those that dup_index_put_term must
 * be given before the entry is added to an index that was opened without others. Live in `a`.
 * Those without a name are passages that it may share: given if they are kept, but never made.
 */
const struct dup_stored_term *dup_entry_terms(const struct dup_settings *settings,
					      struct arena *a, const struct dup_entry *entry,
					      size_t *n);
bool dup_index_has(const struct dup_index *index, struct str key); /* a term of that key */

/*
 * Looks through packed entries, however many, for those that may be as near to one entry of the
 * index as the threshold says: a few nanoseconds a term, without an index of them. What passes
 * is put into the index and searched.
 */
struct dup_sieve;
struct dup_sieve *dup_sieve_new(struct arena *a, const struct dup_index *index, size_t entry);
bool dup_sieve_passes(const struct dup_sieve *s, struct str packed);

/* The entry is found no more. */
void dup_index_remove(struct dup_index *index, size_t entry);

/* More pairs than anyone reads: copies of one text make the square of their number. With
 * per_entry it is those with the highest probability that are kept. */
enum { DUP_PAIRS_MAX = 100000 };

struct dup_pairs {
	VEC(struct dup_pair) list;
};

/*
 * Every pair with a score of at least the threshold, and of those the DUP_PAIRS_MAX with the
 * highest; the likeliest first, then by score, then by index. Exact: no pair is missed.
 */
void dup_index_pairs(struct dup_index *index, struct arena *a, struct dup_pairs *out);
/* The same by so many processes, which share the index; the answer does not depend on how many.
 */
MUST_USE bool dup_index_pairs_by(struct dup_index *index, struct arena *a, size_t processes,
				 struct dup_pairs *out, struct err *err);
/* Pairs of some entries, each given once, with all others and among themselves. */
struct dup_asked {
	const size_t *at;
	size_t n;
};
void dup_index_search(struct dup_index *index, struct arena *a, struct dup_asked asked,
		      struct dup_pairs *out);
/*
 * Duplicates are groups, not pairs: entries around a leader, the one with the most likely
 * duplicates, each in one group; what is alike to the leader only is not made alike to each
 * other.
 */
struct dup_group {
	size_t leader;
	const size_t *others; /* the likeliest duplicate of the leader first */
	const size_t *pairs;  /* of the leader and each other, in the list of pairs */
	size_t n;	      /* of the others, at least one */
};
struct dup_groups {
	VEC(struct dup_group) list; /* the largest first */
};
/* Of pairs with at least this probability, in any order; entries below `entries`. */
void dup_groups_find(struct arena *a, const struct dup_pairs *pairs, size_t entries,
		     double probability, struct dup_groups *out);

/* The pair of two entries, alike or not. */
struct dup_pair dup_index_compare(const struct dup_index *index, struct arena *a, size_t one,
				  size_t other);
/* The words by which entries say their terms, looked for in their texts again. */
struct dup_speech;
struct dup_speech *dup_speech_new(struct arena *a, const struct dup_settings *settings);
/* With the words that the index knows, which must outlive it; what is evidence of its pairs is
 * asked for already. */
struct dup_speech *dup_speech_in(struct arena *a, struct dup_index *index);
void dup_speech_free(struct dup_speech *s);
/* Asks by which words the term of the key is said. */
void dup_speech_want(struct dup_speech *s, struct str key);
/* By keys that are wanted struct mtext: the first words of each language. All live in `a`. */
const struct strmap *dup_speech_of(struct dup_speech *s, struct arena *a,
				   const struct dup_entry *e);
/* Where in a text stands what is wanted: words and phrases, in order, apart from each other. */
struct dup_text {
	enum lang field; /* the language that the text is said to be in */
	struct str text;
};
struct dup_span {
	size_t from, n; /* bytes */
};
struct dup_spans {
	VEC(struct dup_span) list;
};
void dup_speech_mark(struct dup_speech *s, struct arena *a, const struct strmap *wanted,
		     const struct dup_text *text, struct dup_spans *out);
/* The keys of all that two entries share and that counts, for dup_speech_mark. */
const struct strmap *dup_index_shared(const struct dup_index *index, struct arena *a,
				      size_t one, size_t other);

/* The score of two entries, found or not. */
double dup_index_score(const struct dup_index *index, size_t a, size_t b);

#endif
