#include "checker/lsp/lsp_internal.h"

struct lsp_message {
	struct arena *arena; /* holds all of it; NULL: only a fault */
	size_t bytes;
	const struct node *root;
	enum lsp_fault fault;
	bool cancelled;
};

struct lsp *lsp_new(const struct lsp_options *options)
{
	struct arena *a = arena_new();
	struct lsp *l = ARENA_NEW(a, struct lsp);

	l->arena = a;
	l->options = *options;
	l->lang = options->lang;
	l->unit = LSP_UTF16;
	l->waiting = ARENA_ARRAY(a, struct lsp_message, LSP_WAITING);
	frames_init(&l->frames);
	lsp_day(l, options->date);
	return l;
}

static struct lsp_message *waiting(const struct lsp *l, size_t i)
{
	return &l->waiting[(l->first + i) % LSP_WAITING];
}

void lsp_free(struct lsp *l)
{
	for (size_t i = 0; i < l->documents_n; i++)
		document_free(l->documents[i]);
	for (size_t i = 0; i < l->waiting_n; i++)
		if (waiting(l, i)->arena)
			arena_free(waiting(l, i)->arena);
	strbuf_release(&l->frames.in);
	arena_free(l->arena);
}

void lsp_day(struct lsp *l, struct str date)
{
	struct str now = str_sub(date, 0, sizeof(l->date) - 1);

	if (str_eq(now, str_of(l->date)))
		return;
	memcpy(l->date, now.p, now.n);
	l->date[now.n] = '\0';
	for (size_t i = 0; i < l->documents_n; i++)
		document_forget(l->documents[i]);
}

/* ---- taking messages ---- */

static const struct node *id_of(const struct node *message)
{
	const struct node *id = node_get(message, STR("id"));
	int64_t number;

	if (id &&
	    (id->type == NODE_STRING || (id->type == NODE_NUMBER && node_int(id, &number))))
		return id;
	return NULL;
}

static void cancel(struct lsp *l, const struct node *params)
{
	const struct node *wanted = node_get(params, STR("id"));

	for (size_t i = 0; wanted && i < l->waiting_n; i++) {
		struct lsp_message *m = waiting(l, i);
		const struct node *id = m->root ? id_of(m->root) : NULL;

		m->cancelled |= id && node_equal(id, wanted);
	}
}

static void add(struct lsp *l, struct lsp_message m)
{
	*waiting(l, l->waiting_n++) = m;
	l->waiting_bytes += m.bytes;
}

static void add_body(struct lsp *l, struct str body)
{
	struct lsp_message m = { .arena = arena_new(), .bytes = body.n };
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!doc_parse(&doc, m.arena, STR("message"), arena_str(m.arena, body), DOC_JSON,
		       DOC_GENERAL, &errors))
		m.fault = LSP_UNREADABLE;
	else if (!str_eq(node_text(&doc->root, STR("jsonrpc")), STR("2.0")))
		m.fault = LSP_NO_REQUEST;
	if (m.fault) {
		arena_free(m.arena);
		m.arena = NULL;
	} else {
		m.root = &doc->root;
	}
	if (!m.fault && str_eq(node_text(m.root, STR("method")), STR("$/cancelRequest"))) {
		cancel(l, node_get(m.root, STR("params")));
		arena_free(m.arena);
		return;
	}
	add(l, m);
}

static bool has_room(const struct lsp *l)
{
	return l->waiting_n < LSP_WAITING && l->waiting_bytes < LSP_WAITING_BYTES;
}

static void fill(struct lsp *l)
{
	enum frame frame = FRAME_BODY;
	struct str body;

	while (frame != FRAME_NONE && has_room(l)) {
		frame = frames_next(&l->frames, &body);
		if (frame == FRAME_BODY)
			add_body(l, body);
		if (frame == FRAME_FAULT)
			add(l, (struct lsp_message){ .fault = LSP_NO_FRAME });
	}
}

bool lsp_takes(const struct lsp *l)
{
	return has_room(l);
}

void lsp_take(struct lsp *l, struct str bytes)
{
	enum { PIECE = 1 << 16 };

	for (size_t at = 0; at < bytes.n; at += PIECE) {
		frames_take(&l->frames, str_sub(bytes, at, at + PIECE));
		fill(l);
	}
}

