/*
 * Text that grows up to a maximum given at the start; past it the buffer
 * remembers that it overflowed and takes no more. The one heap object outside
 * arenas: strbuf_release frees it.
 */
#ifndef CHECKER_BASE_STRBUF_H
#define CHECKER_BASE_STRBUF_H

#include "checker/base/str.h"

#include <stdarg.h>

struct strbuf {
	char *p;
	size_t n, cap, max;
	bool overflow;
};

void strbuf_init(struct strbuf *b, size_t max);
void strbuf_release(struct strbuf *b);
void strbuf_reset(struct strbuf *b);
void strbuf_bytes(struct strbuf *b, const void *p, size_t n);
void strbuf_str(struct strbuf *b, struct str s);
static inline void strbuf_byte(struct strbuf *b, char c)
{
	if (b->n < b->cap)
		b->p[b->n++] = c;
	else
		strbuf_bytes(b, &c, 1);
}
/* Makes room for so many more bytes, to be written behind `n`; false beyond the maximum. */
MUST_USE bool strbuf_room(struct strbuf *b, size_t n);
void strbuf_printf(struct strbuf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str strbuf_view(const struct strbuf *b); /* valid until the next change */

#define AUTO_STRBUF __attribute__((cleanup(strbuf_release))) struct strbuf

#endif
