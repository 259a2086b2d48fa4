#include "checker/doc/doc_internal.h"

#include <string.h>

enum doc_syntax doc_syntax_of(struct str path)
{
	return str_ends(path, STR(".json")) ? DOC_JSON : DOC_YAML;
}

/*
 * How many lines begin up to each of LINE_MARKS places spread evenly over the text. Counted
 * when a place is first asked for: most documents are good, and nobody asks.
 */
enum { LINE_MARKS = 64 };
struct doc_lines {
	bool counted;
	bool returns; /* \r alone ends lines too: YAML, 5.4 */
	uint32_t step;
	uint32_t before[LINE_MARKS];
};

/* Does a line begin at i, because one ends before it? */
static inline bool begins_line(const struct doc *doc, uint32_t i)
{
	const char *p = doc->text.p;

	if (p[i - 1] == '\n')
		return true;
	return p[i - 1] == '\r' && doc->lines->returns && (i == doc->text.n || p[i] != '\n');
}

/* Lines that begin behind `from`, up to and at `to`. */
static uint32_t count_lines(const struct doc *doc, uint32_t from, uint32_t to)
{
	const char *p = doc->text.p + from, *end = doc->text.p + to;
	uint32_t n = 0;

	for (uint32_t i = from + 1; doc->lines->returns && i <= to; i++)
		n += begins_line(doc, i);
	while (!doc->lines->returns && p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
		n++;
		p++;
	}
	return n;
}

static void count_all(const struct doc *doc)
{
	struct doc_lines *l = doc->lines;
	struct str t = doc->text;

	l->returns = doc->syntax == DOC_YAML && t.n && memchr(t.p, '\r', t.n);
	l->step = (uint32_t)t.n / LINE_MARKS + 1;
	for (uint32_t i = 1; i < LINE_MARKS && i * l->step <= t.n; i++)
		l->before[i] =
			l->before[i - 1] + count_lines(doc, (i - 1) * l->step, i * l->step);
	l->counted = true;
}

/* Counted from 0. */
static uint32_t line_of(const struct doc *doc, size_t at)
{
	const struct doc_lines *l = doc->lines;
	uint32_t place = (uint32_t)(at < doc->text.n ? at : doc->text.n), mark;

	if (!l->counted)
		count_all(doc);
	mark = place / l->step;
	return l->before[mark] + count_lines(doc, mark * l->step, place);
}

static uint32_t line_start(const struct doc *doc, size_t at)
{
	uint32_t i = (uint32_t)(at < doc->text.n ? at : doc->text.n);

	while (i > 0 && !begins_line(doc, i))
		i--;
	return i;
}

uint32_t doc_line_count(const struct doc *doc)
{
	return line_of(doc, doc->text.n) + 1;
}

struct doc_place doc_place(const struct doc *doc, uint32_t at)
{
	uint32_t line = line_of(doc, at), column = 1;

	for (uint32_t i = line_start(doc, at); i < at && i < doc->text.n; i++)
		column += ((unsigned char)doc->text.p[i] & 0xC0) != 0x80;
	return (struct doc_place){ .line = line + 1, .column = column };
}

struct str doc_line(const struct doc *doc, uint32_t at)
{
	uint32_t from, to;

	if (!doc->lines->counted)
		count_all(doc);
	from = to = line_start(doc, at);
	while (to < doc->text.n && doc->text.p[to] != '\n' &&
	       !(doc->text.p[to] == '\r' &&
		 (to + 1 == doc->text.n || begins_line(doc, to + 1))))
		to++;
	while (to > from && doc->text.p[to - 1] == '\r')
		to--;
	return str_sub(doc->text, from, to);
}

/* Without the column, which takes time linear in the line: a file may be one line of faults. */
struct mtext reader_line(const struct reader *r, size_t at)
{
	return reader_number(r, line_of(r->doc, at) + 1);
}

/* By place, and as found where the place is the same; they are few and nearly in order. */
static void sort_errors(struct doc_error *at, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct doc_error e = at[i];
		size_t k = i;

		for (; k > 0 && at[k - 1].at > e.at; k--)
			at[k] = at[k - 1];
		at[k] = e;
	}
}

/* What is wrong before any syntax is looked at. */
static bool check_bytes(struct reader *r, size_t size)
{
	struct str text = r->doc->text;
	size_t bad;

	if (size > text.n)
		return reader_fault_on(r, FAULT_SIZE, text.n, reader_number(r, text.n),
				       mtext_same(STR("")));
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		return reader_fault(r, FAULT_BOM, 0);
	if (!text_valid(text, &bad)) {
		unsigned byte = (unsigned char)text.p[bad];

		return reader_fault_on(r, FAULT_UTF8, bad,
				       mtext_same(arena_printf(r->arena, "%02X", byte)),
				       mtext_same(STR("")));
	}
	return true;
}

bool doc_parse(struct doc **out, struct arena *a, struct str path, struct str text,
	       enum doc_syntax syntax, enum doc_profile profile, struct doc_errors *errors)
{
	size_t limit = profile == DOC_MANIFEST ? LIMIT_DOC_BYTES : LIMIT_DOC_BYTES_GENERAL;
	struct doc *doc = ARENA_NEW(a, struct doc);
	struct reader r = { .arena = a,
			    .doc = doc,
			    .profile = profile,
			    .errors = errors,
			    .first_error = errors->list.n };
	size_t dropped = errors->dropped, n;

	*doc = (struct doc){ .path = path,
			     .text = text.n ? str_sub(text, 0, limit) : STR(""),
			     .syntax = syntax,
			     .lines = ARENA_NEW(a, struct doc_lines) };
	*out = doc;
	if (check_bytes(&r, text.n)) {
		if (syntax == DOC_JSON)
			json_read(&r);
		else
			yaml_read(&r);
	}
	n = errors->list.n - r.first_error;
	if (n == 0 && errors->dropped == dropped)
		return true;
	doc->root = (struct node){ .type = NODE_NULL };
	if (n)
		sort_errors(errors->list.at + r.first_error, n);
	return false;
}
