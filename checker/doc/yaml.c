/*
 * An own reader of the JSON-shaped part of YAML 1.2.2; docs/adr/0003 says why
 * not libyaml. Documents and block collections are here.
 */
#include "checker/doc/yaml_internal.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * What a node stands behind. It decides whether a block collection may begin on
 * the same line, and a list at the column of the enclosing mapping (8.2.1, 8.2.2).
 */
enum place {
	PLACE_LINE,	/* nothing, or "---": neither */
	PLACE_ENTRY,	/* "-": only on the same line */
	PLACE_VALUE,	/* "key:": only such a list */
	PLACE_EXPLICIT, /* "?", and the ":" after it: both */
};

static bool block_node(struct yaml *y, int n, enum place place, struct node *out);

static bool at_indicator(const struct yaml *y, char indicator)
{
	return y->p < y->end && *y->p == indicator && yaml_at_gap(y, y->p + 1);
}

/* At the end of the document's content. */
static bool at_document_end(const struct yaml *y)
{
	return y->p == y->end || (y->p == y->line && yaml_is_marker(y, y->p));
}

static struct node null_at(const struct yaml *y, const char *p)
{
	return (struct node){ .type = NODE_NULL, .at = (uint32_t)yaml_offset(y, p) };
}

/* An anchor or a tag at p is reported and skipped with the blanks behind it. */
static bool skip_property(struct yaml *y)
{
	if (y->p == y->end || (*y->p != '&' && *y->p != '!'))
		return false;
	yaml_fault(y, *y->p == '&' ? FAULT_ANCHOR : FAULT_TAG, y->p);
	while (!yaml_at_gap(y, y->p))
		y->p++;
	y->p = yaml_skip_blanks(y, y->p);
	return true;
}

bool yaml_refuse(struct yaml *y)
{
	if (*y->p == '*')
		return yaml_fault(y, FAULT_ALIAS, y->p);
	return !skip_property(y);
}

/* The line belongs to no open block: the nearest is what it was meant for, of two as near the
 * inner one, which it came from. */
static bool misaligned(struct yaml *y, int m, size_t first)
{
	int column = yaml_column(y);
	bool inner = y->ended.line == y->line && y->ended.column - column <= column - m;

	return reader_fault_on(y->r, FAULT_INDENT, yaml_offset(y, y->p),
			       reader_line(y->r, inner ? y->ended.first : first),
			       reader_number(y->r, (size_t)(inner ? y->ended.column : m)));
}

/*
 * Between two entries of a block collection at column m, whose first entry is
 * at `first`. True with *more false when the collection has ended.
 */
static bool next_entry(struct yaml *y, int m, size_t first, bool *more)
{
	int column;

	yaml_space(y);
	*more = false;
	if (at_document_end(y))
		return true;
	column = yaml_column(y);
	if (yaml_tab(y) && yaml_indent(y, y->line) <= m)
		return yaml_fault(y, FAULT_TAB, memchr(y->line, '\t', (size_t)column));
	if (column < m) {
		y->ended = (struct ended){ y->line, m, first };
		return true;
	}
	if (column > m)
		return misaligned(y, m, first);
	*more = true;
	return true;
}

/* In a mapping a list may stand at the key's own column (8.2.1), ending where a key follows. */
static bool block_sequence(struct yaml *y, bool within_mapping, struct node *out)
{
	struct reader *r = y->r;
	size_t base = r->items.n, first = yaml_offset(y, y->p);
	int m = yaml_column(y);
	bool more = true;

	if (!reader_enter(r, first))
		return false;
	while (more) {
		struct node item;

		if (!at_indicator(y, '-')) {
			if (within_mapping)
				break;
			return yaml_fault_found(y, FAULT_DASH, y->p);
		}
		y->p++;
		if (!block_node(y, m, PLACE_ENTRY, &item))
			return false;
		vec_push(r->arena, &r->items, item);
		if (!next_entry(y, m, first, &more))
			return false;
	}
	reader_array(r, out, first, base);
	return true;
}

