#include "checker/snapshot/snapshot_internal.h"

static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (unsigned char)c >= 0x80;
}

bool snapshot_is_word(struct str piece)
{
	return in_word(piece.p[0]);
}

bool snapshot_cut(struct str *piece, struct str *rest)
{
	size_t n = 0;

	if (rest->n == 0)
		return false;
	if (rest->n > 1 && rest->p[0] == ' ' && in_word(rest->p[1]) && piece->n &&
	    in_word(piece->p[0]))
		*rest = str_sub(*rest, 1, rest->n);
	while (n < rest->n && in_word(rest->p[n]) == in_word(rest->p[0]))
		n++;
	*piece = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return true;
}

/* Groups of seven bits, the lowest first; all but the last have the top bit. */
void snapshot_number_put(struct strbuf *b, uint32_t n)
{
	for (; n >= 0x80; n >>= 7)
		strbuf_byte(b, (char)(n | 0x80));
	strbuf_byte(b, (char)n);
}

bool snapshot_number_take(uint32_t *n, struct str *rest)
{
	uint64_t value = 0;

	for (size_t i = 0; i < rest->n && i < 5; i++) {
		unsigned char c = (unsigned char)rest->p[i];

		value |= (uint64_t)(c & 0x7F) << 7 * i;
		if (c & 0x80)
			continue;
		*n = (uint32_t)value;
		*rest = str_sub(*rest, i + 1, rest->n);
		return value <= UINT32_MAX;
	}
	return false;
}
