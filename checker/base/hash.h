/* SHA-256 for content, its bytes as text, a keyed hash for tables. */
#ifndef CHECKER_BASE_HASH_H
#define CHECKER_BASE_HASH_H

#include "checker/base/arena.h"

enum { SHA256_BYTES = 32 };

struct sha256 {
	unsigned char bytes[SHA256_BYTES];
};

struct sha256 hash_sha256(struct str s);
bool hash_same(const struct sha256 *a, const struct sha256 *b);

/* BLAKE2b of 256 bits, four times as fast: for the pieces of large files. */
enum { BLAKE2B_BYTES = 32, HASH_LANES = 4 };
struct blake2b {
	unsigned char bytes[BLAKE2B_BYTES];
};
struct blake2b hash_blake2b(struct str s);
/* Of texts of n bytes each, in a third of the time where the processor can and n is a multiple
 * of 128. */
void hash_blake2b_four(struct blake2b out[HASH_LANES], const char *const texts[HASH_LANES],
		       size_t n);

/* The hash of pieces, one after another. */
struct hash_run {
	uint64_t state[16];
};
void hash_begin(struct hash_run *run);
void hash_add(struct hash_run *run, const void *p, size_t n);
struct sha256 hash_end(struct hash_run *run);

/* A random UUID (RFC 9562, version 4): a name that nobody else will choose. */
struct str hash_uuid(struct arena *a);
struct str hash_hex(struct arena *a, const unsigned char *bytes, size_t n); /* lower case */
/* Exactly n bytes in lower case; false on any other text. */
MUST_USE bool hash_from_hex(unsigned char *bytes, size_t n, struct str hex);
/* RFC 4648 with its padding, without line breaks; false on any other text. */
MUST_USE bool hash_from_base64(struct str *bytes, struct arena *a, struct str text);
/* Under a secret of this process and `seed`; equal only within it. */
uint64_t hash_str(struct str s, uintptr_t seed);

#endif
