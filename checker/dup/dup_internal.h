/*
 * What the files of this module share. An entry becomes a row of a space: terms
 * with weights in streams. Every stream is brought to the length
 * sqrt(its weight), so the score is a weighted mean of cosines and yet one sum
 * of products of shared terms.
 */
#ifndef CHECKER_DUP_DUP_INTERNAL_H
#define CHECKER_DUP_DUP_INTERNAL_H

#include "checker/base/jobs.h"
#include "checker/base/strmap.h"
#include "checker/dup/dup.h"
#include "checker/space/space.h"

/* The first three are enum lang. */
enum dup_stream {
	DUP_PREFIX = LANG_COUNT,
	DUP_CONCEPT,
	DUP_FUNCTION,
	DUP_OBJECT,
	DUP_STREAMS,
};

enum dup_family { DUP_FAMILY_STEM, DUP_FAMILY_BRIDGE, DUP_FAMILY_CODE };
extern const enum dup_family dup_families[DUP_STREAMS];

struct dup_term {
	struct str key;	 /* starts with the name of its kind: "ru:", "function:", "product:" */
	struct str name; /* the key as people read it */
	enum dup_stream stream;
	bool common;   /* ordinary in every description of an AI system */
	bool function; /* names what is done, object: on what */
	bool object;
	bool wanted; /* is evidence: by which words it is said may be asked */
	uint64_t
		said_by; /* number of the entry whose words were asked last of those with it, */
	struct mtext *said; /* and how that one says it */
	uint32_t entries;   /* that have it */
	uint32_t counted;   /* of those the ones of the epoch */
	double rarity;	    /* by those: how much it says that an entry has it */
	uint32_t number;    /* in the space: 0 is the most frequent; UINT32_MAX: none yet */
	uint32_t row;	    /* that had it last, */
	uint32_t place;	    /* and where in its items */
	uint32_t marked, mark_place; /* the same of the row that passages are taken from */
	const struct dup_bag *bag;   /* of a passage */
};

/* What the entries that have a passage have in common, and how often. */
struct dup_part {
	struct dup_term *term;
	uint32_t count;
};
struct dup_bag {
	VEC(struct dup_part) list;
};

enum { DUP_COUNT_ONE = 16 }; /* counts are kept in sixteenths: a title counts for more */

/* A term of an entry and how often it stands there. */
struct dup_item {
	struct dup_term *term;
	uint32_t count;
	uint32_t own;	/* of these what it has not from passages that many share */
	uint32_t title; /* of these what it has from the title */
};

struct dup_head {
	unsigned languages; /* bit a language: those with at least one stem */
	bool has_functions;
	float scale[DUP_STREAMS]; /* brings the stream to its length; 0: no term of it */
};

struct dup_row {
	struct dup_item *items;
	uint32_t n;
	unsigned languages;
	bool has_functions;
	float scale[DUP_STREAMS];
	bool taken;		/* what is its own is set already */
	const uint32_t *chunks; /* hashes, rising, each once */
	uint32_t chunks_n;
};

struct dup_index {
	struct arena *arena;
	struct dup_settings settings;
	double weight[DUP_STREAMS]; /* of the blocks */
	struct space_model model;
	struct space *space;
	struct space_search *search;
	struct dup_reader *reader;
	struct strmap terms;		 /* by key */
	VEC(struct dup_term *) numbered; /* NULL where a term was not put */
	VEC(uint8_t) streams;
	VEC(bool) has_functions; /* of each entry */
	VEC(struct str) packed;
	double *logs;	/* of counts, when they were asked for */
	size_t counted; /* entries of the epoch */
	bool passages;	/* some are known */
	uint32_t mark;
	uint64_t said; /* entries whose words were asked */
};

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
struct dup_label dup_label_bridge(struct arena *a, struct str bridge);
struct str dup_label_word(struct dup_label label); /* its key behind the name of its kind */
/* How a stem begins, whatever the script: a word and its cognates share it. */
struct str dup_bridge(struct arena *a, struct str stem);

