#include "checker/lsp/lsp_internal.h"

#include "checker/base/glob.h"
#include "checker/base/limits.h"
#include "checker/text/text.h"

/* ---- names ---- */

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* Without %XX; as it is when that gives no UTF-8. */
static struct str decode(struct arena *a, struct str s)
{
	char *out = arena_raw(a, s.n + 1, 1);
	size_t n = 0, bad;

	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '%' && i + 2 < s.n ? hex(s.p[i + 1]) : -1;
		int low = high < 0 ? -1 : hex(s.p[i + 2]);

		out[n++] = low < 0 ? s.p[i] : (char)(high * 16 + low);
		i += low < 0 ? 0 : 2;
	}
	out[n] = '\0';
	return text_valid((struct str){ out, n }, &bad) ? (struct str){ out, n } : s;
}

/* Of "file:///a/b.yaml" /a/b.yaml, of "untitled:Untitled-1" what stands behind the colon. */
static struct str path_of(struct arena *a, struct str uri)
{
	size_t colon = str_find(uri, STR(":"));
	struct str rest = colon == SIZE_MAX ? uri : str_sub(uri, colon + 1, uri.n);

	if (str_starts(rest, STR("//"))) {
		size_t slash = str_find(str_sub(rest, 2, rest.n), STR("/"));

		rest = slash == SIZE_MAX ? str_sub(rest, 2, rest.n)
					 : str_sub(rest, slash + 2, rest.n);
	}
	return decode(a, rest);
}

struct str lsp_path(const struct lsp *l, struct arena *a, struct str uri)
{
	struct str path = path_of(a, uri);

	if (l->folder.n && str_starts(path, l->folder) && path.n > l->folder.n + 1 &&
	    path.p[l->folder.n] == '/')
		return str_sub(path, l->folder.n + 1, path.n);
	return path;
}

/* ---- which are manifests ---- */

/* What stands behind a key of the whole document, as either syntax writes it: good enough for a
 * text that is being written and may not be readable. Begins with NULL when there is none. */
static struct str behind_key(struct str text, enum doc_syntax syntax, struct str name)
{
	size_t at;

	while ((at = str_find(text, name)) != SIZE_MAX) {
		bool quoted = at && strchr("\"'", text.p[at - 1]);
		size_t begin = at - quoted;
		bool first = syntax == DOC_JSON ? quoted
						: !begin || strchr("\r\n{", text.p[begin - 1]);

		text = str_sub(text, at + name.n + quoted, text.n);
		if (first && str_starts(str_trim(text), STR(":")))
			return str_sub(text, str_find(text, STR(":")) + 1, text.n);
	}
	return (struct str){ NULL, 0 };
}

/* Other documents have a schema_version, too, and others a short_name. */
static bool looks_like_manifest(const struct lsp *l, const struct lsp_document *d)
{
	struct str text = document_text(d);
	struct str version = str_trim(behind_key(text, d->syntax, STR("schema_version")));
	struct str ours = node_text(
		schema_field(pack_manifest_schema(l->options.pack), STR("/schema_version")),
		STR("const"));

	if (version.n && strchr("\"'", version.p[0]))
		version = str_sub(version, 1, version.n);
	if (str_starts(version, ours) &&
	    (version.n == ours.n || !strchr(".0123456789", version.p[ours.n])))
		return true;
	return behind_key(text, d->syntax, STR("short_name")).p &&
	       (behind_key(text, d->syntax, STR("owner")).p ||
		behind_key(text, d->syntax, STR("stage")).p);
}

static bool is_named_manifest(const struct lsp *l, struct str path)
{
	for (size_t i = 0; i < l->options.patterns_n; i++)
		if (glob_match(l->options.patterns[i], path))
			return true;
	return false;
}

static void look(const struct lsp *l, struct lsp_document *d)
{
	if (!d->manifest)
		d->manifest = is_named_manifest(l, d->path) ||
			      (d->known && looks_like_manifest(l, d));
}

/* ---- the open ones ---- */

struct str document_text(const struct lsp_document *d)
{
	struct str text = strbuf_view(&d->text);

	return text.p ? text : STR("");
}

struct lsp_document *document_named(struct lsp *l, struct str uri)
{
	for (size_t i = 0; i < l->documents_n; i++)
		if (str_eq(l->documents[i]->uri, uri))
			return l->documents[i];
	return NULL;
}

void document_forget(struct lsp_document *d)
{
	if (d->judging)
		arena_free(d->judging);
	d->judging = NULL;
	d->doc = NULL;
	d->sink = NULL;
	d->told = false;
}

void document_free(struct lsp_document *d)
{
	document_forget(d);
	strbuf_release(&d->text);
	arena_free(d->arena);
}

