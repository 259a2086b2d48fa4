/*
 * Every word of a name has a number; the numbers make a trie. A word of the
 * text is reduced in several ways (keys), and each key leads to the numbers of
 * the words that have it too.
 */
#ifndef CHECKER_PHRASE_PHRASE_INTERNAL_H
#define CHECKER_PHRASE_PHRASE_INTERNAL_H

#include "checker/base/strmap.h"
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

/* Keys of a word of a name. */
void phrase_keys_of_name(struct phrase_keys *keys, struct stemmer *stemmer, struct arena *a,
			 struct str word, enum lang lang);
/* Keys of a word of a text; none when the filter shows that no word of a name begins like it.
 */
void phrase_keys_of_text(struct phrase_keys *keys, struct stemmer *stemmer, struct arena *a,
			 struct str word, const struct phrase_filter *filter);
struct str phrase_exact_key(struct arena *a, struct str word);
void phrase_filter_add(struct phrase_filter *filter, struct str key);

/* A word of a name that has a key. */
struct phrase_word {
	uint32_t id;
	struct phrase_word *next;
};

struct phrase_entry {
	struct str text;
	const void *owner;
	bool exact;
	bool common; /* one capitalised word, which may also be an ordinary one: Тасқын */
	struct phrase_entry *next;
};

struct phrase_node {
	uint32_t id;
	unsigned gaps;		      /* the kinds of gap of the edges that leave it, as bits */
	struct phrase_entry *entries; /* of names that end here */
};

/* What leads from one node to the next; hashed by its bytes. */
struct phrase_edge {
	uint32_t node, word, gap;
};

struct phrase_set {
	struct arena *arena;
	struct strmap words; /* keys to struct phrase_word lists */
	struct strmap ids;   /* first key and language to struct phrase_word */
	struct strmap edges; /* struct phrase_edge to struct phrase_node */
	struct phrase_node *root;
	uint32_t node_count, word_count;
	bool has_exact;
	struct phrase_filter filter;
};

struct phrase_node *phrase_step(const struct phrase_set *set, const struct phrase_node *node,
				uint32_t word, enum phrase_gap gap);

#endif
