/*
 * Comments given to what they belong to. A comment on a line of its own
 * belongs to what follows, unless it is indented deeper than that and so ends
 * the collection before; one behind something belongs to that.
 */
#include "checker/edit/edit_internal.h"

#include <string.h>

struct weave {
	struct arena *arena;
	const struct doc *doc;
	size_t next;		  /* comment */
	struct part *last;	  /* begun last, outside of brackets; NULL: none */
	struct part *last_inside; /* begun last at all */
};

/* Where a collection ends: the next entry behind it and its column, -1 at the document's end.
 */
struct limit {
	uint32_t at;
	int column;
};

static bool is_collection(const struct node *n)
{
	return n->type == NODE_ARRAY || n->type == NODE_OBJECT;
}

static bool in_brackets(const struct doc *doc, const struct node *n)
{
	return is_collection(n) && n->at < doc->text.n && strchr("[{", doc->text.p[n->at]);
}

/* By looking back: it is asked for comments and block entries, few of which share a line. */
static size_t line_start(const struct doc *doc, size_t at)
{
	while (at > 0 && doc->text.p[at - 1] != '\n' && doc->text.p[at - 1] != '\r')
		at--;
	return at;
}

/* The line that ends before `start`, without its end. */
static struct str line_above(const struct doc *doc, size_t start)
{
	size_t end = start - 1;

	if (end > 0 && doc->text.p[end] == '\n' && doc->text.p[end - 1] == '\r')
		end--;
	return str_sub(doc->text, line_start(doc, end), end);
}

static int column_of(const struct doc *doc, uint32_t at)
{
	return (int)(at - line_start(doc, at));
}

/* Nothing but blanks, and what only opens an entry, stands before the offset in its line. */
static bool is_first(const struct doc *doc, uint32_t at)
{
	for (size_t i = line_start(doc, at); i < at; i++)
		if (!strchr(" \t-?:", doc->text.p[i]))
			return false;
	return true;
}

static bool is_blank(struct str line)
{
	return str_trim(line).n == 0;
}

/* An empty line stands before the one that begins what is at the offset. */
static bool has_gap(const struct doc *doc, uint32_t at)
{
	size_t start = line_start(doc, at);
	const struct doc_long *text;
	struct str above;

	if (!start || !is_first(doc, at))
		return false;
	above = line_above(doc, start);
	text = doc_long_before(doc, start);
	/* Blanks beyond the indentation are content of the text above. */
	if (text && text->end >= start && text->indent && above.n > text->indent)
		return false;
	return is_blank(above);
}

/* The "-" of an item that is not the first of its line: at the column, before the value. */
static uint32_t dash_of(const struct doc *doc, uint32_t value, int column)
{
	size_t start = line_start(doc, value);

	for (;;) {
		struct str line = str_sub(doc->text, start, value + 1);
		size_t i = 0;

		while (i < line.n && line.p[i] == ' ')
			i++;
		if ((int)i == column && i < line.n && line.p[i] == '-')
			return (uint32_t)(start + i);
		if (start == 0)
			return value;
		start = line_start(doc, start - 1);
	}
}

static const struct doc_comment *next_comment(const struct weave *w, uint32_t before)
{
	const struct doc_comment *c;

	if (w->next >= w->doc->comments.n)
		return NULL;
	c = &w->doc->comments.at[w->next];
	return c->at < before ? c : NULL;
}

static struct str comment_text(const struct weave *w, const struct doc_comment *c)
{
	return str_trim(str_sub(w->doc->text, c->at, c->at + c->n));
}

static void add_line(struct arena *a, struct lines **lines, struct line line)
{
	if (!*lines)
		*lines = ARENA_NEW(a, struct lines);
	vec_push(a, &(*lines)->list, line);
}

static struct part *owner_of(const struct weave *w, const struct doc_comment *c)
{
	return c->inside ? w->last_inside : w->last;
}

static bool is_own(const struct weave *w, const struct doc_comment *c)
{
	return !owner_of(w, c) || is_first(w->doc, c->at);
}

/* A second one goes where there is room. */
static void put_beside(struct weave *w, const struct doc_comment *c)
{
	struct part *p = owner_of(w, c);

	if (p->after.n)
		add_line(w->arena, &p->before, (struct line){ p->after, false });
	p->after = comment_text(w, c);
	w->next++;
}

static void put_line(struct weave *w, struct lines **lines, const struct doc_comment *c)
{
	add_line(w->arena, lines, (struct line){ comment_text(w, c), has_gap(w->doc, c->at) });
	w->next++;
}

