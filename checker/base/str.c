#include "checker/base/str.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct str str_of(const char *z)
{
	return z ? (struct str){ z, strlen(z) } : (struct str){ "", 0 };
}

int str_cmp(const void *a, const void *b)
{
	const struct str *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int c = n ? memcmp(x->p, y->p, n) : 0;

	return c ? c : (x->n > y->n) - (x->n < y->n);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

#ifdef __SSE2__
enum { WIDTH = 16, TRIES = 64 };

/* Two bytes of the needle, and where they stand in it. The second byte and not the first: most
 * letters of a Cyrillic text begin with the same. */
struct probe {
	__m128i low_byte, high_byte;
	size_t low, high;
};

static struct probe probe_of(struct str needle)
{
	size_t low = needle.n > 2, high = needle.n - 1;

	return (struct probe){ _mm_set1_epi8(needle.p[low]), _mm_set1_epi8(needle.p[high]), low,
			       high };
}

/* A byte of ones for each of the sixteen places from `at` on where both stand. */
static inline __m128i places(const struct probe *p, const char *at)
{
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)(at + p->low));
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)(at + p->high));

	return _mm_and_si128(_mm_cmpeq_epi8(a, p->low_byte), _mm_cmpeq_epi8(b, p->high_byte));
}

/* The first of sixteen places where the needle stands; NULL when at none. */
static const char *confirmed(__m128i both, const char *at, struct str needle, size_t *tries)
{
	unsigned hits = (unsigned)_mm_movemask_epi8(both);

	for (; hits; hits &= hits - 1, ++*tries)
		if (str_same(at + __builtin_ctz(hits), needle.p, needle.n))
			return at + __builtin_ctz(hits);
	return NULL;
}

/* The text holds at least one window of sixteen places. False when it is made to have many that
 * look alike. */
static bool find_wide(struct str s, struct str needle, size_t *at)
{
	const struct probe probe = probe_of(needle);
	const char *p = s.p, *last = s.p + s.n - (needle.n - 1) - WIDTH, *found = NULL;
	size_t tries = 0, most = TRIES + s.n / WIDTH;

	for (; !found && last - p >= 2 * WIDTH && tries <= most; p += 2 * WIDTH) {
		__m128i x = places(&probe, p), y = places(&probe, p + WIDTH);

		if (!_mm_movemask_epi8(_mm_or_si128(x, y)))
			continue;
		found = confirmed(x, p, needle, &tries);
		if (!found)
			found = confirmed(y, p + WIDTH, needle, &tries);
	}
	while (!found && tries <= most) {
		found = confirmed(places(&probe, p), p, needle, &tries);
		if (p == last)
			break;
		p = last - p < WIDTH ? last : p + WIDTH;
	}
	*at = found ? (size_t)(found - s.p) : SIZE_MAX;
	return found || tries <= most;
}
#endif

size_t str_find(struct str s, struct str needle)
{
	const char *hit;

	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return SIZE_MAX;
#ifdef __SSE2__
	size_t at;

	if (needle.n > 1 && s.n >= needle.n - 1 + WIDTH && find_wide(s, needle, &at))
		return at;
#endif
	hit = needle.n == 1 ? memchr(s.p, needle.p[0], s.n)
			    : memmem(s.p, s.n, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct str){ from ? s.p + from : s.p, to - from };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

struct str str_trim(struct str s)
{
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	while (s.n > 0 && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	return s;
}

bool str_cut(struct str *piece, struct str *rest, char sep)
{
	const char *hit;

	if (!rest->p)
		return false;
	hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	if (!hit) {
		*piece = *rest;
		*rest = (struct str){ NULL, 0 };
		return true;
	}
	*piece = (struct str){ rest->p, (size_t)(hit - rest->p) };
	*rest = str_sub(*rest, piece->n + 1, rest->n);
	return true;
}

bool str_int(struct str s, int64_t *out)
{
	bool negative = s.n > 0 && s.p[0] == '-';
	uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
	uint64_t value = 0;
	size_t i = negative;

	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		unsigned digit = (unsigned char)s.p[i] - (unsigned)'0';

		if (digit > 9 || value > (limit - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = negative ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}

/* Longer words are never offered as a correction, so the rows fit the stack. */
enum { DISTANCE_MAX_BYTES = 128 };

/* Bytes that both have, wherever they stand; at most DISTANCE_MAX_BYTES of each. */
static size_t bytes_common(struct str a, struct str b)
{
	unsigned short count[256] = { 0 };
	size_t common = 0;

	for (size_t i = 0; i < a.n; i++)
		count[(unsigned char)a.p[i]]++;
	for (size_t i = 0; i < b.n; i++)
		if (count[(unsigned char)b.p[i]]) {
			count[(unsigned char)b.p[i]]--;
			common++;
		}
	return common;
}

unsigned str_distance(struct str a, struct str b, unsigned max)
{
	unsigned row[DISTANCE_MAX_BYTES + 1];
	size_t longer = a.n > b.n ? a.n : b.n;

	if (a.n > DISTANCE_MAX_BYTES || b.n > DISTANCE_MAX_BYTES)
		return str_eq(a, b) ? 0 : max + 1;
	/* Every byte of the longer one that the other lacks costs a step. */
	if (longer - bytes_common(a, b) > max)
		return max + 1;
	for (unsigned j = 0; j <= b.n; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned diagonal = row[0];

		row[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			unsigned change = diagonal + (a.p[i - 1] != b.p[j - 1]);
			unsigned gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;

			diagonal = row[j];
			row[j] = change < gap ? change : gap;
		}
	}
	return row[b.n] <= max ? row[b.n] : max + 1;
}

bool str_day(struct str date, int64_t *day)
{
	int64_t y, m, d;

	if (date.n < 10 || date.p[4] != '-' || date.p[7] != '-' ||
	    !str_int(str_sub(date, 0, 4), &y) || !str_int(str_sub(date, 5, 7), &m) ||
	    !str_int(str_sub(date, 8, 10), &d) || y < 1 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	/* The year that begins with March ends with its odd day. */
	y -= m < 3;
	m = (m + 9) % 12;
	*day = y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + d;
	return true;
}
