#include "checker/edit/edit_internal.h"

#include "checker/base/limits.h"
#include "checker/text/text.h"

#include <string.h>

static bool is_block(const struct part *p)
{
	return p->node->type >= NODE_ARRAY && !p->inside.n;
}

/* "- key: value": the first entry stands on the line of the item. */
static bool is_compact(const struct part *p)
{
	return !p->member && is_block(p);
}

static struct str key_text(struct yaml_writer *w, const struct part *p, bool flow)
{
	return doc_scalar(w->arena, DOC_YAML, flow, member_key(p->member));
}

/* ---- what stays in brackets ---- */

static bool may_stay(const struct yaml_writer *w, const struct part *p)
{
	for (uint32_t i = 0; i < p->node->count; i++) {
		const struct part *child = &p->parts[i];

		if (!yaml_is_short(w, child->node) || child->before || child->after.n)
			return false;
	}
	return !p->tail;
}

static struct str in_one_line(struct yaml_writer *w, const struct part *p, size_t most)
{
	bool array = p->node->type == NODE_ARRAY;
	AUTO_STRBUF b;

	strbuf_init(&b, most * 4);
	strbuf_str(&b, array ? STR("[") : STR("{ "));
	for (uint32_t i = 0; i < p->node->count && !b.overflow; i++) {
		const struct part *child = &p->parts[i];

		strbuf_str(&b, i ? STR(", ") : STR(""));
		if (child->member) {
			strbuf_str(&b, key_text(w, child, true));
			strbuf_str(&b, STR(": "));
		}
		strbuf_str(&b, yaml_line_text(w, child->node, true));
	}
	strbuf_str(&b, array ? STR("]") : STR(" }"));
	if (b.overflow || text_width(strbuf_view(&b)) > most)
		return STR("");
	return arena_str(w->arena, strbuf_view(&b));
}

static void sort_parts(struct yaml_writer *w, struct part *p, struct order order)
{
	const uint32_t *members = order_members(order, w->arena, p->node);
	struct part *sorted = ARENA_ARRAY(w->arena, struct part, p->node->count + 1);

	for (uint32_t i = 0; i < p->node->count; i++)
		sorted[i] = p->parts[members[i]];
	p->parts = sorted;
}

/* Puts keys into their order and decides on brackets; `used` columns stand before the value.
 */
static void settle(struct yaml_writer *w, struct part *p, struct order order, size_t column,
		   size_t used)
{
	if (p->node->type < NODE_ARRAY)
		return;
	if (p->node->type == NODE_OBJECT && order.at)
		sort_parts(w, p, order);
	if (p->node->count == 0)
		p->inside = yaml_line_text(w, p->node, true);
	else if (p->brackets && used < YAML_COLUMNS && may_stay(w, p))
		p->inside = in_one_line(w, p, YAML_COLUMNS - used);
	if (p->inside.n)
		return;
	for (uint32_t i = 0; i < p->node->count; i++) {
		struct part *child = &p->parts[i];
		struct order inner = child->member
					     ? order_member(order, member_key(child->member))
					     : order_item(order, i);
		size_t key = child->member ? text_width(key_text(w, child, false)) + 2 : 2;

		settle(w, child, inner, column + 2, column + key);
	}
}

/* ---- writing ---- */

static void put_gap(struct yaml_writer *w, bool wanted)
{
	struct str so_far = strbuf_view(w->out);

	/* One is enough, and behind a text that keeps its empty lines it would be part of it.
	 */
	if (wanted && so_far.n && !str_ends(so_far, STR("\n\n")))
		strbuf_byte(w->out, '\n');
}

static void put_comment(struct yaml_writer *w, struct str text, size_t column)
{
	yaml_put_indent(w, column);
	strbuf_str(w->out, text);
	strbuf_byte(w->out, '\n');
}

/* *first: nothing of the collection was written yet, so that no empty line begins it. */
static void put_lines(struct yaml_writer *w, const struct lines *lines, size_t column,
		      bool *first)
{
	for (size_t i = 0; lines && i < lines->list.n; i++) {
		put_gap(w, lines->list.at[i].gap && !*first);
		put_comment(w, lines->list.at[i].text, column);
		*first = false;
	}
}