/* ---- the life of the server ---- */

static bool has_word(const struct node *list, struct str word)
{
	for (uint32_t i = 0; list && list->type == NODE_ARRAY && i < list->count; i++)
		if (list->items[i].type == NODE_STRING &&
		    str_eq(node_str(&list->items[i]), word))
			return true;
	return false;
}

static const struct node *below(const struct node *n, const char *const *keys)
{
	for (; *keys; keys++)
		n = node_get(n, str_of(*keys));
	return n;
}

#define BELOW(n, ...) below((n), (const char *const[]){ __VA_ARGS__, NULL })

static void choose_folder(struct lsp *l, const struct node *params)
{
	const struct node *folders = node_get(params, STR("workspaceFolders"));
	struct str uri = node_text(params, STR("rootUri"));

	if (!uri.n && folders && folders->type == NODE_ARRAY && folders->count)
		uri = node_text(&folders->items[0], STR("uri"));
	if (!uri.n)
		return;
	l->folder = lsp_path(l, l->arena, arena_str(l->arena, uri));
	while (l->folder.n && l->folder.p[l->folder.n - 1] == '/')
		l->folder.n--;
}

static void choose_language(struct lsp *l, const struct node *params)
{
	const struct node *options = node_get(params, STR("initializationOptions"));

	if (!l->options.lang_given && !lang_parse(&l->lang, node_text(options, STR("lang"))))
		lang_parse(&l->lang, node_text(params, STR("locale")));
}

static struct node list_of(struct arena *a, const char *const *words)
{
	struct lsp_nodes nodes = { 0 };

	for (; *words; words++)
		vec_push(a, &nodes.list, node_make_str(str_of(*words)));
	return lsp_array(&nodes);
}

static struct node capabilities(const struct lsp *l, struct arena *a)
{
	static const char *const encodings[] = {
		[LSP_UTF16] = "utf-16", [LSP_BYTES] = "utf-8"
	};
	static const char *const kinds[] = { "quickfix", "source.fixAll", NULL };
	static const char *const triggers[] = { ":", " ", "-", "\"", NULL };
	enum { INCREMENTAL = 2 };

	return LSP_OBJECT(
		a, { "positionEncoding", node_make_str(str_of(encodings[l->unit])) },
		{ "textDocumentSync", LSP_OBJECT(a, { "openClose", node_make_bool(true) },
						 { "change", node_make_int(a, INCREMENTAL) }) },
		{ "hoverProvider", node_make_bool(true) },
		{ "completionProvider",
		  LSP_OBJECT(a, { "triggerCharacters", list_of(a, triggers) }) },
		{ "codeActionProvider",
		  LSP_OBJECT(a, { "codeActionKinds", list_of(a, kinds) }) },
		{ "documentFormattingProvider", node_make_bool(true) });
}

static enum lsp_fault initialize(struct lsp_call *call)
{
	struct lsp *l = call->l;
	const struct node *can = node_get(call->params, STR("capabilities"));
	const struct node *edits = BELOW(can, "workspace", "workspaceEdit", "documentChanges");

	if (l->life != LIFE_NEW)
		return LSP_TOO_LATE;
	if (!call->params || call->params->type != NODE_OBJECT)
		return LSP_BAD_PARAMS;
	if (has_word(BELOW(can, "general", "positionEncodings"), STR("utf-8")))
		l->unit = LSP_BYTES;
	l->markdown =
		has_word(BELOW(can, "textDocument", "hover", "contentFormat"), STR("markdown"));
	l->versioned_edits = edits && edits->type == NODE_BOOL && edits->truth;
	choose_folder(l, call->params);
	choose_language(l, call->params);
	l->life = LIFE_OPEN;
	call->result = LSP_OBJECT(
		call->a, { "capabilities", capabilities(l, call->a) },
		{ "serverInfo", LSP_OBJECT(call->a, { "name", node_make_str(STR("tizilim")) },
					   { "version", node_make_str(l->options.version) }) });
	return LSP_GOOD;
}

static enum lsp_fault shut_down(struct lsp_call *call)
{
	call->l->life = LIFE_SHUT;
	return LSP_GOOD;
}

/* ---- documents ---- */

