#include "checker/report/report_internal.h"

#include "checker/text/text.h"

#include <string.h>

enum { TAB_COLUMNS = 4 };

/*
 * Code points that would steer a terminal or a browser, or that are not seen:
 * controls, direction marks and overrides, zero-width signs, tags. Shown raw, a
 * manifest could hide words from the reader or rewrite the lines above.
 */
static const struct {
	uint32_t first, last;
} hidden[] = {
	{ 0x00, 0x1F },	    { 0x7F, 0x9F },	{ 0xAD, 0xAD },	      { 0x61C, 0x61C },
	{ 0x115F, 0x1160 }, { 0x180E, 0x180E }, { 0x200B, 0x200F },   { 0x2028, 0x202E },
	{ 0x2060, 0x206F }, { 0x3164, 0x3164 }, { 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 },
	{ 0xFFF9, 0xFFFB }, { 0xFFFE, 0xFFFF }, { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
};

bool cell_hides(uint32_t point)
{
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		if (point >= hidden[i].first && point <= hidden[i].last)
			return true;
	return false;
}

static struct cell code_cell(uint32_t point)
{
	static const char digits[] = "0123456789ABCDEF";
	struct cell c = { .text = "<U+" };
	int shift = point > 0xFFFFF ? 20 : point > 0xFFFF ? 16 : 12;

	c.n = 3;
	for (; shift >= 0; shift -= 4)
		c.text[c.n++] = digits[(point >> shift) & 0xF];
	c.text[c.n++] = '>';
	return c;
}

size_t cell_plain(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;

	while (p < end) {
		if (*p >= 0x20 && *p < 0x7F)
			p++;
		/* U+0400 to U+04FF but for the marks U+0483 to U+0489 */
		else if (*p >= 0xD0 && *p <= 0xD3 && (*p != 0xD2 || p[1] < 0x83 || p[1] > 0x89))
			p += 2;
		else
			break;
	}
	return (size_t)((const char *)p - s.p);
}

struct cell cell_next(struct str *s)
{
	struct cell c = { 0 };
	uint32_t point = text_next(s);

	if (point == '\t') {
		memset(c.text, ' ', TAB_COLUMNS);
		c.n = TAB_COLUMNS;
		return c;
	}
	if (cell_hides(point))
		return code_cell(point);
	c.n = text_encode(c.text, point);
	return c;
}

struct str report_shown(struct arena *a, struct str s)
{
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	while (s.n) {
		struct cell c = cell_next(&s);

		strbuf_bytes(&b, c.text, c.n);
	}
	return arena_str(a, strbuf_view(&b));
}

static size_t columns_of(struct cell c)
{
	return text_width((struct str){ c.text, c.n });
}

size_t cell_columns(struct str s)
{
	size_t n = 0;

	while (s.n) {
		size_t plain = cell_plain(s);

		n += plain ? text_points(str_sub(s, 0, plain)) : columns_of(cell_next(&s));
		s = str_sub(s, plain, s.n);
	}
	return n;
}

struct str cell_line(struct str *rest, size_t columns)
{
	struct str all = *rest, left = *rest;
	size_t wide = 0, blank = 0, at = 0;

	while (left.n && wide < columns) {
		size_t before = at;

		if (left.p[0] == ' ')
			blank = at;
		text_next(&left);
		at = all.n - left.n;
		wide += cell_columns(str_sub(all, before, at));
	}
	if (!left.n) {
		*rest = STR("");
		return all;
	}
	at = blank ? blank : at;
	*rest = str_trim(str_sub(all, at, all.n));
	return str_sub(all, 0, at);
}

/* So many of the plain letters that the text begins with, each of which takes a column. */
static size_t cut_plain(struct str *rest, size_t columns)
{
	/* No plain letter has more than two bytes, so that a long line is not read. */
	struct str near = str_sub(*rest, 0, 2 * columns);
	struct str plain = str_sub(near, 0, cell_plain(near));
	size_t n = 0;

	for (; plain.n && n < columns; n++)
		text_next(&plain);
	*rest = str_sub(*rest, (size_t)(plain.p - rest->p), rest->n);
	return n;
}

/* The longest beginning that fits; *used becomes its columns. */
static struct str head(struct str s, size_t columns, size_t *used)
{
	struct str rest = s;

	*used = 0;
	while (rest.n) {
		struct str next;
		size_t wide;

		*used += cut_plain(&rest, columns - *used);
		next = rest;
		wide = rest.n ? columns_of(cell_next(&next)) : 0;
		if (*used + wide > columns)
			break;
		*used += wide;
		rest = next;
	}
	return str_sub(s, 0, s.n - rest.n);
}

static struct str tail(struct str s, size_t columns)
{
	size_t at = s.n, used = 0;

	while (at > 0) {
		size_t i = at - 1;
		struct str point;

		while (i > 0 && ((unsigned char)s.p[i] & 0xC0) == 0x80)
			i--;
		point = str_sub(s, i, at);
		used += columns_of(cell_next(&point));
		if (used > columns)
			break;
		at = i;
	}
	return str_sub(s, at, s.n);
}

static struct str skip(struct str s, size_t points)
{
	while (points-- && s.n)
		text_next(&s);
	return s;
}

void excerpt_cut(struct excerpt *e, const struct place *p, size_t columns)
{
	struct str line = p->excerpt, from, rest, before;
	size_t used, left, right, room;

	while (line.n && (line.p[line.n - 1] == '\n' || line.p[line.n - 1] == '\r'))
		line.n--;
	from = skip(line, p->column ? p->column - 1 : 0);
	rest = skip(from, p->column ? (p->span ? p->span : 1) : 0);
	before = str_sub(line, 0, line.n - from.n);
	*e = (struct excerpt){ before, str_sub(from, 0, from.n - rest.n), rest, false, false };
	if (head(line, columns, &used).n == line.n)
		return;
	room = columns > 4 ? columns - 2 : 2; /* for the signs that something is left out */
	e->marked = head(e->marked, room, &used);
	room -= used;
	left = cell_columns(tail(before, room));
	/* What stands before a value explains it more often than what follows. */
	if (left > room * 2 / 3)
		left = room * 2 / 3;
	e->after = e->marked.n < from.n - rest.n ? str_sub(rest, 0, 0)
						 : head(rest, room - left, &right);
	if (e->after.n == rest.n)
		left = room - cell_columns(rest);
	e->before = tail(before, left);
	e->cut_left = e->before.n < before.n;
	e->cut_right =
		e->before.n + e->marked.n + e->after.n + (before.n - e->before.n) < line.n;
}
