#include "checker/doc/yaml_internal.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __SSE2__
/* Which of sixteen bytes may end a plain text, as bits; [ and { differ in one bit, as ] and }.
 */
static inline unsigned plain_stops(const char *p, bool flow)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p), low, stops;

	stops = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
					  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))),
			     _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(':')),
					  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('#'))));
	if (flow) {
		low = _mm_or_si128(bytes, _mm_set1_epi8('{' ^ '['));
		low = _mm_or_si128(_mm_cmpeq_epi8(low, _mm_set1_epi8('{')),
				   _mm_cmpeq_epi8(low, _mm_set1_epi8('}')));
		stops = _mm_or_si128(stops, low);
		stops = _mm_or_si128(stops, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(',')));
	}
	return (unsigned)_mm_movemask_epi8(stops);
}
#endif

/* From p on the first byte that may end a plain text: a break, a mark, in flow also a bracket.
 */
static const char *plain_stop(const struct yaml *y, const char *p, bool flow)
{
	unsigned stop = YAML_BREAK | YAML_MARK | (flow ? YAML_FLOW : 0U);

#ifdef __SSE2__
	for (; y->end - p >= 16; p += 16) {
		unsigned stops = plain_stops(p, flow);

		if (stops)
			return p + __builtin_ctz(stops);
	}
#endif
	while (p < y->end && !yaml_is(*p, stop))
		p++;
	return p;
}

/* End of the plain text that begins at p, on this line, without blanks behind it. */
static const char *plain_line_end(const struct yaml *y, const char *p, bool flow)
{
	const char *from = p, *end = plain_stop(y, p, flow);

	while (end < y->end && yaml_is(*end, YAML_MARK)) {
		bool ends = *end == ':' ? yaml_at_gap(y, end + 1) ||
						  (flow && yaml_is(end[1], YAML_FLOW))
					: end > y->line && yaml_is(end[-1], YAML_BLANK);

		if (ends)
			break;
		end = plain_stop(y, end + 1, flow);
	}
	while (end > from && yaml_is(end[-1], YAML_BLANK))
		end--;
	return end;
}

/*
 * The line on which the plain scalar that ends at p goes on; NULL if it does
 * not: the next line that is not empty is indented too little, is a comment or
 * a marker.
 */
static const char *plain_next_line(const struct yaml *y, const char *p, int n)
{
	const char *line, *text;

	p = yaml_skip_blanks(y, p);
	if (p == y->end || !yaml_is(*p, YAML_BREAK))
		return NULL;
	do {
		line = yaml_next_line(y, p);
		p = text = yaml_skip_blanks(y, line);
		if (p == y->end)
			return NULL;
	} while (yaml_is(*p, YAML_BREAK));
	if (*text == '#' || yaml_indent(y, line) <= n || yaml_is_marker(y, line))
		return NULL;
	return line;
}

/*
 * Text over several lines (6.5): blanks around a line break go away, one break
 * is a space, each further one a line feed. *n bytes stand in out, of which
 * those before `keep` were escaped and stay. Returns the text behind.
 */
static const char *fold(const struct yaml *y, const char *p, char *out, size_t *n, size_t keep)
{
	size_t breaks = 0;

	while (*n > keep && yaml_is(out[*n - 1], YAML_BLANK))
		--*n;
	while (p < y->end && yaml_is(*p, YAML_BREAK)) {
		p = yaml_skip_blanks(y, yaml_next_line(y, p));
		breaks++;
	}
	if (breaks == 1)
		out[(*n)++] = ' ';
	for (; breaks > 1; breaks--)
		out[(*n)++] = '\n';
	return p;
}

static const struct escape {
	char c;
	unsigned char digits; /* hexadecimal ones that follow */
	uint32_t point;
} escapes[] = {
	{ '0', 0, 0 },	    { 'a', 0, 7 },	{ 'b', 0, 8 },	  { 't', 0, 9 },
	{ '\t', 0, 9 },	    { 'n', 0, 10 },	{ 'v', 0, 11 },	  { 'f', 0, 12 },
	{ 'r', 0, 13 },	    { 'e', 0, 27 },	{ ' ', 0, ' ' },  { '"', 0, '"' },
	{ '/', 0, '/' },    { '\\', 0, '\\' },	{ 'N', 0, 0x85 }, { '_', 0, 0xA0 },
	{ 'L', 0, 0x2028 }, { 'P', 0, 0x2029 }, { 'x', 2, 0 },	  { 'u', 4, 0 },
	{ 'U', 8, 0 },
};

