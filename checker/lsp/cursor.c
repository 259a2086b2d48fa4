#include "checker/lsp/lsp_internal.h"

static bool at_end(const struct cursor *c)
{
	return c->at >= c->text.n;
}

/* Bytes of the line's end that stands here; 0: none does. */
static size_t line_end(const struct cursor *c)
{
	const char *p = c->text.p + c->at;
	bool more = c->at + 1 < c->text.n;

	if (at_end(c))
		return 0;
	if (*p == '\n')
		return 1;
	if (*p != '\r' || !c->returns)
		return 0;
	return more && p[1] == '\n' ? 2 : 1;
}

static size_t bytes_of(const struct cursor *c)
{
	unsigned char lead = (unsigned char)c->text.p[c->at];
	size_t n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

	return c->at + n <= c->text.n ? n : c->text.n - c->at;
}

static uint32_t units_of(const struct cursor *c, size_t bytes)
{
	switch (c->unit) {
	case LSP_POINTS:
		return 1;
	case LSP_UTF16:
		return bytes == 4 ? 2 : 1;
	case LSP_BYTES:
		return (uint32_t)bytes;
	}
	return 1;
}

static void restart(struct cursor *c)
{
	c->at = 0;
	c->line = c->column = 0;
}

void cursor_to_offset(struct cursor *c, size_t at)
{
	if (at < c->at)
		restart(c);
	while (c->at < at && !at_end(c)) {
		size_t end = line_end(c), bytes = end ? end : bytes_of(c);

		if (c->at + bytes > at)
			return;
		c->column = end ? 0 : c->column + units_of(c, bytes);
		c->line += end > 0;
		c->at += bytes;
	}
}

void cursor_skip(struct cursor *c, uint32_t units)
{
	while (units && !at_end(c) && !line_end(c)) {
		size_t bytes = bytes_of(c);
		uint32_t n = units_of(c, bytes);

		if (n > units)
			return;
		units -= n;
		c->column += n;
		c->at += bytes;
	}
}

void cursor_to_place(struct cursor *c, uint32_t line, uint32_t column)
{
	if (line < c->line || (line == c->line && column < c->column))
		restart(c);
	while (c->line < line && !at_end(c)) {
		size_t end = line_end(c);

		c->at += end ? end : bytes_of(c);
		c->line += end > 0;
		c->column = 0;
	}
	if (c->line == line) {
		cursor_skip(c, column - c->column);
	} else {
		restart(c); /* the columns of the last line were not counted */
		cursor_to_offset(c, c->text.n);
	}
}
