/*
 * The file, numbers little endian:
 *
 *   head       192 bytes, of which the first 128 are signed (offsets below)
 *   hashes     BLAKE2b-256 of each 64 KiB of the body, the last may be shorter
 *   body       where each part stands, two numbers of eight bytes each; the parts
 */
#ifndef CHECKER_SEALED_SEALED_INTERNAL_H
#define CHECKER_SEALED_SEALED_INTERNAL_H

#include "checker/sealed/sealed.h"

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
	FOUR_BYTES = PIECE_BYTES * HASH_LANES, /* that are hashed beside each other */
	PLACE_BYTES = 16,		       /* of a part, in the directory */
	PARTS_MAX = 16,
	ABOUT_PART = 0,
	BUNDLE_PART = 1, /* of a pack */
};
/* Of what is inflated: a pack, or a block of cards. */
enum { INFLATED_BYTES_MAX = 64 << 20 };

struct sealed_form {
	const char *magic;
	size_t parts;
	const char *foreign; /* what to say of a file that is none */
};
extern const struct sealed_form sealed_forms[SEALED_KINDS];

#endif
