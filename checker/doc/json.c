#include "checker/doc/doc_internal.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct json {
	struct reader *r;
	const char *p, *end, *text;
};

static size_t offset(const struct json *j, const char *p)
{
	return (size_t)(p - j->text);
}

static bool is_space(char c)
{
	const uint64_t set = 1ULL << ' ' | 1ULL << '\n' | 1ULL << '\r' | 1ULL << '\t';

	return (unsigned char)c <= ' ' && (set >> (unsigned char)c & 1);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters of any alphabet: what an unquoted word is made of. */
static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

RARE static bool skip_comment(struct json *j)
{
	const char *p = j->p, *stop = NULL;
	size_t left = (size_t)(j->end - p);

	if (left < 2 || (p[1] != '/' && p[1] != '*'))
		return false;
	reader_fault(j->r, FAULT_COMMENT, offset(j, p));
	if (p[1] == '/') {
		stop = memchr(p, '\n', left);
	} else {
		stop = memmem(p + 2, left - 2, "*/", 2);
		stop = stop ? stop + 2 : NULL;
	}
	j->p = stop ? stop : j->end;
	return true;
}

/* Indentation. */
static inline const char *skip_spaces(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i w = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned other =
			(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(w, _mm_set1_epi8(' '))) ^
			0xFFFFU;

		if (other)
			return p + __builtin_ctz(other);
	}
#endif
	while (p < end && *p == ' ')
		p++;
	return p;
}

RARE static char skip_to_token(struct json *j)
{
	for (;;) {
		const char *p = j->p;

		while (p < j->end && is_space(*p))
			p = *p == '\n' ? skip_spaces(p + 1, j->end) : p + 1;
		j->p = p;
		if (p == j->end)
			return '\0';
		if (*p != '/' || !skip_comment(j))
			return *p;
	}
}

/*
 * The first byte that is no white space, '\0' at the end (and for a raw NUL: both are faults).
 * Usual are nothing, a space, or a line break and an indentation.
 */
static inline char next_token(struct json *j)
{
	const char *p = j->p;

	if (p == j->end)
		return '\0';
	if (*p == '\n')
		p = skip_spaces(p + 1, j->end);
	else
		p += *p == ' ';
	j->p = p;
	if (p != j->end && *p > ' ' && *p != '/')
		return *p;
	return skip_to_token(j);
}

/* The first byte from p on that is a quote, a backslash or a control character. */
static inline const char *plain_end(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i w = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i control = _mm_cmpeq_epi8(_mm_min_epu8(w, _mm_set1_epi8(0x1F)), w);
		__m128i quote = _mm_cmpeq_epi8(w, _mm_set1_epi8('"'));
		__m128i escape = _mm_cmpeq_epi8(w, _mm_set1_epi8('\\'));
		unsigned hit = (unsigned)_mm_movemask_epi8(
			_mm_or_si128(control, _mm_or_si128(quote, escape)));

		if (hit)
			return p + __builtin_ctz(hit);
	}
#endif
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

/*
 * The closing quote of a string whose plain part ends at p. A line break stops
 * the reading: a quote was forgotten, and what follows would be read inside out.
 */
static const char *find_quote(struct json *j, const char *start, const char *p)
{
	struct reader *r = j->r;

	for (;; p = plain_end(p, j->end)) {
		size_t at = offset(j, p);

		if (j->end - p < 1 || (*p == '\\' && j->end - p < 2)) {
			reader_fault_on(r, FAULT_STRING_OPEN, offset(j, start - 1),
					reader_line(r, offset(j, start)), mtext_same(STR("")));
			return NULL;
		}
		if (*p == '"')
			return p;
		if (*p == '\n' || *p == '\r') {
			reader_fault_on(r, FAULT_LINE_BREAK, at,
					reader_line(r, offset(j, start)), mtext_same(STR("")));
			return NULL;
		}
		if (*p == '\\') {
			p += (unsigned char)p[1] < 0x20 ? 1 : 2;
			continue;
		}
		reader_fault_on(r, FAULT_CONTROL, at,
				mtext_same(arena_printf(r->arena, "%04X", (unsigned char)*p)),
				mtext_same(STR("")));
		p++;
	}
}

