/*
 * A growing array on an arena: VEC(type) declares the struct, vec_push adds a
 * copy of a value. Elements move when it grows, so keep indexes, not pointers.
 */
#ifndef CHECKER_BASE_VEC_H
#define CHECKER_BASE_VEC_H

#include "checker/base/arena.h"

#define VEC(type)              \
	struct {               \
		type *at;      \
		size_t n, cap; \
	}

#define vec_push(a, v, ...)                                                               \
	((v)->at = (v)->n < (v)->cap                                                      \
			   ? (v)->at                                                      \
			   : vec_room((a), (v)->at, (v)->n, &(v)->cap, sizeof(*(v)->at)), \
	 (v)->at[(v)->n] = (__VA_ARGS__), &(v)->at[(v)->n++])

/* The array, moved if needed so that one more element fits. */
void *vec_room(struct arena *a, void *at, size_t n, size_t *cap, size_t size);

#endif
