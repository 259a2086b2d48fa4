#include "checker/doc/doc_internal.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum doc_syntax doc_syntax_of(struct str path)
{
	return str_ends(path, STR(".json")) ? DOC_JSON : DOC_YAML;
}

/*
 * What is known of every STEP bytes of the text, so that a place is found in
 * time that grows neither with the text nor with its longest line. Counted as
 * far as places are asked for: most documents are good, and nobody asks.
 */
enum { STEP = 256, LINE_BYTES = 1 << 16 };
struct line_mark {
	uint32_t lines;	 /* that begin up to and at it, the first not counted */
	uint32_t points; /* code points before it */
	uint32_t start;	 /* of the line that holds it */
};
struct doc_lines {
	uint32_t counted; /* steps */
	bool asked;
	bool returns; /* \r alone ends lines too: YAML, 5.4 */
	bool found;   /* `last` is of the place that was asked for last */
	uint32_t last_place;
	struct line_mark last;
	struct line_mark at[];
};

static struct doc_lines *lines_new(struct arena *a, struct str text)
{
	return arena_alloc(a, 1,
			   sizeof(struct doc_lines) +
				   (text.n / STEP + 1) * sizeof(struct line_mark));
}

/* Does a line begin at i, because one ends before it? */
static inline bool begins_line(const struct doc *doc, uint32_t i)
{
	const char *p = doc->text.p;

	if (p[i - 1] == '\n')
		return true;
	return p[i - 1] == '\r' && doc->lines->returns && (i == doc->text.n || p[i] != '\n');
}

static uint32_t points_between(const char *from, const char *to)
{
	return (uint32_t)text_points((struct str){ from, (size_t)(to - from) });
}

/* With \r alone as an end of lines, too. */
static RARE void advance_lines(const struct doc *doc, struct line_mark *m, uint32_t from,
			       uint32_t to)
{
	for (uint32_t i = from + 1; i <= to; i++) {
		if (begins_line(doc, i)) {
			m->lines++;
			m->start = i;
		}
	}
}

#ifdef __SSE2__
static uint32_t sum_of(__m128i bytes)
{
	__m128i halves = _mm_sad_epu8(bytes, _mm_setzero_si128());

	return (uint32_t)(_mm_cvtsi128_si32(halves) +
			  _mm_cvtsi128_si32(_mm_unpackhi_epi64(halves, halves)));
}

/* Sixteen bytes at a time as far as they go, at most a step; those of the form 10xxxxxx begin
 * no code point. Returns how far it came. */
static const char *advance_wide(struct line_mark *m, const char *p, const char *end)
{
	const __m128i newline = _mm_set1_epi8('\n'), first = _mm_set1_epi8(-64);
	__m128i lines = _mm_setzero_si128(), tails = lines;
	const char *from = p;

	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

		lines = _mm_sub_epi8(lines, _mm_cmpeq_epi8(v, newline));
		tails = _mm_sub_epi8(tails, _mm_cmpgt_epi8(first, v));
	}
	m->lines += sum_of(lines);
	m->points += (uint32_t)(p - from) - sum_of(tails);
	return p;
}
#endif

/* Moves what is known at `from` to `to`, which is at most a step further. */
static void advance(const struct doc *doc, struct line_mark *m, uint32_t from, uint32_t to)
{
	const char *text = doc->text.p, *p = text + from, *end = text + to;
	const char *newline;

	if (doc->lines->returns) {
		m->points += points_between(p, end);
		advance_lines(doc, m, from, to);
		return;
	}
#ifdef __SSE2__
	p = advance_wide(m, p, end);
#endif
	m->points += points_between(p, end);
	for (; p < end; p++)
		m->lines += *p == '\n';
	newline = memrchr(text + from, '\n', to - from);
	if (newline)
		m->start = (uint32_t)(newline + 1 - text);
}

static void count_to(const struct doc *doc, uint32_t step)
{
	struct doc_lines *l = doc->lines;
	struct str t = doc->text;

	if (!l->asked)
		l->returns = doc->syntax == DOC_YAML && t.n && memchr(t.p, '\r', t.n);
	l->asked = true;
	for (; l->counted < step; l->counted++) {
		uint32_t from = l->counted * STEP;

		l->at[l->counted + 1] = l->at[l->counted];
		advance(doc, &l->at[l->counted + 1], from, from + STEP);
	}
}

static struct line_mark locate(const struct doc *doc, size_t at)
{
	uint32_t place = (uint32_t)(at < doc->text.n ? at : doc->text.n);
	struct doc_lines *l = doc->lines;
	struct line_mark mark;

	count_to(doc, place / STEP);
	if (l->found && l->last_place == place)
		return l->last;
	mark = l->at[place / STEP];
	advance(doc, &mark, place / STEP * STEP, place);
	l->found = true;
	l->last_place = place;
	l->last = mark;
	return mark;
}

uint32_t doc_line_count(const struct doc *doc)
{
	return locate(doc, doc->text.n).lines + 1;
}

struct doc_place doc_place(const struct doc *doc, uint32_t at)
{
	struct line_mark mark = locate(doc, at);
	const char *start = doc->text.p + mark.start;
	uint32_t place = (uint32_t)(at < doc->text.n ? at : doc->text.n);
	uint32_t before = place - mark.start < STEP
				  ? points_between(start, doc->text.p + place)
				  : mark.points - locate(doc, mark.start).points;

	return (struct doc_place){ .line = mark.lines + 1, .column = 1 + before };
}

bool doc_fault(const struct doc *doc, struct arena *a, const struct doc_errors *errors,
	       struct err *err)
{
	const struct doc_error *first = &errors->list.at[0];
	struct doc_place p = doc_place(doc, first->at);

	return err_tell(err, ERR_INPUT,
			MTEXT_FILL(a, MT("%1: %2", "%1: %2", "%1: %2"),
				   mtext_same(arena_printf(a, "%.*s:%u:%u", STR_FMT(doc->path),
							   p.line, p.column)),
				   first->message),
			first->hint);
}

struct str doc_line(const struct doc *doc, uint32_t at)
{
	size_t from = locate(doc, at).start;
	struct str line = str_sub(doc->text, from, from + LINE_BYTES);
	const char *end = line.n ? memchr(line.p, '\n', line.n) : NULL;

	if (end)
		line.n = (size_t)(end - line.p);
	end = doc->lines->returns ? memchr(line.p, '\r', line.n) : NULL;
	if (end)
		line.n = (size_t)(end - line.p);
	while (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

struct mtext reader_line(const struct reader *r, size_t at)
{
	return reader_number(r, locate(r->doc, at).lines + 1 + r->errors->lines_before);
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
			     .lines = lines_new(a, str_sub(text, 0, limit)) };
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
