#include "checker/lsp/lsp_internal.h"

#include "checker/edit/edit.h"

static const char fix_all[] = "source.fixAll.tizilim";

enum {
	TRIED_BYTES = 16 << 20, /* read to see whether repairs fit */
	UNASKED_BYTES = 1 << 16 /* editors ask at each move of the cursor: fix less than this */
};

/* As `fix` and `fmt` read it; NULL: it cannot be read. */
static const struct doc *parse(const struct lsp_call *call, struct arena *a, struct str text)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	return doc_parse(&doc, a, call->d->path, text, call->d->syntax, DOC_GENERAL, &errors)
		       ? doc
		       : NULL;
}

/* ---- edits ---- */

static struct node edit_node(const struct lsp_call *call, struct cursor *c,
			     const struct text_edit *e)
{
	return LSP_OBJECT(call->a, { "range", lsp_range(call->a, c, e->at, e->at + e->n) },
			  { "newText", node_make_str(e->text) });
}

static struct node edit_nodes(const struct lsp_call *call, struct cursor *c,
			      const struct text_edit *edits, size_t n)
{
	struct lsp_nodes nodes = { 0 };

	for (size_t i = 0; i < n; i++)
		vec_push(call->a, &nodes.list, edit_node(call, c, &edits[i]));
	return lsp_array(&nodes);
}

static struct cursor cursor_of(const struct lsp_call *call)
{
	return lsp_cursor(call->l, document_text(call->d));
}

/* Within a character, or between \r and \n. */
static bool is_inside(struct str s, size_t at)
{
	return at > 0 && at < s.n &&
	       (((unsigned char)s.p[at] & 0xC0) == 0x80 ||
		(s.p[at] == '\n' && s.p[at - 1] == '\r'));
}

/* One edit from the first to the last difference. */
static struct text_edit difference(struct str before, struct str after)
{
	size_t from = 0, same = 0, most = before.n < after.n ? before.n : after.n;

	while (from < most && before.p[from] == after.p[from])
		from++;
	while (is_inside(before, from) || is_inside(after, from))
		from--;
	while (same < most - from &&
	       before.p[before.n - 1 - same] == after.p[after.n - 1 - same])
		same++;
	while (is_inside(before, before.n - same) || is_inside(after, after.n - same))
		same--;
	return (struct text_edit){ .at = (uint32_t)from,
				   .n = (uint32_t)(before.n - same - from),
				   .text = str_sub(after, from, after.n - same) };
}

static struct node workspace_edit(const struct lsp_call *call, struct node edits)
{
	struct arena *a = call->a;
	const struct lsp_document *d = call->d;
	struct member by_uri = { .key = d->uri.p, .key_n = (uint32_t)d->uri.n, .value = edits };
	struct lsp_nodes changes = { 0 };

	if (!call->l->versioned_edits)
		return LSP_OBJECT(a, { "changes", node_make_object(a, &by_uri, 1) });
	vec_push(a, &changes.list,
		 LSP_OBJECT(a,
			    { "textDocument",
			      LSP_OBJECT(a, { "uri", node_make_str(d->uri) },
					 { "version", lsp_version(a, d->version) }) },
			    { "edits", edits }));
	return LSP_OBJECT(a, { "documentChanges", lsp_array(&changes) });
}

/* ---- repairs ---- */

/* The kind, or one that it is a kind of, is asked for; nothing is when all are wanted. */
static bool is_wanted(const struct node *only, struct str kind)
{
	if (!only || only->type != NODE_ARRAY)
		return true;
	for (uint32_t i = 0; i < only->count; i++) {
		struct str asked = only->items[i].type == NODE_STRING
					   ? node_str(&only->items[i])
					   : STR("?");

		if (str_eq(kind, asked) ||
		    (str_starts(kind, asked) && kind.p[asked.n] == '.') || !asked.n)
			return true;
	}
	return false;
}

/* What the repair makes is a document again. */
static bool is_good(const struct lsp_call *call, const struct repair *r)
{
	AUTO_ARENA a = arena_new();
	struct str text;

	return edit_apply(&text, a, document_text(call->d), r->edits, r->edits_n) &&
	       parse(call, a, text);
}

