#include "checker/edit/splice_internal.h"

#include "checker/base/strbuf.h"

#include <string.h>

struct region {
	uint32_t from, to;
	bool own; /* it begins its line */
};

static bool is_break(char c)
{
	return c == '\n' || c == '\r';
}

static uint32_t line_start(const struct doc *doc, uint32_t at)
{
	while (at > 0 && !is_break(doc->text.p[at - 1]))
		at--;
	return at;
}

static uint32_t next_line(const struct doc *doc, uint32_t at)
{
	const struct str t = doc->text;

	while (at < t.n && !is_break(t.p[at]))
		at++;
	if (at + 1 < t.n && t.p[at] == '\r' && t.p[at + 1] == '\n')
		return at + 2;
	return at < t.n ? at + 1 : at;
}

static uint32_t column_of(const struct doc *doc, uint32_t at)
{
	return at - line_start(doc, at);
}

static uint32_t skip_spaces(const struct doc *doc, uint32_t at)
{
	while (at < doc->text.n && (doc->text.p[at] == ' ' || doc->text.p[at] == '\t'))
		at++;
	return at;
}

/* The column of the comment that is alone on the line; -1: there is none. */
static int comment_column(const struct doc *doc, uint32_t line)
{
	uint32_t at = skip_spaces(doc, line);

	return at < doc->text.n && doc->text.p[at] == '#' ? (int)(at - line) : -1;
}

static bool is_collection(const struct node *n)
{
	return n->type == NODE_ARRAY || n->type == NODE_OBJECT;
}

static bool in_brackets(const struct doc *doc, const struct node *n)
{
	return is_collection(n) && n->at < doc->text.n && strchr("[{", doc->text.p[n->at]);
}

static struct str value_str(const struct node *n)
{
	return n->type == NODE_STRING || n->type == NODE_NUMBER ? node_str(n)
								: (struct str){ NULL, 0 };
}

/* Behind the bracket that closes; only blanks, commas and comments stand before it. */
static uint32_t closing_end(const struct doc *doc, uint32_t at)
{
	while (at < doc->text.n && doc->text.p[at] != ']' && doc->text.p[at] != '}')
		at = doc->text.p[at] == '#' ? next_line(doc, at) : at + 1;
	return at < doc->text.n ? at + 1 : at;
}

/* Behind the last byte of a value. */
static uint32_t value_end(const struct doc *doc, const struct node *n)
{
	const struct doc_long *lines;
	uint32_t end = n->at;

	if (!is_collection(n)) {
		lines = n->type == NODE_STRING ? doc_long(doc, n->at) : NULL;
		return lines ? lines->end
			     : n->at + (uint32_t)doc_written(doc, n->at, value_str(n));
	}
	if (n->count)
		end = value_end(doc, n->type == NODE_ARRAY ? &n->items[n->count - 1]
							   : &n->members[n->count - 1].value);
	else
		end = n->at + 1;
	return in_brackets(doc, n) ? closing_end(doc, end) : end;
}

static bool has_comment(const struct doc *doc, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < doc->comments.n; i++)
		if (doc->comments.at[i].at >= from && doc->comments.at[i].at < to)
			return true;
	return false;
}

/* Empty lines behind a block text are no part of it, unless it keeps them. */
static uint32_t content_end(const struct doc *doc, uint32_t from, uint32_t end)
{
	uint32_t body = next_line(doc, from);
	struct str header = str_sub(doc->text, from, body);

	if (str_find(header, STR("+")) != SIZE_MAX)
		return end;
	while (end > body && is_break(doc->text.p[end - 1])) {
		bool pair = end > body + 1 && doc->text.p[end - 1] == '\n' &&
			    doc->text.p[end - 2] == '\r';
		uint32_t line_end = end - (pair ? 2 : 1), line = line_start(doc, line_end);

		if (skip_spaces(doc, line) < line_end)
			break;
		end = line;
	}
	return end;
}

/* Lines of a member of a block mapping: comments right above it and deeper ones below too. */
static struct region region_of(const struct doc *doc, const struct member *m)
{
	uint32_t start = line_start(doc, m->key_at), column = m->key_at - start;
	const struct doc_long *lines = NULL;
	struct region r = { .from = start,
			    .to = value_end(doc, &m->value),
			    .own = skip_spaces(doc, start) == m->key_at };