/* A key's text and place from the scalar that was read for it. */
static bool implicit_key(struct yaml *y, const struct scalar *s, struct member *m)
{
	enum { CHARACTERS_MAX = 1024 }; /* so that a reader need not look further (7.4) */
	size_t n = 0;

	if (s->lines)
		return yaml_fault(y, FAULT_KEY_LINES, yaml_skip_blanks(y, y->line));
	if (y->p - s->start > CHARACTERS_MAX)
		n = text_points((struct str){ s->start, (size_t)(y->p - s->start) });
	if (n > CHARACTERS_MAX)
		return reader_fault_on(y->r, FAULT_KEY_LONG, yaml_offset(y, s->start),
				       reader_number(y->r, CHARACTERS_MAX),
				       mtext_same(STR("")));
	return yaml_key(y, s, m);
}

/* A key that is not the first of its mapping; p comes to its colon. */
static bool further_key(struct yaml *y, int n, struct member *m)
{
	struct scalar s;

	if (at_indicator(y, ':'))
		return yaml_fault(y, FAULT_NULL_KEY, y->p);
	if (at_indicator(y, '-'))
		return yaml_fault(y, FAULT_KEY_COLON, y->p);
	if (*y->p == '[' || *y->p == '{')
		return yaml_fault(y, FAULT_COMPLEX_KEY, y->p);
	if (!yaml_refuse(y) || !yaml_scalar(y, n, false, &s))
		return false;
	y->p = yaml_skip_blanks(y, y->p);
	if (!at_indicator(y, ':'))
		return yaml_fault(y, FAULT_KEY_COLON, s.start);
	return implicit_key(y, &s, m);
}

/* "? key" at column n, and ": value" if that follows at the same column. */
static bool explicit_entry(struct yaml *y, int n, struct member *m)
{
	struct node key;
	const char *from = y->p++;
	bool more;

	y->scalar = (struct scalar){ .start = from, .plain = true };
	if (!block_node(y, n, PLACE_EXPLICIT, &key))
		return false;
	if (key.type == NODE_ARRAY || key.type == NODE_OBJECT)
		return reader_fault(y->r, FAULT_COMPLEX_KEY, key.at);
	if (!yaml_key(y, &y->scalar, m))
		return false;
	m->value = null_at(y, y->p);
	if (!next_entry(y, n, m->key_at, &more))
		return false;
	if (!more || !at_indicator(y, ':'))
		return true;
	y->p++;
	return block_node(y, n, PLACE_EXPLICIT, &m->value);
}

/* Of the mapping at column n whose first key, if it is no explicit one, was read already. */
static bool block_mapping(struct yaml *y, int n, const struct scalar *first, struct node *out)
{
	struct reader *r = y->r;
	size_t base = r->members.n, at = yaml_offset(y, first ? first->start : y->p);
	bool more = true;

	if (!reader_enter(r, at))
		return false;
	while (more) {
		struct member m;

		if (!first && at_indicator(y, '?')) {
			if (!explicit_entry(y, n, &m))
				return false;
		} else {
			if (first ? !implicit_key(y, first, &m) : !further_key(y, n, &m))
				return false;
			y->p++;
			if (!block_node(y, n, PLACE_VALUE, &m.value))
				return false;
		}
		first = NULL;
		if (!reader_member(r, &m, base) || !next_entry(y, n, at, &more))
			return false;
	}
	reader_object(r, out, at, base);
	return true;
}

/* Why no block collection may begin at p, where one would. */
static bool misplaced(struct yaml *y, enum place place, const char *at)
{
	if (yaml_tab(y) && place != PLACE_VALUE)
		return yaml_fault(y, FAULT_TAB,
				  memchr(y->line, '\t', (size_t)(y->end - y->line)));
	return yaml_fault(
		y, *at == ':' && place == PLACE_VALUE ? FAULT_MAPPING_HERE : FAULT_BLOCK_HERE,
		at);
}