static bool hex_value(const char *p, const char *end, size_t digits, uint32_t *value)
{
	*value = 0;
	if ((size_t)(end - p) < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		char c = p[i], lower = (char)(c | 0x20);

		if (c >= '0' && c <= '9')
			*value = *value << 4 | (uint32_t)(c - '0');
		else if (lower >= 'a' && lower <= 'f')
			*value = *value << 4 | (uint32_t)(lower - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* JSON text is YAML too, so a pair of \u escapes is one character (RFC 8259, 7). */
static bool low_half(const char *p, const char *end, uint32_t *point)
{
	uint32_t low;

	if (*point > 0xDBFF || end - p < 6 || p[0] != '\\' || p[1] != 'u' ||
	    !hex_value(p + 2, end, 4, &low) || low < 0xDC00 || low > 0xDFFF)
		return false;
	*point = 0x10000U + ((*point - 0xD800) << 10) + (low - 0xDC00);
	return true;
}

/* Of the escape at p, which stands on the backslash. A wrong one is reported and gives no more
 * bytes than it has. */
static const char *read_escape(struct yaml *y, const char *p, const char *end, uint32_t *point)
{
	const struct escape *e = escapes;
	const char *start = p;
	struct str digits;

	while (e < escapes + ARRAY_LEN(escapes) && e->c != p[1])
		e++;
	*point = '?';
	if (e == escapes + ARRAY_LEN(escapes)) {
		reader_fault_on(y->r, FAULT_YAML_ESCAPE, yaml_offset(y, p),
				reader_char(y->r, yaml_offset(y, p + 1)), mtext_same(STR("")));
		return p + 1;
	}
	p += 2;
	digits = (struct str){ start + 1, 1U + e->digits };
	if (e->digits == 0)
		*point = e->point;
	else if (!hex_value(p, end, e->digits, point)) {
		*point = '?';
		reader_fault_on(y->r, FAULT_HEX, yaml_offset(y, start),
				mtext_same(str_sub(digits, 0, 1)),
				reader_number(y->r, e->digits));
		return p;
	}
	p += e->digits;
	if (*point == 0 && y->r->profile == DOC_MANIFEST)
		yaml_fault(y, FAULT_NUL, start);
	if ((*point < 0xD800 || *point > 0xDFFF) && *point <= 0x10FFFF)
		return p;
	if (e->digits == 4 && low_half(p, end, point))
		return p + 6;
	reader_fault_on(
		y->r, *point > 0x10FFFF ? FAULT_POINT : FAULT_SURROGATE, yaml_offset(y, start),
		mtext_same(str_sub(digits, *point <= 0x10FFFF, digits.n)), mtext_same(STR("")));
	*point = '?';
	return p;
}

/* A backslash at the end of a line joins the next one without a space (7.3.1). */
static const char *skip_escaped_break(const struct yaml *y, const char *p, char *out, size_t *n)
{
	p = yaml_skip_blanks(y, yaml_next_line(y, p));
	while (p < y->end && yaml_is(*p, YAML_BREAK)) {
		out[(*n)++] = '\n';
		p = yaml_skip_blanks(y, yaml_next_line(y, p));
	}
	return p;
}

/* The value of a flow scalar's bytes [p, end); quote is its quotation mark or '\0'. */
static struct str decode(struct yaml *y, const char *p, const char *end, char quote)
{
	/* \L and \P make three bytes of two. */
	char *out = arena_alloc(y->r->arena, (size_t)(end - p) / 2 * 3 + 4, 1);
	size_t n = 0, keep = 0;

	while (p < end) {
		if (yaml_is(*p, YAML_BREAK)) {
			p = fold(y, p, out, &n, keep);
			continue;
		}
		if (quote == '"' && *p == '\\' && yaml_is(p[1], YAML_BREAK)) {
			p = skip_escaped_break(y, p + 1, out, &n);
			keep = n;
		} else if (quote == '"' && *p == '\\') {
			uint32_t point;

			p = read_escape(y, p, end, &point);
			n += text_encode(out + n, point);
			keep = n;
		} else {
			p += quote == '\'' && *p == '\'';
			out[n++] = *p++;
		}
	}
	return (struct str){ out, n };
}

/* A further line of a quoted scalar, at its first byte. */
static bool quoted_line(struct yaml *y, int n, const char *open)
{
	int indent = yaml_indent(y, y->line);
	const char *text = yaml_skip_blanks(y, y->line);

	if (yaml_at_break(y, text))
		return true;
	if (yaml_is_marker(y, y->line))
		return yaml_fault(y, FAULT_MARKER_INSIDE, y->line);
	if (indent > n)
		return true;
	if (y->line[indent] == '\t')
		return yaml_fault(y, FAULT_TAB, y->line + indent);
	return reader_fault_on(y->r, FAULT_QUOTED_INDENT, yaml_offset(y, text),
			       reader_line(y->r, yaml_offset(y, open)), mtext_same(STR("")));
}

/* Leaves p behind the closing quote. */
static bool read_quoted(struct yaml *y, int n, struct scalar *s)
{
	const char *open = y->p, *p = open + 1;
	char quote = *open;
	bool plain = true;

	for (; p < y->end; p++) {
		if (*p == quote) {
			if (quote == '"' || p + 1 == y->end || p[1] != '\'')
				break;
			plain = false;
			p++;
		} else if (yaml_is(*p, YAML_BREAK)) {
			s->lines = true;
			y->line = yaml_next_line(y, p);
			if (!quoted_line(y, n, open))
				return false;
			p = y->line - 1;
		} else if (*p == '\\' && quote == '"') {
			plain = false;
			/* An escaped line break is seen as a line break next time. */
			p += p + 1 < y->end && !yaml_is(p[1], YAML_BREAK);
		}
	}
	if (p >= y->end)
		return reader_fault_on(y->r, FAULT_STRING_OPEN, yaml_offset(y, open),
				       reader_line(y->r, yaml_offset(y, open)),
				       mtext_same(STR("")));
	if (plain && !s->lines)
		s->text = (struct str){ open + 1, (size_t)(p - open - 1) };
	else
		s->text = decode(y, open + 1, p, quote);
	y->p = p + 1;
	return true;
}

/* May the byte at p begin a plain scalar (7.3.3)? */
static bool begins_plain(const struct yaml *y, const char *p, bool flow)
{
	if (*p == '-' || *p == '?' || *p == ':')
		return !yaml_at_gap(y, p + 1) && !(flow && yaml_is(p[1], YAML_FLOW));
	return !yaml_is(*p, YAML_FIRST);
}

static bool read_plain(struct yaml *y, int n, bool flow, struct scalar *s)
{
	const char *end, *line;

	if (!begins_plain(y, y->p, flow))
		return yaml_fault_found(y, FAULT_PLAIN_START, y->p);
	s->plain = true;
	end = plain_line_end(y, y->p, flow);
	while ((line = plain_next_line(y, end, n))) {
		const char *text = yaml_skip_blanks(y, line);
		const char *next = plain_line_end(y, text, flow);

		if (next == text)
			break;
		s->lines = true;
		y->line = line;
		end = next;
	}
	y->p = end;
	s->text = (struct str){ s->start, (size_t)(end - s->start) };
	if (s->lines)
		s->text = decode(y, s->start, end, '\0');
	return true;
}

bool yaml_scalar(struct yaml *y, int n, bool flow, struct scalar *s)
{
	*s = (struct scalar){ .start = y->p };
	if (*y->p == '"' || *y->p == '\'')
		return read_quoted(y, n, s);
	return read_plain(y, n, flow, s);
}

static bool is_null(struct str s)
{
	return s.n == 0 || str_eq(s, STR("~")) || str_eq(s, STR("null")) ||
	       str_eq(s, STR("Null")) || str_eq(s, STR("NULL"));
}

bool yaml_key(struct yaml *y, const struct scalar *s, struct member *m)
{
	if (s->plain && is_null(s->text))
		return yaml_fault(y, FAULT_NULL_KEY, s->start);
	m->key = s->text.p;
	m->key_n = (uint32_t)s->text.n;
	m->key_at = (uint32_t)yaml_offset(y, s->start);
	return true;
}