	if (m->value.type == NODE_STRING)
		lines = doc_long(doc, m->value.at);
	if (lines && lines->indent)
		r.to = content_end(doc, lines->at, r.to);
	else if (r.to == 0 || line_start(doc, r.to) != r.to || r.to <= m->key_at)
		r.to = next_line(doc, r.to);
	while (r.to < doc->text.n && comment_column(doc, r.to) > (int)column)
		r.to = next_line(doc, r.to);
	while (r.own && r.from > 0) {
		uint32_t above = line_start(doc, r.from - 1);

		if (comment_column(doc, above) != (int)column)
			break;
		r.from = above;
	}
	return r;
}

void splice_edit(struct splice *s, uint32_t at, size_t n, struct str text)
{
	vec_push(s->a, &s->edits, (struct text_edit){ at, (uint32_t)n, text });
}

bool splice_key(struct splice *s, const struct member *m, struct str key)
{
	size_t n = doc_written(s->doc, m->key_at, member_key(m));

	if (n)
		splice_edit(s, m->key_at, n, doc_scalar_at(s->a, s->doc, m->key_at, key));
	return n > 0;
}

bool splice_scalar(struct splice *s, const struct node *value, struct str text)
{
	size_t n = is_collection(value) ? 0 : doc_written(s->doc, value->at, value_str(value));

	if (n)
		splice_edit(s, value->at, n, doc_scalar_at(s->a, s->doc, value->at, text));
	return n > 0;
}

/* The value as it may stand within brackets or behind a key; empty when it takes lines. */
static struct str inline_text(struct splice *s, const struct node *n)
{
	const struct doc *doc = s->doc;
	uint32_t end = value_end(doc, n);
	struct str text = str_sub(doc->text, n->at, end);

	if (is_collection(n) && !in_brackets(doc, n))
		return STR("");
	if (doc->syntax == DOC_YAML &&
	    (has_comment(doc, n->at, end) ||
	     (text.n && (memchr(text.p, '\n', text.n) || memchr(text.p, '\r', text.n)))))
		return STR("");
	if (n->type == NODE_STRING && text.p[0] != '"' && text.p[0] != '\'')
		return doc_scalar(s->a, doc->syntax, true, node_str(n));
	return n->type == NODE_NULL && !text.n ? STR("null") : text;
}

static struct str spaces(struct arena *a, size_t n)
{
	return arena_printf(a, "%*s", (int)n, "");
}

/* `k1: { k2: value }`. */
static struct str in_line(struct splice *s, const struct splice_way *way, struct str value)
{
	bool json = s->doc->syntax == DOC_JSON;
	struct str text = value;

	for (size_t i = way->n; i-- > 0;) {
		struct str key = doc_scalar(s->a, s->doc->syntax, true, way->keys[i]);

		text = arena_printf(s->a, "%.*s: %.*s", STR_FMT(key), STR_FMT(text));
		if (i > 0)
			text = arena_printf(s->a, json ? "{%.*s}" : "{ %.*s }", STR_FMT(text));
	}
	return text;
}

/* Every line that is not empty `by` columns further; back at most by its blanks. */
static struct str shifted(struct arena *a, struct str text, int by)
{
	AUTO_STRBUF b;

	strbuf_init(&b, SIZE_MAX);
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) + 1 : text.n;
		struct str line = str_sub(text, 0, n);

		text = str_sub(text, n, text.n);
		for (int i = by; i < 0 && line.n && line.p[0] == ' '; i++)
			line = str_sub(line, 1, line.n);
		if (by > 0 && !is_break(line.p[0]))
			strbuf_str(&b, spaces(a, (size_t)by));
		strbuf_str(&b, line);
	}
	return arena_str(a, strbuf_view(&b));
}

static struct str ended(struct arena *a, struct str lines)
{
	return str_ends(lines, STR("\n")) ? lines : arena_printf(a, "%.*s\n", STR_FMT(lines));
}

/* "k1:" on lines of their own, each deeper than the one before. */
static struct str opened(struct splice *s, const struct splice_way *way, size_t column)
{
	struct str text = STR("");

	for (size_t i = 0; i + 1 < way->n; i++) {
		struct str key = doc_scalar(s->a, DOC_YAML, false, way->keys[i]);

		text = arena_printf(s->a, "%.*s%.*s%.*s:\n", STR_FMT(text),
				    STR_FMT(spaces(s->a, column + 2 * i)), STR_FMT(key));
	}
	return text;
}

static size_t depth_column(const struct splice_way *way, size_t column)
{
	return column + 2 * (way->n - 1);
}