static bool block_flow(struct yaml *y, int n, struct node *out)
{
	const char *end;

	if (!yaml_flow(y, n, out))
		return false;
	end = y->p;
	y->p = yaml_skip_blanks(y, end);
	if (at_indicator(y, ':'))
		return reader_fault(y->r, FAULT_COMPLEX_KEY, out->at);
	y->p = end;
	return yaml_line_end(y);
}

/* A scalar, or the mapping whose first key it turns out to be. */
static bool block_scalar_or_mapping(struct yaml *y, int n, enum place place, bool may_block,
				    struct node *out)
{
	int column = yaml_column(y);
	struct scalar s;
	const char *end;

	if (!yaml_scalar(y, n, false, &s))
		return false;
	end = y->p;
	y->p = yaml_skip_blanks(y, y->p);
	if (at_indicator(y, ':')) {
		if (may_block || s.lines)
			return block_mapping(y, column, &s, out);
		return misplaced(y, place, y->p);
	}
	y->p = end;
	y->scalar = s;
	yaml_resolve(y, &s, out);
	return yaml_line_end(y);
}

static bool block_content(struct yaml *y, int n, enum place place, bool may_block,
			  struct node *out)
{
	if (!yaml_refuse(y))
		return false;
	if (at_indicator(y, '-') || at_indicator(y, '?') || at_indicator(y, ':')) {
		if (!may_block)
			return misplaced(y, place, y->p);
		if (*y->p == '-')
			return block_sequence(y, false, out);
		return block_mapping(y, yaml_column(y), NULL, out);
	}
	if (*y->p == '[' || *y->p == '{')
		return block_flow(y, n, out);
	if (*y->p != '|' && *y->p != '>')
		return block_scalar_or_mapping(y, n, place, may_block, out);
	if (!yaml_block_scalar(y, n, &y->scalar))
		return false;
	yaml_resolve(y, &y->scalar, out);
	return true;
}

/*
 * The value behind "key:" after its anchors and tags, which were reported; an
 * alias is read as null. Elsewhere they end the reading: they might belong to
 * a key as well as to its mapping.
 */
static bool refused_value(struct yaml *y, int n, struct node *out)
{
	if (*y->p == '*') {
		yaml_fault(y, FAULT_ALIAS, y->p);
		while (!yaml_at_gap(y, y->p))
			y->p++;
		return yaml_line_end(y);
	}
	while (skip_property(y))
		;
	if (yaml_at_break(y, y->p))
		return block_node(y, n, PLACE_VALUE, out);
	return block_content(y, n, PLACE_VALUE, false, out);
}

/* The node behind an indicator, null if there is none; n is the indicator's collection. */
static bool block_node(struct yaml *y, int n, enum place place, struct node *out)
{
	const char *from = y->p, *line = y->line;
	bool may_block;

	yaml_space(y);
	*out = null_at(y, from);
	if (at_document_end(y))
		return true;
	if (y->line == line && y->p > y->line && place != PLACE_LINE) {
		if (place == PLACE_VALUE && (*y->p == '&' || *y->p == '*' || *y->p == '!'))
			return refused_value(y, n, out);
		may_block = place != PLACE_VALUE && !memchr(from, '\t', (size_t)(y->p - from));
		return block_content(y, n, place, may_block, out);
	}
	if (yaml_fresh(y)) {
		int indent = yaml_indent(y, y->line);

		if (indent == n && place >= PLACE_VALUE && at_indicator(y, '-') && !yaml_tab(y))
			return block_sequence(y, true, out);
		if (indent <= n)
			return true;
		return block_content(y, n, PLACE_LINE, !yaml_tab(y), out);
	}
	return block_content(y, n, place, false, out);
}

/* "%YAML 1.2"; any 1.x is read as 1.2 (6.8.1). */
static bool read_version(struct yaml *y)
{
	const char *start = y->p, *p = yaml_skip_blanks(y, start + 5);

	if (y->end - p < 3 || memcmp(p, "1.", 2) != 0)
		return yaml_fault(y, FAULT_DIRECTIVE, start);
	for (p += 2; p < y->end && *p >= '0' && *p <= '9'; p++)
		;
	if (p[-1] == '.' || !yaml_at_gap(y, p))
		return yaml_fault(y, FAULT_DIRECTIVE, start);
	y->p = p;
	return yaml_line_end(y);
}