static struct node repair_action(const struct lsp_call *call, const struct finding *f,
				 struct lsp_places *places)
{
	struct lsp_nodes of = { 0 };
	struct node edits =
		edit_nodes(call, &places->shown, f->repair->edits, f->repair->edits_n);

	vec_push(call->a, &of.list, lsp_diagnostic(call, call->d, f, places));
	return LSP_OBJECT(
		call->a, { "title", node_make_str(lsp_text(call->l, f->repair->title)) },
		{ "kind", node_make_str(STR("quickfix")) }, { "diagnostics", lsp_array(&of) },
		{ "isPreferred", node_make_bool(true) },
		{ "edit", workspace_edit(call, edits) });
}

static void add_repairs(const struct lsp_call *call, const struct lsp_span *asked,
			struct lsp_nodes *actions)
{
	struct lsp_places places;
	size_t tried = 0;

	document_judge(call->l, call->d);
	places = lsp_places(call->l, call->d);
	for (size_t i = 0; i < call->d->sink->findings.n && tried < TRIED_BYTES; i++) {
		const struct finding *f = &call->d->sink->findings.at[i];
		struct lsp_span span = lsp_span_of(&places, &f->at);

		if (!f->repair || span.from > asked->to || span.to < asked->from)
			continue;
		tried += call->d->judged.n;
		if (is_good(call, f->repair))
			vec_push(call->a, &actions->list, repair_action(call, f, &places));
	}
}

static void add_fix_all(const struct lsp_call *call, struct lsp_nodes *actions)
{
	struct mtext title = MT("түзетуге болатынның бәрін түзету", "исправить всё, что можно",
				"repair all that can be repaired");
	const struct doc *doc = parse(call, call->a, document_text(call->d));
	struct edit_fixed fixed = { 0 };
	struct cursor c = cursor_of(call);
	struct text_edit edit;

	if (!doc)
		return;
	edit_fix(&fixed, call->a, doc, pack_manifest_schema(call->l->options.pack));
	if (!fixed.made.n)
		return;
	edit = difference(doc->text, fixed.text);
	vec_push(call->a, &actions->list,
		 LSP_OBJECT(call->a, { "title", node_make_str(lsp_text(call->l, title)) },
			    { "kind", node_make_str(str_of(fix_all)) },
			    { "edit", workspace_edit(call, edit_nodes(call, &c, &edit, 1)) }));
}

enum lsp_fault lsp_actions(struct lsp_call *call)
{
	const struct node *range = node_get(call->params, STR("range"));
	const struct node *only = node_get(node_get(call->params, STR("context")), STR("only"));
	struct str text = document_text(call->d);
	struct lsp_nodes actions = { 0 };
	struct lsp_span asked;

	if (!lsp_offset(&asked.from, call->l, text, node_get(range, STR("start"))) ||
	    !lsp_offset(&asked.to, call->l, text, node_get(range, STR("end"))))
		return LSP_BAD_PARAMS;
	if (is_wanted(only, STR("quickfix")))
		add_repairs(call, &asked, &actions);
	if (is_wanted(only, str_of(fix_all)) && (only || text.n <= UNASKED_BYTES))
		add_fix_all(call, &actions);
	call->result = lsp_array(&actions);
	return LSP_GOOD;
}

/* ---- the canonical form ---- */

enum lsp_fault lsp_format(struct lsp_call *call)
{
	const struct doc *doc = parse(call, call->a, document_text(call->d));
	const struct node *schema = pack_manifest_schema_node(call->l->options.pack);
	struct cursor c = cursor_of(call);
	struct err err = { 0 };
	struct text_edit edit;
	struct str form;

	/* Only a manifest has the manifest's order, as `fmt` has it. */
	if (!doc ||
	    !edit_format(&form, call->a, doc,
			 node_get(&doc->root, STR("schema_version")) ? schema : NULL, &err))
		return LSP_GOOD;
	edit = difference(doc->text, form);
	call->result = edit_nodes(call, &c, &edit, !str_eq(doc->text, form));
	return LSP_GOOD;
}
