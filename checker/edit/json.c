#include "checker/edit/edit_internal.h"

#include "checker/base/limits.h"

struct json_writer {
	struct strbuf *out;
	struct arena *arena;
};

static void put_node(struct json_writer *w, const struct node *n, struct order order,
		     size_t column);

static void put_line(struct json_writer *w, size_t column)
{
	strbuf_printf(w->out, "\n%*s", (int)column, "");
}

static void put_array(struct json_writer *w, const struct node *n, struct order order,
		      size_t column)
{
	strbuf_byte(w->out, '[');
	for (uint32_t i = 0; i < n->count; i++) {
		if (i)
			strbuf_byte(w->out, ',');
		put_line(w, column + 2);
		put_node(w, &n->items[i], order_item(order, i), column + 2);
	}
	if (n->count)
		put_line(w, column);
	strbuf_byte(w->out, ']');
}

static void put_object(struct json_writer *w, const struct node *n, struct order order,
		       size_t column)
{
	struct arena_mark mark = arena_mark(w->arena);
	const uint32_t *members = order_members(order, w->arena, n);

	strbuf_byte(w->out, '{');
	for (uint32_t i = 0; i < n->count; i++) {
		const struct member *m = &n->members[members[i]];
		struct str key = member_key(m);

		if (i)
			strbuf_byte(w->out, ',');
		put_line(w, column + 2);
		strbuf_str(w->out, doc_scalar(w->arena, DOC_JSON, false, key));
		strbuf_str(w->out, STR(": "));
		put_node(w, &m->value, order_member(order, key), column + 2);
	}
	if (n->count)
		put_line(w, column);
	strbuf_byte(w->out, '}');
	arena_rewind(w->arena, mark);
}

static void put_node(struct json_writer *w, const struct node *n, struct order order,
		     size_t column)
{
	switch ((enum node_type)n->type) {
	case NODE_NULL:
		strbuf_str(w->out, STR("null"));
		return;
	case NODE_BOOL:
		strbuf_str(w->out, n->truth ? STR("true") : STR("false"));
		return;
	case NODE_NUMBER:
		strbuf_str(w->out, node_str(n));
		return;
	case NODE_STRING:
		strbuf_str(w->out, doc_scalar(w->arena, DOC_JSON, false, node_str(n)));
		return;
	case NODE_ARRAY:
		put_array(w, n, order, column);
		return;
	case NODE_OBJECT:
		put_object(w, n, order, column);
		return;
	}
}

struct str edit_json(struct arena *a, const struct doc *doc, struct order order)
{
	AUTO_ARENA scratch = arena_new();
	AUTO_STRBUF out;
	struct json_writer w = { &out, scratch };

	strbuf_init(&out, LIMIT_DOC_BYTES_GENERAL);
	put_node(&w, &doc->root, order, 0);
	strbuf_byte(&out, '\n');
	return out.overflow ? STR("") : arena_str(a, strbuf_view(&out));
}