static bool is_directive(const struct yaml *y, struct str name)
{
	struct str rest = { y->p + 1, (size_t)(y->end - y->p - 1) };

	return str_starts(rest, name) && yaml_at_gap(y, rest.p + name.n);
}

/* Directives up to "---". Those that are unknown have no effect (6.8). */
static bool read_directives(struct yaml *y)
{
	const char *first = y->p;
	bool version = false;

	while (y->p < y->end && y->p == y->line && *y->p == '%') {
		if (is_directive(y, STR("TAG")) || (version && is_directive(y, STR("YAML"))))
			return yaml_fault(y, FAULT_DIRECTIVE, y->p);
		if (is_directive(y, STR("YAML"))) {
			version = true;
			if (!read_version(y))
				return false;
		}
		while (!yaml_at_break(y, y->p) && !yaml_at_comment(y, y->p))
			y->p++;
		yaml_space(y);
	}
	if (y->p == y->end || y->p != y->line || !yaml_is_marker(y, y->p) || *y->p != '-')
		return yaml_fault(y, FAULT_DIRECTIVE, first);
	return true;
}

/* "..." and what may follow it. */
static bool skip_end_markers(struct yaml *y)
{
	while (y->p < y->end && at_document_end(y) && *y->p == '.') {
		y->p += 3;
		if (!yaml_line_end(y))
			return false;
		yaml_space(y);
	}
	return true;
}

/* What stands behind the root; nothing may. */
static bool read_end(struct yaml *y)
{
	const struct node *root = &y->r->doc->root;
	bool marked;

	yaml_space(y);
	marked = at_document_end(y);
	if (!skip_end_markers(y))
		return false;
	if (y->p == y->end)
		return true;
	if (marked)
		return yaml_fault(y, FAULT_DOCUMENTS, y->p);
	if (root->type == NODE_ARRAY || root->type == NODE_OBJECT) {
		struct doc_place place = doc_place(y->r->doc, root->at);

		return reader_fault_on(y->r, FAULT_INDENT, yaml_offset(y, y->p),
				       reader_number(y->r, place.line),
				       reader_number(y->r, place.column - 1));
	}
	return yaml_fault_found(y, FAULT_TRAILING, y->p);
}

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 && !yaml_is(c, YAML_BLANK | YAML_BREAK);
}

/* Behind the bytes at the front that are no controls; sixteen at a time. */
static const char *skip_printable(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
		__m128i space =
			_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')),
						  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))),
				     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));

		if (_mm_movemask_epi8(_mm_andnot_si128(space, low)))
			break;
	}
#endif
	while (p < end && !is_control(*p))
		p++;
	return p;
}

/* Outside the printable set (5.1); all of them are told at once. */
static bool check_controls(struct yaml *y)
{
	bool ok = true;

	for (const char *p = y->p; (p = skip_printable(p, y->end)) < y->end; p++)
		ok = reader_fault_on(
			y->r, FAULT_CONTROL, yaml_offset(y, p),
			mtext_same(arena_printf(y->r->arena, "%04X", (unsigned char)*p)),
			mtext_same(STR("")));
	return ok;
}

bool yaml_read(struct reader *r)
{
	struct str text = r->doc->text;
	struct yaml y = { .r = r, .p = text.p, .end = text.p + text.n, .line = text.p };

	if (!check_controls(&y))
		return false;
	yaml_space(&y);
	if (!skip_end_markers(&y))
		return false;
	if (y.p == y.end)
		return reader_fault(r, FAULT_EMPTY, 0);
	if (y.p == y.line && *y.p == '%' && !read_directives(&y))
		return false;
	if (at_document_end(&y))
		y.p += 3;
	return block_node(&y, -1, PLACE_LINE, &r->doc->root) && read_end(&y);
}