/* A region of lines under another name at the end of the way, its object's keys at `column`. */
static struct str renamed_region(struct splice *s, struct region r, const struct member *m,
				 const struct splice_way *way, size_t column)
{
	const struct doc *doc = s->doc;
	size_t n = doc_written(doc, m->key_at, member_key(m));
	struct str key = doc_scalar_at(s->a, doc, m->key_at, way->keys[way->n - 1]);
	int by = (int)depth_column(way, column) - (int)column_of(doc, m->key_at);
	struct str before = str_sub(doc->text, r.from, m->key_at);
	struct str after = str_sub(doc->text, m->key_at + n, r.to);
	struct str lines = arena_printf(s->a, "%.*s%.*s%.*s", STR_FMT(before), STR_FMT(key),
					STR_FMT(after));

	return arena_printf(s->a, "%.*s%.*s", STR_FMT(opened(s, way, column)),
			    STR_FMT(ended(s->a, shifted(s->a, lines, by))));
}

static void put_lines(struct splice *s, const struct node *object, struct str lines)
{
	const struct member *last = &object->members[object->count - 1];
	uint32_t at = region_of(s->doc, last).to;

	if (at > 0 && !is_break(s->doc->text.p[at - 1]))
		lines = arena_printf(s->a, "\n%.*s", STR_FMT(lines));
	splice_edit(s, at, 0, lines);
}

static bool is_blank(struct str s)
{
	return str_trim(s).n == 0;
}

/* Behind the last member, parted from it as the first is from the bracket. */
static bool put_inside(struct splice *s, const struct node *object, struct str text)
{
	const struct doc *doc = s->doc;
	uint32_t end = value_end(doc, object);
	struct str gap;

	if (!object->count) {
		if (!is_blank(str_sub(doc->text, object->at + 1, end - 1)))
			return false;
		if (doc->syntax == DOC_YAML)
			text = arena_printf(s->a, " %.*s ", STR_FMT(text));
		splice_edit(s, object->at + 1, end - object->at - 2, text);
		return true;
	}
	gap = str_sub(doc->text, object->at + 1, object->members[0].key_at);
	if (!is_blank(gap) || !memchr(gap.p, '\n', gap.n))
		gap = STR(" ");
	splice_edit(s, value_end(doc, &object->members[object->count - 1].value), 0,
		    arena_printf(s->a, ",%.*s%.*s", STR_FMT(gap), STR_FMT(text)));
	return true;
}

/* Out of brackets, with the comma that parts it. */
static bool cut_inside(struct splice *s, const struct node *object, const struct member *m)
{
	size_t i = (size_t)(m - object->members);
	uint32_t from = m->key_at, to = value_end(s->doc, &m->value);

	if (i + 1 < object->count)
		to = object->members[i + 1].key_at;
	else if (i > 0)
		from = value_end(s->doc, &object->members[i - 1].value);
	if (has_comment(s->doc, from, to))
		return false;
	splice_edit(s, from, to - from, STR(""));
	return true;
}

static bool move_in_place(struct splice *s, const struct node *from, const struct member *m,
			  const struct splice_way *to)
{
	uint32_t end = value_end(s->doc, &m->value);
	struct region r;

	if (in_brackets(s->doc, from)) {
		struct str value = inline_text(s, &m->value);

		splice_edit(s, m->key_at, end - m->key_at, in_line(s, to, value));
		return value.n > 0;
	}
	r = region_of(s->doc, m);
	if (!r.own)
		return false;
	splice_edit(s, r.from, r.to - r.from,
		    renamed_region(s, r, m, to, column_of(s->doc, m->key_at)));
	return true;
}

bool splice_move(struct splice *s, const struct node *from, const struct member *m,
		 const struct splice_way *to)
{
	const struct doc *doc = s->doc;
	bool lines = !in_brackets(doc, from);
	struct region r = lines ? region_of(doc, m) : (struct region){ 0 };
	struct str value;
	size_t column;

	if (!doc_written(doc, m->key_at, member_key(m)) || (lines && !r.own))
		return false;
	if (to->object == from)
		return move_in_place(s, from, m, to);
	if (from->count == 1 || (!to->object->count && !in_brackets(doc, to->object)))
		return false;
	if (!lines && !cut_inside(s, from, m))
		return false;
	if (lines)
		splice_edit(s, r.from, r.to - r.from, STR(""));
	column = in_brackets(doc, to->object) ? 0
					      : column_of(doc, to->object->members[0].key_at);
	if (lines && !in_brackets(doc, to->object)) {
		put_lines(s, to->object, renamed_region(s, r, m, to, column));
		return true;
	}
	value = inline_text(s, &m->value);
	if (!value.n || (lines && has_comment(doc, r.from, r.to)))
		return false;
	if (in_brackets(doc, to->object))
		return put_inside(s, to->object, in_line(s, to, value));
	put_lines(s, to->object,
		  arena_printf(s->a, "%.*s%.*s\n", STR_FMT(spaces(s->a, column)),
			       STR_FMT(in_line(s, to, value))));
	return true;
}

