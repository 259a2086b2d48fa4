#include "checker/base/vec.h"

#include <string.h>

void *vec_room(struct arena *a, void *at, size_t n, size_t *cap, size_t size)
{
	void *bigger;

	if (n < *cap)
		return at;
	*cap = *cap ? *cap * 2 : 8;
	bigger = arena_raw(a, *cap, size);
	if (n)
		memcpy(bigger, at, n * size);
	return bigger;
}
