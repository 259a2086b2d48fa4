#include "checker/edit/edit.h"

#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/strbuf.h"

#include "tests/unit/rows.h"

#include <string.h>

static struct doc *parse(struct arena *a, struct str text, enum doc_syntax syntax)
{
	struct doc_errors errors = { 0 };
	struct doc *doc;

	if (!doc_parse(&doc, a, STR("t"), text, syntax, DOC_GENERAL, &errors))
		fail_msg("%s in: %.*s", errors.list.at[0].message.in[LANG_EN].p, STR_FMT(text));
	return doc;
}

/* ---- applying ---- */

static const struct apply_row {
	const char *label, *text;
	struct text_edit edits[3];
	size_t n;
	const char *result; /* NULL: refused */
} apply_rows[] = {
	{ "no edit", "abc", { { 0 } }, 0, "abc" },
	{ "replaced", "abcd", { { 1, 2, STR_INIT("xyz") } }, 1, "axyzd" },
	{ "at both ends",
	  "bc",
	  { { 0, 0, STR_INIT("a") }, { 2, 0, STR_INIT("d") } },
	  2,
	  "abcd" },
	{ "side by side",
	  "abcd",
	  { { 0, 2, STR_INIT("x") }, { 2, 2, STR_INIT("y") } },
	  2,
	  "xy" },
	{ "overlapping",
	  "abcd",
	  { { 0, 2, STR_INIT("x") }, { 1, 2, STR_INIT("y") } },
	  2,
	  NULL },
	{ "not in order",
	  "abcd",
	  { { 2, 1, STR_INIT("x") }, { 0, 1, STR_INIT("y") } },
	  2,
	  NULL },
	{ "beyond the end", "abcd", { { 3, 2, STR_INIT("x") } }, 1, NULL },
	{ "a size that wraps", "abcd", { { 1, UINT32_MAX, STR_INIT("x") } }, 1, NULL },
};

static void apply_row(void **state)
{
	const struct apply_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct str out;
	bool ok = edit_apply(&out, a, str_of(row->text), row->edits, row->n);

	assert_int_equal(ok, row->result != NULL);
	if (ok)
		assert_string_equal(arena_str(a, out).p, row->result);
}

/* ---- differences ---- */

static const struct diff_row {
	const char *label, *before, *after, *diff;
} diff_rows[] = {
	{ "equal", "a\n", "a\n", "" },
	{ "one line", "a\nb\nc\n", "a\nB\nc\n",
	  "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n" },
	{ "from nothing", "", "a\n", "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n" },
	{ "to nothing", "a\nb\n", "", "--- a/f\n+++ b/f\n@@ -1,2 +0,0 @@\n-a\n-b\n" },
	{ "no line end", "a", "a\n",
	  "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n" },
	{ "two hunks", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
	  "--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n"
	  "-9\n+y\n" },
	{ "moved", "a\nb\nc\n", "c\na\nb\n",
	  "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n+c\n a\n b\n-c\n" },
};

static void diff_row(void **state)
{
	const struct diff_row *row = *state;
	AUTO_ARENA a = arena_new();

	assert_string_equal(
		edit_diff(a, STR("./f"), str_of(row->before), str_of(row->after), false).p,
		row->diff);
}

static void names_in_differences_are_quoted(void **state)
{
	AUTO_ARENA a = arena_new();

	(void)state;
	assert_string_equal(edit_diff(a, STR("/x\ny"), STR("a\n"), STR(""), false).p,
			    "--- \"a/x\\012y\"\n+++ \"b/x\\012y\"\n@@ -1 +0,0 @@\n-a\n");
}

/* Control characters of a document do not reach the terminal. */
static void colours_hide_controls(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str d = edit_diff(a, STR("f"),
				 STR("a\xC2\x9B"
				     "31m\n"),
				 STR("b\n"), true);

	(void)state;
	assert_true(str_find(d, STR("\xC2\x9B")) == SIZE_MAX);
	assert_true(str_find(d, STR("\x1b[31m-a<U+009B>")) != SIZE_MAX);
}

static uint64_t made_next(uint64_t *seed, uint64_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed % below;
}

/* Makes the changes of a difference; its lines are found by what they say. */
static struct str patched(struct arena *a, struct str text, struct str diff)
{
	struct str out = STR(""), line, head;

	str_cut(&line, &diff, '\n');
	str_cut(&line, &diff, '\n');
	while (diff.n && str_cut(&line, &diff, '\n')) {
		struct str said = str_sub(line, 1, line.n);

		if (line.p[0] == '@')
			continue;
		while (line.p[0] != '+' && str_cut(&head, &text, '\n') && !str_eq(head, said))
			out = arena_printf(a, "%.*s%.*s\n", STR_FMT(out), STR_FMT(head));
		if (line.p[0] != '-')
			out = arena_printf(a, "%.*s%.*s\n", STR_FMT(out), STR_FMT(said));
	}
	return arena_printf(a, "%.*s%.*s", STR_FMT(out), STR_FMT(text));
}

