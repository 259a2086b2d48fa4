#include "checker/doc/doc_internal.h"

#include "checker/text/text.h"

#include <string.h>

/*
 * A value and the text it was read from differ in white space (folding,
 * indentation), in escapes and in doubled quotes only, so their other code
 * points follow each other in the same order: they are counted on both sides.
 */
struct source {
	struct str rest;
	char quote; /* '"', '\'' or, of a plain or block scalar, 0 */
};

static bool is_space(uint32_t point)
{
	return point == ' ' || point == '\t' || point == '\n' || point == '\r';
}

static uint32_t hex_of(struct str digits)
{
	uint32_t value = 0;

	for (size_t i = 0; i < digits.n; i++) {
		char c = digits.p[i];

		value = value * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return value;
}

/* Takes an escape off; a space when it stands for white space or nothing. */
static uint32_t take_escape(struct str *rest)
{
	static const struct {
		char letter;
		uint8_t digits;
	} numbers[] = { { 'x', 2 }, { 'u', 4 }, { 'U', 8 } };
	char letter = rest->n > 1 ? rest->p[1] : ' ';

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		size_t end = 2 + (size_t)numbers[i].digits;

		if (letter == numbers[i].letter) {
			uint32_t value = hex_of(str_sub(*rest, 2, end));

			*rest = str_sub(*rest, end, rest->n);
			return value;
		}
	}
	*rest = str_sub(*rest, 2, rest->n);
	return strchr("nrt \t\r\n", letter) ? ' ' : (unsigned char)letter;
}

/* Takes off what stands for one code point, or for a part of white space. */
static uint32_t take(struct source *s)
{
	uint32_t point;

	if (s->quote == '"' && *s->rest.p == '\\') {
		point = take_escape(&s->rest);
		/* in JSON a point beyond U+FFFF is two escapes */
		if (point >= 0xD800 && point < 0xDC00 && s->rest.n > 1 &&
		    memcmp(s->rest.p, "\\u", 2) == 0)
			take_escape(&s->rest);
		return point;
	}
	point = text_next(&s->rest);
	if (s->quote == '\'' && point == '\'' && s->rest.n && *s->rest.p == '\'')
		text_next(&s->rest);
	return point;
}

static struct source source_of(const struct doc *doc, const struct node *node)
{
	struct source s = { .rest = str_sub(doc->text, node->at, doc->text.n) };

	if (s.rest.n && strchr("\"'", *s.rest.p)) {
		s.quote = *s.rest.p;
		s.rest = str_sub(s.rest, 1, s.rest.n);
	} else if (s.rest.n && strchr("|>", *s.rest.p) && doc->syntax == DOC_YAML) {
		/* the text of a block begins on the next line */
		const char *end = memchr(s.rest.p, '\n', s.rest.n);
		const char *cr = memchr(s.rest.p, '\r', s.rest.n);

		end = end && (!cr || end < cr) ? end : cr;
		s.rest = end ? str_sub(s.rest, (size_t)(end - s.rest.p), s.rest.n)
			     : str_sub(s.rest, s.rest.n, s.rest.n);
	}
	return s;
}

static size_t points_in(struct str s)
{
	size_t n = 0;

	while (s.n > 0)
		n += !is_space(text_next(&s));
	return n;
}

struct str doc_source(const struct doc *doc, const struct node *node, struct str piece)
{
	struct str value = node_str(node);
	struct source s = source_of(doc, node);
	size_t skip, take_off = points_in(piece);
	const char *from = NULL;

	if (value.p >= doc->text.p && value.p <= doc->text.p + doc->text.n)
		return piece;
	skip = points_in(str_sub(value, 0, (size_t)(piece.p - value.p)));
	while (s.rest.n > 0 && take_off > 0) {
		const char *at = s.rest.p;

		if (is_space(take(&s)))
			continue;
		if (skip > 0) {
			skip--;
			continue;
		}
		from = from ? from : at;
		take_off--;
	}
	/* Nothing but white space, or a value that was not read from this document. */
	if (!from || take_off > 0)
		return str_sub(doc->text, node->at, node->at);
	return (struct str){ from, (size_t)(s.rest.p - from) };
}
