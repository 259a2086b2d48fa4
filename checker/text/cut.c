/* Where words begin and end. */
#include "checker/text/text_internal.h"

#include "checker/base/vec.h"

#include <limits.h>
#include <string.h>
#include <utf8proc.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum kind { KIND_OUTSIDE, KIND_WORD, KIND_INVISIBLE };

static enum kind kind_of_category(uint32_t point)
{
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)point);

	/* letters, marks and numbers stand together in the list of categories */
	if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO)
		return KIND_WORD;
	return c == UTF8PROC_CATEGORY_CF ? KIND_INVISIBLE : KIND_OUTSIDE;
}

static enum kind kind_of(uint32_t point)
{
	if (point < 0x80)
		return (point >= '0' && point <= '9') || text_script(point) ? KIND_WORD
									    : KIND_OUTSIDE;
	if (point >= 0x400 && point < 0x482)
		return KIND_WORD;
	return kind_of_category(point);
}

/* Bytes of a plain letter or digit by its first byte; 0: it is no such, or may not be. Of two
 * bytes are U+0400 to U+047F and U+04C0 to U+04FF: the sign U+0482 lies between. */
static const unsigned char letter_bytes[256] = {
	[0x30] = 1, 1, 1,	   1, 1, 1, 1, 1, 1, 1, [0x41] = 1, 1,		1, 1, 1, 1, 1,
	1,	    1, 1,	   1, 1, 1, 1, 1, 1, 1, 1,	    1,		1, 1, 1, 1, 1,
	1,	    1, [0x61] = 1, 1, 1, 1, 1, 1, 1, 1, 1,	    1,		1, 1, 1, 1, 1,
	1,	    1, 1,	   1, 1, 1, 1, 1, 1, 1, 1,	    [0xD0] = 2, 2, 0, 2,
};

/* Bytes at the front that are letters of plain Latin or Cyrillic, or digits: nearly all. */
static size_t plain_run(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;

	while (p < end) {
		size_t n = letter_bytes[*p];

		if (!n && *p == 0xD2 && p[1] != 0x82)
			n = 2;
		if (!n)
			break;
		p += n;
	}
	return (size_t)((const char *)p - s.p);
}

/* Bytes at the front that are ASCII and no part of words. */
static size_t gap_run(struct str s)
{
	size_t n = 0;

	while (n < s.n && (unsigned char)s.p[n] < 0x80 && !letter_bytes[(unsigned char)s.p[n]])
		n++;
	return n;
}

/* The same where s is what stands behind the gap, if letters beyond the plain ones or what is
 * invisible may be part of the word. */
static bool any_word(struct str *word, struct str *rest, struct str s)
{
	const char *from = NULL, *to = NULL;

	while (s.n > 0) {
		const char *at = s.p;
		size_t plain = plain_run(s);
		enum kind kind;

		if (plain) {
			s = str_sub(s, plain, s.n);
			from = from ? from : at;
			to = s.p;
			continue;
		}
		kind = kind_of(text_next(&s));

		if (kind == KIND_WORD) {
			from = from ? from : at;
			to = s.p;
		} else if (from && kind == KIND_OUTSIDE) {
			break;
		}
	}
	*rest = from ? (struct str){ to, rest->n - (size_t)(to - rest->p) } : s;
	*word = (struct str){ from ? from : s.p, (size_t)(to - from) };
	return from != NULL;
}

bool text_word(struct str *word, struct str *rest)
{
	size_t gap = gap_run(*rest), plain;
	struct str s = str_sub(*rest, gap, rest->n);

	plain = plain_run(s);
	if (plain == 0 || (plain < s.n && (unsigned char)s.p[plain] >= 0x80))
		return any_word(word, rest, s);
	*word = str_sub(s, 0, plain);
	*rest = str_sub(s, plain, s.n);
	return true;
}

enum { BLOCK = 64, STACK_BLOCKS = 32 };

/* A bit for each byte of a block. */
struct bytes {
	uint64_t plain;	  /* Latin letters and digits */
	uint64_t first;	  /* begin a Cyrillic letter of two bytes */
	uint64_t tails;	  /* are of a character that began before them */
	uint64_t high;	  /* all beyond ASCII */
	uint64_t d2, x82; /* both bytes of the sign U+0482, which is no letter */
};

#ifdef __SSE2__
static inline __m128i within(__m128i bytes, unsigned char from, unsigned char to)
{
	__m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8((char)from));

	return _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8((char)(to - from))), above);
}

static inline uint64_t lanes(__m128i set, unsigned at)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(set) << at;
}

static struct bytes look_at(const char *p)
{
	struct bytes b = { 0 };

