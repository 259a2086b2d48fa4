/*
 * Every word of a name has a number; the numbers make a trie. A word of the
 * text is reduced in several ways (keys), and each key leads to the numbers of
 * the words that have it too.
 */
#ifndef CHECKER_PHRASE_PHRASE_INTERNAL_H
#define CHECKER_PHRASE_PHRASE_INTERNAL_H

#include "checker/phrase/phrase.h"

/* What stands between two words. */
enum phrase_gap {
	PHRASE_GAP_PLAIN, /* spaces, quotes, a hyphen, the dot of an abbreviation */
	PHRASE_GAP_DOT,	  /* a dot inside a name: egov.kz */
	PHRASE_GAP_MARK,  /* other punctuation inside a sentence */
	PHRASE_GAP_END,	  /* the end of a sentence or paragraph: no name goes across */
};

enum phrase_glue {
	PHRASE_GLUE_NONE,
	PHRASE_GLUE_HYPHEN, /* a hyphen and no space */
	PHRASE_GLUE_NAME,   /* one longer name: data.egov.kz, a@egov.kz, gbd_fl */
};

struct phrase_between {
	enum phrase_gap gap;
	enum phrase_glue glue;
};

/* Written in capitals only, more than one. */
bool phrase_is_abbr(struct str word);

/* The gap and the glue between two words that follow each other in one text. */
struct phrase_between phrase_between(struct str before, struct str after);

enum phrase_key {
	PHRASE_KEY_EXACT = 'x',	 /* as written */
	PHRASE_KEY_ABBR = 'A',	 /* upper case, look-alikes mapped */
	PHRASE_KEY_WORD = 'w',	 /* folded, look-alikes mapped */
	PHRASE_KEY_KAZAKH = 'k', /* stems */
	PHRASE_KEY_RUSSIAN = 'r',
	PHRASE_KEY_SKELETON = 's', /* Kazakh in Latin letters */
};

enum { PHRASE_WORD_BYTES = 120, PHRASE_KEYS = 12 };

struct phrase_keys {
	struct str at[PHRASE_KEYS]; /* the first byte is the enum phrase_key */
	size_t n;
};

struct phrase_filter {
	uint64_t bits[64];
};

/* Keys of a word of a name. In any case: also when it is written in capitals only. Among
 * others: a stem of three letters is sure enough beside the other words of the name. */
struct phrase_namer {
	struct arena *arena;
	struct stemmer *stemmer;
	enum lang lang;
	bool any_case, among_others;
};
void phrase_keys_of_name(struct phrase_keys *keys, const struct phrase_namer *namer,
			 struct str word);
/* Keys of a word of a text; none when the filter shows that no word of a name begins like it.
 */
void phrase_keys_of_text(struct phrase_keys *keys, struct stemmer *stemmer, struct arena *a,
			 struct str word, const struct phrase_filter *filter);
struct str phrase_exact_key(struct arena *a, struct str word);
void phrase_filter_add(struct phrase_filter *filter, struct str key);

/*
 * The image: a head, then arrays of numbers, then the bytes of all keys. Words
 * are found by hashing a key, the next node of a name by hashing what leads to
 * it; both tables have room for twice as many as they hold.
 */
enum { PHRASE_IMAGE_MARK = 0x5A4C5254, PHRASE_IMAGE_VERSION = 1 };

struct phrase_head {
	uint32_t mark, version, size;			  /* of the whole */
	uint32_t keys, ids, nodes, edges, entries, bytes; /* how many of each */
	uint32_t has_exact, reserved[2];
	struct phrase_filter filter;
};

struct phrase_key_slot {
	uint32_t hash, at, n;  /* bytes of the key; none: a free slot */
	uint32_t first, count; /* in ids: the words that have the key */
};

/* The root is the first. */
struct phrase_node {
	uint32_t gaps;	       /* the kinds of gap of the edges that leave it, as bits */
	uint32_t first, count; /* in entries: the names that end here */
};

struct phrase_edge {
	uint32_t node, word, gap;
	uint32_t to; /* nothing leads to the root: a free slot */
};

enum {
	PHRASE_EXACT = 1,
	PHRASE_COMMON = 2, /* one capitalised word, which may also be an ordinary one: Тасқын */
};

struct phrase_entry {
	uint32_t owner, flags;
};

/* The numbers that a word of a text has among the words of names. */
struct phrase_ids {
	const uint32_t *at;
	uint32_t n;
	bool known;
};

/* Of words of texts by their numbers in the vocabulary. */
struct phrase_memo {
	struct arena *arena;
	VEC(struct phrase_ids) list;
};

struct phrase_set {
	const struct text_vocabulary *of;
	struct phrase_memo *memo;
	const struct phrase_head *head;
	const struct phrase_key_slot *keys;
	const uint32_t *ids;
	const struct phrase_node *nodes;
	const struct phrase_edge *edges;
	const struct phrase_entry *entries;
	const char *bytes;
};

uint32_t phrase_hash(const void *bytes, size_t n);
/* Of the node, word and gap of an edge. */
uint32_t phrase_edge_hash(const struct phrase_edge *edge);

/* The node behind it; NULL when no name goes on so. */
const struct phrase_node *phrase_step(const struct phrase_set *set,
				      const struct phrase_node *node, uint32_t word,
				      enum phrase_gap gap);
/* The slot that holds the key or, free, where it belongs. */
const struct phrase_key_slot *phrase_key_slot(const struct phrase_set *set, struct str key);

#endif