/* Lines of the text before are all different, so that the simple patch above finds them. */
static void made_differences_apply(void **state)
{
	uint64_t seed = 88172645463325252U;

	(void)state;
	for (int round = 0; round < 300; round++) {
		AUTO_ARENA a = arena_new();
		struct str before = STR(""), after = STR("");
		size_t n = made_next(&seed, 40);

		for (size_t i = 0; i < n; i++) {
			struct str line = arena_printf(a, "line %zu\n", i);

			before = arena_printf(a, "%.*s%.*s", STR_FMT(before), STR_FMT(line));
			if (made_next(&seed, 4))
				after = arena_printf(a, "%.*s%.*s", STR_FMT(after),
						     STR_FMT(line));
			if (!made_next(&seed, 4))
				after = arena_printf(a, "%.*snew %zu\n", STR_FMT(after), i);
		}
		assert_string_equal(
			patched(a, before, edit_diff(a, STR("f"), before, after, false)).p,
			after.p);
	}
}

/* Texts without a common line are replaced as a whole, in bounded time. */
static void long_differences_end(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF before, after;
	struct str d;

	(void)state;
	strbuf_init(&before, LIMIT_DOC_BYTES);
	strbuf_init(&after, LIMIT_DOC_BYTES);
	for (int i = 0; i < 20000; i++) {
		strbuf_printf(&before, "b %d\n", i);
		strbuf_printf(&after, "a %d\n", i);
	}
	d = edit_diff(a, STR("f"), strbuf_view(&before), strbuf_view(&after), false);
	assert_true(str_find(d, STR("@@ -1,20000 +1,20000 @@")) != SIZE_MAX);
}

/* ---- the canonical form ---- */

static const char order_schema[] =
	"{\"properties\": {\"a\": {}, \"b\": {\"$ref\": \"#/$defs/b\"}, \"list\": {\"items\": "
	"{\"$ref\": \"#/$defs/b\"}}, \"c\": {}}, \"$defs\": {\"b\": {\"properties\": {\"x\": "
	"{}, "
	"\"y\": {}}}}}";

static const struct form_row {
	const char *label, *text, *form;
} yaml_rows[] = {
	{ "as it is", "a: 1\nb:\n  - x\n", "a: 1\nb:\n  - x\n" },
	{ "indentation", "b:\n      x:   1\n      y: \n       - 2\nlist:\n- 1\n",
	  "b:\n  x: 1\n  y:\n    - 2\nlist:\n  - 1\n" },
	{ "keys in the order of the schema", "zz: 1\nc: 2\nyy: 3\nb: {y: 1, x: 2}\na: 4\n",
	  "a: 4\nb: { x: 2, y: 1 }\nc: 2\nzz: 1\nyy: 3\n" },
	{ "of items too", "list:\n  - y: 1\n    x: 2\n", "list:\n  - x: 2\n    y: 1\n" },
	{ "comments move with their key", "c: 1 # one\n# about a\na: 2 # two\n",
	  "# about a\na: 2 # two\nc: 1 # one\n" },
	{ "a head stays", "# head\n\n# about c\nc: 1\na: 2\n", "# head\n\na: 2\n\n# about c\nc: 1\n" },
	{ "a comment on top stays there when its key goes", "# one\n# two\nc: 1\n# about a\na: 2\n",
	  "# one\n# two\n\n# about a\na: 2\nc: 1\n" },
	{ "and stays as it is when its key stays", "# one\na: 2\nc: 1\n", "# one\na: 2\nc: 1\n" },
	{ "a comment at the end of a list",
	  "b:\n  - 1\n  # - 2\n# about a\na: 2\n", "# about a\na: 2\nb:\n  - 1\n  # - 2\n" },
	{ "a comment behind a dash", "b:\n  - x: 1\n  -  # second\n    x: 2\n",
	  "b:\n  - x: 1\n  # second\n  - x: 2\n" },
	{ "a comment behind a key", "b: # text\n  x: 1\n", "b: # text\n  x: 1\n" },
	{ "comments within brackets", "b: [1, # one\n  2 # two\n  # end\n  ] # after\n",
	  "b: # after\n  - 1 # one\n  - 2 # two\n  # end\n" },
	{ "a comment before a value", "a:\n  # why\n  1\n", "# why\na: 1\n" },
	{ "comments at the end", "a: 1\n\n# end\n", "a: 1\n\n# end\n" },
	{ "hoisted above an item", "list:\n  - y: 1\n    # about x\n    x: 2\n",
	  "list:\n  # about x\n  - x: 2\n    y: 1\n" },
	{ "empty lines become one", "a: 1\n\n\n\nb: 2\nc: 3\n", "a: 1\n\nb: 2\nc: 3\n" },
	{ "quotes where needed", "a: \"text\"\nb: 'it''s'\nc: \"a: b\"\n",
	  "a: text\nb: it's\nc: \"a: b\"\n" },
	{ "words that other readers mistake",
	  "a: ['yes', '12', '1.0', '2026-01-02', '12:30', '0x1', '1_0', 'null', '~', '']\n",
	  "a: [\"yes\", \"12\", \"1.0\", \"2026-01-02\", \"12:30\", \"0x1\", \"1_0\", \"null\", \"~\", "
	  "\"\"]\n" },
	{ "words that they do not",
	  "a: ['50-200', '1c', '10k-100k', 'yesterday', '2026-01', 'v1.0']\n",
	  "a: [50-200, 1c, 10k-100k, yesterday, 2026-01, v1.0]\n" },
	{ "a date keeps its quotes", "a: 2026-01-02\n", "a: \"2026-01-02\"\n" },
	{ "signs that begin something", "a: '- x'\nb: '#x'\nc: '@x'\nd: '[x'\ne: '%x'\nf: ':x'\n",
	  "a: \"- x\"\nb: \"#x\"\nc: \"@x\"\nd: \"[x\"\ne: \"%x\"\nf: :x\n" },
	{ "single quotes against escapes", "a: \"say \\\"no\\\": ok\"\n", "a: 'say \"no\": ok'\n" },
	{ "controls are escaped", "a: \"\\x07\\u2028\"\n", "a: \"\\x07\\u2028\"\n" },
	{ "a literal block", "a: |\n     one\n       two\n\n     three\nb: 1\n",
	  "a: |\n  one\n    two\n\n  three\nb: 1\n" },
	{ "a block without end", "a: |-\n     one\n", "a: |-\n  one\n" },
	{ "a block that keeps", "a: |+\n     one\n\n\nb: 1\n", "a: |+\n  one\n\n\nb: 1\n" },
	{ "a block that begins deeper", "a: |1\n   one\n  two\n", "a: |2\n    one\n   two\n" },
	{ "folded lines stay", "a: >-\n     one\n     two\n\n     three\n",
	  "a: >-\n  one\n  two\n\n  three\n" },
	{ "a comment on a block", "a: | # why\n  x\n", "a: | # why\n  x\n" },
	{ "a plain text of lines", "a: one\n      two\n\n      three # c\nb: 1\n",
	  "a: one\n  two\n\n  three # c\nb: 1\n" },
	{ "a quoted text of lines", "a: \"one \\\n      \\  two\\  \n    three\"\n",
	  "a: \"one \\\n  \\  two\\ \n  three\"\n" },
	{ "an escaped text becomes lines", "a: \"one\\n two\\n\"\n", "a: |\n  one\n   two\n" },
	{ "an escaped carriage return stays escaped", "a: \"one\\r\\ntwo\"\nb: \"\\r\\n\"\n",
	  "a: \"one\\r\\ntwo\"\nb: \"\\r\\n\"\n" },
	{ "brackets that are too long",
	  "a: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, "
	  "cccccccccccccccccccccccccc]\n",
	  "a:\n  - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  - bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
	  "  - cccccccccccccccccccccccccc\n" },
	{ "brackets within brackets", "b: {x: [1, 2], y: [{a: 1}]}\n",
	  "b:\n  x: [1, 2]\n  y:\n    - { a: 1 }\n" },
	{ "brackets with nothing", "a: [ ]\nb: {\n  }\n", "a: []\nb: {}\n" },
	{ "a list in a list", "a:\n -\n   - 1\n   - 2\n - [3]\n",
	  "a:\n  - - 1\n    - 2\n  - [3]\n" },
	{ "nothing is null", "a:\nb: ~\nc: Null\n", "a: null\nb: null\nc: null\n" },
	{ "numbers as JSON", "a: 0x1F\nb: +1.\nc: 1.50\n", "a: 31\nb: 1.0\nc: 1.50\n" },
	{ "markers go", "%YAML 1.2\n---\na: 1\n...\n", "a: 1\n" },
	{ "an explicit key", "? a\n: 1\n", "a: 1\n" },
	{ "a scalar alone", "# c\n--- text # d\n# e\n", "# c\ntext # d\n# e\n" },
	{ "carriage returns", "a: 1\r\n# c\r\nb: |\r\n  x\r\n", "a: 1\n# c\nb: |\n  x\n" },
}, json_rows[] = {
	{ "two spaces", "{\"c\":[1,{\"y\":null}],\"a\":{}}",
	  "{\n  \"a\": {},\n  \"c\": [\n    1,\n    {\n      \"y\": null\n    }\n  ]\n}\n" },
	{ "numbers and escapes", "[1.50, -0e1, \"\\u0041\\/\\n\\u00e9\\u0000\"]",
	  "[\n  1.50,\n  -0e1,\n  \"A/\\n\xC3\xA9\\u0000\"\n]\n" },
	{ "a scalar", " true ", "true\n" },
};