static void take_before(struct weave *w, struct part *p, uint32_t upto)
{
	const struct doc_comment *c;

	while ((c = next_comment(w, upto))) {
		if (is_own(w, c))
			put_line(w, &p->before, c);
		else
			put_beside(w, c);
	}
}

static void take_tail(struct weave *w, struct part *p, struct limit end, unsigned depth)
{
	int column = p->brackets ? 0 : column_of(w->doc, p->node->at);
	const struct doc_comment *c;

	while ((c = next_comment(w, end.at))) {
		int at = column_of(w->doc, c->at);

		if (!is_own(w, c))
			put_beside(w, c);
		else if (c->inside ? c->depth >= depth
				   : !p->brackets && at >= column && at > end.column)
			put_line(w, &p->tail, c);
		else
			return;
	}
}

static void weave_parts(struct weave *w, struct part *p, struct limit end, unsigned depth);

static void weave_value(struct weave *w, struct part *p, struct limit end, unsigned depth)
{
	p->brackets = in_brackets(w->doc, p->node);
	if (!is_collection(p->node) || p->brackets)
		take_before(w, p, p->node->at);
	if (is_collection(p->node))
		weave_parts(w, p, end, depth + 1);
}

static uint32_t start_of(const struct weave *w, const struct part *p, uint32_t i, int column)
{
	const struct part *child = &p->parts[i];

	if (child->member)
		return child->member->key_at;
	if (p->brackets)
		return child->node->at;
	return i ? dash_of(w->doc, child->node->at, column) : p->node->at;
}

static void weave_parts(struct weave *w, struct part *p, struct limit end, unsigned depth)
{
	const struct node *n = p->node;
	int column = p->brackets ? end.column : column_of(w->doc, n->at);

	p->parts = ARENA_ARRAY(w->arena, struct part, n->count + 1);
	for (uint32_t i = 0; i < n->count; i++) {
		struct part *child = &p->parts[i];

		child->member = n->type == NODE_OBJECT ? &n->members[i] : NULL;
		child->node = child->member ? &child->member->value : &n->items[i];
		child->start = start_of(w, p, i, column);
	}
	for (uint32_t i = 0; i < n->count; i++) {
		struct part *child = &p->parts[i];
		bool last = i + 1 == n->count;

		take_before(w, child, child->start);
		child->gap = !p->brackets && has_gap(w->doc, child->start);
		if (!p->brackets)
			w->last = child;
		w->last_inside = child;
		weave_value(w, child,
			    last ? end : (struct limit){ p->parts[i + 1].start, column },
			    depth);
	}
	take_tail(w, p, end, depth);
	/* Brackets that are empty have no room. */
	for (size_t i = 0; n->count == 0 && p->tail && i < p->tail->list.n; i++)
		add_line(w->arena, &p->before, p->tail->list.at[i]);
	if (n->count == 0)
		p->tail = NULL;
}

/* Comments that an empty line parts from the first entry are about the whole. */
static struct lines *split_head(struct arena *a, struct part *first)
{
	struct lines *all = first->before, *head = NULL, *rest = NULL;
	size_t n = 0;

	for (size_t i = 1; all && i <= all->list.n; i++)
		if (i == all->list.n ? first->gap : all->list.at[i].gap)
			n = i;
	if (n == 0)
		return NULL;
	for (size_t i = 0; i < all->list.n; i++)
		add_line(a, i < n ? &head : &rest, all->list.at[i]);
	first->before = rest;
	return head;
}

struct part *yaml_parts(struct arena *a, const struct doc *doc, struct frame *frame)
{
	struct weave w = { .arena = a, .doc = doc };
	struct part *root = ARENA_NEW(a, struct part);
	struct limit end = { UINT32_MAX, -1 };
	const struct doc_comment *c;

	root->node = &doc->root;
	root->brackets = in_brackets(doc, root->node);
	if (!is_collection(root->node) || root->brackets) {
		take_before(&w, root, root->node->at);
		w.last = w.last_inside = root;
	}
	if (is_collection(root->node))
		weave_parts(&w, root, end, 1);
	while ((c = next_comment(&w, end.at))) {
		if (is_own(&w, c))
			put_line(&w, &frame->foot, c);
		else
			put_beside(&w, c);
	}
	frame->head = root->before;
	if (!frame->head && root->node->count && !root->brackets)
		frame->head = split_head(a, &root->parts[0]);
	return root;
}
