/* Parts of the server that whole sessions (tests/interop/lsp.py) do not show one by one. */
#include "checker/lsp/lsp_internal.h"

#include "checker/schema/schema.h"

#include "tests/unit/rows.h"

/* ---- messages out of bytes ---- */

static const struct frame_row {
	const char *label, *bytes;
	const char *seen; /* bodies in brackets; ! where no message begins */
} frame_rows[] = {
	{ "one", "Content-Length: 2\r\n\r\n{}", "[{}]" },
	{ "two", "Content-Length: 2\r\n\r\n{}Content-Length: 1\r\n\r\n5", "[{}][5]" },
	{ "an empty one", "Content-Length: 0\r\n\r\n", "[]" },
	{ "another head before",
	  "Content-Type: x; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}", "[{}]" },
	{ "and behind", "Content-Length: 2\r\nContent-Type: x\r\n\r\n{}", "[{}]" },
	{ "names have no case", "content-length:2\r\n\r\n{}", "[{}]" },
	{ "a body not yet whole", "Content-Length: 3\r\n\r\n{}", "" },
	{ "a head not yet whole", "Content-Length: 3\r\n", "" },
	{ "bytes beyond the text", "Content-Length: 4\r\n\r\n\xF0\x9F\x98\x80",
	  "[\xF0\x9F\x98\x80]" },
	{ "no length", "Content-Type: x\r\n\r\nContent-Length: 2\r\n\r\n{}", "![{}]" },
	{ "two lengths", "Content-Length: 3\r\nContent-Length: 2\r\n\r\n{}", "![{}]" },
	{ "a negative length", "Content-Length: -1\r\n\r\nContent-Length: 2\r\n\r\n{}",
	  "![{}]" },
	{ "a length with more", "Content-Length: 2x\r\n\r\nContent-Length: 2\r\n\r\n{}",
	  "![{}]" },
	{ "a length too large", "Content-Length: 8388609\r\n\r\n{}Content-Length: 2\r\n\r\n{}",
	  "![{}]" },
	{ "a length beyond numbers",
	  "Content-Length: 18446744073709551618\r\n\r\n{}Content-Length: 2\r\n\r\n{}",
	  "![{}]" },
	{ "a line that is no head", "nonsense\r\n\r\nContent-Length: 2\r\n\r\n{}", "![{}]" },
	{ "the words within a body",
	  "nonsense\r\n\r\n{\"Content-Length: 9\\r\\n\"}Content-Length: 2\r\n\r\n{}", "![{}]" },
	{ "a length too small",
	  "Content-Length: 1\r\n\r\n{}\r\n\r\nContent-Length: 2\r\n\r\n{}", "[{]![{}]" },
};

static void show(struct frames *f, struct strbuf *seen)
{
	enum frame frame;
	struct str body;

	while ((frame = frames_next(f, &body)) != FRAME_NONE) {
		strbuf_str(seen, frame == FRAME_BODY ? STR("[") : STR("!"));
		if (frame == FRAME_BODY)
			strbuf_str(seen, body);
		strbuf_str(seen, frame == FRAME_BODY ? STR("]") : STR(""));
	}
}

/* However the bytes come, the messages are the same. */
static void frame_row(void **state)
{
	const struct frame_row *row = *state;
	struct str bytes = str_of(row->bytes);

	for (size_t piece = 1; piece <= bytes.n; piece++) {
		AUTO_ARENA a = arena_new();
		AUTO_STRBUF seen = { 0 };
		struct frames f;

		frames_init(&f);
		strbuf_init(&seen, 1000);
		for (size_t i = 0; i < bytes.n; i += piece) {
			frames_take(&f, str_sub(bytes, i, i + piece));
			show(&f, &seen);
		}
		strbuf_release(&f.in);
		assert_string_equal(arena_str(a, strbuf_view(&seen)).p, row->seen);
	}
}

/* Rubbish is forgotten as it comes. */
static void rubbish_takes_no_memory(void **state)
{
	struct frames f;
	char rubbish[4096];
	struct str body;
	size_t faults = 0;

	(void)state;
	memset(rubbish, 'C', sizeof(rubbish));
	frames_init(&f);
	for (size_t i = 0; i < 4096; i++) {
		enum frame frame;

		frames_take(&f, (struct str){ rubbish, sizeof(rubbish) });
		while ((frame = frames_next(&f, &body)) != FRAME_NONE)
			faults += frame == FRAME_FAULT;
	}
	assert_int_equal(faults, 1);
	assert_true(f.in.cap < 1 << 16);
	strbuf_release(&f.in);
}

/* ---- places ---- */

