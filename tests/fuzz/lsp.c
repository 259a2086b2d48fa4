/*
 * The language server. The first byte chooses what the rest is: bytes of a client,
 * lines that are each a message, or the text of a document about which everything
 * is asked. Whatever comes, each answer is JSON in a whole frame, and the server
 * comes to rest.
 */
#include "checker/lsp/lsp_internal.h"
#include "checker/text/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const unsigned char main_pack[];
extern const size_t main_pack_size;

enum { STEPS_MAX = 100000, TEXT_MAX = 4096 };

static const struct pack *shipped(void)
{
	static struct pack *pack;
	struct err err = { 0 };

	if (!pack)
		assert(pack_load_image(&pack, arena_new(),
				       (struct str){ (const char *)main_pack, main_pack_size },
				       &err));
	return pack;
}

/* All that was written is whole frames of JSON. */
static void check_written(struct str written)
{
	AUTO_ARENA a = arena_new();
	struct frames f;
	struct str body;

	frames_init(&f);
	frames_take(&f, written);
	while (f.from < f.in.n) {
		struct doc_errors errors = { 0 };
		struct doc *doc;

		assert(frames_next(&f, &body) == FRAME_BODY);
		assert(doc_parse(&doc, a, STR("answer"), arena_str(a, body), DOC_JSON,
				 DOC_GENERAL, &errors));
		assert(str_eq(node_text(&doc->root, STR("jsonrpc")), STR("2.0")));
	}
	strbuf_release(&f.in);
}

static enum lsp_state rest(struct lsp *l)
{
	enum lsp_state state = LSP_WORKS;
	struct err err = { 0 };

	for (size_t i = 0; state == LSP_WORKS; i++) {
		struct out out;

		assert(i < STEPS_MAX);
		out_init_memory(&out);
		state = lsp_step(l, &out);
		check_written(out_view(&out));
		assert(out_close(&out, &err));
	}
	return state;
}

static void say(struct lsp *l, struct arena *a, struct str body)
{
	lsp_take(l, arena_printf(a, "Content-Length: %zu\r\n\r\n", body.n));
	lsp_take(l, body);
}

static void ask(struct lsp *l, struct arena *a, const char *method, struct node params)
{
	struct node message = LSP_OBJECT(
		a, { "jsonrpc", node_make_str(STR("2.0")) }, { "id", node_make_int(a, 7) },
		{ "method", node_make_str(str_of(method)) }, { "params", params });

	say(l, a, node_canonical(a, &message));
}

static void begin(struct lsp *l, struct arena *a, bool bytes)
{
	say(l, a,
	    bytes ? STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
			"{\"capabilities\":{\"general\":{\"positionEncodings\":[\"utf-8\"]}}}}")
		  : STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}"
			"}"));
}

/* Lines are short enough that an editor's places are many in it. */
static void ask_everything(struct lsp *l, struct arena *a, const char *language,
			   struct str text)
{
	/* The last two are about the whole document, so once is enough. */
	static const char *const methods[] = { "textDocument/hover", "textDocument/completion",
					       "textDocument/codeAction",
					       "textDocument/formatting" };
	struct node uri = node_make_str(STR("file:///m"));
	struct node open = LSP_OBJECT(
		a, { "textDocument",
		     LSP_OBJECT(a, { "uri", uri }, { "version", node_make_int(a, 1) },
				{ "languageId", node_make_str(str_of(language)) },
				{ "text", node_make_str(text) }) });
	struct node message = LSP_OBJECT(
		a, { "jsonrpc", node_make_str(STR("2.0")) },
		{ "method", node_make_str(STR("textDocument/didOpen")) }, { "params", open });
	struct cursor c = { .text = text, .unit = LSP_UTF16, .returns = true };

	say(l, a, node_canonical(a, &message));
	for (size_t at = 0; at <= text.n; at += 1 + text.n / 20) {
		struct node place, range;

		cursor_to_offset(&c, at);
		place = LSP_OBJECT(a, { "line", node_make_int(a, c.line) },
				   { "character", node_make_int(a, c.column) });
		range = LSP_OBJECT(a, { "start", place }, { "end", place });
		for (size_t i = 0; i < (at ? 2 : ARRAY_LEN(methods)); i++)
			ask(l, a, methods[i],
			    LSP_OBJECT(a, { "textDocument", LSP_OBJECT(a, { "uri", uri }) },
				       { "position", place }, { "range", range }));
		assert(rest(l) == LSP_WAITS);
	}
}

static void say_lines(struct lsp *l, struct arena *a, struct str rest_of)
{
	struct str line;

	begin(l, a, false);
	while (rest_of.n && str_cut(&line, &rest_of, '\n'))
		say(l, a, line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new();
	static const struct str patterns[] = { STR_INIT("m") };
	struct lsp_options options = { .pack = shipped(),
				       .version = STR("0"),
				       .date = STR("2026-12-01"),
				       .lang = LANG_KK,
				       .patterns = patterns,
				       .patterns_n = ARRAY_LEN(patterns) };
	struct str input;
	struct lsp *l;
	size_t bad;

	if (size == 0)
		return 0;
	input = arena_str(a, (struct str){ (const char *)data + 1, size - 1 });
	l = lsp_new(&options);
	switch (data[0] % 4) {
	case 0:
		begin(l, a, true);
		lsp_take(l, input);
		break;
	case 1:
		say_lines(l, a, input);
		break;
	case 2:
	case 3:
		if (input.n > TEXT_MAX || !text_valid(input, &bad))
			break;
		begin(l, a, false);
		ask_everything(l, a, data[0] % 4 == 2 ? "yaml" : "json", input);
		break;
	}
	rest(l);
	lsp_free(l);
	return 0;
}