/* The form of a document, which must be read to the same and be its own form. */
static struct str stable(struct arena *a, struct str text, enum doc_syntax syntax,
			 const struct node *schema)
{
	struct doc *doc = parse(a, text, syntax), *again;
	struct str form, second;
	struct err err = { 0 };

	if (!edit_format(&form, a, doc, schema, &err))
		fail_msg("%s: %.*s", err.text, STR_FMT(text));
	again = parse(a, form, syntax);
	assert_true(node_equal(&doc->root, &again->root));
	assert_int_equal(doc->comments.n, again->comments.n);
	assert_true(edit_format(&second, a, again, schema, &err));
	assert_string_equal(second.p, form.p);
	return form;
}

static void form_row(const struct form_row *row, enum doc_syntax syntax)
{
	AUTO_ARENA a = arena_new();
	const struct doc *schema = parse(a, str_of(order_schema), DOC_JSON);

	assert_string_equal(stable(a, str_of(row->text), syntax, &schema->root).p, row->form);
}

static void yaml_row(void **state)
{
	form_row(*state, DOC_YAML);
}

static void json_row(void **state)
{
	form_row(*state, DOC_JSON);
}

static void long_keys_say_that_they_are_keys(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str key = arena_printf(a, "%01500d", 1);
	struct str text = arena_printf(a, "? \"%.*s\"\n: - 1\n", STR_FMT(key));

	(void)state;
	assert_string_equal(stable(a, text, DOC_YAML, NULL).p,
			    arena_printf(a, "? \"%.*s\"\n:\n  - 1\n", STR_FMT(key)).p);
}