/* A word of a text. */
enum { DUP_LINKS = 5 };
struct dup_link {
	struct dup_term *term;
	uint32_t count; /* in sixteenths */
};
struct dup_word {
	uint64_t chunk; /* what it adds to the hash of a chunk */
	struct dup_link links[DUP_LINKS];
	uint8_t n;
	bool speaks; /* is no number and none of the words that say nothing */
};
struct dup_words;
struct dup_words *dup_words_new(struct dup_index *x);
void dup_words_free(struct dup_words *w);
/* The words of a text, as the concepts know them too. */
struct text_words dup_words_in(struct dup_words *w, struct arena *a, struct str text);
/* Lives as long as the words. */
const struct dup_word *dup_words_know(struct dup_words *w, enum lang lang,
				      const struct text_known *word);
/* The term of a label, made when it is new. */
struct dup_term *dup_words_term(struct dup_words *w, enum dup_stream stream,
				struct dup_label label);

/* The language of a text in a field. */
enum lang dup_language_of(enum lang field, const struct text_words *words);

/* Turns texts and codes into terms of the index; for as long as it grows. */
struct dup_reader;
struct dup_reader *dup_reader_new(struct dup_index *x);
void dup_reader_free(struct dup_reader *r);
struct dup_words *dup_reader_words(struct dup_reader *r);
/* The items of the row live in `a`. */
struct dup_row dup_reader_entry(struct dup_reader *r, const struct dup_entry *e,
				uint32_t number, struct arena *a);

/* The term of a key, made when it is new; NULL when the key is of no stream. */
struct dup_term *dup_reader_term(struct dup_reader *r, struct dup_label label);

/* What the count of a term weighs before its stream is brought to its length. */
double dup_term_weight(const struct dup_index *x, const struct dup_term *term, uint32_t count);
/* The two lengths of a row in its space. */
void dup_row_lengths(const struct dup_index *x, const struct dup_head *head, uint16_t out[2]);
/* The form that is kept: numbers of terms and counts; weights follow from the epoch. */
struct str dup_row_pack(struct arena *a, const struct dup_row *row);
/* False when the bytes are none, or name terms beyond those there are; terms that were not put
 * are left out. */
bool dup_row_unpack(const struct dup_index *x, struct arena *a, struct str packed,
		    struct dup_head *head, struct space_row *row);

/*
 * Binary logarithm of a number above 0 to 24 places behind the point, made of integers: the
 * libraries of two machines may differ in the last bit, and a score must not.
 */
double dup_log2(double x);

struct dup_shared {
	bool function, object;
	double word; /* largest share of a term that nobody declared */
};
void dup_shared_find(const struct dup_index *x, struct arena *a, uint32_t one, uint32_t other,
		     struct dup_shared *out);

/* The chunks of an entry's texts. */
struct dup_chunks {
	struct arena *arena;
	VEC(uint32_t) list;
	uint64_t hash;
	uint32_t words; /* in the chunk that is open */
};
uint64_t dup_chunk_word(struct str folded);
void dup_chunk_add(struct dup_chunks *c, uint64_t word);
void dup_chunk_end(struct dup_chunks *c); /* where a sentence or a text ends */
/* Sorts them, each once, and returns how many are kept. */
uint32_t dup_chunks_settle(struct dup_chunks *c);
struct dup_label dup_label_passage(struct arena *a, uint32_t chunk);

/* The rows that an epoch is made of. */
struct dup_chunked {
	const uint32_t *chunks;
	uint32_t n;
};
struct dup_rows {
	uint32_t n;
	size_t chunks; /* of all together */
	const struct dup_chunked *at;
	/* The row, whose items are the caller's to change; in `a`, or where it was. */
	struct dup_row (*row)(void *context, uint32_t i, struct arena *a);
	void *context;
	bool kept; /* it stays where it was, as it is changed */
};
/* Finds the passages of an epoch, and takes what entries have from them alone from the counts
 * of terms; by row whether it had any, NULL: none had. Their terms are numbered with the
 * others. */
const bool *dup_passages_find(struct dup_index *x, const struct dup_rows *rows);
/* What is kept of a term that has a bag, once all are numbered; of others their name. */
struct str dup_passage_name(struct arena *a, const struct dup_term *passage);
/* Sets what is the entry's own. */
void dup_passages_take(struct dup_index *x, struct dup_row *row);

#endif
