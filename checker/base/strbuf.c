#include "checker/base/strbuf.h"

#include "checker/base/arena.h"
#include "checker/base/format.h"

#include <stdlib.h>
#include <string.h>

void strbuf_init(struct strbuf *b, size_t max)
{
	*b = (struct strbuf){ .max = max };
}

void strbuf_release(struct strbuf *b)
{
	free(b->p);
	*b = (struct strbuf){ .max = b->max };
}

void strbuf_reset(struct strbuf *b)
{
	b->n = 0;
	b->overflow = false;
}

bool strbuf_room(struct strbuf *b, size_t n)
{
	if (b->overflow || n > b->max - b->n) {
		b->overflow = true;
		return false;
	}
	if (n > b->cap - b->n) {
		size_t cap = b->cap ? b->cap : 256;

		while (cap - b->n < n)
			cap *= 2;
		b->p = base_realloc(b->p, cap);
		b->cap = cap;
	}
	return true;
}

void strbuf_bytes(struct strbuf *b, const void *p, size_t n)
{
	if (n == 0 || !strbuf_room(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void strbuf_str(struct strbuf *b, struct str s)
{
	strbuf_bytes(b, s.p, s.n);
}

void strbuf_printf(struct strbuf *b, const char *fmt, ...)
{
	va_list args, again;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = format_text(NULL, 0, fmt, again);
	va_end(again);
	if (n > 0 && strbuf_room(b, (size_t)n + 1)) {
		format_text(b->p + b->n, (size_t)n + 1, fmt, args);
		b->n += (size_t)n;
	}
	va_end(args);
}

struct str strbuf_view(const struct strbuf *b)
{
	return (struct str){ b->p ? b->p : "", b->n };
}
