#include "checker/text/text_internal.h"

#include <assert.h>
#include <string.h>

#include <utf8proc.h>

enum {
	STACK_POINTS = 128, /* most words and titles need no memory but their result */
	MAX_EXPANSION = 32, /* Unicode's longest compatibility form, of U+FDFA, has 18 */
	SHORT_RUN = 16,
};

struct points {
	struct arena *arena;
	utf8proc_int32_t *at;
	size_t n, cap;
	utf8proc_int32_t stack[STACK_POINTS];
};

static void points_room(struct points *v, size_t more)
{
	utf8proc_int32_t *at;

	if (v->cap - v->n >= more)
		return;
	v->cap = v->cap * 2 + more;
	at = ARENA_ARRAY(v->arena, utf8proc_int32_t, v->cap);
	memcpy(at, v->at, v->n * sizeof(*at));
	v->at = at;
}

static unsigned combining_class(utf8proc_int32_t point)
{
	return point < 0x300 ? 0 : (unsigned)utf8proc_get_property(point)->combining_class;
}

/* A stable counting sort, as the library's own exchange sort is quadratic in hostile runs. */
static void sort_long_run(struct arena *a, utf8proc_int32_t *at, size_t n)
{
	utf8proc_int32_t *copy = ARENA_ARRAY(a, utf8proc_int32_t, n);
	size_t start[257] = { 0 };

	memcpy(copy, at, n * sizeof(*at));
	for (size_t i = 0; i < n; i++)
		start[combining_class(copy[i]) + 1]++;
	for (size_t c = 1; c < 257; c++)
		start[c] += start[c - 1];
	for (size_t i = 0; i < n; i++)
		at[start[combining_class(copy[i])]++] = copy[i];
}

static void sort_short_run(utf8proc_int32_t *at, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		utf8proc_int32_t point = at[i];
		size_t k = i;

		for (; k > 0 && combining_class(at[k - 1]) > combining_class(point); k--)
			at[k] = at[k - 1];
		at[k] = point;
	}
}

/* Canonical ordering (Unicode, D109): marks between two starters by their class. */
static void order_marks(struct points *v)
{
	size_t i = 0;

	while (i < v->n) {
		size_t from = i;

		while (i < v->n && combining_class(v->at[i]) != 0)
			i++;
		if (i - from > SHORT_RUN)
			sort_long_run(v->arena, v->at + from, i - from);
		else if (i - from > 1)
			sort_short_run(v->at + from, i - from);
		i += i == from;
	}
}

static struct str encode(struct arena *a, const utf8proc_int32_t *at, size_t n)
{
	size_t bytes = 0;
	char *out;

	for (size_t i = 0; i < n; i++) {
		uint32_t point = (uint32_t)at[i];

		bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	}
	out = arena_raw(a, bytes + 1, 1);
	bytes = 0;
	for (size_t i = 0; i < n; i++)
		bytes += text_encode(out + bytes, (uint32_t)at[i]);
	out[bytes] = '\0';
	return (struct str){ out, bytes };
}

static struct str normalize(struct arena *a, struct str s, unsigned options)
{
	struct points v = { .arena = a, .cap = STACK_POINTS };
	utf8proc_ssize_t n;

	v.at = v.stack;
	while (s.n > 0) {
		uint32_t point = text_next(&s);
		int boundary = 0;

		points_room(&v, MAX_EXPANSION);
		n = utf8proc_decompose_char((utf8proc_int32_t)point, v.at + v.n, MAX_EXPANSION,
					    (utf8proc_option_t)options, &boundary);
		assert(n >= 0 && n <= MAX_EXPANSION);
		v.n += (size_t)n;
	}
	order_marks(&v);
	n = utf8proc_normalize_utf32(v.at, (utf8proc_ssize_t)v.n, (utf8proc_option_t)options);
	assert(n >= 0);
	return encode(a, v.at, (size_t)n);
}

/* Nearly all that we meet: it needs no tables. */
static bool is_plain(struct str s)
{
	while (s.n > 0) {
		uint32_t point = text_next(&s);

		if (point >= 0x80 && !text_is_plain_cyrillic(point))
			return false;
	}
	return true;
}

struct str text_nfc(struct arena *a, struct str s)
{
	if (is_plain(s))
		return arena_str(a, s);
	return normalize(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

/* The small letter of two bytes that most Cyrillic ones are written with; 0: another one. */
static unsigned small_letter(unsigned char first, unsigned char second)
{
	if (first == 0xD1)
		return second <= 0x9F ? 0xD100u | second : 0;
	if (first != 0xD0)
		return 0;
	if (second >= 0xB0)
		return 0xD000u | second;
	if (second >= 0xA0)
		return 0xD100u | (second - 0x20u);
	return second >= 0x90 ? 0xD000u | (second + 0x20u) : 0xD100u | (second + 0x10u);
}

/* As many bytes as there are; false when it is not plain. */
static bool fold_plain(char *out, struct str s)
{
	while (s.n > 0) {
		unsigned char c = (unsigned char)*s.p;
		unsigned small;
		uint32_t point;

		if (c < 0x80) {
			*out++ = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
			s = (struct str){ s.p + 1, s.n - 1 };
			continue;
		}
		small = s.n > 1 ? small_letter(c, (unsigned char)s.p[1]) : 0;
		if (small) {
			*out++ = (char)(small >> 8);
			*out++ = (char)(small & 0xFF);
			s = (struct str){ s.p + 2, s.n - 2 };
			continue;
		}
		point = text_next(&s);
		if (!text_is_plain_cyrillic(point))
			return false;
		out += text_encode(out, text_cyrillic_lower(point));
	}
	return true;
}

struct str text_fold(struct arena *a, struct str s)
{
	char *out = arena_raw(a, s.n + 1, 1);

	if (!fold_plain(out, s))
		return normalize(a, s,
				 UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
					 UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	out[s.n] = '\0';
	return (struct str){ out, s.n };
}

bool text_is_upper(uint32_t point)
{
	if (point < 0x80)
		return point >= 'A' && point <= 'Z';
	return utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_LU;
}

bool text_is_lower(uint32_t point)
{
	if (point < 0x80)
		return point >= 'a' && point <= 'z';
	return utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_LL;
}
