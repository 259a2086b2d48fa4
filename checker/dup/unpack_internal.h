/* Walks over a packed row; row.c says what is in it. */
#ifndef CHECKER_DUP_UNPACK_INTERNAL_H
#define CHECKER_DUP_UNPACK_INTERNAL_H

#include "checker/dup/dup_internal.h"

#include <endian.h>
#include <string.h>

struct dup_unpack {
	const unsigned char *p, *end;
	uint32_t left; /* terms */
	uint64_t term, count, own, title;
	bool first;
};
bool dup_unpack_open(struct dup_unpack *u, struct str packed, struct dup_head *head);
/* The next term and its count; false behind the last (left is 0) and for wrong bytes (it is
 * not). */
bool dup_unpack_next(struct dup_unpack *u);
/* The chunks behind the last term; false when the bytes are none or more follow. */
bool dup_unpack_chunks(struct dup_unpack *u, struct arena *a, const uint32_t **chunks,
		       uint32_t *n);

/*
 * The next term, if it is as most are: a step of one byte or two, and no count, or one of one
 * byte or two that is all its own. Else false, and dup_unpack_next goes on. Whether a count
 * follows and how long it is cannot be foreseen, so nothing jumps by it.
 */
static inline bool dup_unpack_short(struct dup_unpack *u)
{
	uint64_t bytes, step, count, counted, two;
	unsigned used = 1;

	if (u->left == 0 || (size_t)(u->end - u->p) < sizeof(bytes))
		return false;
	memcpy(&bytes, u->p, sizeof(bytes));
	bytes = le64toh(bytes);
	step = bytes & 0x7F;
	if (bytes & 0x80) {
		step |= bytes >> 1 & 0x7F << 7;
		if (bytes & 0x8000)
			return false;
		bytes >>= 8;
		used = 2;
	}
	bytes >>= 8;
	counted = step & 1;
	two = bytes >> 7 & 1;
	count = (bytes & 0x7F) | (bytes >> 1 & 0x7F << 7 & -two);
	if (step < 2 || (counted & ((two & bytes >> 15) | ((count & 3) != 0))))
		return false;
	u->p += used + counted + (counted & two);
	u->term += step >> 1;
	u->count = u->own = (count >> 2 & -counted) + (DUP_COUNT_ONE & (counted - 1));
	u->title = 0;
	u->first = false;
	u->left--;
	return true;
}

#endif
