/* How scalars stand in the text, and how others would in their place. */
#include "checker/doc/yaml_internal.h"

#include "checker/base/strbuf.h"

#include <string.h>

/* How many scalars of several lines begin before the offset. */
static size_t longs_before(const struct doc *doc, size_t at)
{
	size_t low = 0, high = doc->longs.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (doc->longs.at[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct doc_long *doc_long(const struct doc *doc, uint32_t at)
{
	size_t n = longs_before(doc, at);

	return n < doc->longs.n && doc->longs.at[n].at == at ? &doc->longs.at[n] : NULL;
}

const struct doc_long *doc_long_before(const struct doc *doc, size_t at)
{
	size_t n = longs_before(doc, at);

	return n ? &doc->longs.at[n - 1] : NULL;
}

/* Up to and with the closing quote; 0 when the line ends before it. */
static size_t quoted_size(struct str rest, bool yaml)
{
	char quote = rest.p[0];

	for (size_t i = 1; i < rest.n && !yaml_is(rest.p[i], YAML_BREAK); i++) {
		if (rest.p[i] == '\\' && quote == '"')
			i++;
		else if (rest.p[i] == quote && yaml && quote == '\'' && i + 1 < rest.n &&
			 rest.p[i + 1] == quote)
			i++;
		else if (rest.p[i] == quote)
			return i + 1;
	}
	return 0;
}

size_t doc_written(const struct doc *doc, uint32_t at, struct str value)
{
	struct str rest = str_sub(doc->text, at, doc->text.n);
	size_t n = 0;

	if (!rest.n || doc_long(doc, at))
		return 0;
	if (rest.p[0] == '"' || (rest.p[0] == '\'' && doc->syntax == DOC_YAML))
		return quoted_size(rest, doc->syntax == DOC_YAML);
	if (value.p == rest.p)
		return value.n;
	/* A number in a form that JSON does not have. */
	while (n < rest.n && !yaml_is(rest.p[n], YAML_BLANK | YAML_BREAK | YAML_FLOW))
		n++;
	return n;
}

static bool is_word(struct str s)
{
	static const char *const words[] = { "~",  "null", "true", "false", "yes",  "no",
					     "on", "off",  "<<",   "=",	    ".inf", ".nan" };
	size_t sign = s.n && (s.p[0] == '-' || s.p[0] == '+');

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strlen(words[i]) == s.n - sign &&
		    strncasecmp(words[i], s.p + sign, s.n - sign) == 0)
			return true;
	return false;
}

static size_t span(struct str s, size_t from, const char *of)
{
	size_t n = 0;

	while (from + n < s.n && s.p[from + n] && strchr(of, s.p[from + n]))
		n++;
	return n;
}

/* YYYY-M-D, alone or before a time. */
static bool is_date(struct str s)
{
	size_t year = span(s, 0, "0123456789"), month, day, end;

	if (year != 4 || s.n < 8 || s.p[4] != '-')
		return false;
	month = span(s, 5, "0123456789");
	if (month == 0 || month > 2 || 5 + month >= s.n || s.p[5 + month] != '-')
		return false;
	day = span(s, 6 + month, "0123456789");
	end = 6 + month + day;
	return day > 0 && day <= 2 && (end == s.n || strchr("Tt \t", s.p[end]));
}

/* In any radix, with "_" between digits, or in base 60 as 12:30. */
static bool is_number(struct str s)
{
	static const char digits[] = "0123456789_";
	size_t i = s.p[0] == '-' || s.p[0] == '+', n;

	if (i + 2 < s.n && s.p[i] == '0' && strchr("xXoObB", s.p[i + 1]))
		return i + 2 + span(s, i + 2, "0123456789abcdefABCDEF_") == s.n;
	n = span(s, i, digits);
	i += n;
	while (n && i < s.n && s.p[i] == ':' && span(s, i + 1, digits))
		i += 1 + span(s, i + 1, digits);
	if (i < s.n && s.p[i] == '.') {
		n += span(s, i + 1, digits);
		i += 1 + span(s, i + 1, digits);
	}
	if (n && i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
		i += span(s, i, digits);
	}
	return n && i == s.n;
}

/* Points that a reader or an editor may take for a line break, or not show at all. */
static bool is_hidden(uint32_t point)
{
	return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0x2028 ||
	       point == 0x2029 || point == 0xFEFF;
}

bool doc_is_shown(struct str s)
{
	while (s.n)
		if (is_hidden(text_next(&s)))
			return false;
	return true;
}

static bool plain_inside(struct str s, bool flow)
{
	for (size_t i = 0; i < s.n; i++) {
		bool last = i + 1 == s.n;

		if (s.p[i] == ':' &&
		    (last || s.p[i + 1] == ' ' || (flow && yaml_is(s.p[i + 1], YAML_FLOW))))
			return false;
		if (s.p[i] == '#' && i > 0 && s.p[i - 1] == ' ')
			return false;
		if (flow && yaml_is(s.p[i], YAML_FLOW))
			return false;
	}
	return true;
}

/* Does the text read back as itself without quotes? */
static bool is_plain(struct str s, bool flow)
{
	if (!s.n || s.p[0] == ' ' || s.p[s.n - 1] == ' ' || yaml_is(s.p[0], YAML_FIRST) ||
	    s.p[0] == '"' || s.p[0] == '\'')
		return false;
	if (strchr("-?:", s.p[0]) &&
	    (s.n == 1 || s.p[1] == ' ' || (flow && yaml_is(s.p[1], YAML_FLOW))))
		return false;
	if (str_starts(s, STR("---")) || str_starts(s, STR("...")))
		return false;
	return plain_inside(s, flow) && doc_is_shown(s) && !is_word(s) && !is_number(s) &&
	       !is_date(s);
}

static void put_escaped(struct strbuf *b, uint32_t point)
{
	static const struct {
		uint32_t point;
		char c;
	} shorts[] = { { '\n', 'n' }, { '\t', 't' }, { '\r', 'r' }, { 0, '0' } };

	for (size_t i = 0; i < ARRAY_LEN(shorts); i++)
		if (shorts[i].point == point) {
			strbuf_byte(b, '\\');
			strbuf_byte(b, shorts[i].c);
			return;
		}
	strbuf_printf(b, point < 0x100 ? "\\x%02X" : "\\u%04X", point);
}

static struct str double_quoted(struct arena *a, struct str s)
{
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	strbuf_byte(&b, '"');
	while (s.n) {
		struct str before = s;
		uint32_t point = text_next(&s);

		if (is_hidden(point)) {
			put_escaped(&b, point);
			continue;
		}
		if (point == '"' || point == '\\')
			strbuf_byte(&b, '\\');
		strbuf_bytes(&b, before.p, before.n - s.n);
	}
	strbuf_byte(&b, '"');
	return arena_str(a, strbuf_view(&b));
}

static struct str single_quoted(struct arena *a, struct str s)
{
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	strbuf_byte(&b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			strbuf_byte(&b, '\'');
		strbuf_byte(&b, s.p[i]);
	}
	strbuf_byte(&b, '\'');
	return arena_str(a, strbuf_view(&b));
}

/* Single quotes are for texts that would need escapes in double ones, and need none in them.
 */
static struct str yaml_quoted(struct arena *a, struct str s)
{
	bool escapes = s.n && (memchr(s.p, '"', s.n) || memchr(s.p, '\\', s.n));

	return escapes && !memchr(s.p, '\'', s.n) && doc_is_shown(s) ? single_quoted(a, s)
								     : double_quoted(a, s);
}

struct str doc_scalar(struct arena *a, enum doc_syntax syntax, bool flow, struct str s)
{
	struct node text = node_make_str(s);

	if (syntax == DOC_JSON)
		return node_canonical(a, &text);
	return is_plain(s, flow) ? s : yaml_quoted(a, s);
}

struct str doc_scalar_at(struct arena *a, const struct doc *doc, uint32_t at, struct str s)
{
	char first = at < doc->text.n ? doc->text.p[at] : '\0';

	if (doc->syntax == DOC_YAML && first == '"')
		return double_quoted(a, s);
	if (doc->syntax == DOC_YAML && first == '\'' && doc_is_shown(s))
		return single_quoted(a, s);
	return doc_scalar(a, doc->syntax, true, s);
}