/* Four hexadecimal digits; -1 if they are not. */
static int32_t hex4(const char *p, const char *end)
{
	int32_t value = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = p[i], lower = (char)(c | 0x20);

		if (is_digit(c))
			value = value * 16 + (c - '0');
		else if (lower >= 'a' && lower <= 'f')
			value = value * 16 + (lower - 'a' + 10);
		else
			return -1;
	}
	return value;
}

/*
 * Reads \uXXXX (and its second half) at *p, which stands on the backslash, up
 * to `end`, the closing quote. A wrong one is reported.
 */
static uint32_t unicode_escape(struct json *j, const char **p, const char *end)
{
	const uint32_t replacement = '?'; /* not longer than what it stands for */
	const char *start = *p;
	size_t at = offset(j, start);
	int32_t high = hex4(start + 2, end), low;

	if (high < 0) {
		*p += 2;
		reader_fault_on(j->r, FAULT_HEX, at, mtext_same(STR("u")),
				mtext_same(STR("4")));
		return replacement;
	}
	*p += 6;
	if (high == 0 && j->r->profile == DOC_MANIFEST)
		reader_fault(j->r, FAULT_NUL, at);
	if (high < 0xD800 || high > 0xDFFF)
		return (uint32_t)high;
	if (high <= 0xDBFF && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
		low = hex4(*p + 2, end);
		if (low >= 0xDC00 && low <= 0xDFFF) {
			*p += 6;
			return 0x10000U + ((uint32_t)(high - 0xD800) << 10) +
			       (uint32_t)(low - 0xDC00);
		}
	}
	reader_fault_on(j->r, FAULT_SURROGATE, at,
			mtext_same(arena_str(j->r->arena, (struct str){ start + 2, 4 })),
			mtext_same(STR("")));
	return replacement;
}

/* The character that a backslash and c stand for; '\0' if there is none. */
static char simple_escape(char c)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *hit = c ? strchr(from, c) : NULL;

	return hit ? to[hit - from] : '\0';
}

static struct str unescape(struct json *j, const char *p, const char *end)
{
	char *text = arena_alloc(j->r->arena, (size_t)(end - p), 1);
	size_t n = 0;

	while (p < end) {
		const char *escape = memchr(p, '\\', (size_t)(end - p));
		size_t plain = (size_t)((escape ? escape : end) - p);

		memcpy(text + n, p, plain);
		n += plain;
		p += plain;
		if (!escape)
			break;
		if (p[1] == 'u') {
			n += text_encode(text + n, unicode_escape(j, &p, end));
			continue;
		}
		text[n] = simple_escape(p[1]);
		if (!text[n])
			reader_fault_on(j->r, FAULT_ESCAPE, offset(j, p),
					reader_char(j->r, offset(j, p + 1)),
					mtext_same(STR("")));
		n++;
		p += 1 + ((unsigned char)p[1] >= 0x20);
	}
	return (struct str){ text, n };
}

/* From the byte at p on a string that begins at start is not plain. */
RARE static struct str escaped_string(struct json *j, const char *start, const char *p)
{
	const char *end = find_quote(j, start, p);

	if (!end)
		return (struct str){ NULL, 0 };
	j->p = end + 1;
	return unescape(j, start, end);
}

/* The string whose opening quote is at p; NULL pointer if it does not end. */
static struct str read_string(struct json *j)
{
	const char *start = j->p + 1, *end = plain_end(start, j->end);

	if (end < j->end && *end == '"') {
		j->p = end + 1;
		return (struct str){ start, (size_t)(end - start) };
	}
	return escaped_string(j, start, end);
}

static const char *digits_end(const char *p, const char *end)
{
	while (p < end && is_digit(*p))
		p++;
	return p;
}

static bool in_number(char c)
{
	return is_digit(c) || is_word(c) || c == '+' || c == '-' || c == '.';
}

/* What is wrong with something that begins like a number but is none. */
static enum fault number_fault(struct str s)
{
	size_t i = s.p[0] == '-';

