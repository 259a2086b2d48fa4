/*
 * A sealed file (checker/sealed) of these parts. Lists of numbers have one more
 * than they count, the end of the last, so that each thing lies between two of
 * them.
 */
#ifndef CHECKER_SNAPSHOT_SNAPSHOT_INTERNAL_H
#define CHECKER_SNAPSHOT_SNAPSHOT_INTERNAL_H

#include "checker/snapshot/snapshot.h"

#include "checker/base/strbuf.h"

enum part {
	PART_META,	 /* JSON */
	PART_PACK,	 /* its image: the length (four bytes), then deflated */
	PART_IDS,	 /* texts, one behind the other */
	PART_ENTRIES,	 /* of each: where its id begins, where its row begins, its revision */
	PART_ROWS,	 /* packed, one behind the other */
	PART_TERM_TEXTS, /* key, then name, one behind the other */
	PART_TERMS,	 /* of each: count, where its key begins, where its name does */
	PART_TERM_ORDER, /* numbers by bytes of the keys */
	PART_WORD_TEXTS,
	PART_WORDS,  /* where the text of each begins */
	PART_CARDS,  /* blocks of cards, each its length inflated (four bytes), then deflated */
	PART_BLOCKS, /* where each begins */
	PART_JOINS,  /* by hash: hash, entry */
	PARTS
};
_Static_assert((int)PARTS == (int)SEALED_SNAPSHOT_PARTS, "its form says how many");
enum { ENTRY_NUMBERS = 3, TERM_NUMBERS = 3, JOIN_NUMBERS = 2 };

/* Cards that are deflated together: fewer are read sooner, more take less room. */
enum { BLOCK_CARDS = 128 };
/* Of one: manifests are smaller than a mebibyte, escapes may double it. */
enum { CARD_BYTES_MAX = 4 << 20 };

uint32_t snapshot_hash(struct str join);

/* ---- words.c: a card as numbers of words and of what stands between them ---- */

/* The piece of a text that follows the one given, which is empty at first: words and what is
 * between them in turn. One space between two words is no piece: it is there unless something
 * else is. */
bool snapshot_cut(struct str *piece, struct str *rest);
bool snapshot_is_word(struct str piece);
void snapshot_number_put(struct strbuf *b, uint32_t n);
bool snapshot_number_take(uint32_t *n, struct str *rest);

#endif