static void forms_that_grow_without_bound_are_refused(void **state)
{
	AUTO_ARENA a = arena_new();
	AUTO_STRBUF b;
	struct err err = { 0 };
	struct str form;

	(void)state;
	strbuf_init(&b, 16 << 20);
	for (int i = 0; i < 60; i++)
		strbuf_byte(&b, '[');
	for (int i = 0; i < 1 << 20; i++)
		strbuf_str(&b, STR("1,"));
	strbuf_byte(&b, '1');
	for (int i = 0; i < 60; i++)
		strbuf_byte(&b, ']');
	assert_false(edit_format(&form, a, parse(a, strbuf_view(&b), DOC_JSON), NULL, &err));
	assert_non_null(strstr(err.text, "too large"));
}

static struct str source_path(struct arena *a, const char *name)
{
	const char *source = env_get("TIZILIM_SOURCE");

	return arena_printf(a, "%s/%s", source ? source : ".", name);
}

/* Every file of the folder, in the order of the manifest's schema and in its own. */
static size_t stable_files(const char *folder, const struct node *schema)
{
	AUTO_ARENA a = arena_new();
	struct str dir = source_path(a, folder), *names, text;
	struct err err;
	size_t n, count = 0;

	assert_true(file_list(&names, &n, a, dir, &err));
	for (size_t i = 0; i < n; i++) {
		enum doc_syntax syntax = doc_syntax_of(names[i]);

		if (!str_ends(names[i], STR(".yaml")) && !str_ends(names[i], STR(".json")))
			continue;
		assert_true(file_read(&text, a, file_join(a, dir, names[i]), 16 << 20, &err));
		stable(a, text, syntax, schema);
		stable(a, text, syntax, NULL);
		count++;
	}
	return count;
}

static void our_files_are_stable(void **state)
{
	AUTO_ARENA a = arena_new();
	struct str text;
	struct err err;
	const struct doc *schema;

	(void)state;
	assert_true(file_read(&text, a, source_path(a, "schemas/initiative-1.0.json"), 1 << 20,
			      &err));
	schema = parse(a, text, DOC_JSON);
	assert_true(stable_files("docs/examples/initiatives", &schema->root) >= 40);
	assert_true(stable_files("checker/pack/digital-qazaqstan/rules", NULL) > 0);
	assert_true(stable_files("checker/pack/digital-qazaqstan/architecture", NULL) > 0);
	assert_true(stable_files("schemas", NULL) > 0);
}

static void accepted_yaml_suite_cases_are_stable(void **state)
{
	const char *shared = env_get("TIZILIM_SHARED");
	AUTO_ARENA a = arena_new();
	struct str path = shared ? arena_printf(a, "%s/suites/yaml/cases.jsonl", shared)
				 : source_path(a, "../shared/suites/yaml/cases.jsonl");
	struct str text, line;
	struct err err;
	size_t accepted = 0;

	(void)state;
	if (!file_read(&text, a, path, 1 << 20, &err))
		test_skip("the shared suites are not there");
	while (str_cut(&line, &text, '\n')) {
		struct doc_errors errors = { 0 };
		struct str yaml;
		struct doc *doc;

		if (!line.n)
			continue;
		yaml = node_text(&parse(a, line, DOC_JSON)->root, STR("yaml"));
		if (!doc_parse(&doc, a, STR("t"), yaml, DOC_YAML, DOC_GENERAL, &errors))
			continue;
		stable(a, yaml, DOC_YAML, NULL);
		accepted++;
	}
	assert_true(accepted > 100);
}

/* ---- made documents ---- */

struct made {
	uint64_t seed;
	struct strbuf out;
	int line; /* numbers comments and keys */
};

static const char *const made_scalars[] = {
	"word",
	"12",
	"\"q: x\"",
	"'s'' # no'",
	"~",
	"two words",
	"\"1.0\"",
	"2026-01-02",
	"[1, x]",
	"{ y: 1, x: \"a, b\" }",
	"[]",
	"- no",
	"\xD2\x9B\xD0\xB0\xD0\xB7\xD0\xB0\xD2\x9B",
};

static void made_comment(struct made *m, size_t column)
{
	if (!made_next(&m->seed, 6))
		strbuf_str(&m->out, STR("\n"));
	if (!made_next(&m->seed, 4))
		strbuf_printf(&m->out, "%*s# comment %d\n", (int)column, "", m->line++);
}

static void made_beside(struct made *m)
{
	if (!made_next(&m->seed, 5))
		strbuf_printf(&m->out, "  # beside %d", m->line++);
	strbuf_byte(&m->out, '\n');
}

static void made_scalar(struct made *m, size_t column)
{
	switch (made_next(&m->seed, 8)) {
	case 0:
		strbuf_str(&m->out, made_next(&m->seed, 2) ? STR(" |") : STR(" >-"));
		made_beside(m);
		strbuf_printf(&m->out, "%*sline one\n\n%*s  deeper\n%*slast\n", (int)column + 3,
			      "", (int)column + 3, "", (int)column + 3, "");
		return;
	case 1:
		strbuf_printf(&m->out, " \"begun\n%*sended\"", (int)column + 1, "");
		break;
	default: {
		const char *text = made_scalars[made_next(&m->seed, ARRAY_LEN(made_scalars))];

		strbuf_printf(&m->out, " %s", strcmp(text, "- no") ? text : "x");
	}
	}
	made_beside(m);
}

