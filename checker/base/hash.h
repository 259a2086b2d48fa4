/* SHA-256 for content, a keyed hash for tables. */
#ifndef CHECKER_BASE_HASH_H
#define CHECKER_BASE_HASH_H

#include "checker/base/arena.h"

enum { SHA256_BYTES = 32 };

struct sha256 {
	unsigned char bytes[SHA256_BYTES];
};

struct sha256 hash_sha256(struct str s);
/* A random UUID (RFC 9562, version 4): a name that nobody else will choose. */
struct str hash_uuid(struct arena *a);
struct str hash_hex(struct arena *a, const unsigned char *bytes, size_t n); /* lower case */
/* Under a secret of this process and `seed`; equal only within it. */
uint64_t hash_str(struct str s, uintptr_t seed);

#endif
