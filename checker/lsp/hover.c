#include "checker/lsp/lsp_internal.h"

/* ---- the key or value at a place ---- */

static bool is_within(struct lsp_token *t, size_t from, size_t n, size_t at)
{
	if (at < from || at > from + n || !n)
		return false;
	t->from = from;
	t->to = from + n;
	return true;
}

static bool is_scalar_at(struct lsp_token *t, const struct doc *doc, const struct node *n,
			 size_t at)
{
	const struct doc_long *over = doc_long(doc, n->at);
	struct str value =
		n->type == NODE_STRING || n->type == NODE_NUMBER ? node_str(n) : STR("");

	return is_within(t, n->at, over ? over->end - over->at : doc_written(doc, n->at, value),
			 at);
}

/* The last member or item that begins before the place. */
static const struct node *last_before(struct lsp_token *t, const struct doc *doc,
				      const struct node *n, size_t at)
{
	const struct node *found = NULL;

	for (uint32_t i = 0; i < n->count; i++) {
		const struct member *m = n->type == NODE_OBJECT ? &n->members[i] : NULL;
		const struct node *value = m ? &m->value : &n->items[i];

		if (m ? m->key_at > at : value->at > at)
			break;
		found = value;
		t->key = m && is_within(t, m->key_at,
					doc_written(doc, m->key_at, member_key(m)), at);
		if (t->key)
			break;
	}
	return found;
}

bool lsp_token_at(struct lsp_token *t, const struct doc *doc, size_t at)
{
	const struct node *n = &doc->root;

	*t = (struct lsp_token){ 0 };
	while (n && n->type >= NODE_ARRAY && !t->key)
		n = last_before(t, doc, n, at);
	t->node = n;
	return n && (t->key || is_scalar_at(t, doc, n, at));
}

/* ---- what is shown of it ---- */

static void explain_findings(struct explanation *e, struct lsp_call *call, size_t at,
			     struct lsp_span *shown)
{
	struct lsp_places places = lsp_places(call->l, call->d);

	for (size_t i = 0; i < call->d->sink->findings.n; i++) {
		const struct finding *f = &call->d->sink->findings.at[i];
		struct lsp_span span = lsp_span_of(&places, &f->at);

		if (!f->at.line || at < span.from || at > span.to)
			continue;
		explain_finding(e, call->l->options.pack, f);
		*shown = span;
	}
}

const struct node *lsp_field(const struct pack *p, struct str *pointer)
{
	for (;;) {
		const struct node *field = schema_field(pack_manifest_schema(p), *pointer);

		if (!pointer->n || (field && schema_words(field, STR("title")).in[LANG_EN].n))
			return field;
		while (pointer->p[--pointer->n] != '/')
			;
	}
}

bool lsp_entries(enum arch_kind *kind, const struct node *field)
{
	struct str name = node_text(field, STR("x-entries"));

	return name.n && arch_kind_parse(kind, name);
}

static void explain_token(struct explanation *e, struct lsp_call *call,
			  const struct lsp_token *t)
{
	const struct pack *p = call->l->options.pack;
	struct str pointer = doc_pointer(call->d->doc, call->a, t->node);
	bool known = schema_field(pack_manifest_schema(p), pointer) != NULL;
	const struct node *field = known ? lsp_field(p, &pointer) : NULL;
	const struct arch_entry *entry = NULL;
	enum arch_kind kind;

	if (!t->key && t->node->type == NODE_STRING && lsp_entries(&kind, field))
		entry = arch_find(pack_arch(p), kind, node_str(t->node));
	if (entry)
		explain_entry(e, entry);
	if (known && pointer.n)
		explain_field(e, p, pointer);
}

/* ---- as text ---- */

/* Nothing that a document says becomes a link, a picture or a heading. */
static void put_escaped(struct strbuf *b, struct str s, bool markdown)
{
	for (size_t i = 0; i < s.n; i++) {
		if (markdown && s.p[i] && strchr("\\`*_{}[]()<>#+-.!|~&:@$", s.p[i]))
			strbuf_byte(b, '\\');
		strbuf_byte(b, s.p[i]);
	}
}

static void put_line(struct strbuf *b, const struct lsp *l, const struct explain_line *line,
		     bool first)
{
	struct str text = lsp_text(l, line->text);

	if (!l->markdown) {
		strbuf_str(b, first ? STR("") : line->depth ? STR("\n") : STR("\n\n"));
		put_escaped(b, text, false);
		return;
	}
	strbuf_str(b, first ? STR("") : line->depth ? STR("\n\n") : STR("\n\n---\n\n"));
	strbuf_str(b, line->depth ? STR("") : STR("**"));
	put_escaped(b, text, true);
	strbuf_str(b, line->depth ? STR("") : STR("**"));
}

struct node lsp_markup(const struct lsp_call *call, const struct explanation *e)
{
	AUTO_STRBUF b = { 0 };
	const char *kind = call->l->markdown ? "markdown" : "plaintext";

	strbuf_init(&b, LSP_TEXT_BYTES);
	for (size_t i = 0; i < e->lines.n; i++)
		put_line(&b, call->l, &e->lines.at[i], i == 0);
	return LSP_OBJECT(call->a, { "kind", node_make_str(str_of(kind)) },
			  { "value", node_make_str(arena_str(call->a, strbuf_view(&b))) });
}

enum lsp_fault lsp_hover(struct lsp_call *call)
{
	struct explanation e = { .arena = call->a };
	struct lsp_document *d = call->d;
	struct cursor c;
	struct lsp_span span = { 0 };
	struct lsp_token token;
	size_t at;

	if (!lsp_offset(&at, call->l, document_text(d),
			node_get(call->params, STR("position"))))
		return LSP_BAD_PARAMS;
	document_judge(call->l, d);
	explain_findings(&e, call, at, &span);
	if (d->doc && lsp_token_at(&token, d->doc, at)) {
		explain_token(&e, call, &token);
		span = (struct lsp_span){ token.from, token.to };
	}
	if (!e.lines.n)
		return LSP_GOOD;
	c = lsp_cursor(call->l, d->judged);
	call->result = LSP_OBJECT(call->a, { "contents", lsp_markup(call, &e) },
				  { "range", lsp_range(call->a, &c, span.from, span.to) });
	return LSP_GOOD;
}