static void made_entries(struct made *m, size_t column, int depth, bool begun)
{
	bool list = made_next(&m->seed, 2);
	size_t n = 1 + made_next(&m->seed, 4);
	static const char *const keys[] = { "y", "x", "b", "a", "list" };

	for (size_t i = 0; i < n; i++) {
		if (i || !begun) {
			made_comment(m, column);
			strbuf_printf(&m->out, "%*s", (int)column, "");
		}
		if (list)
			strbuf_byte(&m->out, '-');
		else
			strbuf_printf(&m->out, "%s%s:", i < ARRAY_LEN(keys) ? keys[i] : "k",
				      depth > 2 ? "9" : "");
		if (depth < 4 && made_next(&m->seed, 3) == 0) {
			bool same = list && made_next(&m->seed, 2);
			size_t inner = column + 1 + made_next(&m->seed, 3);

			if (same) {
				strbuf_byte(&m->out, ' ');
				inner = column + 2;
			} else {
				made_beside(m);
			}
			made_entries(m, inner, depth + 1, same);
		} else {
			made_scalar(m, column);
		}
	}
	made_comment(m, column);
}

static void made_documents_are_stable(void **state)
{
	(void)state;
	for (uint64_t round = 1; round <= 2000; round++) {
		AUTO_ARENA a = arena_new();
		const struct doc *schema = parse(a, str_of(order_schema), DOC_JSON);
		struct made m = { .seed = round * 0x9E3779B97F4A7C15U };

		strbuf_init(&m.out, LIMIT_DOC_BYTES);
		made_entries(&m, 0, 0, false);
		stable(a, strbuf_view(&m.out), DOC_YAML, &schema->root);
		stable(a, strbuf_view(&m.out), DOC_YAML, NULL);
		strbuf_release(&m.out);
	}
}

/* ---- repairs ---- */

static const char fix_schema[] =
	"{\"type\": \"object\", \"required\": [\"stage\"], \"additionalProperties\": false,"
	" \"properties\": {"
	"  \"version\": {\"const\": \"1.0\"},"
	"  \"short_name\": {\"type\": \"string\", \"pattern\": \"^[a-z]+( [a-z]+)*$\"},"
	"  \"stage\": {\"enum\": [\"idea\", \"design\", \"in_use\"]},"
	"  \"range\": {\"enum\": [\"under-50\", \"50-200\"]},"
	"  \"level\": {\"enum\": [\"lower\", \"loser\"]},"
	"  \"owner\": {\"type\": \"object\", \"required\": [\"body\"],"
	"              \"additionalProperties\": false, \"properties\": {"
	"              \"body\": {\"type\": \"string\"}, \"unit\": {\"type\": \"string\"}}},"
	"  \"start\": {\"type\": \"string\", \"format\": \"date\"},"
	"  \"mail\": {\"type\": \"string\", \"format\": \"email\"},"
	"  \"list\": {\"items\": {\"enum\": [\"one\", \"two\", \"three\", \"a, b\", \"сор\"]}}"
	" }}";

/* `before` and `after` stand behind "stage: idea"; after NULL: nothing is repaired. */
static const struct fix_row {
	const char *label, *before, *after;
	size_t made, left;
} fix_rows[] = {
	{ "a valid document", "short_name: land # c\n", NULL, 0, 0 },
	{ "a misspelt field", "ownr: {body:  x}  # c\n", "owner: {body:  x}  # c\n", 1, 0 },
	{ "a field in other letters", "\"Short-Name\": land\n", "\"short_name\": land\n", 1,
	  0 },
	{ "a field with a Cyrillic letter", "\xD1\x81tart: '2026-01-02'\n",
	  "start: '2026-01-02'\n", 1, 0 },
	{ "a field that is there already", "owner: {body: x}\nownr: {body: y}\n", NULL, 0, 1 },
	{ "two fields that mean one", "ownr: {body: x}\nowmer: {body: y}\n",
	  "owner: {body: x}\nowmer: {body: y}\n", 1, 1 },
	{ "a field that nothing is near", "budget: 1\n", NULL, 0, 1 },
	{ "a field whose value is wrong inside", "ownr: {unit: x}\n", NULL, 0, 1 },
	{ "a value with a capital", "list: [One, \"TWO\"]\n", "list: [one, \"two\"]\n", 2, 0 },
	{ "a value with look-alike letters", "list: ['tw\xD0\xBE']\n", "list: ['two']\n", 1,
	  0 },
	{ "a value in the other alphabet", "list: [cop]\n", "list: [сор]\n", 1, 0 },
	{ "a value that needs quotes", "list: [A  b]\n", NULL, 0, 1 },
	{ "a value with signs", "list: [\"A, b\"]\n", "list: [\"a, b\"]\n", 1, 0 },
	{ "a misspelt value", "list: [tree]\n", "list: [three]\n", 1, 0 },
	{ "a value with two near ones", "level: lowser\n", NULL, 0, 1 },
	{ "a short value", "list: [on]\n", NULL, 0, 1 },
	{ "letters that changed places", "range: udner-50\n", "range: under-50\n", 1, 0 },
	{ "another number", "range: under-51\n", NULL, 0, 1 },
	{ "numbers with another sign between", "range: 50 200\n", "range: 50-200\n", 1, 0 },
	{ "a field and what is in it", "ownr: {bdoy: x}\n", "owner: {body: x}\n", 2, 0 },
	{ "a constant with another number", "version: \"1.1\"\n", NULL, 0, 1 },
	{ "a constant as a number", "version: 1.0\n", "version: \"1.0\"\n", 1, 0 },
	{ "a number that is another", "version: 1.00\n", NULL, 0, 1 },
	{ "blanks around", "short_name: '  land '\n", "short_name: 'land'\n", 1, 0 },
	{ "blanks inside", "short_name: land  sat\n", "short_name: land sat\n", 1, 0 },
	{ "blanks around what is wrong anyway", "short_name: \" Land \"\n", NULL, 0, 1 },
	{ "blanks around an address", "mail: \" a@b.kz\"\n", "mail: \"a@b.kz\"\n", 1, 0 },
	{ "text over lines", "short_name: |\n  land\n", NULL, 0, 1 },
	{ "points", "start: 1.3.2026\n", "start: \"2026-03-01\"\n", 1, 0 },
	{ "points and a year's sign", "start: '01.03.2026 г.'\n", "start: '2026-03-01'\n", 1,
	  0 },
	{ "strokes", "start: 2026/03/01\n", "start: \"2026-03-01\"\n", 1, 0 },
	{ "short numbers", "start: 2026-3-1\n", "start: \"2026-03-01\"\n", 1, 0 },
	{ "English", "start: 1 March 2026\n", "start: \"2026-03-01\"\n", 1, 0 },
	{ "English, month first", "start: March 1, 2026\n", "start: \"2026-03-01\"\n", 1, 0 },
	{ "Russian", "start: 1 марта 2026 года\n", "start: \"2026-03-01\"\n", 1, 0 },
	{ "Kazakh", "start: 1 Наурыз 2026\n", "start: \"2026-03-01\"\n", 1, 0 },
	{ "Kazakh, year first", "start: 2026 жылғы 1 наурыз\n", "start: \"2026-03-01\"\n", 1,
	  0 },
	{ "day or month first", "start: 01/03/2026\n", NULL, 0, 1 },
	{ "a day that there is not", "start: 31.02.2026\n", NULL, 0, 1 },
	{ "a month alone", "start: март 2026\n", NULL, 0, 1 },
	{ "a year of two digits", "start: 01.03.26\n", NULL, 0, 1 },
	{ "a date where none is wanted", "mail: 01.03.2026\n", NULL, 0, 1 },
};