void document_close(struct lsp *l, struct lsp_document *d)
{
	for (size_t i = 0; i < l->documents_n; i++)
		if (l->documents[i] == d)
			l->documents[i] = l->documents[--l->documents_n];
	l->texts -= d->text.n;
	document_free(d);
}

bool document_set(struct lsp *l, struct lsp_document *d, struct str text)
{
	document_forget(d);
	l->texts -= d->text.n;
	strbuf_reset(&d->text);
	strbuf_str(&d->text, text);
	l->texts += d->text.n;
	look(l, d);
	return !d->text.overflow && l->texts <= LSP_TEXTS_BYTES;
}

static bool is_json(struct str language, struct str path)
{
	return str_starts(language, STR("json")) ||
	       (!str_eq(language, STR("yaml")) && doc_syntax_of(path) == DOC_JSON);
}

bool document_open(struct lsp *l, const struct lsp_opened *opened)
{
	struct lsp_document *d = document_named(l, opened->uri);
	struct arena *a;

	if (d)
		document_close(l, d);
	if (l->documents_n == LSP_DOCUMENTS)
		return false;
	a = arena_new();
	d = ARENA_NEW(a, struct lsp_document);
	d->arena = a;
	d->uri = arena_str(a, opened->uri);
	d->path = lsp_path(l, a, d->uri);
	d->syntax = is_json(opened->language, d->path) ? DOC_JSON : DOC_YAML;
	d->known = d->syntax == DOC_JSON || str_eq(opened->language, STR("yaml")) ||
		   str_ends(d->path, STR(".yaml")) || str_ends(d->path, STR(".yml"));
	d->version = opened->version;
	strbuf_init(&d->text, LSP_TEXT_BYTES);
	l->documents[l->documents_n++] = d;
	if (document_set(l, d, opened->text))
		return true;
	document_close(l, d);
	return false;
}

/* ---- changes ---- */

struct edit {
	size_t from, to;
	struct str text;
};

static bool read_range(struct edit *e, const struct lsp *l, struct str text,
		       const struct node *range)
{
	return lsp_offset(&e->from, l, text, node_get(range, STR("start"))) &&
	       lsp_offset(&e->to, l, text, node_get(range, STR("end"))) && e->from <= e->to;
}

static bool read_edit(struct edit *e, const struct lsp *l, struct str text,
		      const struct node *change)
{
	const struct node *range = node_get(change, STR("range"));
	const struct node *with = node_get(change, STR("text"));

	*e = (struct edit){ 0, text.n, STR("") };
	if (!with || with->type != NODE_STRING)
		return false;
	if (with->text_n)
		e->text = node_str(with);
	return !range || range->type == NODE_NULL || read_range(e, l, text, range);
}

static void replace(struct strbuf *b, const struct edit *e)
{
	size_t tail = b->n - e->to;

	if (e->text.n > e->to - e->from && !strbuf_room(b, e->text.n - (e->to - e->from)))
		return;
	if (!b->p)
		return; /* nothing instead of nothing */
	memmove(b->p + e->from + e->text.n, b->p + e->to, tail);
	memcpy(b->p + e->from, e->text.p, e->text.n);
	b->n = e->from + e->text.n + tail;
}

enum lsp_fault document_change(struct lsp *l, struct lsp_document *d,
			       const struct node *changes, bool *fits)
{
	AUTO_STRBUF text = { 0 };
	size_t moved = 0;

	strbuf_init(&text, LSP_TEXT_BYTES);
	strbuf_str(&text, document_text(d));
	for (uint32_t i = 0; i < changes->count; i++) {
		struct str now = text.p ? strbuf_view(&text) : STR("");
		struct edit e;

		moved += now.n;
		if (moved > LSP_EDIT_BYTES || !read_edit(&e, l, now, &changes->items[i]))
			return LSP_BAD_PARAMS;
		replace(&text, &e);
	}
	*fits = !text.overflow && document_set(l, d, text.p ? strbuf_view(&text) : STR(""));
	return LSP_GOOD;
}

/* ---- judging ---- */

void document_judge(struct lsp *l, struct lsp_document *d)
{
	struct check_options options = { .pack = l->options.pack, .date = str_of(l->date) };
	struct check_registered what = { .file = d->path, .judged = true };
	struct arena *a;
	struct check *c;

	if (d->judging)
		return;
	a = d->judging = arena_new();
	c = check_new(a, &options);
	what.text = d->judged = arena_str(a, document_text(d));
	what.json = d->syntax == DOC_JSON;
	if (d->judged.n > LIMIT_DOC_BYTES)
		check_add_fault(c, d->path, FILE_LARGE);
	else
		d->doc = check_add_registered(c, &what).doc;
	check_judge(c);
	d->sink = check_sink(c);
}
