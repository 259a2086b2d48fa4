#include "checker/text/text_internal.h"

#include <assert.h>
#include <string.h>

#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes of the sequence at the front of s, 0 if it is not well formed (RFC 3629, section 4). */
static size_t sequence(const unsigned char *p, size_t n)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t length;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	switch (p[0]) {
	case 0xE0: /* shorter forms exist below */
		low = 0xA0;
		break;
	case 0xED: /* surrogates lie above */
		high = 0x9F;
		break;
	case 0xF0:
		low = 0x90;
		break;
	case 0xF4: /* U+10FFFF is the last */
		high = 0x8F;
		break;
	}
	if (n < length || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	}
	return length;
}

/* Length of the run of ASCII bytes at the front, counted eight at a time. */
static size_t ascii_run(const char *p, size_t n)
{
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t eight;

		memcpy(&eight, p + i, 8);
		if (eight & 0x8080808080808080u)
			break;
	}
	while (i < n && (unsigned char)p[i] < 0x80)
		i++;
	return i;
}

bool text_is_ascii(struct str s)
{
	return ascii_run(s.p, s.n) == s.n;
}

#ifdef __SSE2__
/*
 * Steps over windows of sixteen bytes that hold whole characters of one and
 * two bytes only, which is all Cyrillic text; *i stays at the start of a
 * character. Leads and continuations are bit sets of the window; each lead
 * must have its continuation in the next place and no other may have one.
 */
static void skip_short_characters(const char *p, size_t n, size_t *i)
{
	for (; n - *i >= 16; *i += 16) {
		__m128i w = _mm_loadu_si128((const __m128i *)(const void *)(p + *i));
		unsigned high = (unsigned)_mm_movemask_epi8(w), tails, leads;

		if (high == 0)
			continue;
		/* Signed: 80..BF are the lowest, then C0 and C1, then the leads of two. */
		tails = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(w, _mm_set1_epi8(-64)));
		leads = high & ~tails;
		if (((unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(w, _mm_set1_epi8(-62))) &
		     leads) |
		    ((unsigned)_mm_movemask_epi8(_mm_cmpgt_epi8(w, _mm_set1_epi8(-33))) &
		     leads) |
		    (tails ^ (leads << 1 & 0xFFFF)))
			return;
		if (leads >> 15) /* its tail begins the next window */
			--*i;
	}
}
#else
static void skip_short_characters(const char *p, size_t n, size_t *i)
{
	*i += ascii_run(p + *i, n - *i);
}
#endif

bool text_valid(struct str s, size_t *bad)
{
	size_t i = 0;

	for (;;) {
		size_t length;

		skip_short_characters(s.p, s.n, &i);
		if (i == s.n)
			return true;
		length = sequence((const unsigned char *)s.p + i, s.n - i);
		if (length == 0) {
			*bad = i;
			return false;
		}
		i += length;
	}
}

/* Eight bytes at a time; those of the form 10xxxxxx begin no code point. */
size_t text_points(struct str s)
{
	const uint64_t ones = 0x0101010101010101U;
	const char *p = s.p, *end = p + s.n;
	size_t n = s.n;

	for (; end - p >= 8; p += 8) {
		uint64_t w;

		memcpy(&w, p, sizeof(w));
		w = (w >> 7) & ~(w >> 6) & ones;
		n -= (size_t)(w * ones >> 56);
	}
	for (; p < end; p++)
		n -= ((unsigned char)*p & 0xC0) == 0x80;
	return n;
}

uint32_t text_next_long(struct str *s)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t length = p[0] < 0xF0 ? 3 : 4;
	uint32_t point = p[0] & (0x7Fu >> length);

	assert(s->n >= length);
	for (size_t i = 1; i < length; i++)
		point = point << 6 | (p[i] & 0x3Fu);
	s->p += length;
	s->n -= length;
	return point;
}

size_t text_encode(char out[4], uint32_t point)
{
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

	for (size_t i = length; i-- > 1; point >>= 6)
		out[i] = (char)(0x80 | (point & 0x3F));
	out[0] = (char)(lead[length] | point);
	return length;
}

size_t text_width(struct str s)
{
	size_t width = 0;

	while (s.n > 0) {
		uint32_t point = text_next(&s);

		if (point < 0x80)
			width += point >= 0x20 && point != 0x7F;
		else
			width += (size_t)utf8proc_charwidth((utf8proc_int32_t)point);
	}
	return width;
}