static struct schema *compile(struct arena *a, struct str text)
{
	struct schema_options options = { .assert_formats = true };
	struct schema *s;
	struct err err = { 0 };

	if (!schema_compile(&s, a, schema_library_new(a), parse(a, text, DOC_JSON), options,
			    &err))
		fail_msg("%s", err.text);
	return s;
}

static void fix_row(void **state)
{
	const struct fix_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct schema *s = compile(a, str_of(fix_schema));
	const char *after = row->after ? row->after : row->before;
	struct edit_fixed fixed, again;

	edit_fix(&fixed, a, parse(a, arena_printf(a, "stage: idea\n%s", row->before), DOC_YAML),
		 s);
	assert_string_equal(arena_str(a, fixed.text).p,
			    arena_printf(a, "stage: idea\n%s", after).p);
	assert_int_equal(fixed.made.n, row->made);
	assert_int_equal(fixed.left.findings.n, row->left);
	edit_fix(&again, a, parse(a, fixed.text, DOC_YAML), s);
	assert_int_equal(again.made.n, 0);
	for (size_t i = 0; i < fixed.made.n; i++)
		assert_true(mtext_full(fixed.made.at[i].title));
	schema_free(s);
}

static const struct fix_json_row {
	const char *label, *before, *after;
} fix_json_rows[] = {
	{ "values", "{\"stage\" : \"in use\", \"list\":[ \"ONE\",\"a, B\" ]}",
	  "{\"stage\" : \"in_use\", \"list\":[ \"one\",\"a, b\" ]}" },
	{ "fields and numbers", "{\"stage\":\"idea\",\"versoin\":1.0}",
	  "{\"stage\":\"idea\",\"version\":\"1.0\"}" },
	{ "escapes", "{\"st\\u0061ge \": \"\\u0064esign\\n\"}", "{\"stage\": \"design\"}" },
};

static void fix_json_row(void **state)
{
	const struct fix_json_row *row = *state;
	AUTO_ARENA a = arena_new();
	struct schema *s = compile(a, str_of(fix_schema));
	struct edit_fixed fixed;

	edit_fix(&fixed, a, parse(a, str_of(row->before), DOC_JSON), s);
	assert_string_equal(arena_str(a, fixed.text).p, row->after);
	schema_free(s);
}

/* One mistake in each line of a good manifest: what is repaired is the good one again. */
static void spoilt_manifests_become_good_again(void **state)
{
	static const struct {
		const char *good, *spoilt;
	} lines[] = {
		{ "schema_version: \"1.0\"", "schema_version: 1.0" },
		{ "short_name: egin", "short-name: egin" },
		{ "name:", "Name:" },
		{ "  ru: Поле", "  ru: Поле" },
		{ "owner:", "onwer:" },
		{ "  body: msh # who", "  bdoy: msh # who" },
		{ "stage: design", "stage: Desgin" },
		{ "dates:", "dates:" },
		{ "  use: \"2026-03-01\"", "  use: \"01.03.2026\"" },
	};
	AUTO_ARENA a = arena_new();
	struct schema *s = compile(a, schema_shipped_named(STR("initiative-1.0"))->text);

	(void)state;
	for (unsigned mask = 0; mask < 1U << ARRAY_LEN(lines); mask += 7) {
		struct str good = STR(""), spoilt = STR("");
		struct edit_fixed fixed;

		for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
			good = arena_printf(a, "%.*s%s\n", STR_FMT(good), lines[i].good);
			spoilt = arena_printf(a, "%.*s%s\n", STR_FMT(spoilt),
					      mask >> i & 1 ? lines[i].spoilt : lines[i].good);
		}
		edit_fix(&fixed, a, parse(a, spoilt, DOC_YAML), s);
		assert_string_equal(arena_str(a, fixed.text).p, good.p);
		assert_int_equal(fixed.left.findings.n, 0);
	}
	schema_free(s);
}