bool splice_add(struct splice *s, const struct splice_way *to, const struct node *value)
{
	struct str text = value->type == NODE_STRING
				  ? doc_scalar(s->a, s->doc->syntax, true, node_str(value))
				  : node_canonical(s->a, value);
	struct splice_way last = { .keys = { to->keys[to->n - 1] }, .n = 1 };
	size_t column;

	if (in_brackets(s->doc, to->object))
		return put_inside(s, to->object, in_line(s, to, text));
	if (!to->object->count)
		return false;
	column = column_of(s->doc, to->object->members[0].key_at);
	put_lines(s, to->object,
		  arena_printf(s->a, "%.*s%.*s%.*s\n", STR_FMT(opened(s, to, column)),
			       STR_FMT(spaces(s->a, depth_column(to, column))),
			       STR_FMT(in_line(s, &last, text))));
	return true;
}

/* What takes lines goes two columns deeper, behind "- " or below "key:". */
static void wrap_block(struct splice *s, const struct node *value, struct str key)
{
	const struct doc *doc = s->doc;
	uint32_t end = value_end(doc, value), at = value->at;
	size_t column = column_of(doc, at), first = next_line(doc, at) - at;
	struct str text = str_sub(doc->text, at, end), head = str_sub(text, 0, first);
	struct str rest = shifted(s->a, str_sub(text, head.n, text.n), 2), open = STR("- ");

	if (key.n)
		open = arena_printf(s->a, "%.*s:\n%.*s",
				    STR_FMT(doc_scalar(s->a, DOC_YAML, false, key)),
				    STR_FMT(spaces(s->a, column + 2)));
	splice_edit(s, at, end - at,
		    arena_printf(s->a, "%.*s%.*s%.*s", STR_FMT(open), STR_FMT(head),
				 STR_FMT(rest)));
}

/* A text of several lines behind its key goes below it. */
static bool wrap_text(struct splice *s, const struct member *m, struct str key)
{
	const struct doc *doc = s->doc;
	uint32_t end = value_end(doc, &m->value), at = m->value.at;
	struct str text = str_sub(doc->text, at, end), head, open = STR("-");
	size_t column = column_of(doc, m->key_at) + 2;

	while (at > 0 && doc->text.p[at - 1] == ' ')
		at--;
	if (at == 0 || doc->text.p[at - 1] != ':')
		return false;
	head = str_sub(text, 0, next_line(doc, m->value.at) - m->value.at);
	if (key.n)
		open = arena_printf(s->a,
				    "%.*s:", STR_FMT(doc_scalar(s->a, DOC_YAML, false, key)));
	splice_edit(s, at, end - at,
		    arena_printf(s->a, "\n%.*s%.*s %.*s%.*s", STR_FMT(spaces(s->a, column)),
				 STR_FMT(open), STR_FMT(head),
				 STR_FMT(shifted(s->a, str_sub(text, head.n, text.n), 2))));
	return true;
}

static bool wrap_lines(struct splice *s, const struct member *m, const struct node *value,
		       struct str key)
{
	if (!is_collection(value))
		return m && wrap_text(s, m, key);
	if (!in_brackets(s->doc, value))
		wrap_block(s, value, key);
	return s->edits.n > 0;
}

bool splice_wrap(struct splice *s, const struct member *m, const struct node *value,
		 struct str key)
{
	struct splice_way way = { .keys = { key }, .n = 1 };
	struct str text = inline_text(s, value);
	uint32_t end = value_end(s->doc, value);
	bool json = s->doc->syntax == DOC_JSON;

	if (!text.n)
		return wrap_lines(s, m, value, key);
	if (end == value->at)
		return false;
	text = key.n ? arena_printf(s->a, json ? "{%.*s}" : "{ %.*s }",
				    STR_FMT(in_line(s, &way, text)))
		     : arena_printf(s->a, "[%.*s]", STR_FMT(text));
	splice_edit(s, value->at, end - value->at, text);
	return true;
}