	if (s.p[0] == '+' || s.p[0] == '.' || (i && s.n > 1 && s.p[1] == '.'))
		return FAULT_NUMBER_START;
	for (size_t k = i; k < s.n; k++)
		if (!is_digit(s.p[k]) && !strchr("+-.eE", s.p[k]))
			return FAULT_NUMBER;
	if (s.n > i + 1 && s.p[i] == '0' && is_digit(s.p[i + 1]))
		return FAULT_NUMBER_ZERO;
	for (size_t k = i; k < s.n; k++)
		if (!is_digit(s.p[k]) &&
		    (k + 1 == s.n || s.p[k + 1] == 'e' || s.p[k + 1] == 'E'))
			return FAULT_NUMBER_DIGITS;
	return s.n == 1 ? FAULT_NUMBER_DIGITS : FAULT_NUMBER;
}

/* End of the number at p by the grammar of RFC 8259, 6; NULL if there is none. */
static const char *number_end(const char *p, const char *end, bool *whole)
{
	const char *digits;

	*whole = true;
	p += *p == '-';
	digits = p;
	p = digits_end(p, end);
	if (p == digits || (*digits == '0' && p - digits > 1))
		return NULL;
	if (p < end && *p == '.') {
		*whole = false;
		digits = ++p;
		p = digits_end(p, end);
		if (p == digits)
			return NULL;
	}
	if (p < end && (*p | 0x20) == 'e') {
		*whole = false;
		p++;
		p += p < end && (*p == '+' || *p == '-');
		digits = p;
		p = digits_end(p, end);
		if (p == digits)
			return NULL;
	}
	return p;
}

APART static void read_number(struct json *j, struct node *out)
{
	enum { SURELY_FITS = 18 };
	const char *start = j->p;
	bool whole;
	const char *p = number_end(start, j->end, &whole);
	struct str s;

	if (!p || (p < j->end && in_number(*p))) {
		for (p = start; p < j->end && in_number(*p); p++)
			;
		s = (struct str){ start, (size_t)(p - start) };
		reader_fault_on(j->r, number_fault(s), offset(j, start), reader_quote(j->r, s),
				mtext_same(STR("")));
	} else {
		s = (struct str){ start, (size_t)(p - start) };
		if (!whole || s.n > SURELY_FITS)
			reader_number_fits(j->r, s, offset(j, start));
	}
	*out = (struct node){ .type = NODE_NUMBER,
			      .whole = whole,
			      .at = (uint32_t)offset(j, start),
			      .text = s.p,
			      .text_n = (uint32_t)s.n };
	j->p = p;
}

static struct str cut_word(struct json *j)
{
	const char *start = j->p;

	while (j->p < j->end && (is_word(*j->p) || is_digit(*j->p)))
		j->p++;
	return (struct str){ start, (size_t)(j->p - start) };
}

APART static void read_word(struct json *j, struct node *out)
{
	size_t at = offset(j, j->p);
	struct str word = cut_word(j);

	*out = (struct node){ .type = NODE_NULL, .at = (uint32_t)at };
	if (str_eq(word, STR("true")) || str_eq(word, STR("false"))) {
		out->type = NODE_BOOL;
		out->truth = word.n == 4;
	} else if (!str_eq(word, STR("null"))) {
		reader_fault_on(j->r, FAULT_WORD, at, reader_quote(j->r, word),
				mtext_same(STR("")));
	}
}

/* Text in single quotes on one line, reported and skipped; false if it is not that. */
static bool skip_single_quoted(struct json *j)
{
	const char *p = j->p + 1;

	while (p < j->end && *p != '\'' && *p != '\n')
		p++;
	if (p == j->end || *p != '\'')
		return false;
	reader_fault(j->r, FAULT_SINGLE_QUOTE, offset(j, j->p));
	j->p = p + 1;
	return true;
}

/* The fault is what stands at p. */
RARE static bool fault_found(struct json *j, enum fault fault)
{
	size_t at = offset(j, j->p);

	return reader_fault_on(j->r, fault, at, reader_found(j->r, at), mtext_same(STR("")));
}

APART static bool read_array(struct json *j, struct node *out);
APART static bool read_object(struct json *j, struct node *out);