/* ---- upgrades ---- */

static const struct upgrade_row {
	const char *label, *step, *before, *after; /* after NULL: left to a person */
} upgrade_rows[] = {
	{ "rename", "{\"rename\": \"/a\", \"to\": \"b\"}", "\"a\" : 1 # c\n", "\"b\" : 1 # c\n" },
	{ "rename in every item", "{\"rename\": \"/l/*/a\", \"to\": \"b\"}",
	  "l:\n  - a: 1\n  - {x: 2, a: 3}\n  - x\n", "l:\n  - b: 1\n  - {x: 2, b: 3}\n  - x\n" },
	{ "rename to what is there", "{\"rename\": \"/a\", \"to\": \"b\"}", "a: 1\nb: 2\n", NULL },
	{ "rename what is not there", "{\"rename\": \"/x\", \"to\": \"b\"}", "a: 1\n", "a: 1\n" },
	{ "values", "{\"values\": \"/a\", \"map\": {\"x\": \"y: z\"}}", "a: 'x' # c\n",
	  "a: 'y: z' # c\n" },
	{ "values in a list", "{\"values\": \"/a/*\", \"map\": {\"x\": \"y\"}}", "a: [x, z, x]\n",
	  "a: [y, z, y]\n" },
	{ "values that are not words", "{\"values\": \"/a\", \"map\": {\"1\": \"y\"}}", "a: 1\n",
	  "a: 1\n" },
	{ "a value over lines", "{\"values\": \"/a\", \"map\": {\"x\\n\": \"y\"}}", "a: |\n  x\n",
	  NULL },
	{ "move down", "{\"move\": \"/a\", \"to\": \"b/c/d\"}", "x: 1\n# of a\na: [1] # c\ny: 2\n",
	  "x: 1\nb:\n  c:\n    # of a\n    d: [1] # c\ny: 2\n" },
	{ "move below itself", "{\"move\": \"/a\", \"to\": \"a/b\"}", "a:\n  c: 1\nd: 2\n",
	  "a:\n  b:\n    c: 1\nd: 2\n" },
	{ "move into an object that is there", "{\"move\": \"/a\", \"to\": \"b/c\"}",
	  "a: |\n  x\n\n   y\n\nb:\n  d: 1\n  # end\n",
	  "\nb:\n  d: 1\n  c: |\n    x\n\n     y\n  # end\n" },
	{ "move behind the last line", "{\"move\": \"/a\", \"to\": \"b/c\"}", "a: x\nb:\n  d: 1",
	  "b:\n  d: 1\n  c: x\n" },
	{ "move up", "{\"move\": \"/a/b\", \"to\": \"/c\"}", "a:\n  b:\n    - x\n    # - y\n  d: 1\n",
	  "a:\n  d: 1\nc:\n  - x\n  # - y\n" },
	{ "move the only one", "{\"move\": \"/a/b\", \"to\": \"/c\"}", "a:\n  b: 1\nd: 2\n", NULL },
	{ "move to what is there", "{\"move\": \"/a\", \"to\": \"b/c\"}", "a: 1\nb:\n  c: 2\n",
	  NULL },
	{ "move into brackets", "{\"move\": \"/a\", \"to\": \"b/c\"}", "a: x\nb: {d: 1}\n",
	  "b: {d: 1, c: x}\n" },
	{ "move into empty brackets", "{\"move\": \"/a\", \"to\": \"b/c\"}", "a: 'x'\nb: {}\n",
	  "b: { c: 'x' }\n" },
	{ "move out of brackets", "{\"move\": \"/b/a\", \"to\": \"/c/a\"}",
	  "b: {a: \"x\", d: 1}\nc:\n  e: 1\n", "b: {d: 1}\nc:\n  e: 1\n  a: \"x\"\n" },
	{ "move lines into brackets", "{\"move\": \"/a\", \"to\": \"b/c\"}",
	  "a:\n  - x\nb: {d: 1}\n", NULL },
	{ "move a comment into brackets", "{\"move\": \"/a\", \"to\": \"b/c\"}",
	  "a: x # why\nb: {d: 1}\n", NULL },
	{ "move the first of an item", "{\"move\": \"/l/0/a\", \"to\": \"b/c\"}",
	  "l:\n  - a: 1\n    b:\n      d: 2\n", NULL },
	{ "move the second of an item", "{\"move\": \"/l/*/b\", \"to\": \"c/d\"}",
	  "l:\n  - a: 1\n    b: 2 # two\n", "l:\n  - a: 1\n    c:\n      d: 2 # two\n" },
	{ "wrap in a list", "{\"wrap\": \"/a\"}", "a: x, y # c\n", "a: [\"x, y\"] # c\n" },
	{ "wrap in an object", "{\"wrap\": \"/a\", \"key\": \"k\"}", "a: [1, 2]\n",
	  "a: { k: [1, 2] }\n" },
	{ "wrap lines in an object", "{\"wrap\": \"/a\", \"key\": \"k\"}",
	  "a:\n  # first\n  b: 1\n  c:\n    - x # y\nd: 1\n",
	  "a:\n  # first\n  k:\n    b: 1\n    c:\n      - x # y\nd: 1\n" },
	{ "wrap lines in a list", "{\"wrap\": \"/a\"}", "a:\n  b: 1\n  c: |\n    x\nd: 1\n",
	  "a:\n  - b: 1\n    c: |\n      x\nd: 1\n" },
	{ "wrap a text over lines", "{\"wrap\": \"/a\", \"key\": \"k\"}",
	  "a: >- # why\n  x\n  y\nb: 1\n", "a:\n  k: >- # why\n    x\n    y\nb: 1\n" },
	{ "wrap a plain text over lines", "{\"wrap\": \"/a\"}", "a: x\n  y\nb: 1\n",
	  "a:\n  - x\n    y\nb: 1\n" },
	{ "wrap nothing", "{\"wrap\": \"/a\"}", "a:\nb: 1\n", NULL },
	{ "set", "{\"set\": \"/a/b\", \"value\": \"no\"}", "a:\n  c: 1\nd: 2\n",
	  "a:\n  c: 1\n  b: \"no\"\nd: 2\n" },
	{ "set what is there", "{\"set\": \"/a\", \"value\": 2}", "a: 1\n", "a: 1\n" },
	{ "set in what is not there", "{\"set\": \"/x/b\", \"value\": 2}", "a: 1\n", "a: 1\n" },
	{ "ask", "{\"ask\": \"/x\", \"when\": \"missing\", \"text\": {\"en\": \"why\"}}", "a: 1\n",
	  NULL },
	{ "no need to ask", "{\"ask\": \"/a\", \"when\": \"missing\", \"text\": {\"en\": \"why\"}}",
	  "a: 1\n", "a: 1\n" },
}, upgrade_json_rows[] = {
	{ "rename", "{\"rename\": \"/a\", \"to\": \"b\"}", "{\"a\" :1,", "{\"b\" :1," },
	{ "move down", "{\"move\": \"/a\", \"to\": \"b/c\"}", "{ \"a\": [1,\n 2],",
	  "{ \"b\": {\"c\": [1,\n 2]}," },
	{ "move beside others", "{\"move\": \"/a\", \"to\": \"b/c\"}",
	  "{\"a\":\"x\", \"b\":{\n  \"d\":1\n },", "{\"b\":{\n  \"d\":1,\n  \"c\": \"x\"\n }," },
	{ "move the last", "{\"move\": \"/b/c\", \"to\": \"/d/c\"}",
	  "{\"d\": {}, \"b\":{\"a\":1, \"c\":true},",
	  "{\"d\": {\"c\": true}, \"b\":{\"a\":1}," },
	{ "wrap", "{\"wrap\": \"/a\", \"key\": \"k\"}", "{\"a\": [1, {}],",
	  "{\"a\": {\"k\": [1, {}]}," },
	{ "set", "{\"set\": \"/b/c\", \"value\": [1]}", "{\"b\": { },", "{\"b\": {\"c\": [1]}," },
};

