#include "checker/rule/rule_internal.h"

#include "checker/base/strbuf.h"

enum { BUNDLE_MAX = 64 << 20 };

static void put_text(struct strbuf *b, struct str s)
{
	strbuf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			strbuf_printf(b, "\\%c", c);
		else if (c < 0x20)
			strbuf_printf(b, "\\u%04x", c);
		else
			strbuf_byte(b, (char)c);
	}
	strbuf_byte(b, '"');
}

/* In document order: the order of conditions and bindings has a meaning. */
static void put_node(struct strbuf *b, const struct node *n)
{
	switch ((enum node_type)n->type) {
	case NODE_NULL:
		strbuf_str(b, STR("null"));
		return;
	case NODE_BOOL:
		strbuf_str(b, n->truth ? STR("true") : STR("false"));
		return;
	case NODE_NUMBER:
		strbuf_str(b, node_str(n));
		return;
	case NODE_STRING:
		put_text(b, node_str(n));
		return;
	case NODE_ARRAY:
		strbuf_byte(b, '[');
		for (uint32_t i = 0; i < n->count; i++) {
			if (i)
				strbuf_byte(b, ',');
			put_node(b, &n->items[i]);
		}
		strbuf_byte(b, ']');
		return;
	case NODE_OBJECT:
		strbuf_byte(b, '{');
		for (uint32_t i = 0; i < n->count; i++) {
			if (i)
				strbuf_byte(b, ',');
			put_text(b, member_key(&n->members[i]));
			strbuf_byte(b, ':');
			put_node(b, &n->members[i].value);
		}
		strbuf_byte(b, '}');
		return;
	}
}

/* By names within the pack: the bundle is hashed, and must not depend on where the pack lies.
 */
struct str rule_bundle(const struct pack *p)
{
	AUTO_STRBUF b;

	strbuf_init(&b, BUNDLE_MAX);
	strbuf_byte(&b, '{');
	for (size_t i = 0; i < p->files.n; i++) {
		if (i)
			strbuf_str(&b, STR(",\n"));
		put_text(&b, p->names.at[i]);
		strbuf_byte(&b, ':');
		put_node(&b, &p->files.at[i]->root);
	}
	strbuf_str(&b, STR("}\n"));
	return arena_str(p->arena, strbuf_view(&b));
}
