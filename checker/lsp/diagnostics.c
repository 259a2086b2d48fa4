#include "checker/lsp/lsp_internal.h"

struct str lsp_text(const struct lsp *l, struct mtext t)
{
	return mtext_in(t, l->lang);
}

struct node lsp_version(struct arena *a, struct lsp_version version)
{
	return version.told ? node_make_int(a, version.number) : lsp_null();
}

struct cursor lsp_cursor(const struct lsp *l, struct str text)
{
	return (struct cursor){ .text = text, .unit = l->unit, .returns = true };
}

static struct node position(struct arena *a, const struct cursor *c)
{
	return LSP_OBJECT(a, { "line", node_make_int(a, c->line) },
			  { "character", node_make_int(a, c->column) });
}

struct node lsp_range(struct arena *a, struct cursor *c, size_t from, size_t to)
{
	struct node start;

	cursor_to_offset(c, from);
	start = position(a, c);
	cursor_to_offset(c, to);
	return LSP_OBJECT(a, { "start", start }, { "end", position(a, c) });
}

static bool read_count(uint32_t *out, const struct node *n)
{
	int64_t value;

	if (!n || n->type != NODE_NUMBER || !node_int(n, &value) || value < 0 ||
	    value > INT32_MAX)
		return false;
	*out = (uint32_t)value;
	return true;
}

bool lsp_offset(size_t *at, const struct lsp *l, struct str text, const struct node *place)
{
	struct cursor c = lsp_cursor(l, text);
	uint32_t line, character;

	if (!read_count(&line, node_get(place, STR("line"))) ||
	    !read_count(&character, node_get(place, STR("character"))))
		return false;
	cursor_to_place(&c, line, character);
	*at = c.at;
	return true;
}

struct lsp_places lsp_places(const struct lsp *l, const struct lsp_document *d)
{
	return (struct lsp_places){ .found = { .text = d->judged,
					       .unit = LSP_POINTS,
					       .returns = d->syntax == DOC_YAML },
				    .shown = lsp_cursor(l, d->judged) };
}

struct lsp_span lsp_span_of(struct lsp_places *p, const struct place *at)
{
	struct lsp_span span = { 0, 0 };

	if (!at->line)
		return span;
	cursor_to_place(&p->found, at->line - 1, at->column ? at->column - 1 : 0);
	span.from = p->found.at;
	cursor_skip(&p->found, at->span ? at->span : 1);
	span.to = p->found.at;
	return span;
}

static int severity(const struct finding *f)
{
	static const int numbers[SEV_COUNT] = {
		[SEV_ERROR] = 1, [SEV_WARNING] = 2, [SEV_INFO] = 3
	};

	return numbers[f->severity];
}

static struct str message(const struct lsp *l, struct arena *a, const struct finding *f)
{
	struct str text = lsp_text(l, f->message), deed = lsp_text(l, f->remedy);

	return deed.n ? arena_printf(a, "%.*s\n→ %.*s", STR_FMT(text), STR_FMT(deed)) : text;
}

/* Places of the same document; of others an editor could not open a registered one. */
static struct node related(const struct lsp_call *call, const struct lsp_document *d,
			   const struct finding *f)
{
	struct lsp_places places = lsp_places(call->l, d);
	struct lsp_nodes nodes = { 0 };

	for (size_t i = 0; i < f->related_n; i++) {
		const struct place *p = &f->related[i];
		struct lsp_span span = lsp_span_of(&places, p);
		struct node place;

		if (!p->line || !str_eq(p->file, d->path))
			continue;
		place = LSP_OBJECT(
			call->a, { "uri", node_make_str(d->uri) },
			{ "range", lsp_range(call->a, &places.shown, span.from, span.to) });
		vec_push(call->a, &nodes.list,
			 LSP_OBJECT(call->a, { "location", place },
				    { "message", node_make_str(lsp_text(call->l, p->note)) }));
	}
	return lsp_array(&nodes);
}

/* The address of the first norm that has one. */
static struct str norm_url(const struct finding *f)
{
	for (size_t i = 0; i < f->basis_n; i++)
		if (f->basis[i].url.n)
			return f->basis[i].url;
	return STR("");
}

struct node lsp_diagnostic(const struct lsp_call *call, const struct lsp_document *d,
			   const struct finding *f, struct lsp_places *places)
{
	struct arena *a = call->a;
	struct lsp_span span = lsp_span_of(places, &f->at);
	struct str url = norm_url(f);
	struct node others = related(call, d, f);

	return LSP_OBJECT(
		a, { "range", lsp_range(a, &places->shown, span.from, span.to) },
		{ "severity", node_make_int(a, severity(f)) },
		{ "code", node_make_str(f->rule) },
		{ url.n ? "codeDescription" : NULL,
		  LSP_OBJECT(a, { "href", node_make_str(url) }) },
		{ "source", node_make_str(STR("tizilim")) },
		{ "message", node_make_str(message(call->l, a, f)) },
		{ others.count ? "relatedInformation" : NULL, others },
		{ "data",
		  LSP_OBJECT(a, { "fingerprint", node_make_str(finding_fingerprint(a, f)) }) });
}

void lsp_publish(const struct lsp_call *call, struct lsp_document *d, bool empty)
{
	struct arena *a = call->a;
	struct lsp_places places = lsp_places(call->l, d);
	struct lsp_nodes nodes = { 0 };

	for (size_t i = 0; !empty && i < d->sink->findings.n; i++)
		vec_push(a, &nodes.list,
			 lsp_diagnostic(call, d, &d->sink->findings.at[i], &places));
	d->told = !empty;
	lsp_write_event(
		call, "textDocument/publishDiagnostics",
		LSP_OBJECT(a, { "uri", node_make_str(d->uri) },
			   { d->version.told ? "version" : NULL, lsp_version(a, d->version) },
			   { "diagnostics", lsp_array(&nodes) }));
}
