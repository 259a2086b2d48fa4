#include "checker/doc/doc_internal.h"

#include <string.h>

enum doc_syntax doc_syntax_of(struct str path)
{
	return str_ends(path, STR(".json")) ? DOC_JSON : DOC_YAML;
}

/* Length of the line end at text[i], 0 if there is none: \n, \r\n, and in YAML (5.4) \r alone.
 */
static size_t line_end(const struct doc *doc, size_t i)
{
	const char *p = doc->text.p;

	if (p[i] == '\n')
		return 1;
	if (p[i] != '\r')
		return 0;
	if (i + 1 < doc->text.n && p[i + 1] == '\n')
		return 2;
	return doc->syntax == DOC_YAML;
}

static void find_lines(struct arena *a, struct doc *doc)
{
	struct str t = doc->text;
	bool returns = doc->syntax == DOC_YAML && t.n && memchr(t.p, '\r', t.n);
	VEC(uint32_t) lines = { 0 };

	vec_push(a, &lines, 0);
	for (size_t i = 0; returns && i < t.n;) {
		size_t n = line_end(doc, i);

		i += n ? n : 1;
		if (n)
			vec_push(a, &lines, (uint32_t)i);
	}
	for (const char *p = t.p, *end = t.p + t.n;
	     !returns && t.n && (p = memchr(p, '\n', (size_t)(end - p))); p++)
		vec_push(a, &lines, (uint32_t)(p + 1 - t.p));
	doc->lines = lines.at;
	doc->line_count = (uint32_t)lines.n;
}

static size_t line_of(const struct doc *doc, uint32_t at)
{
	size_t low = 0, high = doc->line_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (doc->lines[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct doc_place doc_place(const struct doc *doc, uint32_t at)
{
	size_t line = line_of(doc, at);
	uint32_t column = 1;

	for (uint32_t i = doc->lines[line]; i < at && i < doc->text.n; i++)
		column += ((unsigned char)doc->text.p[i] & 0xC0) != 0x80;
	return (struct doc_place){ .line = (uint32_t)line + 1, .column = column };
}

struct str doc_line(const struct doc *doc, uint32_t at)
{
	size_t line = line_of(doc, at);
	size_t from = doc->lines[line];
	size_t to = line + 1 < doc->line_count ? doc->lines[line + 1] : doc->text.n;

	while (to > from && (doc->text.p[to - 1] == '\n' || doc->text.p[to - 1] == '\r'))
		to--;
	return str_sub(doc->text, from, to);
}

/* Without the column, which takes time linear in the line: a file may be one line of faults. */
struct mtext reader_line(const struct reader *r, size_t at)
{
	return reader_number(r, line_of(r->doc, (uint32_t)at) + 1);
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
			     .syntax = syntax };
	*out = doc;
	find_lines(a, doc);
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