static struct lsp_version version_of(const struct node *document)
{
	const struct node *version = node_get(document, STR("version"));
	struct lsp_version v = { 0 };

	v.told = version && version->type == NODE_NUMBER && node_int(version, &v.number);
	return v;
}

static void tell(const struct lsp_call *call, const char *method, int type, struct mtext text)
{
	lsp_write_event(call, method,
			LSP_OBJECT(call->a, { "type", node_make_int(call->a, type) },
				   { "message", node_make_str(lsp_text(call->l, text)) }));
}

enum { TYPE_ERROR = 1, TYPE_WARNING = 2 };

static enum lsp_fault too_large(const struct lsp_call *call, struct str uri)
{
	tell(call, "window/showMessage", TYPE_WARNING,
	     MTEXT_FILL(call->a,
			MT("%1: тексерілмейді, ашық құжаттар тым көп немесе тым үлкен",
			   "%1: не проверяется, открытых документов слишком много или они "
			   "слишком велики",
			   "%1 is not checked: too many documents are open, or too large ones"),
			mtext_same(lsp_path(call->l, call->a, uri))));
	return LSP_GOOD;
}

static enum lsp_fault did_open(struct lsp_call *call)
{
	const struct node *document = node_get(call->params, STR("textDocument"));
	const struct node *text = node_get(document, STR("text"));
	struct lsp_opened opened = { .uri = node_text(document, STR("uri")),
				     .language = node_text(document, STR("languageId")),
				     .version = version_of(document) };

	if (!opened.uri.n || !text || text->type != NODE_STRING)
		return LSP_BAD_PARAMS;
	opened.text = text->text_n ? node_str(text) : STR("");
	return document_open(call->l, &opened) ? LSP_GOOD : too_large(call, opened.uri);
}

static void close_document(struct lsp_call *call)
{
	if (call->d->marked)
		lsp_publish(call, call->d, true);
	document_close(call->l, call->d);
}

static enum lsp_fault did_change(struct lsp_call *call)
{
	const struct node *changes = node_get(call->params, STR("contentChanges"));
	struct lsp_document *d = call->d;
	enum lsp_fault fault;
	bool fits = true;

	if (!changes || changes->type != NODE_ARRAY)
		return LSP_BAD_PARAMS;
	fault = document_change(call->l, d, changes, &fits);
	if (fault)
		return fault;
	d->version = version_of(node_get(call->params, STR("textDocument")));
	if (fits)
		return LSP_GOOD;
	too_large(call, d->uri);
	close_document(call);
	return LSP_GOOD;
}

static enum lsp_fault did_close(struct lsp_call *call)
{
	close_document(call);
	return LSP_GOOD;
}

/* ---- answering ---- */

static const struct method {
	const char *name;
	bool request; /* has an answer */
	enum { OF_NOTHING, OF_DOCUMENT, OF_MANIFEST } of;
	enum lsp_fault (*run)(struct lsp_call *call);
} methods[] = {
	{ "initialize", true, OF_NOTHING, initialize },
	{ "shutdown", true, OF_NOTHING, shut_down },
	{ "textDocument/didOpen", false, OF_NOTHING, did_open },
	{ "textDocument/didChange", false, OF_DOCUMENT, did_change },
	{ "textDocument/didClose", false, OF_DOCUMENT, did_close },
	{ "textDocument/hover", true, OF_MANIFEST, lsp_hover },
	{ "textDocument/completion", true, OF_MANIFEST, lsp_complete },
	{ "textDocument/codeAction", true, OF_MANIFEST, lsp_actions },
	{ "textDocument/formatting", true, OF_MANIFEST, lsp_format },
};

static const struct method *method_named(struct str name, bool request)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (methods[i].request == request && str_eq(name, str_of(methods[i].name)))
			return &methods[i];
	return NULL;
}

static enum lsp_fault find_document(struct lsp_call *call, const struct method *m)
{
	struct str uri = node_text(node_get(call->params, STR("textDocument")), STR("uri"));

	if (!uri.n)
		return LSP_BAD_PARAMS;
	call->d = document_named(call->l, uri);
	if (!call->d)
		return LSP_NOT_OPEN;
	return m->of == OF_DOCUMENT || call->d->manifest ? m->run(call) : LSP_GOOD;
}

