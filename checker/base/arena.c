#include "checker/base/arena.h"

#include "checker/base/format.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ONE_BLOCK_EACH 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_BLOCK_EACH 1
#endif
#endif
#ifndef ONE_BLOCK_EACH
#define ONE_BLOCK_EACH 0
#endif

enum { ALIGN = 16, FIRST_BLOCK = 8192, LARGEST_BLOCK = 1 << 20, EXIT_LOCAL = 7 };

struct arena_block {
	struct arena_block *before;
	size_t size, used;
	size_t dirty; /* bytes that were handed out before a reset */
	_Alignas(ALIGN) char bytes[];
};

struct arena {
	struct arena_block *top;
	size_t next_size;
	size_t held;
};

static _Noreturn void out_of_memory(size_t wanted)
{
	char text[96];
	int n = snprintf(text, sizeof(text), "tizilim: out of memory (%zu bytes wanted)\n",
			 wanted);

	if (n > 0 && write(STDERR_FILENO, text, (size_t)n) < 0)
		_exit(EXIT_LOCAL);
	_exit(EXIT_LOCAL);
}

void *base_realloc(void *p, size_t n)
{
	void *q = realloc(p, n ? n : 1);

	if (!q)
		out_of_memory(n);
	return q;
}

struct arena *arena_new(void)
{
	struct arena *a = base_realloc(NULL, sizeof(*a));

	*a = (struct arena){ .next_size = FIRST_BLOCK };
	return a;
}

static void pop_block(struct arena *a)
{
	struct arena_block *block = a->top;

	a->top = block->before;
	a->held -= block->size;
	free(block);
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	while (a->top)
		pop_block(a);
	free(a);
}

void arena_cleanup(struct arena **a)
{
	arena_free(*a);
}

/* What lies behind `used` is zeroed again when it is handed out, not before. */
static void reuse_from(struct arena_block *block, size_t used)
{
	if (block->dirty < block->used)
		block->dirty = block->used;
	block->used = used;
}

/* The newest block is the largest: once it fits, later rounds need no other. */
void arena_reset(struct arena *a)
{
	struct arena_block *keep = ONE_BLOCK_EACH ? NULL : a->top;

	if (keep) {
		a->top = keep->before;
		keep->before = NULL;
	}
	while (a->top)
		pop_block(a);
	if (keep) {
		reuse_from(keep, 0);
		a->top = keep;
	}
}

static void push_block(struct arena *a, size_t need)
{
	size_t size = ONE_BLOCK_EACH || need > a->next_size ? need : a->next_size;
	struct arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		out_of_memory(size);
	block = malloc(sizeof(*block) + size);
	if (!block)
		out_of_memory(size);
	*block = (struct arena_block){ .before = a->top, .size = size, .dirty = size };
	a->top = block;
	a->held += size;
	if (a->next_size < LARGEST_BLOCK)
		a->next_size *= 2;
}

static RARE void *take_new_block(struct arena *a, size_t need)
{
	push_block(a, need ? need : 1);
	a->top->used = need;
	return a->top->bytes;
}

void *arena_raw(struct arena *a, size_t count, size_t size)
{
	struct arena_block *top = a->top;
	size_t need;
	char *p;

	if (__builtin_mul_overflow(count, size, &need) || need > SIZE_MAX - ALIGN)
		out_of_memory(SIZE_MAX);
	if (!ONE_BLOCK_EACH)
		need = (need + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (ONE_BLOCK_EACH || !top || top->size - top->used < need)
		return take_new_block(a, need);
	p = top->bytes + top->used;
	top->used += need;
	return p;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
	char *p = arena_raw(a, count, size);
	const struct arena_block *block = a->top;

	if (p < block->bytes + block->dirty)
		memset(p, 0, count * size);
	return p;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *copy = arena_raw(a, s.n + 1, 1);

	if (s.n)
		memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	return (struct str){ copy, s.n };
}

struct str arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	char brief[256]; /* most texts fit and are formatted once */
	va_list again;
	char *text;
	int n;

	va_copy(again, args);
	n = format_text(brief, sizeof(brief), fmt, again);
	va_end(again);
	assert(n >= 0);
	text = arena_raw(a, (size_t)n + 1, 1);
	if ((size_t)n < sizeof(brief))
		memcpy(text, brief, (size_t)n + 1);
	else
		format_text(text, (size_t)n + 1, fmt, args);
	return (struct str){ text, (size_t)n };
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;
	struct str s;

	va_start(args, fmt);
	s = arena_vprintf(a, fmt, args);
	va_end(args);
	return s;
}

struct str arena_join(struct arena *a, const struct str *parts, size_t n)
{
	size_t size = 0;
	char *text, *at;

	for (size_t i = 0; i < n; i++)
		size += parts[i].n;
	text = at = arena_raw(a, size + 1, 1);
	for (size_t i = 0; i < n; i++) {
		if (parts[i].n)
			memcpy(at, parts[i].p, parts[i].n);
		at += parts[i].n;
	}
	*at = '\0';
	return (struct str){ text, size };
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->top, a->top ? a->top->used : 0 };
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
	while (a->top && a->top != mark.block)
		pop_block(a);
	if (a->top && !ONE_BLOCK_EACH)
		reuse_from(a->top, mark.used);
}

size_t arena_size(const struct arena *a)
{
	return a->held;
}