static const struct place_row {
	const char *label, *text;
	enum lsp_unit unit;
	bool returns;
	uint32_t line, column;
	size_t at;		     /* that the place means */
	uint32_t line_of, column_of; /* and that this is */
} place_rows[] = {
	{ "the begin", "ab\ncd", LSP_UTF16, true, 0, 0, 0, 0, 0 },
	{ "a second line", "ab\ncd", LSP_UTF16, true, 1, 1, 4, 1, 1 },
	{ "behind the line's end", "ab\ncd", LSP_UTF16, true, 0, 99, 2, 0, 2 },
	{ "behind the text", "ab\ncd", LSP_UTF16, true, 7, 7, 5, 1, 2 },
	{ "behind a last line end", "ab\n", LSP_UTF16, true, 1, 5, 3, 1, 0 },
	{ "an empty text", "", LSP_UTF16, true, 3, 3, 0, 0, 0 },
	{ "the largest place", "ab", LSP_UTF16, true, INT32_MAX, INT32_MAX, 2, 0, 2 },
	{ "Cyrillic in UTF-16", "әб\nв", LSP_UTF16, true, 0, 1, 2, 0, 1 },
	{ "Cyrillic in bytes", "әб\nв", LSP_BYTES, true, 0, 2, 2, 0, 2 },
	{ "Cyrillic in points", "әб\nв", LSP_POINTS, true, 0, 1, 2, 0, 1 },
	{ "behind an emoji in UTF-16", "😀б", LSP_UTF16, true, 0, 2, 4, 0, 2 },
	{ "behind an emoji in bytes", "😀б", LSP_BYTES, true, 0, 4, 4, 0, 4 },
	{ "behind an emoji in points", "😀б", LSP_POINTS, true, 0, 1, 4, 0, 1 },
	{ "within an emoji in UTF-16", "😀б", LSP_UTF16, true, 0, 1, 0, 0, 0 },
	{ "within an emoji in bytes", "a😀б", LSP_BYTES, true, 0, 3, 1, 0, 1 },
	{ "within a letter in bytes", "ә", LSP_BYTES, true, 0, 1, 0, 0, 0 },
	{ "lines of Windows", "a\r\nb\r\nc", LSP_UTF16, true, 2, 0, 6, 2, 0 },
	{ "their end", "a\r\nb", LSP_UTF16, true, 0, 5, 1, 0, 1 },
	{ "lines of \\r", "a\rb\rc", LSP_UTF16, true, 2, 1, 5, 2, 1 },
	{ "\\r is a character in JSON", "a\rb\nc", LSP_POINTS, false, 0, 2, 2, 0, 2 },
	{ "other separators are characters",
	  "a\xE2\x80\xA8"
	  "b",
	  LSP_UTF16, true, 0, 2, 4, 0, 2 },
};

static void place_row(void **state)
{
	const struct place_row *row = *state;
	struct cursor c = { .text = str_of(row->text),
			    .unit = row->unit,
			    .returns = row->returns };
	struct cursor back = c, late = c;

	if (!c.text.p)
		c.text = back.text = late.text = STR("");
	cursor_to_place(&c, row->line, row->column);
	assert_int_equal(c.at, row->at);
	cursor_to_offset(&back, row->at);
	assert_int_equal(back.line, row->line_of);
	assert_int_equal(back.column, row->column_of);
	/* Also from behind. */
	cursor_to_offset(&late, late.text.n);
	cursor_to_place(&late, row->line, row->column);
	assert_int_equal(late.at, row->at);
	assert_int_equal(late.column, row->column_of);
}

/* ---- the schema ---- */

static size_t check_entries(const struct node *n)
{
	const struct node *of = node_get(n, STR("x-entries"));
	enum arch_kind kind;
	size_t found = of != NULL;

	if (of && !arch_kind_parse(&kind, node_str(of)))
		fail_msg("x-entries: %.*s", STR_FMT(node_str(of)));
	for (uint32_t i = 0; i < n->count && n->type == NODE_OBJECT; i++)
		found += check_entries(&n->members[i].value);
	return found;
}

static void entries_are_of_kinds(void **state)
{
	AUTO_ARENA a = arena_new();
	struct doc_errors errors = { 0 };
	struct doc *doc;

	(void)state;
	assert_true(doc_parse(&doc, a, STR("s"),
			      schema_shipped_named(STR("initiative-1.0"))->text, DOC_JSON,
			      DOC_GENERAL, &errors));
	assert_true(check_entries(&doc->root) > 20);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, frame_row, frame_rows);
	ADD_TEST(&list, rubbish_takes_no_memory);
	ADD_ROWS(&list, place_row, place_rows);
	ADD_TEST(&list, entries_are_of_kinds);
	return test_list_run(&list, "lsp");
}