static bool read_value(struct json *j, struct node *out)
{
	size_t at;
	struct str s;
	char c = next_token(j);

	at = offset(j, j->p);
	switch (c) {
	case '"':
		s = read_string(j);
		*out = (struct node){ .type = NODE_STRING,
				      .at = (uint32_t)at,
				      .text = s.p,
				      .text_n = (uint32_t)s.n };
		return s.p != NULL;
	case '{':
		return read_object(j, out);
	case '[':
		return read_array(j, out);
	case '\'':
		*out = (struct node){ .type = NODE_NULL, .at = (uint32_t)at };
		if (skip_single_quoted(j))
			return true;
		break;
	default:
		if (is_digit(c) || c == '-' || c == '+' || c == '.') {
			read_number(j, out);
			return true;
		}
		if (is_word(c)) {
			read_word(j, out);
			return true;
		}
	}
	return fault_found(j, FAULT_VALUE);
}

static bool starts_value(char c)
{
	return c && (is_digit(c) || is_word(c) || strchr("\"'{[-", c));
}

enum after { AFTER_MORE, AFTER_END, AFTER_FAULT };

/*
 * What follows a child of the container at `open`: a further one, or its closing
 * bracket, which is consumed. A missing or surplus comma is reported and
 * reading goes on, as its intent is plain.
 */
static enum after read_separator(struct json *j, size_t open, char close)
{
	bool array = close == ']';
	char c = next_token(j);
	size_t at = offset(j, j->p);

	if (c == ',') {
		j->p++;
		c = next_token(j);
		if (c != close)
			return AFTER_MORE;
		reader_fault(j->r, FAULT_COMMA_EXTRA, at);
	}
	if (c == close) {
		j->p++;
		return AFTER_END;
	}
	if (array ? starts_value(c) : c == '"') {
		fault_found(j, FAULT_COMMA_MISSING);
		return AFTER_MORE;
	}
	reader_fault_on(j->r, array ? FAULT_ARRAY_OPEN : FAULT_OBJECT_OPEN, at,
			reader_line(j->r, open), reader_found(j->r, at));
	return AFTER_FAULT;
}

static bool read_array(struct json *j, struct node *out)
{
	struct reader *r = j->r;
	size_t base = r->items.n, open = offset(j, j->p);
	enum after after = AFTER_MORE;

	if (!reader_enter(r, open))
		return false;
	j->p++;
	if (next_token(j) == ']') {
		j->p++;
		after = AFTER_END;
	}
	while (after == AFTER_MORE) {
		struct node item;

		if (!read_value(j, &item))
			return false;
		vec_push(r->arena, &r->items, item);
		after = read_separator(j, open, ']');
	}
	if (after == AFTER_END)
		reader_array(r, out, open, base);
	return after == AFTER_END;
}

/* A key; one without quotes or in single quotes is reported and read. */
static bool read_key(struct json *j, struct member *m)
{
	struct str key;
	char c = next_token(j);
	const char *start = j->p;

	if (c == '"') {
		key = read_string(j);
		if (!key.p)
			return false;
	} else if (c == '\'' && skip_single_quoted(j)) {
		key = (struct str){ start + 1, (size_t)(j->p - start) - 2 };
	} else {
		fault_found(j, FAULT_KEY);
		key = cut_word(j);
		if (key.n == 0)
			return false;
	}
	m->key = key.p;
	m->key_n = (uint32_t)key.n;
	m->key_at = (uint32_t)offset(j, start);
	if (next_token(j) != ':')
		return fault_found(j, FAULT_COLON);
	j->p++;
	return true;
}

static bool read_object(struct json *j, struct node *out)
{
	struct reader *r = j->r;
	size_t base = r->members.n, open = offset(j, j->p);
	enum after after = AFTER_MORE;

	if (!reader_enter(r, open))
		return false;
	j->p++;
	if (next_token(j) == '}') {
		j->p++;
		after = AFTER_END;
	}
	while (after == AFTER_MORE) {
		struct member m;

		if (!read_key(j, &m) || !read_value(j, &m.value) || !reader_member(r, &m, base))
			return false;
		after = read_separator(j, open, '}');
	}
	if (after == AFTER_END)
		reader_object(r, out, open, base);
	return after == AFTER_END;
}

bool json_read(struct reader *r)
{
	struct str text = r->doc->text;
	struct json j = { .r = r, .p = text.p, .end = text.p + text.n, .text = text.p };

	next_token(&j);
	if (j.p == j.end)
		return reader_fault(r, FAULT_EMPTY, 0);
	if (!read_value(&j, &r->doc->root))
		return false;
	next_token(&j);
	return j.p == j.end || fault_found(&j, FAULT_TRAILING);
}