static void upgrade_row(const struct upgrade_row *row, enum doc_syntax syntax)
{
	AUTO_ARENA a = arena_new();
	bool json = syntax == DOC_JSON;
	struct str steps = arena_printf(a, "{\"to\": \"2.0\", \"steps\": [%s]}", row->step);
	struct edit_upgraded out = { 0 };
	struct str before, after;

	before = json ? arena_printf(a, "%s \"schema_version\": \"1.0\"}", row->before)
		      : arena_printf(a, "schema_version: \"1.0\"\n%s", row->before);
	after = json ? arena_printf(a, "%s \"schema_version\": \"2.0\"}",
				    row->after ? row->after : row->before)
		     : arena_printf(a, "schema_version: \"2.0\"\n%s",
				    row->after ? row->after : row->before);
	assert_true(edit_upgrade(&out, a, parse(a, before, syntax),
				 &parse(a, steps, DOC_JSON)->root));
	assert_string_equal(arena_str(a, out.doc->text).p, after.p);
	assert_int_equal(out.left.n, row->after ? 0 : 1);
}

static void upgrade_yaml_row(void **state)
{
	upgrade_row(*state, DOC_YAML);
}

static void upgrade_json_row(void **state)
{
	upgrade_row(*state, DOC_JSON);
}

static struct test_list list;

int main(void)
{
	ADD_ROWS(&list, apply_row, apply_rows);
	ADD_ROWS(&list, diff_row, diff_rows);
	ADD_TEST(&list, names_in_differences_are_quoted);
	ADD_TEST(&list, colours_hide_controls);
	ADD_TEST(&list, made_differences_apply);
	ADD_TEST(&list, long_differences_end);
	ADD_ROWS(&list, yaml_row, yaml_rows);
	ADD_ROWS(&list, json_row, json_rows);
	ADD_TEST(&list, long_keys_say_that_they_are_keys);
	ADD_TEST(&list, forms_that_grow_without_bound_are_refused);
	ADD_TEST(&list, our_files_are_stable);
	ADD_TEST(&list, accepted_yaml_suite_cases_are_stable);
	ADD_TEST(&list, made_documents_are_stable);
	ADD_ROWS(&list, fix_row, fix_rows);
	ADD_ROWS(&list, fix_json_row, fix_json_rows);
	ADD_TEST(&list, spoilt_manifests_become_good_again);
	ADD_ROWS(&list, upgrade_yaml_row, upgrade_rows);
	ADD_ROWS(&list, upgrade_json_row, upgrade_json_rows);
	return test_list_run(&list, "edit");
}