	for (unsigned at = 0; at < BLOCK; at += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
		__m128i small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));

		b.plain |= lanes(_mm_or_si128(within(bytes, '0', '9'), within(small, 'a', 'z')),
				 at);
		b.first |= lanes(within(bytes, 0xD0, 0xD3), at);
		b.tails |= lanes(within(bytes, 0x80, 0xBF), at);
		b.high |= lanes(bytes, at);
		b.d2 |= lanes(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0xD2)), at);
		b.x82 |= lanes(_mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)0x82)), at);
	}
	return b;
}
#else
static struct bytes look_at(const char *p)
{
	struct bytes b = { 0 };

	for (unsigned at = 0; at < BLOCK; at++) {
		unsigned char c = (unsigned char)p[at];

		b.plain |= (uint64_t)(letter_bytes[c] == 1) << at;
		b.first |= (uint64_t)(c >= 0xD0 && c <= 0xD3) << at;
		b.tails |= (uint64_t)(c >= 0x80 && c <= 0xBF) << at;
		b.high |= (uint64_t)(c >= 0x80) << at;
		b.d2 |= (uint64_t)(c == 0xD2) << at;
		b.x82 |= (uint64_t)(c == 0x82) << at;
	}
	return b;
}
#endif

/* Whether the characters that begin at these places are none of words. */
static bool are_outside(struct str text, size_t from, uint64_t begin)
{
	for (; begin; begin &= begin - 1) {
		struct str s = str_sub(text, from + (size_t)__builtin_ctzll(begin), text.n);

		if (kind_of(text_next(&s)) != KIND_OUTSIDE)
			return false;
	}
	return true;
}

/* Gives a bit for each byte of the text that is part of a word; returns how many words there
 * are. SIZE_MAX: letters beyond plain Latin and Cyrillic, or what is invisible, may be part of
 * them. */
static size_t plain_words(uint64_t *bits, struct str text)
{
	uint64_t first = 0, d2 = 0, word = 0; /* the last of the block before */
	size_t n = 0;

	for (size_t from = 0; from < text.n; from += BLOCK) {
		char padded[BLOCK];
		const char *p = text.p + from;
		struct bytes b;

		if (text.n - from < BLOCK) {
			memset(padded, 0, sizeof(padded));
			memcpy(padded, p, text.n - from);
			p = padded;
		}
		b = look_at(p);
		if (b.x82 & (b.d2 << 1 | d2) ||
		    !are_outside(text, from, b.high & ~b.tails & ~b.first))
			return SIZE_MAX;
		*bits = b.plain | b.first | (b.tails & (b.first << 1 | first));
		n += (size_t)__builtin_popcountll(*bits & ~(*bits << 1 | word));
		first = b.first >> (BLOCK - 1);
		d2 = b.d2 >> (BLOCK - 1);
		word = *bits++ >> (BLOCK - 1);
	}
	return n;
}

/* Runs of bits, one after the other. */
static void cut_plain(struct text_token *at, const uint64_t *bits, struct str text)
{
	uint64_t word = 0;
	const char *from = NULL;

	for (size_t start = 0; start < text.n; start += BLOCK, bits++) {
		uint64_t turns = *bits ^ (*bits << 1 | word);

		for (; turns; turns &= turns - 1) {
			const char *p = text.p + start + __builtin_ctzll(turns);

			if (from)
				(at++)->written = (struct str){ from, (size_t)(p - from) };
			from = from ? NULL : p;
		}
		word = *bits >> (BLOCK - 1);
	}
	if (from)
		at->written = (struct str){ from, (size_t)(text.p + text.n - from) };
}

static struct text_token *cut_any(struct arena *a, struct str text, size_t *n)
{
	VEC(struct text_token) list = { 0 };
	struct str rest = text, word;

	while (text_word(&word, &rest))
		vec_push(a, &list, (struct text_token){ word, NULL });
	*n = list.n;
	return list.at;
}

/*
 * Word by word, each would end where nobody foresees it, which a processor pays dearly for; of
 * blocks of bytes all beginnings and ends are seen at once.
 */
struct text_token *text_cut(struct arena *a, struct str text, size_t *n)
{
	uint64_t stack[STACK_BLOCKS], *bits = stack;
	struct text_token *at;

	if (text.n > sizeof(stack) * CHAR_BIT)
		bits = arena_raw(a, text.n / BLOCK + 1, sizeof(*bits));
	*n = plain_words(bits, text);
	if (*n == SIZE_MAX)
		return cut_any(a, text, n);
	at = arena_raw(a, *n, sizeof(*at));
	cut_plain(at, bits, text);
	return at;
}