static void put_above(struct yaml_writer *w, const struct part *p, size_t column, bool *first)
{
	put_lines(w, p->before, column, first);
	put_gap(w, p->gap && !*first);
	while (is_compact(p)) {
		if (p->after.n) {
			put_comment(w, p->after, column);
			*first = false;
		}
		p = &p->parts[0];
		put_lines(w, p->before, column, first);
		put_gap(w, p->gap && p->before);
	}
}

static void put_entry(struct yaml_writer *w, const struct part *p, size_t column);

/* `begun`: the line of the first entry was begun by what holds it. */
static void put_entries(struct yaml_writer *w, const struct part *p, size_t column, bool begun)
{
	bool first = true;

	for (uint32_t i = 0; i < p->node->count; i++) {
		if (i || !begun) {
			put_above(w, &p->parts[i], column, &first);
			yaml_put_indent(w, column);
		}
		first = false;
		put_entry(w, &p->parts[i], column);
	}
	put_lines(w, p->tail, column, &first);
}

static void put_after(struct yaml_writer *w, const struct part *p)
{
	if (p->after.n) {
		strbuf_byte(w->out, ' ');
		strbuf_str(w->out, p->after);
	}
	strbuf_byte(w->out, '\n');
}

static void put_key(struct yaml_writer *w, const struct part *p, size_t column)
{
	struct str key = key_text(w, p, false);

	/* A long one is no key unless it says so. */
	if (text_points(key) > YAML_KEY_POINTS) {
		strbuf_str(w->out, STR("? "));
		strbuf_str(w->out, key);
		strbuf_byte(w->out, '\n');
		yaml_put_indent(w, column);
	} else {
		strbuf_str(w->out, key);
	}
	strbuf_byte(w->out, ':');
}

static void put_entry(struct yaml_writer *w, const struct part *p, size_t column)
{
	if (p->member)
		put_key(w, p, column);
	else
		strbuf_byte(w->out, '-');
	if (is_block(p)) {
		if (p->member)
			put_after(w, p);
		else
			strbuf_byte(w->out, ' ');
		put_entries(w, p, column + 2, !p->member);
		return;
	}
	strbuf_byte(w->out, ' ');
	if (p->inside.n) {
		strbuf_str(w->out, p->inside);
		put_after(w, p);
	} else {
		yaml_put_scalar(w, p, column);
	}
}

static void put_root(struct yaml_writer *w, const struct part *root, const struct frame *frame)
{
	bool first = true;

	put_lines(w, frame->head, 0, &first);
	if (is_block(root)) {
		if (root->after.n)
			put_comment(w, root->after, 0);
		put_gap(w, frame->head || root->after.n);
		put_entries(w, root, 0, false);
	} else if (root->inside.n) {
		strbuf_str(w->out, root->inside);
		put_after(w, root);
	} else {
		yaml_put_scalar(w, root, 0);
	}
	first = false;
	put_lines(w, frame->foot, 0, &first);
}

/* A comment above the first key may be about the whole: when the key goes, it stays on top. */
static void keep_on_top(struct yaml_writer *w, struct part *root, struct frame *frame,
			struct order order)
{
	if (frame->head || root->node->type != NODE_OBJECT || root->brackets ||
	    !root->node->count || !order.at)
		return;
	if (order_members(order, w->arena, root->node)[0] != 0) {
		frame->head = root->parts[0].before;
		root->parts[0].before = NULL;
	}
}

struct str edit_yaml(struct arena *a, const struct doc *doc, struct order order)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_STRBUF out;
	struct yaml_writer w = { .out = &out, .arena = scratch, .doc = doc };
	struct frame frame = { 0 };
	struct part *root = yaml_parts(scratch, doc, &frame);

	strbuf_init(&out, LIMIT_DOC_BYTES_GENERAL);
	keep_on_top(&w, root, &frame, order);
	settle(&w, root, order, 0, 0);
	put_root(&w, root, &frame);
	return out.overflow ? STR("") : arena_str(a, strbuf_view(&out));
}