static enum lsp_fault run(struct lsp_call *call, struct str name, bool request)
{
	const struct method *m = method_named(name, request);
	bool first = str_eq(name, STR("initialize"));

	if (call->l->life == LIFE_NEW && !first)
		return request ? LSP_TOO_EARLY : LSP_GOOD;
	if (call->l->life == LIFE_SHUT)
		return request ? LSP_TOO_LATE : LSP_GOOD;
	if (!m)
		return request ? LSP_NO_METHOD : LSP_GOOD;
	return m->of == OF_NOTHING ? m->run(call) : find_document(call, m);
}

/* A notification has no answer, so what is wrong with it goes into the editor's log. */
static void log_fault(const struct lsp_call *call, struct str name, enum lsp_fault fault)
{
	tell(call, "window/logMessage", TYPE_ERROR,
	     MTEXT_FILL(call->a, MT("%1: %2", "%1: %2", "%1: %2"), mtext_same(name),
			lsp_fault_text(fault)));
}

static void answer(struct lsp_call *call, const struct lsp_message *m)
{
	struct str name = node_text(m->root, STR("method"));
	const struct node *id = id_of(m->root);
	bool request = node_get(m->root, STR("id")) != NULL;
	enum lsp_fault fault = m->cancelled ? LSP_CANCELLED : LSP_GOOD;

	if (!name.n && request &&
	    (node_get(m->root, STR("result")) || node_get(m->root, STR("error"))))
		return; /* an answer, though nothing was asked */
	call->params = node_get(m->root, STR("params"));
	if (!name.n || (request && !id))
		fault = LSP_NO_REQUEST;
	if (!fault)
		fault = run(call, name, request);
	if (fault && (request || !name.n))
		lsp_write_fault(call, id ? *id : lsp_null(), fault);
	else if (fault)
		log_fault(call, name, fault);
	else if (request)
		lsp_write_result(call, *id, call->result);
}

static bool is_exit(const struct lsp_message *m)
{
	return m->root && !node_get(m->root, STR("id")) &&
	       str_eq(node_text(m->root, STR("method")), STR("exit"));
}

static enum lsp_state handle_message(struct lsp *l, struct out *out)
{
	struct lsp_message m = *waiting(l, 0);
	struct arena *a = m.arena ? m.arena : arena_new();
	struct lsp_call call = { .l = l, .a = a, .result = lsp_null(), .out = out };
	enum lsp_state state = LSP_WORKS;

	l->first = (l->first + 1) % LSP_WAITING;
	l->waiting_n--;
	l->waiting_bytes -= m.bytes;
	if (is_exit(&m)) {
		state = l->life == LIFE_SHUT ? LSP_ENDS : LSP_BREAKS;
		l->life = LIFE_OVER;
	} else if (m.fault) {
		lsp_write_fault(&call, lsp_null(), m.fault);
	} else {
		answer(&call, &m);
	}
	arena_free(a);
	fill(l);
	return state;
}

/* ---- what nobody asks for ---- */

static void tell_findings(struct lsp *l, struct lsp_document *d, struct out *out)
{
	AUTO_ARENA a = arena_new();
	struct lsp_call call = { .l = l, .a = a, .out = out };

	lsp_publish(&call, d, false);
	d->marked = true;
}

/* Judging and telling are two steps: what comes meanwhile may make it stale. */
static bool tell_one(struct lsp *l, struct out *out)
{
	for (size_t i = 0; i < l->documents_n; i++) {
		struct lsp_document *d = l->documents[i];

		if (!d->manifest || !d->judging || d->told)
			continue;
		tell_findings(l, d, out);
		return true;
	}
	return false;
}

static bool judge_one(struct lsp *l)
{
	for (size_t i = 0; i < l->documents_n; i++)
		if (l->documents[i]->manifest && !l->documents[i]->judging) {
			document_judge(l, l->documents[i]);
			return true;
		}
	return false;
}

enum lsp_state lsp_step(struct lsp *l, struct out *out)
{
	if (l->waiting_n)
		return handle_message(l, out);
	if (l->life == LIFE_OPEN && (tell_one(l, out) || judge_one(l)))
		return LSP_WORKS;
	return LSP_WAITS;
}
