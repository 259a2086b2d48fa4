/*
 * The file, numbers little endian:
 *
 *   head       192 bytes, of which the first 128 are signed (offsets below)
 *   hashes     BLAKE2b-256 of each 64 KiB of the body, the last may be shorter
 *   body       where each part stands, two numbers of eight bytes each; the parts
 *
 * Lists of numbers have one more than they count, the end of the last, so that
 * each thing lies between two of them.
 */
#ifndef CHECKER_SNAPSHOT_SNAPSHOT_INTERNAL_H
#define CHECKER_SNAPSHOT_SNAPSHOT_INTERNAL_H

#include "checker/snapshot/snapshot.h"

#include "checker/base/strbuf.h"

enum {
	HEAD_MAGIC = 0, /* 16 bytes */
	HEAD_LENGTH = 16,
	HEAD_BODY = 24, /* where it begins */
	HEAD_KEY = 32,
	HEAD_HASHES = 64, /* hash of the hashes */
	HEAD_ZERO = 96,
	HEAD_SIGNED = 128, /* so many bytes are; the signature follows */
	HEAD_BYTES = 192,
	HASH_BYTES = 32,
	PIECE_BYTES = 1 << 16,
};
#define SNAPSHOT_MAGIC "tizilim snap 1\r\n"

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
enum { DIRECTORY_BYTES = PARTS * 16, ENTRY_NUMBERS = 3, TERM_NUMBERS = 3, JOIN_NUMBERS = 2 };

/* Cards that are deflated together: fewer are read sooner, more take less room. */
enum { BLOCK_CARDS = 128 };
/* Of one inflated, and of one card: manifests are smaller than a mebibyte, escapes may double
 * it. */
enum { BLOCK_BYTES_MAX = 64 << 20, CARD_BYTES_MAX = 4 << 20 };

uint32_t snapshot_hash(struct str join);

/* ---- words.c: a card as numbers of words and of what stands between them ---- */

/* The piece of a text that follows the one given, which is empty at first: words and what is
 * between them in turn. One space between two words is no piece: it is there unless something
 * else is. */
bool snapshot_cut(struct str *piece, struct str *rest);
bool snapshot_is_word(struct str piece);
void snapshot_number_put(struct strbuf *b, uint32_t n);
bool snapshot_number_take(uint32_t *n, struct str *rest);

/* ---- deflate.c ---- */

void snapshot_deflate(struct strbuf *out, struct str bytes);
/* Exactly n bytes. */
MUST_USE bool snapshot_inflate(char *out, size_t n, struct str deflated);

#endif
