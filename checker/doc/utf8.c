#include "checker/doc/doc_internal.h"

#include <endian.h>
#include <string.h>

/* Continuation bytes after a lead byte, and the range of the first of them (RFC 3629, 4). */
static size_t sequence(const unsigned char *p, size_t left)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t n;

	if (p[0] >= 0xC2 && p[0] <= 0xDF)
		n = 1;
	else if ((p[0] & 0xF0) == 0xE0)
		n = 2;
	else if (p[0] >= 0xF0 && p[0] <= 0xF4)
		n = 3;
	else
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	if (p[0] == 0xED)
		high = 0x9F;
	if (p[0] == 0xF0)
		low = 0x90;
	if (p[0] == 0xF4)
		high = 0x8F;
	if (left <= n || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i <= n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return n + 1;
}

bool reader_utf8(struct str s, size_t *bad)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	while (i < s.n) {
		uint64_t word = 0;
		size_t n;

		/* Eight bytes of ASCII, or four letters of Cyrillic, at a time. */
		if (s.n - i >= sizeof(word)) {
			memcpy(&word, p + i, sizeof(word));
			word = le64toh(word);
			if (!(word & 0x8080808080808080U)) {
				i += sizeof(word);
				continue;
			}
			if ((word & 0xC0FCC0FCC0FCC0FCU) == 0x80D080D080D080D0U) {
				i += sizeof(word);
				continue;
			}
		}
		n = p[i] < 0x80 ? 1 : sequence(p + i, s.n - i);
		if (n == 0) {
			*bad = i;
			return false;
		}
		i += n;
	}
	return true;
}

size_t reader_put_utf8(char out[4], uint32_t point)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xC0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xE0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3F));
		out[2] = (char)(0x80 | (point & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3F));
	out[2] = (char)(0x80 | (point >> 6 & 0x3F));
	out[3] = (char)(0x80 | (point & 0x3F));
	return 4;
}
